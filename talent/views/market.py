"""Market test of a plan: how many people of the register meet it. Shown on the form of the requirements and as its own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core.access import allow
from talent import actions
from talent.market import run_market_test
from talent.market_words import market_words
from talent.rules.limits import search_limit
from talent.searchers import agency_of
from talent.usage import searches_of
from vacancies.models import Vacancy


@allow(Role.AGENCY_ADMIN)
@require_safe
def show_market_test(request: HttpRequest, public_id) -> HttpResponse:
    """The test of the requirements as saved. Logged like every other search; it names nobody."""
    own = Vacancy.objects.filter(agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN)).select_related("agency")
    vacancy = get_object_or_404(own.prefetch_related("requirements"), public_id=public_id)
    agency = agency_of(request.user, vacancy)
    context: dict[str, Any] = {"vacancy": vacancy, "limit": "", "result": None, "words": {}}
    try:
        # Asked before as well: the test reads up to 1,500 people.
        reached = search_limit(searches_of(request.user, agency)[1])
        if reached is not None:
            raise actions.LimitReached(reached)
        result = run_market_test(vacancy)
        actions.log_search(
            actor=request.user,
            agency=agency,
            query={"uji_pasar": [vacancy.reference]},
            result_count=result.meeting.number,
            people=(),
            vacancy=vacancy,
        )
        context |= {"result": result, "words": market_words(result)}
    except actions.LimitReached as limit:
        actions.report_limit(actor=request.user, agency=agency, reached=limit.reached)
        context["limit"] = limit.reason
    context["crumbs"] = [
        {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
        {"label": "Uji pasar syarat"},
    ]
    return render(request, "talent/market.html", context, status=429 if context["limit"] else 200)
