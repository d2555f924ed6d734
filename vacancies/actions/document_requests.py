"""One more document for a sent application: asked by the office, handed in by the applicant, taken back, or lapsed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.models import Upload
from core.refusals import Refused, Stale, require
from core.uploads.actions import take_upload
from core.uploads.files import AcceptedFile, InspectedFile, accept_file, copy_file, discard_file
from employees.actions import evidence_folder, keep_evidence
from employees.models import EvidenceDocument
from vacancies.actions.applications import lock_application, move
from vacancies.models import Application, ApplicationDocument, DocumentRequest
from vacancies.notifications import document_requests as notices
from vacancies.permissions import document_requests as permissions
from vacancies.permissions.applications import verifying_duty
from vacancies.rules.document_request import due_problem, is_late, late_sentence
from vacancies.uploads import accepted_types

KEPT = "Berkas tersimpan di lemari bukti Anda, tetapi tidak masuk ke lamaran ini; sekretariat tahu bahwa berkas ini datang."


@transaction.atomic
def ask_document(
    *, application_id: int, actor: User, version: int, document_type: str, reason: str, due_at: datetime
) -> DocumentRequest:
    """Ask a sent application for one more document; verification waits until it is here or the time is over.

    Args:
        version: `Application.version` of the page; document_type: code of DocumentType.
        reason: read by the applicant, at most 500 characters; due_at: first instant that no longer counts.

    Raises:
        Refused: no right, not the time, an open request, no reason, or a due time that is too soon or too far.
        Stale: the application changed since the page was drawn.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_ask_document(actor, application))
    if application.version != version:
        raise Stale("Lamaran ini berubah sejak halaman dibuka. Permintaan belum dikirim; periksa lagi, lalu kirim.")
    if not reason.strip():
        raise Refused("Tuliskan alasan permintaan; pelamar membacanya.", field="reason")
    problem = due_problem(due_at, now)
    if problem is not None:
        raise Refused(problem, field="due_on")
    request = DocumentRequest.objects.create(
        application=application, type=document_type, reason=reason.strip(), due_at=due_at, asked_by=actor, asked_at=now
    )
    move(application, "ask_document", now)
    notices.tell_asked(request, now)
    details = {"type": document_type, "reason": request.reason, "due_at": due_at}
    _record(request, "ask_document", actor, _office(actor, application), details)
    return request


@dataclass(frozen=True)
class NewFile:
    """A file as the browser sent it; `upload` is the row of its pieces, None when it came in one go."""

    name: str
    content: bytes
    upload: Upload | None = None


def hand_in_document(*, request_id: int, actor: User, source: NewFile | EvidenceDocument) -> ApplicationDocument:
    """Answer a request with a new file or with a document of the own locker; the verifier sees it at once.

    The file is inspected and written before any lock is taken. One that arrives too late does not enter the application,
    but it is not lost either: it stays in the person's evidence locker, and the office reads that it came.

    Raises:
        Refused: not the owner's, no longer open, too late (with the exact time), or the file is not in order.
    """
    request = DocumentRequest.objects.for_list().get(pk=request_id)
    require(permissions.can_hand_in(actor, request))
    accepted = _accept(request, source)
    try:
        document, arrived_at = _record_hand_in(request_id, actor, accepted, source)
    except BaseException:
        discard_file(accepted)
        raise
    if document is not None:
        return document
    where = _keep_late_file(actor, request, accepted) if isinstance(source, NewFile) else KEPT
    discard_file(accepted)
    raise Refused(f"{late_sentence(arrived_at, request.due_at, request.application.vacancy.zone)} {where}", field="file")


def _accept(request: DocumentRequest, source: NewFile | EvidenceDocument) -> AcceptedFile:
    folder = f"documents/{request.application.public_id}"
    accepts = accepted_types(request.type)
    if isinstance(source, NewFile):
        return accept_file(source.content, source.name, accepts=accepts, folder=folder)
    if source.employee_id != request.application.employee_id or source.archived_at is not None:
        raise Refused("Dokumen itu tidak ada di lemari bukti Anda.", field="file")
    if source.content_type not in accepts:
        raise Refused("Jenis berkas dokumen itu tidak diterima untuk permintaan ini.", field="file")
    return copy_file(source.file.name, _facts(source), folder=folder)


