"""Documents of an application: upload page, one file in and out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import short_date_words
from core.models import Upload
from core.refusals import Refused
from core.uploads.fields import keep_for_later
from core.uploads.responses import private_file_response
from employees.models import EvidenceDocument
from vacancies.actions import documents as acts
from vacancies.forms.documents import AttachForm, DocumentUploadForm
from vacancies.models import Application, ApplicationDocument, RequiredDocument
from vacancies.permissions import applications as permissions
from vacancies.progress import last_minute
from vacancies.snapshots import frozen_proof
from vacancies.uploads import WRITTEN_FOR_ONE_POST, document_purpose, fitting_evidence, offered_evidence
from vacancies.views.apply import own_application, way_to
from vacancies.views.sections import edit_refusal

READERS = (Role.APPLICANT, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.WASDAL, Role.AUDITOR)


@allow(Role.APPLICANT)
@require_GET
def edit_documents(request: HttpRequest, public_id) -> HttpResponse:
    """Every document the vacancy asks for, each with its own upload form."""
    return _documents_page(request, own_application(request, public_id))


@allow(Role.APPLICANT)
@require_POST
def upload_document(request: HttpRequest, public_id, document_type: str) -> HttpResponse:
    """Take in one file, sent here or beforehand in pieces. A refused file leaves the earlier one in place."""
    application = _asked_for(request, public_id, document_type)
    form = DocumentUploadForm(
        request.POST,
        request.FILES,
        document_type=document_type,
        owner=request.user,
        purpose=document_purpose(public_id, document_type),
    )
    if not form.is_valid():
        return _documents_page(request, application, {document_type: form})
    incoming = form.cleaned_data["file"]
    # The same post came twice: the first one did it all.
    if not incoming.is_taken:
        try:
            document = acts.upload_document(
                application_id=application.pk,
                actor=request.user,
                document_type=document_type,
                name=incoming.name,
                content=incoming.read(),
                upload=incoming.upload,
            )
        except Refused as error:
            # A refusal that is not the file's own may have taken it into the locker itself.
            if error.field == "file" and incoming.came_twice():
                return _back(public_id, document_type)
            keep_for_later(form, "file", error)
            form.add_error(error.field, error.reason)
            return _documents_page(request, application, {document_type: form})
        messages.success(request, f"{document.get_type_display()} tersimpan.")
        if form.cleaned_data["keep"]:
            _keep(request, document)
    return _back(public_id, document_type)


@allow(Role.APPLICANT)
@require_POST
def attach_evidence(request: HttpRequest, public_id, document_type: str) -> HttpResponse:
    """Use one document of the own locker."""
    application = _asked_for(request, public_id, document_type)
    form = AttachForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["evidence"][0])
        return _back(public_id, document_type)
    try:
        document = acts.attach_evidence(
            application_id=application.pk,
            actor=request.user,
            document_type=document_type,
            evidence_id=form.cleaned_data["evidence"],
        )
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, f"{document.get_type_display()} dipasang dari lemari bukti.")
    return _back(public_id, document_type)


@allow(Role.APPLICANT)
@require_POST
def attach_matching_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """Use the newest fitting document of the own locker for everything that is still missing."""
    application = own_application(request, public_id)
    try:
        attached, refusals = acts.attach_matching_evidence(application_id=application.pk, actor=request.user)
    except Refused as error:
        attached, refusals = [], [error.reason]
    if attached:
        names = ", ".join(document.get_type_display() for document in attached)
        messages.success(request, f"{len(attached)} dokumen dipasang dari lemari bukti: {names}.")
    elif not refusals:
        messages.info(request, "Tidak ada dokumen di lemari bukti yang cocok untuk bagian yang masih kosong.")
    for sentence in refusals:
        messages.error(request, sentence)
    return redirect("edit_documents", public_id)


@allow(Role.APPLICANT)
@require_POST
def keep_document(request: HttpRequest, public_id) -> HttpResponse:
    """Put a copy of an own document into the locker."""
    document = _own_document(request, public_id)
    _keep(request, document)
    return _back(document.application.public_id, document.type)


@allow(Role.APPLICANT)
@require_POST
def delete_document(request: HttpRequest, public_id) -> HttpResponse:
    """Remove one file from a draft."""
    document = _own_document(request, public_id)
    label, application_id = document.get_type_display(), document.application.public_id
    acts.delete_document(document_id=document.pk, actor=request.user)
    messages.success(request, f"{label} dihapus.")
    return redirect("edit_documents", application_id)


@allow(*READERS)
@require_GET
def download_document(request: HttpRequest, public_id) -> FileResponse:
    """The file byte for byte; `?unduh=1` saves it, otherwise the browser shows it. Others' views leave a trace."""
    document = get_object_or_404(
        ApplicationDocument.objects.visible_to(request.user).select_related(
            "application", "application__vacancy", "application__vacancy__agency", "application__employee"
        ),
        public_id=public_id,
    )
    application = document.application
    if permissions.can_read_files(request.user, application) is not None:
        raise Http404
    if not permissions.is_own(request.user, application):
        duty = permissions.reading_duty(request.user, application.vacancy)
        acts.record_document_view(document=document, actor=request.user, duty=duty)
    return private_file_response(
        document.file, content_type=document.content_type, name=document.original_name, saves="unduh" in request.GET
    )


