"""Reading the frozen copy of an application: is it still the text that was hashed, and what does it say."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.canonical import EPOCH, sha256_hex
from employees.enums import DocumentType
from employees.models import EvidenceDocument
from vacancies.frozen_profile import FrozenPart, person_facts, profile_parts
from vacancies.models import Application


@dataclass(frozen=True)
class SnapshotDocument:
    """One file as it was sent. `is_same`: the application still holds a file with exactly this hash."""

    label: str
    name: str
    sha256: str
    is_same: bool


@dataclass(frozen=True)
class SnapshotReading:
    """A frozen copy, read.

    Args:
        stored: SHA-256 on the receipt; computed: SHA-256 of the kept text now, both 64 hex digits.
        frozen_at: instant of sending as the copy says it, None when the copy names none.
        facts: pairs (label, value) of the person; parts: histories of the register and own additions, as they were sent. Both
            empty when the text is not the one that was hashed.
        said: pairs (label, text) of what the person wrote and declared, empty as well then.
        documents: the files that were sent, in the order of the kinds.
    """

    stored: str
    computed: str
    frozen_at: datetime | None
    facts: tuple[tuple[str, str], ...]
    parts: tuple[FrozenPart, ...]
    said: tuple[tuple[str, str], ...]
    documents: tuple[SnapshotDocument, ...]

    @property
    def is_same(self) -> bool:
        return self.stored == self.computed

    @property
    def is_whole(self) -> bool:
        """The text is what was hashed, and every file is what the text names."""
        return self.is_same and all(document.is_same for document in self.documents)


def read_snapshot(application: Application) -> SnapshotReading | None:
    """The frozen copy of a sent application with its hash computed anew; None when nothing was frozen.

    Copies of every version are read. One that is no JSON any more is read as far as its hash goes.
    """
    if not application.snapshot:
        return None
    computed = sha256_hex(application.snapshot)
    is_same = computed == application.snapshot_sha256
    try:
        content = json.loads(application.snapshot)
    except ValueError:
        content = {}
    held = {(document.type, document.sha256) for document in application.documents.all()}
    person = content.get("applicant", {})
    sent_at = content.get("submitted_at")
    return SnapshotReading(
        stored=application.snapshot_sha256,
        computed=computed,
        frozen_at=EPOCH + timedelta(microseconds=sent_at) if isinstance(sent_at, int) else None,
        facts=person_facts(person) if is_same else (),
        parts=profile_parts(person) if is_same else (),
        said=_said(content) if is_same else (),
        documents=tuple(
            SnapshotDocument(DocumentType(row["type"]).label, row["name"], row["sha256"], (row["type"], row["sha256"]) in held)
            for row in sorted(content.get("documents", ()), key=lambda row: DocumentType.values.index(row["type"]))
        ),
    )


def frozen_proof(application: Application, evidence_id: UUID) -> EvidenceDocument | None:
    """The document of the locker that proves an own addition of the frozen copy, as long as copy and document are unchanged."""
    reading = read_snapshot(application)
    if reading is None or not any(proof == str(evidence_id) for part in reading.parts for _, _, proof in part.lines):
        return None
    evidence = EvidenceDocument.objects.filter(employee_id=application.employee_id, public_id=evidence_id).first()
    return evidence if evidence is not None and f'"sha256":"{evidence.sha256}"' in application.snapshot else None


def _said(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        ("Alasan melamar", content.get("motivation") or "Tidak diisi"),
        ("Pernyataan kebenaran", "Disetujui" if content.get("agrees") else "Tidak disetujui"),
        ("Kebutuhan khusus", content.get("special_needs") or "Tidak ada"),
    )