@transaction.atomic
def _record_hand_in(
    request_id: int, actor: User, accepted: AcceptedFile, source: NewFile | EvidenceDocument
) -> tuple[ApplicationDocument | None, datetime]:
    """The row of a file that came in time, or None and the instant at which it came too late."""
    now = clock.transaction_now()
    request = _lock_request(request_id)
    application = request.application
    require(permissions.can_hand_in(actor, request))
    if isinstance(source, NewFile):
        take_upload(upload=source.upload)
    if is_late(request.due_at, now):
        request.late_attempt_at = request.late_attempt_at or now
        request.save(update_fields=["late_attempt_at"])
        notices.tell_late(request, now)
        _record(request, "hand_in_late", actor, "Pelamar", {"sha256": accepted.sha256, "due_at": request.due_at})
        return None, now
    document = ApplicationDocument(
        application=application,
        type=request.type,
        original_name=accepted.name,
        content_type=accepted.content_type,
        evidence=source if isinstance(source, EvidenceDocument) else None,
        request=request,
        size=accepted.size,
        pages=accepted.pages,
        sha256=accepted.sha256,
        uploaded_at=now,
    )
    document.file.name = accepted.path
    document.save()
    request.fulfilled_at = now
    request.save(update_fields=["fulfilled_at"])
    move(application, "hand_in_document", now)
    notices.tell_received(request, now)
    _record(request, "hand_in_document", actor, "Pelamar", {"sha256": document.sha256, "document": document.public_id})
    return document, now


def _keep_late_file(actor: User, request: DocumentRequest, accepted: AcceptedFile) -> str:
    """Put a file that came too late into the person's locker; returns the sentence that says where it is."""
    try:
        kept = copy_file(accepted.path, accepted, folder=evidence_folder(request.application.employee))
        keep_evidence(actor=actor, type=request.type, title=request.get_type_display(), accepted=kept)
    except Refused as error:
        return f"Berkas tidak masuk ke lamaran ini. {error.reason}"
    return KEPT


@transaction.atomic
def withdraw_document_request(*, request_id: int, actor: User) -> DocumentRequest:
    """Take an open request back; verification goes on without the document.

    Raises:
        Refused: no right, or the request is no longer open.
    """
    now = clock.transaction_now()
    request = _lock_request(request_id)
    require(permissions.can_withdraw_request(actor, request))
    request.withdrawn_at = now
    request.save(update_fields=["withdrawn_at"])
    move(request.application, "end_request", now)
    notices.tell_taken_back(request)
    _record(request, "withdraw_document_request", actor, _office(actor, request.application), {})
    return request


@transaction.atomic
def lapse_document_request(*, request_id: int) -> bool:
    """Give a file back to the verifier once the time of a request is over. Idempotent; decides nothing else."""
    now = clock.transaction_now()
    request = _lock_request(request_id)
    if not request.is_open or not is_late(request.due_at, now):
        return False
    request.lapsed_at = now
    request.save(update_fields=["lapsed_at"])
    if request.application.state == "NEEDS_DOCUMENT":
        move(request.application, "end_request", now)
        if request.application.vacancy.state in ("OPEN", "VERIFICATION"):
            notices.tell_lapsed(request, now)
    _record(request, "lapse_document_request", None, "", {"due_at": request.due_at})
    return True


def end_open_request(application: Application, now: datetime) -> None:
    """Close the request of an application that its owner takes back; the caller holds the lock and moves the state."""
    DocumentRequest.objects.open().filter(application=application).update(withdrawn_at=now)


def _lock_request(request_id: int) -> DocumentRequest:
    """The request, locked after its vacancy and its application."""
    application_id = DocumentRequest.objects.values_list("application_id", flat=True).get(pk=request_id)
    application = lock_application(application_id)
    request = DocumentRequest.objects.select_for_update(of=("self",), no_key=True).select_related("asked_by").get(pk=request_id)
    request.application = application
    return request


def _facts(source: EvidenceDocument) -> InspectedFile:
    return InspectedFile(source.original_name, source.content_type, source.size, source.pages, source.sha256)


def _office(actor: User, application: Application) -> str:
    return verifying_duty(actor, application.vacancy.agency_id)


def _record(request: DocumentRequest, act: str, actor: User | None, duty: str, details: dict[str, object]) -> None:
    application = request.application
    audit.record(
        chain=application.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty,
        object_type="Application",
        object_id=application.public_id,
        details={"request": request.public_id, **details},
    )
