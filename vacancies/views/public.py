"""What anybody may read: vacancies, plans, ledgers, results. No applicant is named before a result is announced."""

from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core import clock
from core.access import public
from core.addresses import fixed_address
from core.indonesian import moment_words, short_date_words
from core.quick_select import KnownChoices
from core.standby import shown_from_standby
from employees.models import Employee
from vacancies.applicants import fit_of_employee
from vacancies.enums import AnnouncementKind, Level
from vacancies.forms.filters import PublicFilterForm, ResultSearchForm
from vacancies.models import Application, Vacancy
from vacancies.models.vacancy import VacancyQuerySet
from vacancies.permissions.applications import can_start_application
from vacancies.posting import posting_element, preview_of
from vacancies.public_list import CLOSING_SOON, PHASES, ListedVacancy, PublicList, filter_choices
from vacancies.public_read import read_public
from vacancies.rules.deadline import format_deadline, format_opening, last_day, remaining_text
from vacancies.rules.public_status import CLOSED, REGISTERING, UPCOMING, public_status
from vacancies.rules.publication import policy_rows
from vacancies.subscriptions import is_saved
from vacancies.summaries import tie_labels
from vacancies.views.announcements import (
    administration_rows,
    announcement_letters,
    announcement_row,
    announcement_timeline,
)
from vacancies.views.assessment import assessment_context
from vacancies.views.decision_clock import waiting_line
from vacancies.views.filters import active_filters, page_of
from vacancies.views.following import follow_list
from vacancies.views.ledger import grace_rows, ledger_rows
from vacancies.views.plan_rows import (
    calendar_items,
    competency_groups,
    document_groups,
    objection_facts,
    panel_rows,
    weight_rows,
    zone_name,
)

MOST_DRAWN_FILTERS = 64
NOTHING_CHOSEN = dict.fromkeys(PublicFilterForm.base_fields, "")
LIST_DESCRIPTION = (
    "Daftar lowongan jabatan pimpinan tinggi aparatur sipil negara: yang dibuka, akan dibuka, dan yang sudah ditutup beserta "
    "hasilnya."
)


