"""One more document for a sent application: the office asks and takes back, the applicant answers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.access import allow
from core.indonesian import nip_groups, remaining_words
from core.refusals import Refused, require
from core.uploads.fields import keep_for_later
from employees.models import EvidenceDocument
from vacancies.actions import document_requests as acts
from vacancies.forms.document_requests import AskDocumentForm, EvidenceChoiceForm
from vacancies.forms.documents import DocumentUploadForm
from vacancies.models import Application, DocumentRequest
from vacancies.permissions import document_requests as permissions
from vacancies.permissions.applications import VERIFYING_DUTIES
from vacancies.progress import last_minute
from vacancies.rules.deadline import format_deadline
from vacancies.rules.document_request import LONGEST
from vacancies.uploads import accepted_types
from vacancies.views.apply import way_to


def verifiable(request: HttpRequest) -> Any:
    """Applications of the agencies for which the person verifies; anybody else's do not exist (404)."""
    return Application.objects.visible_to(request.user).filter(vacancy__agency_id__in=request.user.agency_ids(*VERIFYING_DUTIES))


@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def ask_document(request: HttpRequest, public_id) -> HttpResponse:
    """The form of a request, with what it sets in motion."""
    application = get_object_or_404(verifiable(request).for_list(), public_id=public_id)
    require(permissions.can_ask_document(request.user, application))
    vacancy = application.vacancy
    posted = request.POST if request.method == "POST" else None
    form = AskDocumentForm(posted, zone=vacancy.zone, now=clock.now(), initial={"version": application.version})
    if posted is not None and form.is_valid():
        try:
            asked = acts.ask_document(
                application_id=application.pk,
                actor=request.user,
                version=form.cleaned_data["version"],
                document_type=form.cleaned_data["document_type"],
                reason=form.cleaned_data["reason"],
                due_at=form.due_at(),
            )
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            words = f"{asked.get_type_display()} diminta dari {application.employee.name}"
            messages.success(request, f"{words} sampai {format_deadline(asked.due_at, vacancy.zone)}.")
            return redirect("verify_application", public_id)
    context = {
        "application": application,
        "vacancy": vacancy,
        "form": form,
        "way": [
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Pelamar", "url": reverse("list_applicants", args=[vacancy.public_id])},
            {"label": application.employee.name, "url": reverse("verify_application", args=[public_id])},
            {"label": "Minta dokumen"},
        ],
        "facts": [f"NIP {nip_groups(application.employee.nip)}", f"Tanda terima {application.receipt_number}"],
        "zone": vacancy.zone_label,
        "longest": LONGEST.days,
    }
    return render(request, "vacancies/verify/ask_document.html", context)


@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
@require_POST
def withdraw_document_request(request: HttpRequest, public_id) -> HttpResponse:
    """Take an open request back."""
    found = get_object_or_404(DocumentRequest.objects.filter(application__in=verifiable(request)), public_id=public_id)
    ended = acts.withdraw_document_request(request_id=found.pk, actor=request.user)
    messages.success(request, "Permintaan dokumen dicabut. Lamaran ini kembali menunggu verifikasi.")
    return redirect("verify_application", ended.application.public_id)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def answer_document_request(request: HttpRequest, public_id) -> HttpResponse:
    """The applicant's page of one request: what, why, until when; a new file, or one from the own locker."""
    asked = get_object_or_404(DocumentRequest.objects.of(request.user).for_list(), public_id=public_id)
    held = _fitting_evidence(request.user, asked)
    takes_evidence = request.method == "POST" and "lemari" in request.POST
    takes_file = request.method == "POST" and not takes_evidence
    upload = DocumentUploadForm(
        request.POST if takes_file else None,
        request.FILES if takes_file else None,
        document_type=asked.type,
        owner=request.user,
        purpose=f"request:{asked.public_id}",
    )
    choice = EvidenceChoiceForm(request.POST if takes_evidence else None, documents=held)
    used: forms.Form = choice if takes_evidence else upload
    if request.method == "POST" and used.is_valid():
        # The same post came twice: the first one did it all.
        if takes_file and upload.cleaned_data["file"].is_taken:
            return redirect("show_application", asked.application.public_id)
        try:
            document = acts.hand_in_document(
                request_id=asked.pk, actor=request.user, source=choice.chosen() if takes_evidence else _new_file(upload)
            )
        except Refused as error:
            # A refusal that is not the file's own may have taken it into the locker itself.
            if takes_file and error.field == "file" and upload.cleaned_data["file"].came_twice():
                return redirect("show_application", asked.application.public_id)
            if takes_file:
                keep_for_later(upload, "file", error)
            used.add_error("evidence" if takes_evidence and error.field else error.field, error.reason)
            asked.refresh_from_db()
        else:
            messages.success(request, f"{document.get_type_display()} diterima. Sekretariat meneruskan pemeriksaan.")
            return redirect("show_application", asked.application.public_id)
    context = _answer_context(request, asked, upload, choice, used)
    return render(request, "vacancies/apply/document_request.html", context)


def _new_file(form: DocumentUploadForm) -> acts.NewFile:
    incoming = form.cleaned_data["file"]
    return acts.NewFile(incoming.name, incoming.read(), incoming.upload)


def _fitting_evidence(user: User, asked: DocumentRequest) -> list[EvidenceDocument]:
    """Documents of the own locker that may answer: those of the asked type first, then others of an accepted kind."""
    kinds = accepted_types(asked.type)
    found = EvidenceDocument.objects.of(user).filter(content_type__in=kinds).for_list()
    return sorted(found, key=lambda document: document.type != asked.type)


def _answer_context(
    request: HttpRequest, asked: DocumentRequest, upload: DocumentUploadForm, choice: EvidenceChoiceForm, used: forms.Form
) -> dict[str, Any]:
    now = clock.now()
    application = asked.application
    vacancy = application.vacancy
    refusal = permissions.can_hand_in(request.user, asked)
    is_over = refusal is None and asked.due_at <= now
    return {
        "asked": asked,
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, "Dokumen yang diminta"),
        "label": asked.get_type_display(),
        "asked_at": asked.asked_at,
        "last_minute": last_minute(asked.due_at),
        "left": remaining_words(last_minute(asked.due_at), now),
        "refusal": refusal.reason if refusal else "",
        "is_over": is_over,
        "due": format_deadline(asked.due_at, vacancy.zone),
        "upload": upload,
        "choice": choice,
        "has_evidence": bool(choice.documents),
        "forms": [used] if used.is_bound else [],
    }
