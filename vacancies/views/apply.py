"""Beginning an application, and a draft as a list of tasks. Filling in and sending live in views/draft.py."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused
from employees.models import Employee
from vacancies.actions.applications import start_application as begin
from vacancies.applicants import assess_employee, draft_facts, result_row
from vacancies.models import Application, Vacancy
from vacancies.permissions import applications as permissions
from vacancies.progress import last_minute, status_of
from vacancies.rules.deadline import exact_words, lateness_words
from vacancies.rules.eligibility import RuleResult, is_eligible, tally
from vacancies.rules.submission import (
    COMPLETE,
    DETAILS,
    DOCUMENTS,
    ELIGIBILITY,
    INCOMPLETE,
    NEEDS,
    NOT_ASKED,
    OPTIONAL,
    SECTIONS,
    STATEMENT,
    UNTOUCHED,
    draft_problems,
    registration_refusal,
    section_problems,
    section_states,
)

DRAFT_STATES = ("DRAFT", "EXPIRED")
# Words and tone of a section's state; what is done is plain text.
STATE_WORDS = {
    UNTOUCHED: ("Belum mulai", "info"),
    INCOMPLETE: ("Perlu dilengkapi", "wait"),
    COMPLETE: ("Lengkap", ""),
    OPTIONAL: ("Boleh dilewati", ""),
    NOT_ASKED: ("Tidak diminta", ""),
}


def own_application(request: HttpRequest, public_id) -> Application:
    """The person's own application with its contents; anybody else's does not exist (404)."""
    return get_object_or_404(Application.objects.of(request.user).with_contents(), public_id=public_id)


def rule_rows(results: tuple[RuleResult, ...]) -> list[dict[str, Any]]:
    """Results in the words of the rule list component."""
    return [result_row(result) for result in results]


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
        "met": tally(results)[0],
        "total": tally(results)[1],
        "is_eligible": is_eligible(results),
        "last_minute": last_minute(vacancy.closes_at),
    }
    return render(request, "vacancies/apply/start.html", context)


def draft_page(request: HttpRequest, application: Application) -> HttpResponse:
    """A draft as a list of tasks."""
    return render(request, "vacancies/apply/tasks.html", _draft_context(application))


def _draft_context(application: Application) -> dict[str, Any]:
    vacancy = application.vacancy
    refusal = window_refusal(vacancy)
    if refusal is None and application.state == "EXPIRED":
        refusal = "Draf ini kedaluwarsa saat pendaftaran ditutup. Buka kembali untuk melanjutkan."
    return {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application),
        # Once the time is over, "send it before closing" is no advice, even before the clock's job has come by.
        "lead": status_of(application).sentence if refusal is None else "",
        "tasks": task_rows(application, is_shut=refusal is not None),
        "refusal": refusal or "",
        "late_words": late_words(application),
        "can_reopen": application.state == "EXPIRED" and window_refusal(vacancy) is None,
        "last_minute": last_minute(vacancy.closes_at),
    }


def task_rows(application: Application, *, is_shut: bool = False) -> list[dict[str, str]]:
    """The sections of a draft in their order, each with its status in words."""
    facts = draft_facts(application, localdate(clock.now()))
    problems, states = draft_problems(facts), section_states(facts)
    required = [need for need in facts.documents if need.is_required]
    have = sum(need.is_uploaded for need in required)
    ready = not problems

    def row(section: str, name: str, hint: str) -> dict[str, str]:
        url = "" if is_shut and name != "show_eligibility" else reverse(name, args=[application.public_id])
        status, tone = STATE_WORDS[states[section]]
        return {"label": SECTIONS[section], "hint": hint, "url": url, "status": status, "tone": tone}

    rows = [
        row(DETAILS, "edit_applicant_details", "Surel dan telepon; lainnya dari data induk ASN."),
        row(ELIGIBILITY, "show_eligibility", "Tiap syarat dengan catatan yang dipakai."),
        row(DOCUMENTS, "edit_documents", f"{have} dari {len(required)} dokumen wajib sudah terunggah."),
        row(STATEMENT, "edit_statement", "Alasan melamar dan pernyataan kebenaran."),
        row(NEEDS, "edit_special_needs", "Yang Anda perlukan saat ujian, bila ada."),
    ]
    broken = len(section_problems(problems, ELIGIBILITY))
    rows[1]["status"] = f"{broken} syarat belum terpenuhi" if broken else "Semua terpenuhi"
    # Reading what the draft holds stays possible when nothing can be changed any more.
    check = reverse("check_application", args=[application.public_id])
    return [
        *rows,
        {
            "label": "Periksa",
            "hint": "Lihat semua isi draf ini." if is_shut else "Lihat semuanya sekali lagi sebelum dikirim.",
            "url": check,
            "status": "Siap diperiksa" if ready else f"{len(problems)} hal belum lengkap",
            "tone": "" if ready else "wait",
        },
        {
            "label": "Kirim",
            "hint": "Tombolnya ada di halaman periksa. Anda mendapat nomor tanda terima.",
            "url": f"{check}#kirim" if ready and not is_shut else "",
            "status": "Belum terkirim" if ready and not is_shut else "Belum dapat dikirim",
            "tone": "wait" if ready and not is_shut else "",
        },
    ]


def late_words(application: Application) -> str:
    """What became of a sending after the present closing, "" when there was none."""
    attempt, vacancy = application.late_attempt_at, application.vacancy
    if attempt is None or vacancy.closes_at is None or attempt < vacancy.closes_at:
        return ""
    return (
        f"Anda menekan Kirim pukul {exact_words(attempt, vacancy.closes_at, vacancy.zone)}, "
        f"{lateness_words(attempt - vacancy.closes_at)} sesudah penutupan. Isi tetap tersimpan sebagai draf dan belum terkirim."
    )


def refused_page(request: HttpRequest, application: Application, error: Refused) -> HttpResponse:
    """The page for an act that came too late or is not possible: the reason, and the way back to what is kept."""
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "way": way_to(application, "Tidak dapat dilakukan"),
        "reason": error.reason,
    }
    return render(request, "vacancies/apply/refused.html", context, status=409)
