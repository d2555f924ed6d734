"""Writes of documents: upload, attach from the locker, replace, delete, and the trail of who opened one."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import audit, clock
from core.models import Upload
from core.refusals import Refused, require
from core.uploads.actions import take_upload
from core.uploads.files import AcceptedFile, InspectedFile, accept_file, copy_file, discard_file
from core.uploads.keys import discard_document
from core.uploads.kinds import kind_words
from employees.actions import evidence_folder, keep_evidence
from employees.actions.readings import record_reading
from employees.enums import DocumentType
from employees.models import EvidenceDocument
from employees.notifications import tell_file_viewed
from vacancies.actions.applications import lock_application
from vacancies.models import Application, ApplicationDocument
from vacancies.permissions import applications as permissions
from vacancies.permissions.documents import can_keep_document
from vacancies.rules.submission import registration_refusal
from vacancies.uploads import accepted_types, fitting_evidence, offered_evidence


def upload_document(
    *, application_id: int, actor: User, document_type: str, name: str, content: bytes, upload: Upload | None = None
) -> ApplicationDocument:
    """Keep one file of a draft, byte for byte, in place of an earlier one of the same type.

    The file is inspected and written before any lock is taken; only the row is written under the lock.

    Args:
        document_type: a type the vacancy asks for; name: as the browser sent it; content: the bytes.
        upload: the row of the pieces the bytes came in; used up in the transaction that writes the document's row.

    Raises:
        Refused: the file, the type, the state or the right is not in order; field "file" when the file is the cause. A good
            file that comes when the draft takes nothing more goes into the person's locker, and the sentence says so.
        Stale: another request used the same upload.
    """
    application = Application.objects.select_related("employee").get(pk=application_id)
    require(can_keep_document(actor, application))
    accepted = accept_file(content, name, accepts=accepted_types(document_type), folder=_folder(application))
    try:
        return _record_or_discard(application_id, actor, document_type, accepted, upload=upload)
    except Refused as error:
        if error.field is not None:
            raise
        kept = _keep_refused(application, actor, document_type, name, content, upload)
        raise Refused(f"{error.reason} {kept}") from None


def _keep_refused(
    application: Application, actor: User, document_type: str, name: str, content: bytes, upload: Upload | None
) -> str:
    """Put a good file that came too late into the person's locker: nothing uploaded is lost. Returns a sentence."""
    folder = evidence_folder(application.employee)
    try:
        accepted = accept_file(content, name, accepts=accepted_types(document_type), folder=folder)
        keep_evidence(actor=actor, type=document_type, title=DocumentType(document_type).label, accepted=accepted)
        with transaction.atomic():
            take_upload(upload=upload)
    except Refused as error:
        return f"Berkas ini tidak tersimpan: {error.reason}"
    return "Berkas ini tersimpan di lemari bukti Anda."


def attach_evidence(*, application_id: int, actor: User, document_type: str, evidence_id: UUID) -> ApplicationDocument:
    """Use a document of the person's own locker: its bytes are copied under a new name, so that both live their own lives.

    Args:
        evidence_id: public id of a document of the same type in the locker of `actor`.

    Raises:
        Refused: not in the locker, another type or kind, or as `upload_document`.
    """
    application = _readable_draft(application_id, actor)
    evidence = EvidenceDocument.objects.of(actor).filter(public_id=evidence_id, type=document_type).first()
    if evidence is None:
        raise Refused("Dokumen itu sudah tidak ada di lemari bukti Anda; muat ulang halaman lalu pilih lagi.", field="evidence")
    if evidence.content_type not in accepted_types(document_type):
        kinds = kind_words(accepted_types(document_type))
        raise Refused(f"Dokumen itu bukan {kinds}, jadi tidak dapat dipakai di sini.", field="evidence")
    facts = InspectedFile(
        evidence.original_name, evidence.content_type, evidence.size, pages=evidence.pages, sha256=evidence.sha256
    )
    accepted = copy_file(evidence.file.name, facts, folder=_folder(application))
    return _record_or_discard(application_id, actor, document_type, accepted, evidence=evidence)


def attach_matching_evidence(*, application_id: int, actor: User) -> tuple[list[ApplicationDocument], list[str]]:
    """Attach, for every document still missing, the newest fitting one of the locker; each in a transaction of its own.

    Returns:
        The documents attached, and a sentence for each that could not be.
    """
    application = _readable_draft(application_id, actor)
    have = set(application.documents.filter(request=None).values_list("type", flat=True))
    missing = [need for need in application.vacancy.required_documents.all() if need.type not in have]
    offered = offered_evidence(actor, [need.type for need in missing])
    today = localdate(clock.now())
    attached, refusals = [], []
    for need in missing:
        evidence = fitting_evidence(need.type, offered[need.type], today)
        if evidence is None:
            continue
        try:
            document = attach_evidence(
                application_id=application_id, actor=actor, document_type=need.type, evidence_id=evidence.public_id
            )
        except Refused as error:
            refusals.append(f"{need.get_type_display()}: {error.reason}")
        else:
            attached.append(document)
    return attached, refusals


