"""The applicant's own pages: begin, overview, one application. Filling in and sending live in views/draft.py."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.access import allow
from core.refusals import Refused
from employees.models import Employee
from vacancies.actions.applications import start_application as begin
from vacancies.applicants import assess_employee, document_needs, problems_of
from vacancies.models import Application, Vacancy
from vacancies.permissions import applications as permissions
from vacancies.progress import event_rows, failure_rows, last_minute, open_step, stage_rows, status_of, tone_of
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.rules.eligibility import RuleResult, is_eligible, obstacles
from vacancies.rules.submission import DETAILS, DOCUMENTS, ELIGIBILITY, STATEMENT, registration_refusal, section_problems

# Rooms above this one add to the applicant's pages here; the composition root fills the lists.
own_result_providers: list[Callable[[Application], dict[str, Any] | None]] = []
task_providers: list[Callable[[User], list[dict[str, str]]]] = []

PER_PAGE = 20
SUGGESTIONS = 5
LOOKED_AT_FOR_SUGGESTIONS = 30
DRAFT_STATES = ("DRAFT", "EXPIRED")


def own_application(request: HttpRequest, public_id) -> Application:
    """The person's own application with its contents; anybody else's does not exist (404)."""
    return get_object_or_404(Application.objects.of(request.user).with_contents(), public_id=public_id)


def rule_rows(results: tuple[RuleResult, ...]) -> list[dict[str, Any]]:
    """Results in the words of the rule list component."""
    return [
        {
            "label": result.label,
            "outcome": result.outcome,
            "record": result.record,
            "explanation": result.explanation,
            "met_on": result.from_date if result.outcome == "MET_FROM" else None,
        }
        for result in results
    ]


def way_to(application: Application, label: str = "") -> list[dict[str, str]]:
    """Breadcrumbs from the overview to a page of one application; without `label` the application itself is the end."""
    own = reverse("show_application", args=[application.public_id]) if label else ""
    items = [
        {"label": "Lamaran saya", "url": reverse("list_applications")},
        {"label": application.vacancy.position_title, "url": own},
    ]
    return [*items, {"label": label}] if label else items


def window_refusal(vacancy: Vacancy) -> str | None:
    """Why nothing may be sent now, by the portal's time; the act asks again with the transaction's."""
    return registration_refusal(vacancy.state, vacancy.opens_at, vacancy.closes_at, clock.now(), vacancy.zone)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def start_application(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page before a draft is made."""
    vacancy = get_object_or_404(Vacancy.objects.visible_to(request.user).for_list(), public_id=public_id)
    existing = vacancy.applications.of(request.user).first()
    if existing is not None and existing.state not in ("WITHDRAWN", "EXPIRED"):
        return redirect("show_application", existing.public_id)
    if request.method == "POST":
        application = begin(vacancy_id=vacancy.pk, actor=request.user)
        return redirect("show_application", application.public_id)
    right = permissions.can_start_application(request.user, vacancy)
    employee = Employee.objects.with_records().filter(user=request.user).first()
    results = assess_employee(vacancy, employee, localdate(clock.now())) if employee is not None else ()
    context = {
        "vacancy": vacancy,
        "refusal": window_refusal(vacancy) or (right.reason if right else ""),
        "existing": existing,
        "rules": rule_rows(results),
        "met": len(results) - len(obstacles(results)),
        "total": len(results),
        "is_eligible": is_eligible(results),
        "last_minute": last_minute(vacancy.closes_at),
    }
    return render(request, "vacancies/apply/start.html", context)


