"""Where work starts: the landing by role, the agency's dashboard and its list."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import DECIDING_ROLES, Role
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.rules.clock import is_late
from core import clock
from core.access import allow, signed_in
from core.indonesian import short_date_words, since_words
from core.planned import planned_once
from employees.models import RecordReport
from vacancies.facts import extension_facts
from vacancies.forms.filters import OwnFilterForm
from vacancies.models import Application, Objection, Vacancy
from vacancies.numbers import count_applications
from vacancies.permissions.plan import can_plan_vacancy
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.rules.extension import extension_refusal
from vacancies.rules.lifecycle import HOLDERS, VACANCY_LABELS
from vacancies.rules.objection import is_overdue
from vacancies.views.filters import active_filters, page_of
from vacancies.views.fork import is_at_fork
from vacancies.views.plan_rows import zone_name
from vacancies.views.tones import state_tone

# Groups of states on the dashboard, in the order of the process: title and states.
STAGES = (
    ("Rencana disusun", ("DRAFT", "PLAN_RETURNED", "PLAN_REJECTED")),
    ("Rencana menunggu persetujuan", ("PLAN_REVIEW",)),
    ("Siap terbit atau terjadwal", ("APPROVED", "PUBLISHED")),
    ("Pendaftaran dibuka", ("OPEN",)),
    ("Verifikasi", ("VERIFICATION",)),
    ("Penilaian dan peringkat", ("SCORING", "RANKED")),
    ("Hasil menunggu persetujuan", ("RESULT_REVIEW",)),
    ("Ditetapkan, belum diumumkan", ("DETERMINED",)),
    ("Diumumkan", ("ANNOUNCED",)),
    ("Dibatalkan atau gagal", ("CANCELLED", "FAILED")),
)
# What the office does next in a state that waits for it.
OFFICE_TASKS = {
    "DRAFT": "Lengkapi dan ajukan rencana",
    "PLAN_RETURNED": "Perbaiki rencana yang dikembalikan",
    "PLAN_REJECTED": "Susun ulang atau batalkan",
    "APPROVED": "Terbitkan lowongan",
    "VERIFICATION": "Verifikasi pelamar",
    "RANKED": "Ajukan hasil seleksi",
    "DETERMINED": "Umumkan hasil",
}
CLOSING_SOON = timedelta(days=7)
SHOWN = 20
OFFICE = (Role.AGENCY_ADMIN, Role.SECRETARIAT)


@signed_in
@require_safe
def open_board(request: HttpRequest) -> HttpResponse:
    """Send each person to the place where their work is; with several duties the first of this order wins."""
    user = request.user
    if user.has_any_role([Role.AGENCY_ADMIN, Role.SECRETARIAT]):
        return redirect("show_dashboard")
    if user.has_any_role([*(role for role in DECIDING_ROLES if role != Role.PANEL_CHAIR), Role.AUDITOR]):
        return redirect("list_steps")
    if user.has_any_role([Role.BKN_ADMIN]):
        return redirect("show_incident_board")
    if user.has_any_role([Role.DATA_PROTECTION]):
        return redirect("list_breaches")
    if user.has_any_role([Role.PANEL_MEMBER, Role.PANEL_CHAIR]):
        return redirect("list_assignments")
    if user.has_any_role([Role.APPLICANT]):
        return redirect("list_applications")
    return redirect("show_account")


@allow(Role.AGENCY_ADMIN, Role.SECRETARIAT)
@require_safe
@planned_once()
def show_dashboard(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    own = Vacancy.objects.owned_by(request.user)
    counts = dict(own.order_by().values_list("state").annotate(Count("pk")))
    list_url = reverse("list_own_vacancies")
    stages = [
        {
            "label": title,
            "value": sum(counts.get(state, 0) for state in states),
            "url": f"{list_url}?status={states[0]}" if len(states) == 1 else "",
        }
        for title, states in STAGES
    ]
    windows = list(
        own.filter(state__in=("OPEN", "VERIFICATION"), closes_at__lte=now + CLOSING_SOON)
        .with_extension_count()
        .for_list()
        .order_by("closes_at", "pk")[:SHOWN]
    )
    tasks = own.filter(state__in=tuple(OFFICE_TASKS)).with_extension_count()
    waiting = list(tasks.for_list().select_related("continue_request").order_by("state_since", "pk")[:SHOWN])
    count_applications(windows, waiting)
    steps = list(
        ApprovalStep.objects.open()
        .filter(request__agency_id__in=request.user.agency_ids(*OFFICE))
        .select_related("request", "request__agency", "holder")
        .order_by("due_on", "opened_at", "id")[:SHOWN]
    )
    reports = RecordReport.objects.waiting_for(request.user).aggregate(count=Count("pk"), oldest=Min("created_at"))
    objections = list(Objection.objects.waiting_for_office(request.user).select_related("application__vacancy__agency")[:SHOWN])
    extends = set(request.user.agency_ids(Role.AGENCY_ADMIN))
    rows = [_window_row(vacancy, now, extends=vacancy.agency_id in extends) for vacancy in windows]
    overdue = sum(is_late(step.due_on, step.request.agency.day(now)) for step in steps)
    context = {
        "agencies": sorted({duty.agency.name for duty in request.user.duties if duty.agency and duty.role in OFFICE}),
        "figures": [
            {
                "label": "Perlu tindakan instansi",
                "value": sum(counts.get(state, 0) for state in OFFICE_TASKS) + reports["count"] + len(objections),
                "url": "#tugas",
            },
            {"label": "Pendaftaran dibuka", "value": counts.get("OPEN", 0), "url": f"{list_url}?status=OPEN"},
            {
                "label": "Dapat diperpanjang",
                "value": sum(row["extendable"] for row in rows),
                "url": "#batas",
                "tone": "wait" if any(row["extendable"] for row in rows) else "plain",
            },
            {
                "label": "Persetujuan lewat batas",
                "value": overdue,
                "url": "#persetujuan",
                "tone": "stop" if overdue else "plain",
            },
            _reasons_figure(own),
        ],
        "stages": stages,
        "total": sum(counts.values()),
        "tasks": _tasks(waiting, reports, objections, now),
        "windows": rows,
        "steps": [_step_row(step, now) for step in steps],
        "can_plan": can_plan_vacancy(request.user) is None,
    }
    return render(request, "vacancies/board/dashboard.html", context)


def _tasks(waiting: list[Vacancy], reports: dict[str, Any], objections: list[Objection], now: datetime) -> list[dict[str, Any]]:
    """What waits for the office, longest first: vacancies, objections, and all open reports about the register as one line."""
    rows = [(vacancy.state_since, _task_row(vacancy, now)) for vacancy in waiting]
    rows += [(objection.filed_at, _objection_task(objection, now)) for objection in objections]
    if reports["count"]:
        rows.append((reports["oldest"], _reports_row(reports, now)))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _objection_task(objection: Objection, now: datetime) -> dict[str, Any]:
    vacancy = objection.application.vacancy
    late = is_overdue(objection.due_at, now)
    return {
        "title": f"Jawab sanggahan: {vacancy.position_title}",
        "url": reverse("answer_objection", args=[objection.public_id]),
        "facts": ["Hasil administrasi", f"batas {format_deadline(objection.due_at, vacancy.zone)}"],
        "tone": "wait",
        "label": "Terlambat" if late else remaining_text(objection.due_at, now),
        "since": f"Diajukan {since_words(objection.filed_at, now)}",
    }


def _reports_row(reports: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "title": f"Jawab {reports['count']} laporan data pegawai",
        "url": reverse("list_record_reports"),
        "facts": ["Pegawai menyatakan data induknya keliru"],
        "tone": "wait",
        "label": "Menunggu jawaban",
        "since": f"Tertua {since_words(reports['oldest'], now)}",
    }


def _reasons_figure(own: QuerySet[Vacancy]) -> dict[str, Any]:
    """How often applicants said that the reasons of a rejection did not help, beside how often they answered."""
    answered = Application.objects.filter(vacancy__in=own.values("pk"), reasons_helped__isnull=False)
    counts = answered.aggregate(answered=Count("pk"), unhelpful=Count("pk", filter=Q(reasons_helped=False)))
    return {
        "label": "Alasan penolakan tidak membantu",
        "value": counts["unhelpful"],
        "note": f"dari {counts['answered']} jawaban pelamar",
        "tone": "wait" if counts["unhelpful"] else "plain",
    }


@allow(Role.AGENCY_ADMIN, Role.SECRETARIAT)
@require_safe
@planned_once()
def list_own_vacancies(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    form = OwnFilterForm(request.GET)
    chosen = form.chosen()
    found = Vacancy.objects.owned_by(request.user).matching(chosen["cari"]).in_public_filter(level=chosen["tingkat"])
    if chosen["status"]:
        found = found.filter(state=chosen["status"])
    order = {"tutup": ("closes_at", "pk"), "jabatan": ("position_title", "pk")}.get(chosen["urut"], ("-state_since", "pk"))
    page = page_of(request, Paginator(found.for_list().order_by(*order), 20))
    count_applications(page)
    context = {
        "form": form,
        "page": page,
        "rows": [_own_row(vacancy, now) for vacancy in page],
        "active": active_filters(request, form),
        "reset_url": request.path,
        "can_plan": can_plan_vacancy(request.user) is None,
    }
    return render(request, "vacancies/board/list.html", context)


def _own_row(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    return {
        "title": vacancy.position_title,
        "reference": vacancy.reference,
        "agency": vacancy.agency.name,
        "level": vacancy.get_level_display(),
        "quota": vacancy.quota,
        "url": reverse("show_own_vacancy", args=[vacancy.public_id]),
        "tone": state_tone(vacancy.state),
        "label": VACANCY_LABELS[vacancy.state],
        "holder": HOLDERS[vacancy.state],
        "since": since_words(vacancy.state_since, now, zone_name(vacancy)),
        "closes": format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "Belum diisi",
        "submitted": vacancy.submitted_count,
        "drafts": vacancy.draft_count,
        "is_published": vacancy.published_at is not None,
    }


def _task_row(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    short = is_at_fork(vacancy, submitted=vacancy.submitted_count, used=vacancy.extension_count, now=now)
    return {
        "title": f"{'Pilih kelanjutan seleksi' if short else OFFICE_TASKS[vacancy.state]}: {vacancy.position_title}",
        "url": reverse("show_own_vacancy", args=[vacancy.public_id]),
        "facts": [vacancy.agency.name, vacancy.get_level_display(), vacancy.reference],
        "tone": state_tone(vacancy.state),
        "label": VACANCY_LABELS[vacancy.state],
        "since": since_words(vacancy.state_since, now, zone_name(vacancy)),
    }


def _window_row(vacancy: Vacancy, now: datetime, *, extends: bool) -> dict[str, Any]:
    """A window about to close. `extends`: the reader is the one who may extend it; others read that it can be."""
    facts = extension_facts(vacancy, submitted=vacancy.submitted_count, used=vacancy.extension_count)
    refusal = extension_refusal(facts, now)
    return {
        "title": vacancy.position_title,
        "url": reverse("show_own_vacancy", args=[vacancy.public_id]),
        "closes": format_deadline(vacancy.closes_at, vacancy.zone),
        "left": remaining_text(vacancy.closes_at, now),
        "submitted": vacancy.submitted_count,
        "drafts": vacancy.draft_count,
        "extendable": refusal is None,
        "reason": refusal or "",
        "extend_url": reverse("extend_registration", args=[vacancy.public_id]) if extends else "",
    }


def _subject_url(request: ApprovalRequest) -> str:
    """The vacancy the request is about; the request itself when it is about something else, as a post filled from the group."""
    chain, _, key = request.trail_chain.partition(":")
    return reverse("show_own_vacancy", args=[key]) if chain == "vacancy" else reverse("decide_step", args=[request.public_id])


def _step_row(step: ApprovalStep, now: datetime) -> dict[str, Any]:
    late = is_late(step.due_on, step.request.agency.day(now))
    return {
        "title": step.request.title,
        "url": _subject_url(step.request),
        "step": step.title,
        "holder": step.holder.full_name if step.holder else Role(step.role).label,
        "since": since_words(step.opened_at, now),
        "due": short_date_words(step.due_on),
        "late": late,
    }
