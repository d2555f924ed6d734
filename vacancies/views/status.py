"""One application after sending: status, receipt, the frozen text, withdrawal."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import other_zones_words
from core.letters import letter_response
from core.refusals import Refused
from employees.enums import DocumentType
from vacancies.actions.verification import rate_reasons as rate
from vacancies.actions.withdrawal import withdraw_application as withdraw
from vacancies.forms.document_requests import WithdrawForm
from vacancies.models import Application, DocumentRequest
from vacancies.objections import own_objection
from vacancies.permissions import applications as permissions
from vacancies.progress import (
    change_rows,
    event_rows,
    failure_rows,
    last_minute,
    open_step,
    stage_rows,
    status_of,
    tone_of,
)
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.snapshots import read_snapshot
from vacancies.views.apply import DRAFT_STATES, draft_page, own_application, refused_page, way_to, window_refusal
from vacancies.views.objections import objection_card

# Rooms above this one show the own result here (template, context), or with `is_aside` what may wait below the stages; the
# composition root fills the list.
own_result_providers: list[Callable[[Application], dict[str, Any] | None]] = []


@allow(Role.APPLICANT)
@require_GET
def show_application(request: HttpRequest, public_id) -> HttpResponse:
    """A draft as a list of tasks; a sent application as a status page."""
    sent = Application.objects.of(request.user).exclude(state__in=DRAFT_STATES)
    application = sent.for_list().prefetch_related("documents", "vacancy__stages").filter(public_id=public_id).first()
    if application is None:
        return draft_page(request, own_application(request, public_id))
    return render(request, "vacancies/apply/status.html", _status_context(request, application))


def _status_context(request: HttpRequest, application: Application) -> dict[str, Any]:
    now = clock.now()
    vacancy = application.vacancy
    step = open_step(vacancy)
    own = own_objection(application, now)
    line = status_of(application, step, is_objected=own is not None and own.objection is not None and own.objection.is_open)
    withdrawal = permissions.can_withdraw(request.user, application)
    found = [part for provider in own_result_providers if (part := provider(application))]
    asked = application.document_requests.open().first() if application.state == "NEEDS_DOCUMENT" else None
    if asked is not None:
        asked.application = application
    failures = failure_rows(application)
    return {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application),
        "line": line,
        "tone": tone_of(line),
        "stages": stage_rows(application, line, step, now, asked, own),
        "objection": objection_card(application, own),
        "events": event_rows(application),
        "request_task": _request_row(asked, now) if asked is not None else None,
        "failures": failures,
        "verification_note": application.verification_note if failures else "",
        "asks_about_reasons": bool(failures) and permissions.can_rate_reasons(request.user, application) is None,
        "has_rated_reasons": bool(failures) and application.reasons_helped is not None,
        "own_results": _drawn([part for part in found if not part.get("is_aside")], request),
        "asides": _drawn([part for part in found if part.get("is_aside")], request),
        "announcements": vacancy.announcements.all(),
        "changes": change_rows(application, asked, own),
        "withdrawal_refusal": withdrawal.reason if withdrawal else "",
        "can_reopen": application.state == "WITHDRAWN" and window_refusal(vacancy) is None,
        "documents": sorted(application.documents.all(), key=lambda document: DocumentType.values.index(document.type)),
        "snapshot": read_snapshot(application),
        "withdrawn": application.withdrawn_submissions.all(),
    }


def _drawn(parts: list[dict[str, Any]], request: HttpRequest) -> list[str]:
    return [render_to_string(part["template"], part["context"], request) for part in parts]


def _request_row(asked: DocumentRequest, now: datetime) -> dict[str, Any]:
    """The open request as a task with its clock."""
    vacancy = asked.application.vacancy
    return {
        "title": f"Dokumen yang diminta: {asked.get_type_display()}",
        "reason": asked.reason,
        "url": reverse("answer_document_request", args=[asked.public_id]),
        "due": format_deadline(asked.due_at, vacancy.zone),
        "other_zones": other_zones_words(last_minute(asked.due_at), vacancy.zone_label),
        "left": remaining_text(asked.due_at, now),
        "is_over": asked.due_at <= now,
    }


@allow(Role.APPLICANT)
@require_POST
def rate_reasons(request: HttpRequest, public_id) -> HttpResponse:
    """The one answer to "did these reasons help?"."""
    application = own_application(request, public_id)
    if request.POST.get("jawaban") not in ("ya", "tidak"):
        messages.warning(request, "Pilih ya atau tidak.")
        return redirect("show_application", public_id)
    rate(application_id=application.pk, actor=request.user, helped=request.POST["jawaban"] == "ya")
    messages.success(request, "Terima kasih, jawaban Anda tersimpan.")
    return redirect("show_application", public_id)


@allow(Role.APPLICANT)
@require_GET
def show_receipt(request: HttpRequest, public_id) -> HttpResponse:
    """The receipt number, and what happens next and when."""
    application = _sent(request, public_id)
    vacancy = application.vacancy
    context = {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, "Tanda terima"),
        "closes": format_deadline(vacancy.closes_at, vacancy.zone),
        "verification": vacancy.stages.filter(code="VERIFICATION").first(),
    }
    return render(request, "vacancies/apply/receipt.html", context)


@allow(Role.APPLICANT)
@require_GET
def download_receipt(request: HttpRequest, public_id) -> FileResponse:
    """The receipt as PDF."""
    return letter_response(_sent(request, public_id).receipt)


@allow(Role.APPLICANT)
@require_GET
def download_withdrawn_receipt(request: HttpRequest, public_id, number: str) -> FileResponse:
    """The receipt of an earlier sending that was taken back; it stays proof of that sending."""
    past = own_application(request, public_id).withdrawn_submissions.filter(receipt_number=number, receipt__isnull=False)
    return letter_response(get_object_or_404(past.select_related("receipt")).receipt)


@allow(Role.APPLICANT)
@require_GET
def show_snapshot(request: HttpRequest, public_id) -> HttpResponse:
    """The frozen text that was sent, as the hash on the receipt proves it."""
    application = _sent(request, public_id)
    response = HttpResponse(application.snapshot, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="salinan-{application.receipt_number}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sent(request: HttpRequest, public_id) -> Application:
    application = own_application(request, public_id)
    if application.receipt is None or application.state in ("DRAFT", "EXPIRED"):
        raise Http404
    return application


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def withdraw_application(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page with the consequences, then the act."""
    application = own_application(request, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(application_id=application.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            return refused_page(request, application, error)
        messages.success(request, "Lamaran Anda sudah ditarik.")
        return redirect("show_application", public_id)
    right = permissions.can_withdraw(request.user, application)
    vacancy = application.vacancy
    act = "Tarik lamaran" if vacancy.state == "OPEN" else "Mengundurkan diri"
    context = {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, act),
        "act": act,
        "form": form,
        "waits_for_document": application.state == "NEEDS_DOCUMENT",
        "refusal": right.reason if right else "",
        "is_open": window_refusal(vacancy) is None,
        "closes": format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "",
    }
    return render(request, "vacancies/apply/withdraw.html", context)
