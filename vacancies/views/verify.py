"""Verification by the secretariat: the list of applicants, and one application with its documents beside the rules."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Case, Count, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.access import allow
from core.indonesian import nip_groups, remaining_words
from core.paging import KeyPaginator
from core.planned import planned_once
from core.refusals import Refused, require
from employees.actions.readings import record_reading
from vacancies.actions.verification import CheckAnswer
from vacancies.actions.verification import confirm_failure as confirm
from vacancies.actions.verification import verify_application as verify
from vacancies.forms.apply import ApplicantFilterForm
from vacancies.forms.verify import CheckForm, VerdictForm
from vacancies.models import Application, DocumentCheck, Objection, Vacancy, WithdrawnSubmission
from vacancies.models.application import ApplicationQuerySet
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.numbers import application_numbers
from vacancies.permissions import applications as permissions
from vacancies.permissions.document_requests import asking_refusal
from vacancies.progress import TONES, last_minute
from vacancies.rules.deadline import format_deadline
from vacancies.rules.lifecycle import APPLICATION_TEXTS
from vacancies.rules.objection import WAITING_TEXT
from vacancies.rules.verification import reason_sentence
from vacancies.snapshots import read_snapshot
from vacancies.verification import VerificationLine, verification_lines
from vacancies.views.apply import rule_rows
from vacancies.views.document_requests import verifiable
from vacancies.views.version import posted_version

PER_PAGE = 20
UNCONFIRMED = Q(state="FAILED", second_checked_at=None)
SENT_STATES = (*COUNTED_APPLICATION_STATES, "WITHDRAWN")
# Nobody has judged these yet: they wait for the office, or for one more document.
UNJUDGED = ("SUBMITTED", "NEEDS_DOCUMENT")
# What the sheet reads beside the register, which `verification_lines` fetches itself.
SHEET_LISTS = ("documents", "vacancy__requirements", "vacancy__required_documents", "document_requests__asked_by")
ORDERS = {
    "": ("submitted_at", "id"),
    "nama": ("employee__name_key", "id"),
    "instansi": ("employee__agency__name", "employee__name_key", "id"),
    "status": ("state", "submitted_at", "id"),
}


@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
@require_GET
@planned_once()
def list_applicants(request: HttpRequest, public_id) -> HttpResponse:
    """Who applied, how far verification is; before closing numbers only."""
    vacancy = get_object_or_404(Vacancy.objects.owned_by(request.user).for_list(), public_id=public_id)
    counts = _counts(vacancy)
    form = ApplicantFilterForm(request.GET)
    refusal = permissions.can_list_applicants(request.user, vacancy)
    rows = Application.objects.none() if refusal else _filtered(vacancy, form)
    is_filtered = bool(request.GET.get("q") or request.GET.get("status"))
    known = None if is_filtered or refusal else counts["sent"] + counts["withdrawn"]
    page = KeyPaginator(rows, PER_PAGE, known_count=known).get_page(request.GET.get("halaman"))
    objected = _objected(request.user, vacancy)
    waits = vacancy.state == "VERIFICATION" and not refusal and counts["waiting"]
    context = {
        "vacancy": vacancy,
        "way": [
            {"label": "Lowongan instansi", "url": reverse("list_own_vacancies")},
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Pelamar"},
        ],
        "counts": counts,
        "verified": counts["sent"] - counts["waiting"] - counts["asked"],
        "figures": _figures(counts, is_closed=refusal is None),
        "form": form,
        "refusal": refusal.reason if refusal else "",
        "closes": format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "",
        "page": page,
        "rows": [_applicant_row(application, is_objected=application.pk in objected) for application in page],
        "is_filtered": is_filtered,
        "next_url": _first_url(vacancy, page, form, is_filtered=is_filtered) if waits else "",
        "can_verify": vacancy.state == "VERIFICATION",
    }
    return render(request, "vacancies/verify/list.html", context)


def _counts(vacancy: Vacancy) -> dict[str, int]:
    """How many applications stand where."""
    states = application_numbers([vacancy.pk])[vacancy.pk]
    return {
        "sent": sum(states[state] for state in COUNTED_APPLICATION_STATES),
        "waiting": states["SUBMITTED"],
        "asked": states["NEEDS_DOCUMENT"],
        "unconfirmed": vacancy.applications.filter(UNCONFIRMED).count() if states["FAILED"] else 0,
        "withdrawn": states["WITHDRAWN"],
        "drafts": states["DRAFT"] + states["EXPIRED"],
    }


def _figures(counts: dict[str, int], *, is_closed: bool) -> list[dict[str, Any]]:
    sent = {"label": "lamaran terkirim", "value": counts["sent"]}
    drafts = {"label": "draf belum terkirim", "value": counts["drafts"], "note": "Jumlah saja; isinya tidak dapat dibuka."}
    if not is_closed:
        return [sent, drafts]
    waiting = {"label": "belum diperiksa", "value": counts["waiting"], "tone": "wait" if counts["waiting"] else "plain"}
    asked = {"label": "menunggu dokumen pelamar", "value": counts["asked"], "tone": "wait" if counts["asked"] else "plain"}
    second = {
        "label": "menunggu pemeriksa kedua",
        "value": counts["unconfirmed"],
        "tone": "wait" if counts["unconfirmed"] else "plain",
    }
    return [sent, waiting, asked, second, {"label": "mundur", "value": counts["withdrawn"]}, drafts]


def _filtered(vacancy: Vacancy, form: ApplicantFilterForm) -> ApplicationQuerySet:
    rows = vacancy.applications.filter(state__in=SENT_STATES).for_list()
    # A field that is wrong narrows nothing and says so; the others hold.
    form.is_valid()
    wanted = form.cleaned_data
    if words := wanted.get("q"):
        match = Q(employee__name__icontains=words) | Q(employee__agency__name__icontains=words)
        past = WithdrawnSubmission.objects.filter(receipt_number=words).values("application")
        number = Q(receipt_number=words) | Q(pk__in=past) | Q(employee__nip="".join(words.split()))
        rows = rows.filter(match | number)
    if wanted.get("status") == "UNCONFIRMED":
        rows = rows.filter(UNCONFIRMED)
    elif state := wanted.get("status"):
        rows = rows.filter(state=state)
    return rows.order_by(*ORDERS[wanted.get("urut", "")])


def _objected(user: User, vacancy: Vacancy) -> dict[int, UUID]:
    """Id of each application with an open objection this person may know of -> id of the objection.

    No query for a vacancy without objections; whoever judged a file reads nothing here that the file did not say before.
    """
    if not vacancy.pack.takes_objections or vacancy.state != "SCORING":
        return {}
    found = Objection.objects.of_vacancy(vacancy).open().visible_to(user)
    return dict(found.order_by("pk").values_list("application_id", "public_id"))


def _applicant_row(application: Application, *, is_objected: bool) -> dict[str, Any]:
    text = WAITING_TEXT if is_objected else APPLICATION_TEXTS[application.state]
    employee = application.employee
    return {
        "url": reverse("verify_application", args=[application.public_id]),
        "name": employee.name,
        "nip": employee.nip,
        "agency": employee.agency.name,
        "position": employee.position_title,
        "submitted_at": application.submitted_at,
        "tag": text.officer,
        "tone": TONES.get(text.tone, text.tone),
        "reasons": [reason_sentence(code) for code in application.reason_codes],
        "note": "Menunggu pemeriksa kedua" if _waits_for_second(application) else "",
    }


def _waits_for_second(application: Application) -> bool:
    is_open = application.vacancy.state == "VERIFICATION"
    return is_open and application.state == "FAILED" and application.second_checked_at is None


def _first_url(vacancy: Vacancy, page: Page[Application], form: ApplicantFilterForm, *, is_filtered: bool) -> str:
    """The first application nobody has judged yet. The first page of the whole list, by arrival, holds it nearly always."""
    if page.number == 1 and not is_filtered and not form.cleaned_data.get("urut"):
        for application in page:
            if application.state == "SUBMITTED":
                return reverse("verify_application", args=[application.public_id])
    return _next_url(vacancy)


def _next_url(vacancy: Vacancy, after: Application | None = None) -> str:
    """The next application nobody has judged yet: the first sent after this one, else the first of all; "" when done."""
    waiting = vacancy.applications.filter(state="SUBMITTED")
    if after is not None:
        later = Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
        waiting = waiting.exclude(pk=after.pk).annotate(turn=Case(When(later, then=0), default=1))
        waiting = waiting.order_by("turn", "submitted_at", "id")
    else:
        waiting = waiting.order_by("submitted_at", "id")
    found = waiting.values_list("public_id", flat=True).first()
    return reverse("verify_application", args=[found]) if found else ""


@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def verify_application(request: HttpRequest, public_id) -> HttpResponse:
    """One application: documents in a frame, every rule and document with its answer, the verdict."""
    found = verifiable(request).for_list().select_related("verified_by", "second_checked_by").prefetch_related(*SHEET_LISTS)
    application = get_object_or_404(found, public_id=public_id)
    require(permissions.can_list_applicants(request.user, application.vacancy))
    # Who may is answered above; what the state allows is asked without another look at the database.
    refusal = permissions.verifying_refusal(application)
    lines = verification_lines(application)
    posted = request.POST if request.method == "POST" else None
    checks = {check.subject: check for check in application.checks.all()}
    sheets = [CheckForm(posted, line=line, initial=_initial(line, checks.get(line.subject))) for line in lines]
    verdict = VerdictForm(posted, initial=_verdict_initial(application, lines))
    if posted is not None:
        require(refusal)
        valid = [sheet.is_valid() for sheet in sheets]
        if verdict.is_valid() and all(valid):
            try:
                verify(
                    application_id=application.pk,
                    actor=request.user,
                    version=verdict.cleaned_data["version"],
                    outcome=verdict.cleaned_data["outcome"],
                    answers=[CheckAnswer(sheet.line.subject, **sheet.cleaned_data) for sheet in sheets],
                    note=verdict.cleaned_data["note"],
                )
            except Refused as error:
                verdict.add_error(error.field, error.reason)
            else:
                return _after_saving(request, application)
    record_reading(
        subject=application.employee,
        actor=request.user,
        duty=permissions.reading_duty(request.user, application.vacancy),
        act="view_application",
        object_type="Application",
        object_id=application.public_id,
        about=application.vacancy.position_title,
    )
    context = _sheet_context(request.user, application, lines, sheets, verdict, checks, refusal.reason if refusal else "")
    return render(request, "vacancies/verify/sheet.html", context)


def _after_saving(request: HttpRequest, application: Application) -> HttpResponse:
    messages.success(request, f"Hasil verifikasi {application.employee.name} tersimpan.")
    if "lanjut" not in request.POST:
        return redirect("verify_application", application.public_id)
    next_url = _next_url(application.vacancy, application)
    if next_url:
        return redirect(next_url)
    messages.info(request, "Semua lamaran sudah diperiksa.")
    return redirect("list_applicants", application.vacancy.public_id)


def _initial(line: VerificationLine, check: DocumentCheck | None) -> dict[str, str]:
    if check is not None:
        return {"verdict": check.verdict, "reason_code": check.reason_code, "note": check.note}
    return {"verdict": line.suggestion, "reason_code": line.reason}


def _verdict_initial(application: Application, lines: tuple[VerificationLine, ...]) -> dict[str, Any]:
    outcome = application.state if application.state in ("PASSED", "FAILED") else ""
    if not outcome and any(line.suggestion == "FAIL" for line in lines):
        outcome = "FAILED"
    return {"version": application.version, "outcome": outcome, "note": application.verification_note}


@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
@require_POST
def confirm_failure(request: HttpRequest, public_id) -> HttpResponse:
    """The second pair of eyes agrees with a failure."""
    application = get_object_or_404(verifiable(request), public_id=public_id)
    confirm(application_id=application.pk, actor=request.user, version=posted_version(request))
    messages.success(request, "Hasil tidak memenuhi syarat dikuatkan. Nama Anda tercatat sebagai pemeriksa kedua.")
    return redirect("verify_application", public_id)


def _request_context(application: Application) -> dict[str, Any]:
    """Requests for documents of this application, newest first, and whether one more may be made."""
    now = clock.now()
    asking = asking_refusal(application)
    rows = []
    for asked in application.document_requests.all():
        ended = asked.fulfilled_at or asked.withdrawn_at or asked.lapsed_at
        label, tone = (
            ("Diterima", "good")
            if asked.fulfilled_at
            else ("Dicabut", "plain")
            if asked.withdrawn_at
            else ("Tidak datang", "stop")
            if asked.lapsed_at
            else ("Menunggu pelamar", "wait")
        )
        rows.append(
            {
                "asked": asked,
                "label": asked.get_type_display(),
                "by": asked.asked_by.full_name,
                "due": format_deadline(asked.due_at, application.vacancy.zone),
                "left": "" if ended else remaining_words(last_minute(asked.due_at), now),
                "tag": label,
                "tone": tone,
                "ended_at": ended,
                "can_withdraw": asked.is_open and application.state == "NEEDS_DOCUMENT",
            }
        )
    return {"requests": rows, "can_ask": asking is None, "waits_for_document": application.state == "NEEDS_DOCUMENT"}


def _second_check_context(user: User, application: Application) -> dict[str, Any]:
    refusal = permissions.verifying_refusal(application) or permissions.confirming_refusal(user, application)
    return {
        "waits_for_second": _waits_for_second(application),
        "can_confirm": refusal is None,
        "confirm_refusal": refusal.reason if refusal else "",
    }


def _sheet_context(
    user: User,
    application: Application,
    lines: tuple[VerificationLine, ...],
    sheets: list[CheckForm],
    verdict: VerdictForm,
    checks: dict[str, DocumentCheck],
    refusal: str,
) -> dict[str, Any]:
    vacancy = application.vacancy
    rows = [_line_row(line, sheet, checks.get(line.subject)) for line, sheet in zip(lines, sheets, strict=True)]
    counts = vacancy.applications.aggregate(
        sent=Count("pk", filter=Q(state__in=COUNTED_APPLICATION_STATES)),
        waiting=Count("pk", filter=Q(state__in=UNJUDGED)),
    )
    objection = _objected(user, vacancy).get(application.pk)
    text = WAITING_TEXT if objection else APPLICATION_TEXTS[application.state]
    documents = [document for line in lines for document in (line.document, *line.later) if document is not None]
    return {
        "application": application,
        "vacancy": vacancy,
        "way": [
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Pelamar", "url": reverse("list_applicants", args=[vacancy.public_id])},
            {"label": application.employee.name},
        ],
        "employee": application.employee,
        "rules": [row for row in rows if row["line"].is_rule],
        "documents": [row for row in rows if not row["line"].is_rule],
        # What somebody asked to confirm must find at once.
        "failed": [row for row in rows if row["answer_tone"] == "stop"],
        "verdict": verdict,
        "forms": [verdict, *sheets],
        "refusal": refusal,
        "changes": text.can_still_change,
        "objection_url": reverse("answer_objection", args=[objection]) if objection else "",
        "snapshot": read_snapshot(application),
        **_request_context(application),
        **_second_check_context(user, application),
        "tag": text.officer,
        "tone": TONES.get(text.tone, text.tone),
        "verified": counts["sent"] - counts["waiting"],
        "sent": counts["sent"],
        "next_url": _next_url(vacancy, application) if vacancy.state == "VERIFICATION" else "",
        "first_document": documents[0] if documents else None,
        "facts": [
            f"NIP {nip_groups(application.employee.nip)}",
            application.employee.position_title,
            application.employee.agency.name,
            f"Tanda terima {application.receipt_number}",
        ],
    }


def _line_row(line: VerificationLine, sheet: CheckForm, check: DocumentCheck | None) -> dict[str, Any]:
    return {
        "line": line,
        "form": sheet,
        "ident": line.subject.replace(":", "-").lower(),
        "rule": rule_rows((line.result,)) if line.result is not None else [],
        "document": line.document,
        "later": line.later,
        "has_file": line.document is not None or bool(line.later),
        "answer": check.get_verdict_display() if check else "Belum diperiksa",
        "answer_tone": ("good" if check.verdict == "PASS" else "stop") if check else "plain",
        "answer_reason": reason_sentence(check.reason_code) if check and check.reason_code else "",
        "answer_note": check.note if check else "",
    }
