"""Agencies as the public sees them: what they seek now, what they have filled, and how long it took."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Agency
from core import clock
from core.access import public
from core.indonesian import number_words, short_date_words
from core.standby import shown_from_standby
from vacancies import statistics
from vacancies.forms.filters import AgencySearchForm
from vacancies.models import Vacancy
from vacancies.models.vacancy import PUBLIC_STATES
from vacancies.posting import preview_of
from vacancies.public_list import filter_choices
from vacancies.rules.public_status import CLOSED
from vacancies.views.filters import page_of
from vacancies.views.following import follow_agency
from vacancies.views.plan_rows import zone_name
from vacancies.views.public import public_row

PER_PAGE = 30
# The page names the newest; the rest is the public list with this agency as its filter.
RUNNING_SHOWN, PAST_SHOWN = 30, 20


@public
@require_safe
@shown_from_standby
def list_agencies(request: HttpRequest) -> HttpResponse:
    """Agencies that ever published a vacancy, by name."""
    now = clock.now()
    form = AgencySearchForm(request.GET)
    words = form.words()
    published = Q(vacancies__published_at__isnull=False, vacancies__state__in=PUBLIC_STATES)
    running = Q(vacancies__state__in=("PUBLISHED", "OPEN"), vacancies__closes_at__gt=now)
    found = Agency.objects.annotate(total=Count("vacancies", filter=published), running=Count("vacancies", filter=running))
    found = found.filter(total__gt=0)
    for word in words.split()[:8]:
        found = found.filter(name__icontains=word)
    page = page_of(request, Paginator(found.select_related("region").order_by("name", "pk"), PER_PAGE))
    rows = [
        {
            "title": agency.name,
            "url": reverse("show_agency", args=[agency.code]),
            "facts": [agency.get_kind_display(), agency.region.name],
            "running": f"{number_words(agency.running)} lowongan berjalan" if agency.running else "",
            "total": f"{number_words(agency.total)} pernah diterbitkan",
        }
        for agency in page
    ]
    return render(request, "vacancies/public/agencies.html", {"form": form, "page": page, "rows": rows, "query": words})


@public
@require_safe
@shown_from_standby
def suggest_agencies(request: HttpRequest) -> HttpResponse:
    """Names for the agency field of the public search, fetched when somebody begins to fill it in."""
    agencies, _ = filter_choices.get()
    return HttpResponse(agencies.suggestions)


@public
@require_safe
@shown_from_standby
def show_agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: vacancies that run, past ones with their results, figures, ways to follow."""
    now = clock.now()
    agency = get_object_or_404(Agency.objects.select_related("region", "region__province"), code=code)
    published = Vacancy.objects.published().filter(agency=agency)
    running = list(published.taking_applications(now).with_phase(now).closing_soon_first().for_list()[: RUNNING_SHOWN + 1])
    past = list(published.with_phase(now).filter(phase=CLOSED).for_list().order_by("-closes_at", "pk")[: PAST_SHOWN + 1])
    context: dict[str, Any] = {
        "agency": agency,
        "lead": f"{agency.get_kind_display()}, {agency.region.name}",
        "running": [public_row(vacancy, now) for vacancy in running[:RUNNING_SHOWN]],
        "past": [past_row(vacancy, now) for vacancy in past[:PAST_SHOWN]],
        "has_more": len(running) > RUNNING_SHOWN or len(past) > PAST_SHOWN,
        "all_url": f"{reverse('list_vacancies')}?instansi={agency.code}",
        "figures": figure_rows(statistics.totals(agency)),
        "spans": [span for span in statistics.median_days(agency) if span["count"]],
        "facts": contact_facts(agency),
        "follow": follow_agency(agency),
        "preview": preview_of(
            agency.name, f"Lowongan jabatan pimpinan tinggi, hasil seleksi, dan statistik {agency.name}.", request.path
        ),
    }
    return render(request, "vacancies/public/agency.html", context)


def past_row(vacancy: Vacancy, now) -> dict[str, Any]:
    """A row of the public list that leads on to the result, once there is one."""
    row = public_row(vacancy, now)
    if vacancy.state == "ANNOUNCED":
        row["url"] = reverse("show_result", args=[vacancy.public_id])
        row["when"] = f"Diumumkan {short_date_words(vacancy.state_since, zone_name(vacancy))}"
    return row


def figure_rows(totals: dict[str, int]) -> list[dict[str, Any]]:
    """The agency in four numbers."""
    return [
        {"value": number_words(totals["vacancies"]), "label": "lowongan diterbitkan"},
        {"value": number_words(totals["seats"]), "label": "formasi"},
        {"value": number_words(totals["announced"]), "label": "hasil diumumkan"},
        {"value": number_words(totals["extended"]), "label": "pernah diperpanjang"},
    ]


def contact_facts(agency: Agency) -> list[dict[str, str]]:
    """Where the agency is and where it answers."""
    province = agency.region.province.name
    rows = [
        {"label": "Jenis", "value": agency.get_kind_display()},
        {"label": "Provinsi", "value": province},
        {"label": "Alamat", "value": agency.address or agency.city},
        {"label": "Surel", "value": agency.contact_email, "url": f"mailto:{agency.contact_email}"},
    ]
    return [row for row in rows if row["value"]]