def keep_document(*, document_id: int, actor: User) -> ApplicationDocument:
    """Put a copy of an own document into the locker, for later applications. A second time changes nothing.

    Raises:
        Refused: not the owner's, the locker is full, or no room on the disk.
    """
    document = ApplicationDocument.objects.select_related("application__employee").get(pk=document_id)
    employee = document.application.employee
    require(can_keep_document(actor, document.application))
    if document.evidence_id is not None:
        return document
    facts = InspectedFile(
        document.original_name, document.content_type, document.size, pages=document.pages, sha256=document.sha256
    )
    copy = copy_file(document.file.name, facts, folder=evidence_folder(employee))
    evidence = keep_evidence(actor=actor, type=document.type, title=document.get_type_display(), accepted=copy)
    with transaction.atomic():
        lock_application(document.application_id)
        # Replaced meanwhile: the locker keeps the earlier file, the newer one did not come from there.
        ApplicationDocument.objects.filter(pk=document_id, sha256=document.sha256).update(evidence=evidence)
    document.evidence = evidence
    return document


def _readable_draft(application_id: int, actor: User) -> Application:
    application = Application.objects.select_related("vacancy", "vacancy__agency", "employee").get(pk=application_id)
    require(permissions.can_edit_draft(actor, application))
    return application


def _folder(application: Application) -> str:
    return f"documents/{application.public_id}"


def _record_or_discard(
    application_id: int,
    actor: User,
    document_type: str,
    accepted: AcceptedFile,
    *,
    upload: Upload | None = None,
    evidence: EvidenceDocument | None = None,
) -> ApplicationDocument:
    try:
        return _record_document(application_id, actor, document_type, accepted, upload, evidence)
    except BaseException:
        discard_file(accepted)
        raise


@transaction.atomic
def _record_document(
    application_id: int,
    actor: User,
    document_type: str,
    accepted: AcceptedFile,
    upload: Upload | None,
    evidence: EvidenceDocument | None,
) -> ApplicationDocument:
    take_upload(upload=upload)
    application = _lock_editable(application_id, actor)
    if not application.vacancy.required_documents.filter(type=document_type).exists():
        raise Refused("Lowongan ini tidak meminta jenis dokumen itu.", field="file")
    replaced = application.documents.filter(type=document_type, request=None).first()
    if replaced is not None:
        replaced.delete()
        transaction.on_commit(_removal(replaced))
    document = ApplicationDocument(
        application=application,
        type=document_type,
        original_name=accepted.name,
        content_type=accepted.content_type,
        evidence=evidence,
        size=accepted.size,
        pages=accepted.pages,
        sha256=accepted.sha256,
        uploaded_at=clock.transaction_now(),
    )
    document.file.name = accepted.path
    document.save()
    details = {"replaces": replaced.sha256 if replaced else None}
    if evidence is not None:
        details["evidence"] = evidence.public_id
    _record(application, "upload_document", actor, document, details)
    return document


@transaction.atomic
def delete_document(*, document_id: int, actor: User) -> None:
    """Remove a file from a draft.

    Raises:
        Refused: not the owner's, no longer a draft, or registration is closed.
    """
    application_id = ApplicationDocument.objects.values_list("application_id", flat=True).get(pk=document_id)
    application = _lock_editable(application_id, actor)
    document = application.documents.filter(pk=document_id).first()
    if document is None:
        return
    transaction.on_commit(_removal(document))
    document.delete()
    _record(application, "delete_document", actor, document, {})


@transaction.atomic
def record_document_view(*, document: ApplicationDocument, actor: User, duty: str) -> None:
    """Leave a trace that somebody other than the applicant opened a file (UU PDP: who saw my data)."""
    application = document.application
    _tell_owner(application, actor, duty)
    record_reading(
        subject=application.employee,
        actor=actor,
        duty=duty,
        act="view_document",
        object_type="ApplicationDocument",
        object_id=document.public_id,
        about=application.vacancy.position_title,
        details={"application": application.public_id, "type": document.type, "sha256": document.sha256},
    )


@transaction.atomic
def record_proof_view(*, application: Application, evidence: EvidenceDocument, actor: User, duty: str) -> None:
    """Leave a trace that somebody other than the applicant opened the proof of an own addition."""
    _tell_owner(application, actor, duty)
    record_reading(
        subject=application.employee,
        actor=actor,
        duty=duty,
        act="view_proof",
        object_type="EvidenceDocument",
        object_id=evidence.public_id,
        about=application.vacancy.position_title,
        details={"application": application.public_id, "type": evidence.type, "sha256": evidence.sha256},
    )


def _tell_owner(application: Application, actor: User, duty: str) -> None:
    """A reader of another agency is told to the owner, once a day for each application (docs/product.md section 8)."""
    if application.employee.agency_id in {each.agency_id for each in actor.duties}:
        return
    vacancy, day = application.vacancy, localdate(clock.transaction_now())
    tell_file_viewed(
        application.employee,
        reader=duty,
        about=f"{vacancy.position_title}, {vacancy.agency.name}",
        event=f"file-viewed:{application.pk}:{day:%Y%m%d}",
    )


def _lock_editable(application_id: int, actor: User) -> Application:
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_edit_draft(actor, application))
    vacancy = application.vacancy
    sentence = registration_refusal(vacancy.state, vacancy.opens_at, vacancy.closes_at, now, vacancy.zone)
    if sentence is not None:
        raise Refused(sentence)
    return application


def _removal(document: ApplicationDocument) -> Callable[[], None]:
    """Deletes the file once the row is gone for good; a rolled back transaction keeps both."""
    return partial(discard_document, document.file.name)


def _record(
    application: Application,
    act: str,
    actor: User,
    document: ApplicationDocument,
    details: dict[str, object],
    duty: str = "Pelamar",
) -> None:
    audit.record(
        chain=application.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty,
        object_type="ApplicationDocument",
        object_id=document.public_id,
        details={"application": application.public_id, "type": document.type, "sha256": document.sha256, **details},
    )
