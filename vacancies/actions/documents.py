"""Writes of documents: upload, replace, delete, and the trail of who opened one."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from core.uploads.files import AcceptedFile, accept_file, discard_file
from core.uploads.storage import delete_private
from vacancies.actions.applications import lock_application
from vacancies.models import Application, ApplicationDocument
from vacancies.permissions import applications as permissions
from vacancies.rules.submission import registration_refusal
from vacancies.uploads import accepted_types


def upload_document(*, application_id: int, actor: User, document_type: str, name: str, content: bytes) -> ApplicationDocument:
    """Keep one file of a draft, byte for byte, in place of an earlier one of the same type.

    The file is inspected and written before any lock is taken; only the row is written under the lock.

    Args:
        document_type: a type the vacancy asks for; name: as the browser sent it; content: the bytes.

    Raises:
        Refused: the file, the type, the state or the right is not in order; field "file" when the file is the cause.
    """
    application = Application.objects.select_related("vacancy", "vacancy__agency", "employee").get(pk=application_id)
    require(permissions.can_edit_draft(actor, application))
    accepted = accept_file(content, name, accepts=accepted_types(document_type), folder=f"documents/{application.public_id}")
    try:
        return _record_document(application_id, actor, document_type, accepted)
    except BaseException:
        discard_file(accepted)
        raise


@transaction.atomic
def _record_document(application_id: int, actor: User, document_type: str, accepted: AcceptedFile) -> ApplicationDocument:
    application = _lock_editable(application_id, actor)
    if not application.vacancy.required_documents.filter(type=document_type).exists():
        raise Refused("Lowongan ini tidak meminta jenis dokumen itu.", field="file")
    replaced = application.documents.filter(type=document_type).first()
    if replaced is not None:
        replaced.delete()
        transaction.on_commit(_removal(replaced))
    document = ApplicationDocument(
        application=application,
        type=document_type,
        original_name=accepted.name,
        content_type=accepted.content_type,
        size=accepted.size,
        pages=accepted.pages,
        sha256=accepted.sha256,
        uploaded_at=clock.transaction_now(),
    )
    document.file.name = accepted.path
    document.save()
    _record(application, "upload_document", actor, document, {"replaces": replaced.sha256 if replaced else None})
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
    _record(document.application, "view_document", actor, document, {}, duty=duty)


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
    return partial(delete_private, document.file.name)


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
