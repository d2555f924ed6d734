"""The lines of "siapa membuka data saya": which office opened what of a person, and for which post."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from core.models import AuditEntry
from employees.models import Employee

WORDS = {
    "view_application": "Berkas lamaran Anda dibuka",
    "view_document": "Dokumen lamaran Anda dibuka",
    "view_proof": "Bukti dari lemari Anda dibuka",
    "view_evidence": "Dokumen di lemari bukti Anda dibuka",
    "view_score_sheet": "Berkas Anda dibuka untuk dinilai",
    "search_person": "Jejak tentang Anda dibuka",
}


# The same acts in pages for everybody else: history, and the auditor's search.
WORDS_FOR_OTHERS = {
    "view_application": "Berkas lamaran dibuka",
    "view_document": "Dokumen lamaran dibuka",
    "view_proof": "Bukti dari lemari seseorang dibuka",
    "view_evidence": "Dokumen di lemari bukti seseorang dibuka",
    "view_score_sheet": "Berkas peserta dibuka untuk dinilai",
    "search_person": "Jejak tentang seseorang dicari",
}


@dataclass(frozen=True)
class Reading:
    """One line: what happened, under which duty, for which post, when. Never the name of who did it."""

    what: str
    duty: str
    about: str
    at: datetime


def entries_about(employee: Employee):
    """Rows of the person's own chain, newest first."""
    return AuditEntry.objects.matching(chain=employee.reading_chain).order_by("-sequence")


def reading_of(entry: AuditEntry) -> Reading:
    """A row of the chain in words."""
    body = json.loads(entry.body)
    return Reading(
        what=WORDS.get(entry.act, "Data Anda dibuka"),
        duty=body["duty"] or "Petugas portal",
        about=body["details"].get("about", ""),
        at=datetime.fromtimestamp(entry.at_us / 1_000_000, UTC),
    )