@allow(*READERS)
@require_GET
def download_proof(request: HttpRequest, public_id, evidence_id) -> FileResponse:
    """The proof of an own addition, as the frozen copy names it, for whoever may open the files of the application."""
    application = get_object_or_404(Application.objects.visible_to(request.user).for_list(), public_id=public_id)
    is_own = permissions.is_own(request.user, application)
    is_closed = application.vacancy.state not in ("PUBLISHED", "OPEN")
    evidence = frozen_proof(application, evidence_id)
    if evidence is None or not (is_own or is_closed) or permissions.can_read_files(request.user, application) is not None:
        raise Http404
    if not is_own:
        duty = permissions.reading_duty(request.user, application.vacancy)
        acts.record_proof_view(application=application, evidence=evidence, actor=request.user, duty=duty)
    return private_file_response(
        evidence.file, content_type=evidence.content_type, name=evidence.original_name, saves="unduh" in request.GET
    )


def _asked_for(request: HttpRequest, public_id, document_type: str) -> Application:
    """The person's own application, whose vacancy asks for this type of document; 404 otherwise."""
    application = own_application(request, public_id)
    if document_type not in {need.type for need in application.vacancy.required_documents.all()}:
        raise Http404
    return application


def _own_document(request: HttpRequest, public_id) -> ApplicationDocument:
    own = ApplicationDocument.objects.filter(application__employee__user=request.user).select_related("application")
    return get_object_or_404(own, public_id=public_id)


def _keep(request: HttpRequest, document: ApplicationDocument) -> None:
    label = document.get_type_display()
    try:
        acts.keep_document(document_id=document.pk, actor=request.user)
    except Refused as error:
        messages.error(request, f"{label} belum masuk lemari bukti: {error.reason}")
    else:
        messages.success(request, f"{label} ada di lemari bukti dan dapat dipakai untuk lamaran lain.")


def _back(public_id, document_type: str) -> HttpResponse:
    url = reverse("edit_documents", args=[public_id])
    return redirect(f"{url}#dokumen-{document_type}")


def _documents_page(
    request: HttpRequest, application: Application, tried: dict[str, DocumentUploadForm] | None = None
) -> HttpResponse:
    tried = tried or {}
    vacancy = application.vacancy
    needs = list(vacancy.required_documents.all())
    uploaded = {document.type: document for document in application.documents.all() if document.request_id is None}
    offered = offered_evidence(request.user, [need.type for need in needs])
    waiting = _waiting_uploads(request, application, needs)
    today = localdate(clock.now())
    rows: list[dict[str, Any]] = []
    for need in needs:
        document = uploaded.get(need.type)
        rows.append(
            {
                "type": need.type,
                "label": need.get_type_display(),
                "note": need.note,
                "is_required": need.is_required,
                "document": document,
                "tone": "good" if document else "wait" if need.is_required else "plain",
                "status": "Terunggah" if document else "Belum diunggah" if need.is_required else "Boleh dilewati",
                "form": tried.get(need.type)
                or DocumentUploadForm(
                    document_type=need.type,
                    owner=request.user,
                    purpose=document_purpose(application.public_id, need.type),
                    waiting=waiting[need.type],
                ),
                "waiting": waiting[need.type],
                "action": "Ganti berkas" if document else "Unggah",
                # Afterwards the row has a button for it; a letter for this one post is of no use elsewhere.
                "offers_keeping": document is None and need.type not in WRITTEN_FOR_ONE_POST,
                "offers": [
                    {"id": each.public_id, "label": _offer_label(each, today)}
                    for each in offered[need.type]
                    if document is None or each.pk != document.evidence_id
                ],
                "fits": document is None and fitting_evidence(need.type, offered[need.type], today) is not None,
            }
        )
    required = [row for row in rows if row["is_required"]]
    context = {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, "Dokumen"),
        "rows": rows,
        "have": sum(1 for row in required if row["document"]),
        "total": len(required),
        "fitting": sum(1 for row in rows if row["fits"]),
        "forms": list(tried.values()),
        "refusal": edit_refusal(request, application),
        "last_minute": last_minute(vacancy.closes_at),
    }
    return render(request, "vacancies/apply/documents.html", context)


def _waiting_uploads(request: HttpRequest, application: Application, needs: list[RequiredDocument]) -> dict[str, list[Upload]]:
    """Unfinished uploads of this application by type of document; one query for all of them."""
    types = {document_purpose(application.public_id, need.type): need.type for need in needs}
    waiting: dict[str, list[Upload]] = {need.type: [] for need in needs}
    for upload in Upload.objects.open().of(request.user, *types):
        waiting[types[upload.purpose]].append(upload)
    return waiting


def _offer_label(evidence: EvidenceDocument, today: date) -> str:
    """Title, date of the document or of its upload, and whether it has lapsed."""
    when = f"tertanggal {short_date_words(evidence.issued_on)}" if evidence.issued_on else ""
    when = when or f"diunggah {short_date_words(evidence.uploaded_at)}"
    # First, because a narrow list cuts the end of the line.
    lapsed = "Kedaluwarsa: " if evidence.valid_until and evidence.valid_until < today else ""
    return f"{lapsed}{evidence.title} ({when})"
