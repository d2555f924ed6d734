"""When an application may be sent: the window, and what is still missing in the draft.

Source: docs/product.md section 2 rows 1 and 2 (the closing second, which clock counts), docs/domain.md section 4 stage 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vacancies.rules.deadline import format_deadline, format_opening, is_open
from vacancies.rules.eligibility import RuleResult, obstacles

DETAILS = "DETAILS"
ELIGIBILITY = "ELIGIBILITY"
DOCUMENTS = "DOCUMENTS"
STATEMENT = "STATEMENT"
SECTIONS = {
    DETAILS: "Data diri dan kontak",
    ELIGIBILITY: "Kelayakan",
    DOCUMENTS: "Dokumen",
    STATEMENT: "Pernyataan dan kebutuhan khusus",
}
# The scheduled job turns PUBLISHED into OPEN some seconds after the hour; the stored times decide, not the job.
REGISTRATION_STATES = ("PUBLISHED", "OPEN")


@dataclass(frozen=True)
class DocumentNeed:
    """One document the vacancy asks for. `is_uploaded` says whether the draft has it."""

    code: str
    label: str
    is_required: bool
    is_uploaded: bool


@dataclass(frozen=True)
class DraftFacts:
    """What the check before sending reads of a draft.

    Args:
        email, phone: contact as typed, "" when empty.
        agrees: whether the statement of truth is ticked.
        documents: every document the vacancy asks for.
        results: eligibility on the day of counting.
    """

    email: str
    phone: str
    agrees: bool
    documents: tuple[DocumentNeed, ...]
    results: tuple[RuleResult, ...]


@dataclass(frozen=True)
class DraftProblem:
    """One thing that stands in the way of sending. `section` is a key of SECTIONS."""

    section: str
    sentence: str


def registration_refusal(
    state: str, opens_at: datetime | None, closes_at: datetime | None, now: datetime, zone: str
) -> str | None:
    """Why nothing may be sent or begun now (one Indonesian sentence), or None while registration is open.

    Args:
        state: state of the vacancy.
        opens_at, closes_at: the stored window, closing exclusive; None before the calendar is set.
        now: the server's time, zone aware.
        zone: the agency's zone, for the time in the sentence.
    """
    if state == "CANCELLED":
        return "Lowongan ini dibatalkan, jadi tidak menerima lamaran."
    if opens_at is None or closes_at is None:
        return "Pendaftaran lowongan ini belum dijadwalkan."
    if now >= closes_at:
        return f"Pendaftaran sudah ditutup pada {format_deadline(closes_at, zone)}."
    if state not in REGISTRATION_STATES:
        return "Lowongan ini sedang tidak menerima lamaran."
    if not is_open(opens_at, closes_at, now):
        return f"Pendaftaran baru dibuka pada {format_opening(opens_at, zone)}."
    return None


def draft_problems(facts: DraftFacts) -> tuple[DraftProblem, ...]:
    """Everything that is missing, in the order of the sections; empty when the draft may be sent."""
    found = []
    if not facts.email:
        found.append(DraftProblem(DETAILS, "Alamat surel belum diisi."))
    if not facts.phone:
        found.append(DraftProblem(DETAILS, "Nomor telepon belum diisi."))
    found += [DraftProblem(ELIGIBILITY, eligibility_sentence(result)) for result in obstacles(facts.results)]
    found += [
        DraftProblem(DOCUMENTS, f"{need.label} belum diunggah.")
        for need in facts.documents
        if need.is_required and not need.is_uploaded
    ]
    if not facts.agrees:
        found.append(DraftProblem(STATEMENT, "Pernyataan kebenaran belum disetujui."))
    return tuple(found)


def eligibility_sentence(result: RuleResult) -> str:
    """The sentence about a rule that is not met, naming the rule."""
    if result.outcome == "MISSING":
        return f"Syarat “{result.label}” belum dapat dipastikan: {result.explanation}"
    return f"Syarat “{result.label}” tidak terpenuhi: {result.explanation}"


def section_problems(problems: Sequence[DraftProblem], section: str) -> tuple[DraftProblem, ...]:
    """The problems of one section."""
    return tuple(problem for problem in problems if problem.section == section)
