"""Search the register and tick people."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core.access import allow
from employees.models import Employee
from talent import actions
from talent.forms import TalentSearchForm
from talent.searchers import agency_of
from talent.standings import narrow, person_rows, standings_of

PAGE_SIZE = 20
# How many people are judged by every rule for one page of "only those who may be invited".
MOST_JUDGED = 500


@allow(Role.AGENCY_ADMIN)
@require_safe
def search_talent(request: HttpRequest) -> HttpResponse:
    """Search page. Nothing is searched, and nothing logged, before the person asks."""
    asked = bool(request.GET)
    form = TalentSearchForm(request.GET if asked else None, user=request.user)
    context = {"form": form, "asked": asked, "count": None, "rows": [], "vacancy": None, "page": None, "active": []}
    context["too_many"] = None
    if asked and form.is_valid():
        context |= _search(request, form)
    return render(request, "talent/search.html", context)


def _search(request: HttpRequest, form: TalentSearchForm) -> dict:
    vacancy = form.cleaned_data["lowongan"]
    found = Employee.objects.searchable().matching(**form.filters()).for_list()
    too_many = None
    if form.cleaned_data["layak"]:
        found = narrow(found, vacancy).with_records()
        number = found.count()
        too_many = number if number > MOST_JUDGED else None
        found = [] if too_many else list(found)
        judged = standings_of(vacancy, found) if found else {}
        found = [person for person in found if judged[person.pk].may_be_invited]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    people = list(page.object_list if isinstance(found, list) or not vacancy else page.object_list.with_records())
    standings = standings_of(vacancy, people) if vacancy else {}
    query = {name: request.GET.getlist(name) for name in request.GET if name in (*form.fields, "halaman") and request.GET[name]}
    actions.log_search(
        actor=request.user,
        agency=agency_of(request.user, vacancy),
        query=query,
        result_count=page.paginator.count,
        people=[person.pk for person in people],
        vacancy=vacancy,
    )
    return {
        "page": page,
        "count": None if too_many else page.paginator.count,
        "too_many": too_many,
        "rows": person_rows(people, standings),
        "vacancy": vacancy,
        "active": [
            {"label": f"{label}: {words}" if words else label, "url": _without(request, name)}
            for name, label, words in form.in_words()
        ],
    }


def _without(request: HttpRequest, name: str) -> str:
    """The same search without one filter, from its first page. Keeps one parameter so that the page still searches."""
    query = request.GET.copy()
    for each in (name, "halaman"):
        query.pop(each, None)
    if not query:
        query["cari"] = ""
    return f"{request.path}?{query.urlencode()}"
