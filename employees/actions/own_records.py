"""Writes of what a person adds to the own profile; each addition rests on a document of the locker."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.indonesian import moment_words
from core.refusals import Refused, Stale, require
from employees import permissions
from employees.actions.evidence import BroughtFile, EvidenceWords, add_to_locker, file_of_new_row, locked_employee
from employees.enums import DocumentType, OwnRecordKind
from employees.models import Employee, EvidenceDocument, OwnRecord

# Type of document under which a proof that came with the form is kept.
PROOF_TYPES = {
    OwnRecordKind.TRAINING: DocumentType.SERTIFIKAT,
    OwnRecordKind.EDUCATION: DocumentType.IJAZAH,
    OwnRecordKind.ASSIGNMENT: DocumentType.SURAT_TUGAS,
    OwnRecordKind.AWARD: DocumentType.PENGHARGAAN,
    OwnRecordKind.LANGUAGE: DocumentType.SERTIFIKAT,
    OwnRecordKind.ORGANISATION: DocumentType.LAINNYA,
    OwnRecordKind.PUBLICATION: DocumentType.LAINNYA,
}


@dataclass(frozen=True)
class OwnRecordWords:
    """What an addition says. `kind` is an OwnRecordKind; a record that lasts has no end."""

    kind: str
    title: str
    issuer: str
    started_on: date
    ended_on: date | None
    note: str


def add_own_record(
    *, actor: User, words: OwnRecordWords, proof_id: int | None = None, brought: BroughtFile | None = None
) -> OwnRecord:
    """Add a record to the own profile.

    Args:
        proof_id: a document of the own locker; brought: a new file, which goes into the locker and wins over `proof_id`.

    Raises:
        Refused: without a proof, or with one that is not in the own locker.
    """
    with file_of_new_row(brought), transaction.atomic(), audit.written_last():
        employee = locked_employee(actor)
        now = clock.transaction_now()
        proof = _proof(employee, actor, words, proof_id, brought)
        record = OwnRecord.objects.create(employee=employee, **asdict(words), proof=proof, created_at=now, updated_at=now)
        _record("add_own_record", actor, record, {**asdict(words), "proof": proof.public_id})
    return record


def edit_own_record(
    *,
    record_id: int,
    actor: User,
    version: int,
    words: OwnRecordWords,
    proof_id: int | None = None,
    brought: BroughtFile | None = None,
) -> OwnRecord:
    """Change an addition.

    Args:
        version: the version the page showed.

    Raises:
        Stale: it was changed elsewhere meanwhile. Refused: not the own record, no proof.
    """
    with file_of_new_row(brought), transaction.atomic(), audit.written_last():
        employee = locked_employee(actor)
        now = clock.transaction_now()
        record = _locked(record_id)
        require(permissions.can_change_own_record(actor, record))
        _require_version(record, version)
        proof = _proof(employee, actor, words, proof_id, brought, kept=record.proof_id)
        before = {name: getattr(record, name) for name in asdict(words)} | {"proof": record.proof.public_id}
        after = asdict(words) | {"proof": proof.public_id}
        if before == after:
            return record
        for name, value in asdict(words).items():
            setattr(record, name, value)
        record.proof, record.version, record.updated_at = proof, record.version + 1, now
        record.save()
        _record("edit_own_record", actor, record, {"before": before, "after": after})
    return record


@transaction.atomic
def delete_own_record(*, record_id: int, actor: User, version: int) -> None:
    """Remove an addition; its proof stays in the locker.

    Raises:
        Stale: it was changed elsewhere meanwhile. Refused: not the own record.
    """
    locked_employee(actor)
    clock.transaction_now()
    record = _locked(record_id)
    require(permissions.can_change_own_record(actor, record))
    _require_version(record, version)
    details = {"kind": record.kind, "title": record.title, "proof": record.proof.public_id}
    public_id = record.public_id
    record.delete()
    record.public_id = public_id
    _record("delete_own_record", actor, record, details)


def _proof(
    employee: Employee,
    actor: User,
    words: OwnRecordWords,
    proof_id: int | None,
    brought: BroughtFile | None,
    kept: int | None = None,
) -> EvidenceDocument:
    if brought is not None:
        kind = PROOF_TYPES[OwnRecordKind(words.kind)]
        described = EvidenceWords(kind, words.title[:150], words.issuer[:150])
        return add_to_locker(employee=employee, actor=actor, words=described, brought=brought)
    own = EvidenceDocument.objects.filter(employee=employee, pk=proof_id)
    # A proof that is already tied to the record may stay although it was put away since.
    found = own.first() if proof_id is not None and proof_id == kept else own.filter(archived_at=None).first()
    if found is None:
        raise Refused("Pilih dokumen dari lemari bukti, atau unggah buktinya di sini.", field="proof")
    return found


def _locked(record_id: int) -> OwnRecord:
    rows = OwnRecord.objects.select_for_update(of=("self",), no_key=True).select_related("employee", "proof")
    found = rows.filter(pk=record_id).first()
    if found is None:
        raise Stale("Isian ini sudah dihapus di tab atau perangkat lain.")
    return found


def _require_version(record: OwnRecord, version: int) -> None:
    if record.version != version:
        raise Stale(f"Isian ini sudah diubah di tab atau perangkat lain pada {moment_words(record.updated_at)}.")


def _record(act: str, actor: User, record: OwnRecord, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        object_type="OwnRecord",
        object_id=str(record.public_id),
        details=details,
    )