@allow(Role.APPLICANT)
@require_GET
def list_applications(request: HttpRequest) -> HttpResponse:
    """Home of the applicant: what to do first, then every application with its status."""
    rows = Application.objects.of(request.user).for_list().order_by("-created_at", "-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    tasks = [row for provider in task_providers for row in provider(request.user)]
    drafts = Application.objects.of(request.user).drafts().for_list().order_by("vacancy__closes_at", "id")
    tasks += [task for application in drafts[:PER_PAGE] if (task := _draft_task(application)) is not None]
    context = {
        "tasks": tasks,
        "page": page,
        "rows": [_overview_row(application) for application in page],
        "suggestions": [] if page.paginator.count else _suggestions(request.user),
    }
    return render(request, "vacancies/apply/list.html", context)


def _draft_task(application: Application) -> dict[str, str] | None:
    vacancy = application.vacancy
    if window_refusal(vacancy) is not None:
        return None
    return {
        "label": f"Selesaikan lamaran {vacancy.position_title}",
        "hint": f"{vacancy.agency.name}. Tutup {format_deadline(vacancy.closes_at, vacancy.zone)}.",
        "url": reverse("show_application", args=[application.public_id]),
        "status": remaining_text(vacancy.closes_at, clock.now()),
        "tone": "wait",
    }


def _overview_row(application: Application) -> dict[str, Any]:
    line = status_of(application)
    return {
        "application": application,
        "url": reverse("show_application", args=[application.public_id]),
        "title": application.vacancy.position_title,
        "agency": application.vacancy.agency.name,
        "level": application.vacancy.get_level_display(),
        "tag": line.title,
        "tone": tone_of(line),
        "sentence": line.sentence,
        "holder": line.holder,
    }


def _suggestions(user: User) -> list[dict[str, Any]]:
    """Open posts whose rules the person meets, soonest closing first; looks at a bounded number of posts."""
    employee = Employee.objects.with_records().filter(user=user).first()
    if employee is None:
        return []
    now = clock.now()
    vacancies = Vacancy.objects.open_for_registration(now).for_list().prefetch_related("requirements").order_by("closes_at", "id")
    fitting = (v for v in vacancies[:LOOKED_AT_FOR_SUGGESTIONS] if is_eligible(assess_employee(v, employee, localdate(now))))
    return [
        {
            "title": vacancy.position_title,
            "agency": vacancy.agency.name,
            "level": vacancy.get_level_display(),
            "url": reverse("show_vacancy", args=[vacancy.public_id]),
            "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
            "left": remaining_text(vacancy.closes_at, now),
        }
        for _, vacancy in zip(range(SUGGESTIONS), fitting, strict=False)
    ]


@allow(Role.APPLICANT)
@require_GET
def show_application(request: HttpRequest, public_id) -> HttpResponse:
    """A draft as a list of tasks; a sent application as a status page."""
    application = own_application(request, public_id)
    if application.state in DRAFT_STATES:
        return render(request, "vacancies/apply/tasks.html", _draft_context(application))
    return render(request, "vacancies/apply/status.html", _status_context(request, application))


def _draft_context(application: Application) -> dict[str, Any]:
    vacancy = application.vacancy
    refusal = window_refusal(vacancy)
    if refusal is None and application.state == "EXPIRED":
        refusal = "Draf ini kedaluwarsa saat pendaftaran ditutup. Buka kembali untuk melanjutkan."
    return {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application),
        "line": status_of(application),
        "tasks": task_rows(application, is_shut=refusal is not None),
        "refusal": refusal or "",
        "can_reopen": application.state == "EXPIRED" and window_refusal(vacancy) is None,
        "last_minute": last_minute(vacancy.closes_at),
    }


def task_rows(application: Application, *, is_shut: bool = False) -> list[dict[str, str]]:
    """The sections of a draft, each with what is still missing."""
    problems = problems_of(application, localdate(clock.now()))
    needs = [need for need in document_needs(application) if need.is_required]
    have = sum(need.is_uploaded for need in needs)
    missing = {section: section_problems(problems, section) for section in (DETAILS, ELIGIBILITY, DOCUMENTS, STATEMENT)}
    broken = len(missing[ELIGIBILITY])

    def row(label: str, name: str, hint: str, status: str, tone: str) -> dict[str, str]:
        url = "" if is_shut and name != "show_eligibility" else reverse(name, args=[application.public_id])
        return {"label": label, "hint": hint, "url": url, "status": status, "tone": tone}

    def lacking(section: str) -> tuple[str, str]:
        return ("Belum lengkap", "wait") if missing[section] else ("Lengkap", "")

    return [
        row("Data diri dan kontak", "edit_applicant_details", "Surel dan telepon; lainnya dari register.", *lacking(DETAILS)),
        row(
            "Kelayakan",
            "show_eligibility",
            "Tiap syarat dengan catatan register yang dipakai.",
            f"{broken} syarat belum terpenuhi" if broken else "Semua terpenuhi",
            "stop" if broken else "",
        ),
        row(
            "Dokumen",
            "edit_documents",
            "Unggah dokumen yang diminta, satu per satu.",
            f"{have} dari {len(needs)} dokumen wajib" if have < len(needs) else "Lengkap",
            "wait" if have < len(needs) else "",
        ),
        row(
            "Pernyataan dan kebutuhan khusus",
            "edit_statement",
            "Alasan melamar, kebutuhan khusus, pernyataan kebenaran.",
            *lacking(STATEMENT),
        ),
        row(
            "Periksa dan kirim",
            "check_application",
            "Lihat semuanya sekali lagi sebelum dikirim.",
            f"{len(problems)} hal belum lengkap" if problems else "Siap dikirim",
            "wait" if problems else "good",
        ),
    ]


def _status_context(request: HttpRequest, application: Application) -> dict[str, Any]:
    now = clock.now()
    vacancy = application.vacancy
    step = open_step(vacancy)
    line = status_of(application, step)
    withdrawal = permissions.can_withdraw(request.user, application)
    found = (provider(application) for provider in own_result_providers)
    return {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application),
        "line": line,
        "tone": tone_of(line),
        "stages": stage_rows(application, line, step, now),
        "events": event_rows(application),
        "failures": failure_rows(application),
        "verification_note": application.verification_note if failure_rows(application) else "",
        "own_results": [render_to_string(part["template"], part["context"], request) for part in found if part],
        "announcements": vacancy.announcements.all(),
        "withdrawal_refusal": withdrawal.reason if withdrawal else "",
        "can_reopen": application.state == "WITHDRAWN" and window_refusal(vacancy) is None,
        "documents": application.documents.all(),
    }


def refused_page(request: HttpRequest, application: Application, error: Refused) -> HttpResponse:
    """The page for an act that came too late or is not possible: the reason, and the way back to what is kept."""
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "way": way_to(application, "Tidak dapat dilakukan"),
        "reason": error.reason,
    }
    return render(request, "vacancies/apply/refused.html", context, status=409)
