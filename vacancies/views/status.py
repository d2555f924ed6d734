"""One application after sending: status, receipt, the frozen text, withdrawal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from core import clock
from core.access import allow
from core.letters import letter_response
from core.refusals import Refused
from vacancies.actions import applications as acts
from vacancies.models import Application
from vacancies.permissions import applications as permissions
from vacancies.progress import event_rows, failure_rows, open_step, stage_rows, status_of, tone_of
from vacancies.rules.deadline import format_deadline
from vacancies.views.apply import DRAFT_STATES, draft_page, own_application, refused_page, way_to, window_refusal

# Rooms above this one show the own result here; the composition root fills the list.
own_result_providers: list[Callable[[Application], dict[str, Any] | None]] = []


@allow(Role.APPLICANT)
@require_GET
def show_application(request: HttpRequest, public_id) -> HttpResponse:
    """A draft as a list of tasks; a sent application as a status page."""
    application = own_application(request, public_id)
    if application.state in DRAFT_STATES:
        return draft_page(request, application)
    return render(request, "vacancies/apply/status.html", _status_context(request, application))


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
    if request.method == "POST":
        try:
            acts.withdraw_application(application_id=application.pk, actor=request.user)
        except Refused as error:
            return refused_page(request, application, error)
        messages.success(request, "Lamaran Anda sudah ditarik.")
        return redirect("show_application", public_id)
    right = permissions.can_withdraw(request.user, application)
    vacancy = application.vacancy
    context = {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, "Tarik lamaran"),
        "refusal": right.reason if right else "",
        "is_open": window_refusal(vacancy) is None,
        "closes": format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "",
    }
    return render(request, "vacancies/apply/withdraw.html", context)
