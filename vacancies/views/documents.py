"""Documents of an application: upload page, one file in and out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from core.uploads.kinds import PDF
from vacancies.actions import documents as acts
from vacancies.forms.documents import UploadForm
from vacancies.models import Application, ApplicationDocument
from vacancies.permissions import applications as permissions
from vacancies.progress import last_minute
from vacancies.views.apply import own_application, way_to
from vacancies.views.draft import edit_refusal

READERS = (Role.APPLICANT, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.WASDAL, Role.AUDITOR)
# A picture or a downloaded file needs nothing at all. Browsers show PDF in a viewer of their own, which a sandbox would
# forbid; what could act in a PDF was refused at upload (core/uploads/inspection.py).
SEALED_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
VIEWER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"


@allow(Role.APPLICANT)
@require_GET
def edit_documents(request: HttpRequest, public_id) -> HttpResponse:
    """Every document the vacancy asks for, each with its own upload form."""
    return _documents_page(request, own_application(request, public_id))


@allow(Role.APPLICANT)
@require_POST
def upload_document(request: HttpRequest, public_id, document_type: str) -> HttpResponse:
    """Take in one file. A refused file leaves the earlier one in place."""
    application = own_application(request, public_id)
    if not application.vacancy.required_documents.filter(type=document_type).exists():
        raise Http404
    form = UploadForm(request.POST, request.FILES, document_type=document_type, max_bytes=settings.DOCUMENT_MAX_BYTES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        # One byte more than allowed is enough to know; a huge file is not read into memory.
        content = file.read(settings.DOCUMENT_MAX_BYTES + 1)
        try:
            document = acts.upload_document(
                application_id=application.pk,
                actor=request.user,
                document_type=document_type,
                name=file.name,
                content=content,
            )
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"{document.get_type_display()} tersimpan.")
            url = reverse("edit_documents", args=[public_id])
            return redirect(f"{url}#dokumen-{document_type}")
    return _documents_page(request, application, {document_type: form})


@allow(Role.APPLICANT)
@require_POST
def delete_document(request: HttpRequest, public_id) -> HttpResponse:
    """Remove one file from a draft."""
    document = get_object_or_404(
        ApplicationDocument.objects.filter(application__employee__user=request.user).select_related("application"),
        public_id=public_id,
    )
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
    saves = "unduh" in request.GET
    try:
        stream = document.file.open("rb")
    except FileNotFoundError:
        raise Http404("Berkas tidak ditemukan di penyimpanan.") from None
    response = FileResponse(stream, content_type=document.content_type, as_attachment=saves, filename=document.original_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    shows_pdf = document.content_type == PDF and not saves
    response["Content-Security-Policy"] = VIEWER_POLICY if shows_pdf else SEALED_POLICY
    return response


def _documents_page(request: HttpRequest, application: Application, tried: dict[str, UploadForm] | None = None) -> HttpResponse:
    tried = tried or {}
    vacancy = application.vacancy
    uploaded = {document.type: document for document in application.documents.all()}
    rows: list[dict[str, Any]] = []
    for need in vacancy.required_documents.all():
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
                "form": tried.get(need.type) or UploadForm(document_type=need.type, max_bytes=settings.DOCUMENT_MAX_BYTES),
                "action": "Ganti berkas" if document else "Unggah",
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
        "forms": list(tried.values()),
        "refusal": edit_refusal(request, application),
        "last_minute": last_minute(vacancy.closes_at),
    }
    return render(request, "vacancies/apply/documents.html", context)
