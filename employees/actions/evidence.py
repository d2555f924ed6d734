"""Writes to the evidence locker: a document is uploaded once, described, and put away when it is no longer needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.models import Upload
from core.refusals import Refused, Stale, require
from core.uploads.actions import take_upload
from core.uploads.files import AcceptedFile, discard_file
from employees import permissions
from employees.actions.readings import record_reading
from employees.enums import DocumentType
from employees.models import Employee, EvidenceDocument
from employees.rules.evidence import MOST_DOCUMENTS, date_problem


@dataclass(frozen=True)
class EvidenceWords:
    """What the person says about a document. `type` is a DocumentType; the dates may be unknown."""

    type: str
    title: str
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


@dataclass
class BroughtFile:
    """A file that came with a form: kept already, waiting for its row.

    Args:
        upload: the row of its pieces, if it came so; has_row: set once a row of the locker refers to the file.
    """

    accepted: AcceptedFile
    upload: Upload | None = None
    has_row: bool = False


def keep_evidence(
    *,
    actor: User,
    type: str,
    title: str,
    accepted: AcceptedFile,
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    upload: Upload | None = None,
) -> EvidenceDocument:
    """Put an accepted file into the person's own locker. The same file under the same type is kept only once.

    Args:
        type: a DocumentType; title: at most 150 letters; accepted: from `core.uploads.files.accept_file`, in the person's own
            folder (`evidence_folder`). The file belongs to the locker from now on; when no row is written, it is removed.
        upload: the row of the pieces the file came in; used up with it.

    Returns:
        The new document, or the one that already holds these bytes.

    Raises:
        Refused: no register row, too many documents, impossible dates. Stale: the upload was used by another request.
    """
    words = EvidenceWords(type, " ".join(title.split())[:150], " ".join(issuer.split())[:150], issued_on, valid_until)
    with file_of_new_row(BroughtFile(accepted, upload)) as brought, transaction.atomic():
        employee = locked_employee(actor)
        return add_to_locker(employee=employee, actor=actor, words=words, brought=brought)


@contextmanager
def file_of_new_row(brought: BroughtFile | None) -> Iterator[BroughtFile]:
    """Remove a kept file when no row came to refer to it: the act was refused, or the locker had the same bytes already."""
    try:
        yield brought  # type: ignore[misc]
    except BaseException:
        if brought is not None:
            discard_file(brought.accepted)
        raise
    if brought is not None and not brought.has_row:
        discard_file(brought.accepted)


def add_to_locker(*, employee: Employee, actor: User, words: EvidenceWords, brought: BroughtFile) -> EvidenceDocument:
    """The row of a kept file, inside the caller's transaction and under the person's lock."""
    now = clock.transaction_now()
    accepted = brought.accepted
    _require_dates(words)
    take_upload(upload=brought.upload)
    held = EvidenceDocument.objects.filter(employee=employee, archived_at=None)
    same = held.filter(type=words.type, sha256=accepted.sha256).order_by("id").first()
    if same is not None:
        return same
    if held.count() >= MOST_DOCUMENTS:
        raise Refused(f"Lemari bukti memuat paling banyak {MOST_DOCUMENTS} dokumen; singkirkan dahulu yang tidak dipakai.")
    document = EvidenceDocument(
        employee=employee,
        **asdict(words),
        original_name=accepted.name,
        content_type=accepted.content_type,
        size=accepted.size,
        pages=accepted.pages,
        sha256=accepted.sha256,
        uploaded_at=now,
    )
    document.file.name = accepted.path
    document.save()
    brought.has_row = True
    _record("keep_evidence", actor, document, {**asdict(words), "sha256": accepted.sha256})
    return document


@transaction.atomic
def describe_evidence(*, document_id: int, actor: User, seen: str, words: EvidenceWords) -> EvidenceDocument:
    """Change what is said about a document; the file stays as it is.

    Args:
        seen: `description_mark` of the version the page showed.

    Raises:
        Stale: it was changed elsewhere meanwhile. Refused: not the owner, impossible dates.
    """
    clock.transaction_now()
    document = _locked(document_id)
    require(permissions.can_keep_evidence(actor, document.employee))
    if seen != description_mark(document):
        raise Stale("Keterangan dokumen ini sudah diubah di tab atau perangkat lain.")
    _require_dates(words)
    before = asdict(_words_of(document))
    if before == asdict(words):
        return document
    for name, value in asdict(words).items():
        setattr(document, name, value)
    document.save(update_fields=list(before))
    _record("describe_evidence", actor, document, {"before": before, "after": asdict(words)})
    return document


@transaction.atomic
def put_away_evidence(*, document_id: int, actor: User) -> EvidenceDocument:
    """Take a document out of the locker's lists. The file stays: applications hold copies, answered reports refer to it.

    Raises:
        Refused: it still proves an own addition or a report that waits for its answer.
    """
    now = clock.transaction_now()
    document = _locked(document_id)
    require(permissions.can_put_away_evidence(actor, document))
    if document.archived_at is None:
        document.archived_at = now
        document.save(update_fields=["archived_at"])
        _record("put_away_evidence", actor, document, {})
    return document


@transaction.atomic
def take_out_evidence(*, document_id: int, actor: User) -> EvidenceDocument:
    """Bring a document that was put away back into the lists."""
    clock.transaction_now()
    document = _locked(document_id)
    require(permissions.can_keep_evidence(actor, document.employee))
    if document.archived_at is not None:
        document.archived_at = None
        document.save(update_fields=["archived_at"])
        _record("take_out_evidence", actor, document, {})
    return document


@transaction.atomic
def record_evidence_view(*, document: EvidenceDocument, actor: User, duty: str) -> None:
    """Somebody else opened a private document: that leaves a trace."""
    record_reading(
        subject=document.employee,
        act="view_evidence",
        actor=actor,
        object_type="EvidenceDocument",
        object_id=document.public_id,
        duty=duty,
        details={"owner": str(document.employee.public_id), "sha256": document.sha256},
    )


def evidence_folder(employee: Employee) -> str:
    """Folder of a person's locker below MEDIA_ROOT, for `accept_file` and `copy_file`."""
    return f"evidence/{employee.public_id}"


def description_mark(document: EvidenceDocument) -> str:
    """Short mark of what is said about a document: a page that shows anything older may not overwrite it."""
    return sha256_hex(canonical_json(asdict(_words_of(document))))[:16]


def locked_employee(actor: User) -> Employee:
    """The register row of the person, locked. Raises Refused when there is none."""
    found = Employee.objects.select_for_update(of=("self",), no_key=True).filter(user=actor).first()
    if found is None:
        raise Refused("Akun Anda belum terhubung dengan data induk ASN, jadi lemari bukti belum dapat dipakai.")
    return found


def _locked(document_id: int) -> EvidenceDocument:
    rows = EvidenceDocument.objects.select_for_update(of=("self",), no_key=True).select_related("employee")
    return rows.get(pk=document_id)


def _words_of(document: EvidenceDocument) -> EvidenceWords:
    return EvidenceWords(document.type, document.title, document.issuer, document.issued_on, document.valid_until)


def _require_dates(words: EvidenceWords) -> None:
    if words.type not in DocumentType.values:
        raise Refused("Pilih jenis dokumen dari daftar.", field="type")
    problem = date_problem(words.issued_on, words.valid_until)
    if problem:
        raise Refused(problem, field="valid_until")


def _record(act: str, actor: User, document: EvidenceDocument, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        object_type="EvidenceDocument",
        object_id=str(document.public_id),
        details=details,
    )