@public
@require_safe
@shown_from_standby
def list_vacancies(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    choices = filter_choices.get()
    # Most readers search for nothing; a form would cost a tenth of their page.
    form = public_filter_form(request, choices) if request.GET else None
    chosen = form.chosen() if form else NOTHING_CHOSEN
    found = PublicList(chosen, now)
    page = page_of(request, Paginator(found, 20))
    rows = [listed_row(vacancy, now) for vacancy in page]
    active = active_filters(request, form) if form else []
    context = {
        "page": page,
        "is_capped": found.is_capped,
        "rows": rows,
        "cards": [draw_card(**row) for row in rows],
        "fields": draw_filters(choices, chosen, form if form and form.errors else None),
        # A phone folds the filters away; a sentence beside one of them must be seen.
        "is_unfolded": bool(form and form.errors),
        "active": active,
        "reset_url": request.path,
        "loosened": [] if page.paginator.count or len(active) < 2 else loosened_rows(active, chosen, now),
        "follow": follow_list(chosen),
        "preview": preview_of("Lowongan jabatan pimpinan tinggi", LIST_DESCRIPTION, fixed_address("list_vacancies")),
    }
    return render(request, "vacancies/public/list.html", context)


@public
@require_safe
@shown_from_standby
def show_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    now = clock.now()
    vacancy = read_public(public_id)
    if vacancy is None:
        raise Http404
    status = public_status(vacancy.state, vacancy.opens_at, vacancy.closes_at, now)
    announcements = list(vacancy.announcements.all())
    results = [row for row in announcements if row.kind == AnnouncementKind.RESULT]
    ledger = ledger_rows(vacancy)
    graced = grace_rows(vacancy)
    participants = administration_rows(announcements)
    context = {
        "vacancy": vacancy,
        "status": status,
        "lead": " · ".join([vacancy.get_level_display(), f"{vacancy.quota} formasi", vacancy.region.name]),
        "facts": public_facts(vacancy),
        "when": {
            "is_upcoming": status.phase == UPCOMING,
            "opens": f"Dibuka {format_opening(vacancy.opens_at, vacancy.zone)}",
            "closes": f"Ditutup {format_deadline(vacancy.closes_at, vacancy.zone)}.",
            # The component names the last instant that still counts.
            "at": vacancy.closes_at - timedelta(microseconds=1),
            "label": "Tutup" if status.phase == REGISTERING else "Ditutup",
            "zone": zone_name(vacancy),
        },
        "apply": apply_offer(request, vacancy, status.phase),
        "keep": keep_offer(request, vacancy),
        "calendar_url": "" if status.phase == CLOSED else f"{request.path}tenggat.ics",
        "waiting": waiting_line(vacancy, now),
        "contact": contact_rows(vacancy),
        "posting": posting_element(vacancy) if status.phase == REGISTERING else "",
        "preview": preview_of(
            f"{vacancy.position_title}, {vacancy.agency.name}",
            f"{status.label}. Syarat, dokumen, bobot, jadwal, panitia seleksi, dan hasil.",
            request.path,
        ),
        "fit": fit_of(request, vacancy, now),
        "requirements": [row.label for row in vacancy.requirements.all()],
        "documents": document_groups(vacancy),
        "competencies": competency_groups(vacancy),
        "weights": weight_rows(vacancy),
        "assessment": assessment_context(vacancy),
        "ties": tie_labels(vacancy),
        "policy": policy_rows(vacancy.pack),
        "calendar": calendar_items(vacancy, now),
        "panel": panel_rows(vacancy),
        "ledger": ledger,
        "graced": graced,
        "announcements": announcement_timeline(announcements, zone_name(vacancy)),
        "announcement_letters": announcement_letters(announcements),
        "result": results[-1] if results else None,
        "administration": participants,
        "objections": objection_facts(vacancy, announcements, now),
        "sections": sections_of(
            vacancy, has_result=bool(results), has_participants=participants is not None, has_ledger=bool(ledger or graced)
        ),
    }
    return render(request, "vacancies/public/detail.html", context)


@public
@require_safe
@shown_from_standby
def list_results(request: HttpRequest) -> HttpResponse:
    form = ResultSearchForm(request.GET)
    found = Vacancy.objects.published().with_result().matching(form.words())
    page = page_of(request, Paginator(found.for_list().order_by("-state_since", "pk"), 20))
    rows = [
        {
            "title": vacancy.position_title,
            "place": vacancy.agency.name,
            "url": reverse("show_result", args=[vacancy.public_id]),
            "facts": [vacancy.get_level_display(), f"{vacancy.quota} formasi", vacancy.region.name],
            "when": f"Diumumkan {short_date_words(vacancy.state_since, zone_name(vacancy))}",
        }
        for vacancy in page
    ]
    context = {"page": page, "rows": rows, "form": form, "query": form.words()}
    return render(request, "vacancies/public/results.html", context)


@public
@require_safe
@shown_from_standby
def show_result(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = get_object_or_404(
        Vacancy.objects.published().with_result().for_list().prefetch_related("announcements"), public_id=public_id
    )
    zone = zone_name(vacancy)
    announcements = list(vacancy.announcements.all())
    results = [row for row in announcements if row.kind == AnnouncementKind.RESULT]
    context = {
        "vacancy": vacancy,
        "result": results[-1],
        "announced": f"Diumumkan {moment_words(results[-1].published_at, zone)}",
        "administration": administration_rows(announcements),
        "facts": public_facts(vacancy),
        "earlier": [announcement_row(row, zone) for row in results[:-1]],
    }
    return render(request, "vacancies/public/result.html", context)


def public_filter_form(request: HttpRequest, choices: tuple[KnownChoices, KnownChoices] | None = None) -> PublicFilterForm:
    """The search of the public list, with the agencies and provinces that ever published something."""
    agencies, provinces = choices or filter_choices.get()
    return PublicFilterForm(request.GET, agencies=agencies, provinces=provinces)


def chosen_vacancies(chosen: dict[str, str], now: datetime) -> VacancyQuerySet:
    """Published vacancies that fit the filters, with their phase, in no order yet."""
    found = (
        Vacancy.objects.published()
        .matching(chosen["cari"])
        .in_public_filter(agency=chosen["instansi"], province=chosen["provinsi"], level=chosen["tingkat"], field=chosen["rumpun"])
        .with_phase(now)
    )
    if chosen["status"]:
        found = found.filter(phase__in=PHASES[chosen["status"]])
    return found.closing_before(now + CLOSING_SOON) if chosen["status"] == "segera" else found


def loosened_rows(active: list[dict[str, str]], chosen: dict[str, str], now: datetime) -> list[dict[str, Any]]:
    """For a search that finds nothing: what each filter alone keeps away. One count a filter in force, useless ones left out."""
    rows = [{**chip, "count": chosen_vacancies({**chosen, chip["name"]: ""}, now).count()} for chip in active]
    return [row for row in rows if row["count"]]


def public_row(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    """One card of a public list, of a vacancy read with `for_list`."""
    listed = ListedVacancy(
        id=vacancy.pk,
        public_id=vacancy.public_id,
        position_title=vacancy.position_title,
        unit=vacancy.unit,
        level=vacancy.level,
        quota=vacancy.quota,
        state=vacancy.state,
        opens_at=vacancy.opens_at,
        closes_at=vacancy.closes_at,
        agency=vacancy.agency.name,
        zone=vacancy.zone,
        region=vacancy.region.name,
    )
    return listed_row(listed, now)


def listed_row(vacancy: ListedVacancy, now: datetime) -> dict[str, Any]:
    """One card of a public list."""
    status = public_status(vacancy.state, vacancy.opens_at, vacancy.closes_at, now)
    if status.phase == REGISTERING:
        when, left = f"Tutup {format_deadline(vacancy.closes_at, vacancy.zone)}", remaining_text(vacancy.closes_at, now)
    elif status.phase == UPCOMING:
        when, left = f"Dibuka {format_opening(vacancy.opens_at, vacancy.zone)}", ""
    else:
        when, left = f"Ditutup {short_date_words(last_day(vacancy.closes_at, vacancy.zone))}", ""
    return {
        "title": vacancy.position_title,
        "place": vacancy.agency,
        "unit": vacancy.unit,
        "url": _page_pattern().format(vacancy.public_id),
        "facts": (Level(vacancy.level).label, f"{vacancy.quota} formasi", vacancy.region),
        "tone": status.tone,
        "label": status.label,
        "when": when,
        "left": left,
    }


@cache
def _page_pattern() -> str:
    """Address of a vacancy's page with a gap for its id: twenty addresses a page are too many to look up one by one."""
    nobody = UUID(int=0)
    return reverse("show_vacancy", args=[nobody]).replace(str(nobody), "{}")


@lru_cache(maxsize=4096)
def draw_card(
    title: str, place: str, unit: str, url: str, facts: tuple[str, ...], tone: str, label: str, when: str, left: str
) -> SafeString:
    """One card of the public list as HTML: the same words give the same card, so it is drawn once in this process."""
    row = {"title": title, "place": place, "unit": unit, "url": url, "facts": facts}
    row |= {"tone": tone, "label": label, "when": when, "left": left}
    return render_to_string("vacancies/public/_card.html", {"row": row})


_drawn_filters: dict[tuple[object, ...], SafeString] = {}


def draw_filters(
    choices: tuple[KnownChoices, KnownChoices], chosen: dict[str, str], wrong: PublicFilterForm | None = None
) -> SafeString:
    """The fields of the search as HTML, drawn once for the same choices and the same search.

    Args:
        chosen: valid values of the search, all that decides how the fields look; wrong: the form, when one of its fields has an
            error that stands beside it.
    """
    agencies, provinces = choices
    if wrong:
        return render_to_string("vacancies/public/_filters.html", {"form": wrong})
    key = (*choices, *chosen.values())
    if key not in _drawn_filters:
        if len(_drawn_filters) >= MOST_DRAWN_FILTERS:
            _drawn_filters.clear()
        form = PublicFilterForm(chosen, agencies=agencies, provinces=provinces)
        _drawn_filters[key] = render_to_string("vacancies/public/_filters.html", {"form": form})
    return _drawn_filters[key]


def public_facts(vacancy: Vacancy) -> list[dict[str, str]]:
    place = vacancy.region.name
    if vacancy.region_id != vacancy.region.province_id:
        place = f"{place}, {vacancy.region.province.name}"
    agency = vacancy.agency
    return [
        {"label": "Instansi", "value": agency.name, "url": reverse("show_agency", args=[agency.code])},
        {"label": "Unit kerja", "value": vacancy.unit},
        {"label": "Tingkat", "value": vacancy.get_level_display()},
        {"label": "Formasi", "value": f"{vacancy.quota} kursi"},
        {"label": "Rumpun jabatan", "value": vacancy.get_field_display()},
        {"label": "Lokasi", "value": place},
        {"label": "Nomor acuan", "value": vacancy.reference},
    ]


def sections_of(vacancy: Vacancy, *, has_result: bool, has_participants: bool, has_ledger: bool) -> list[dict[str, Any]]:
    """Anchors of the page, in its order; a section without content is left out."""
    sections = [
        ("hasil", "Hasil", has_result),
        ("peserta", "Peserta", has_participants),
        ("tugas", "Tugas", bool(vacancy.summary)),
        ("syarat", "Syarat", True),
        ("dokumen", "Dokumen", True),
        ("standar", "Standar", True),
        ("bobot", "Bobot", True),
        ("jadwal", "Jadwal", True),
        ("pansel", "Pansel", True),
        ("perpanjangan", "Perpanjangan", has_ledger),
        ("tanya", "Bertanya", True),
        ("pengumuman", "Pengumuman", True),
    ]
    return [{"label": label, "url": f"#{ident}", "current": False} for ident, label, shown in sections if shown]


def apply_offer(request: HttpRequest, vacancy: Vacancy, phase: str) -> dict[str, str]:
    """The one act of the page for this reader: a link with its words, or a sentence why there is none."""
    user = request.user
    if user.is_authenticated and user.has_any_role([Role.APPLICANT]):
        own = Application.objects.of(user).filter(vacancy=vacancy).values_list("public_id", flat=True).first()
        if own is not None:
            return {"url": reverse("show_application", args=[own]), "label": "Buka lamaran Anda", "note": ""}
    if phase == UPCOMING:
        return {"url": "", "label": "", "note": "Lamaran dapat dibuat setelah pendaftaran dibuka."}
    if phase == CLOSED:
        return {"url": "", "label": "", "note": "Pendaftaran sudah ditutup; lamaran baru tidak diterima."}
    if user.is_authenticated and not user.has_any_role([Role.APPLICANT]):
        return {"url": "", "label": "", "note": "Akun Anda tidak terhubung dengan NIP, jadi tidak dapat melamar."}
    refusal = can_start_application(user, vacancy) if user.is_authenticated else None
    if refusal is not None:
        return {"url": "", "label": "", "note": refusal.reason}
    note = "" if user.is_authenticated else "Anda masuk dahulu dengan NIP atau surel."
    return {"url": reverse("start_application", args=[vacancy.public_id]), "label": "Lamar jabatan ini", "note": note}


def keep_offer(request: HttpRequest, vacancy: Vacancy) -> dict[str, Any]:
    """Saving the vacancy: a button for who is signed in; a stranger's page carries no form, so that it is one for all."""
    save, drop = (reverse(name, args=[vacancy.public_id]) for name in ("save_vacancy", "unsave_vacancy"))
    if is_saved(request.user, vacancy):
        return {"url": drop, "label": "Lepas dari simpanan", "note": "Ada di lowongan tersimpan Anda", "is_posted": True}
    return {"url": save, "label": "Simpan lowongan", "note": "", "is_posted": request.user.is_authenticated}


def contact_rows(vacancy: Vacancy) -> list[dict[str, str]]:
    """Where questions about the vacancy go."""
    agency = vacancy.agency
    rows = [
        {
            "label": "Dijawab oleh",
            "value": f"Sekretariat panitia seleksi {agency.name}",
            "url": reverse("show_agency", args=[agency.code]),
        },
        {"label": "Surel", "value": agency.contact_email, "url": f"mailto:{agency.contact_email}"},
        {"label": "Alamat", "value": agency.address or agency.city},
    ]
    return [row for row in rows if row["value"]]


def fit_of(request: HttpRequest, vacancy: Vacancy, now) -> dict[str, Any] | None:
    """For a signed-in ASN: how many of the requirements the register says are met, rule by rule."""
    if not request.user.is_authenticated:
        return None
    employee = Employee.objects.with_records().filter(user=request.user).first()
    if employee is None:
        return None
    fit = fit_of_employee(vacancy, employee, now)
    return {"met": fit.met, "total": fit.total, "all": fit.is_eligible, "later": fit.later, "results": fit.rows}
