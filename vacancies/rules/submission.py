"""When an application may be sent: the window, and what is still missing in the draft.

Source: docs/product.md section 2 rows 1 and 2 (the closing second, which clock counts), docs/domain.md section 4 stage 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vacancies.rules.deadline import format_deadline, format_opening, is_open
from vacancies.rules.eligibility import RuleResult, obstacles

DETAILS = "DETAILS"
ELIGIBILITY = "ELIGIBILITY"
DOCUMENTS = "DOCUMENTS"
STATEMENT = "STATEMENT"
NEEDS = "NEEDS"
SECTIONS = {
    DETAILS: "Data diri dan kontak",
    ELIGIBILITY: "Kelayakan",
    DOCUMENTS: "Dokumen",
    STATEMENT: "Pernyataan",
    NEEDS: "Kebutuhan khusus",
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
        motivation, special_needs: text as typed, "" when empty; neither is required.
    """

    email: str
    phone: str
    agrees: bool
    documents: tuple[DocumentNeed, ...]
    results: tuple[RuleResult, ...]
    motivation: str = ""
    special_needs: str = ""


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


IN_TIME = "IN_TIME"
GRACED = "GRACED"
LATE = "LATE"
SHUT = "SHUT"


@dataclass(frozen=True)
class SendingWindow:
    """What decides whether an application may still be sent.

    Args:
        state, state_since: state of the vacancy and the instant it came about.
        opens_at, closes_at: the stored window, closing exclusive; None before the calendar is set.
        grace_seconds: of the vacancy's rule pack, seconds.
        zone: the agency's zone, for the times in a sentence.
    """

    state: str
    state_since: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    grace_seconds: int
    zone: str


@dataclass(frozen=True)
class SendingVerdict:
    """The answer to one sending.

    Args:
        outcome: IN_TIME and GRACED are accepted, LATE is kept as a draft, SHUT is refused for `reason`.
        late_by: time since closing, for GRACED and LATE.
        reason: one Indonesian sentence, for SHUT.
    """

    outcome: str
    late_by: timedelta = timedelta(0)
    reason: str = ""


def sending_verdict(window: SendingWindow, now: datetime, reviewed_at: datetime | None) -> SendingVerdict:
    """Whether an application that arrives at `now` counts (docs/product.md section 2 row 1).

    In time is opens_at <= now < closes_at. Grace counts while now < closes_at + grace_seconds, and only for a review page
    that was opened inside the window. A sending whose transaction began in time is in time, even when the clock closed the
    registration while it waited for its turn.

    Args:
        now: timestamp of the sending transaction, taken before any lock was waited for.
        reviewed_at: when the review page was opened, by the same clock; None when that is not proven.
    """
    if window.state == "CANCELLED" or window.opens_at is None or window.closes_at is None:
        return SendingVerdict(SHUT, reason=_shut_reason(window, now))
    closed_while_waiting = window.state == "VERIFICATION" and window.state_since > now
    takes = window.state in REGISTRATION_STATES or closed_while_waiting
    if now >= window.closes_at:
        late_by = now - window.closes_at
        seen_in_time = reviewed_at is not None and window.opens_at <= reviewed_at < window.closes_at
        graced = is_open(window.opens_at, window.closes_at, now, grace_seconds=window.grace_seconds)
        return SendingVerdict(GRACED if takes and seen_in_time and graced else LATE, late_by)
    if not takes or now < window.opens_at:
        return SendingVerdict(SHUT, reason=_shut_reason(window, now))
    return SendingVerdict(IN_TIME)


def _shut_reason(window: SendingWindow, now: datetime) -> str:
    reason = registration_refusal(window.state, window.opens_at, window.closes_at, now, window.zone)
    return reason or "Lowongan ini sedang tidak menerima lamaran."


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


UNTOUCHED = "UNTOUCHED"
INCOMPLETE = "INCOMPLETE"
COMPLETE = "COMPLETE"
OPTIONAL = "OPTIONAL"
NOT_ASKED = "NOT_ASKED"


def section_states(facts: DraftFacts) -> dict[str, str]:
    """How far each section of a draft is: UNTOUCHED, INCOMPLETE, COMPLETE, OPTIONAL (empty and lawful) or NOT_ASKED."""
    lacking = {problem.section for problem in draft_problems(facts)}
    begun = {
        DETAILS: bool(facts.email or facts.phone),
        ELIGIBILITY: True,
        DOCUMENTS: any(need.is_uploaded for need in facts.documents),
        STATEMENT: bool(facts.motivation or facts.agrees),
    }
    states = {section: (COMPLETE if section not in lacking else INCOMPLETE if begun[section] else UNTOUCHED) for section in begun}
    if not facts.documents:
        states[DOCUMENTS] = NOT_ASKED
    elif states[DOCUMENTS] == COMPLETE and not begun[DOCUMENTS]:
        states[DOCUMENTS] = OPTIONAL
    states[NEEDS] = COMPLETE if facts.special_needs else OPTIONAL
    return states


def eligibility_sentence(result: RuleResult) -> str:
    """The sentence about a rule that is not met, naming the rule."""
    if result.outcome == "MISSING":
        return f"Syarat “{result.label}” belum dapat dipastikan: {result.explanation}"
    return f"Syarat “{result.label}” tidak terpenuhi: {result.explanation}"


def section_problems(problems: Sequence[DraftProblem], section: str) -> tuple[DraftProblem, ...]:
    """The problems of one section."""
    return tuple(problem for problem in problems if problem.section == section)
