"""Objections to the administrative verdict: how long one may be filed, when it must be answered, what each side reads.

The plan of a vacancy says whether its result can be objected to; the law gives no such right in these selections, so it is a
promise of the agency, fixed before registration opens (docs/product.md section 3 row 18, docs/domain.md table row 32). Clocks
remind and escalate; they never decide (docs/product.md decision 6): a late answer lets Wasdal answer too, nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from approvals.rules.clock import due_on
from core.indonesian import local_date
from vacancies.rules.applicant_status import StatusLine
from vacancies.rules.deadline import end_of_day, format_deadline
from vacancies.rules.lifecycle import StateText

SHORTEST_TEXT, LONGEST_TEXT = 30, 2000
MOST_ATTACHMENTS = 5
REMINDER = timedelta(days=2)
# While the panel scores: before that nothing is announced, after that the ranking rests on who takes part.
RUNNING = "SCORING"

# The two label sets of docs/product.md section 7, row "sanggah".
WAITING_TEXT = StateText(
    "Sanggahan berjalan",
    "Sanggahan diperiksa",
    "wait",
    "Petugas yang tidak memeriksa berkas ini sebelumnya menjawab; peringkat menunggu jawaban itu.",
)
OUTCOME_TEXTS = {
    "": WAITING_TEXT,
    "GRANTED": StateText("Dikabulkan", "Sanggahan dikabulkan", "good", "Jawaban sanggahan tidak berubah lagi."),
    "REFUSED": StateText("Ditolak", "Sanggahan ditolak", "neutral", "Jawaban sanggahan tidak berubah lagi."),
}
OFFICER_LABELS = {outcome: text.officer for outcome, text in OUTCOME_TEXTS.items()}
APPLICANT_LABELS = {outcome: text.applicant for outcome, text in OUTCOME_TEXTS.items()}
HOLDER = "Petugas lain dari sekretariat"
STATUS = StatusLine(
    WAITING_TEXT.applicant,
    "Sanggahan Anda diperiksa oleh orang yang tidak memeriksa berkas Anda sebelumnya.",
    HOLDER,
    WAITING_TEXT.tone,
    "Hasil administrasi dapat berubah menjadi memenuhi syarat bila sanggahan dikabulkan.",
)


@dataclass(frozen=True)
class FailedLine:
    """One line of the verdict that did not pass.

    Args:
        subject: "RULE:<requirement id>" or "DOC:<type>"; label: how the line is called; reason, note: as the applicant read them.
        is_required: whether the application fails by this line alone.
    """

    subject: str
    label: str
    reason: str
    note: str = ""
    is_required: bool = True

    def as_json(self) -> dict[str, str]:
        """As it is frozen in the objection."""
        return {"subject": self.subject, "label": self.label, "reason": self.reason, "note": self.note}


@dataclass(frozen=True)
class FilingFacts:
    """What decides whether an objection may be filed now.

    Args:
        is_offered: the plan of the vacancy takes objections; until: first instant that no longer counts, None before the result.
        application_state, vacancy_state: as they are; has_filed: one was filed for this stage before.
        zone: of the agency.
    """

    is_offered: bool
    until: datetime | None
    application_state: str
    vacancy_state: str
    has_filed: bool
    zone: str


def window_end(announced_at: datetime, working_days: int, holidays: frozenset[date], zone: str) -> datetime:
    """The first instant that no longer counts: after the last of so many working days, in the agency's zone.

    Args:
        announced_at: when the result became public; that day itself does not count.
        holidays: dates on which no working day runs.
    """
    return end_of_day(due_on(local_date(announced_at, zone), working_days, holidays), zone)


def answer_due(filed_at: datetime, days: int, zone: str) -> datetime:
    """The first instant at which the answer is late: after so many calendar days, in the agency's zone."""
    return end_of_day(local_date(filed_at, zone) + timedelta(days=days), zone)


def is_overdue(due_at: datetime, now: datetime) -> bool:
    """Whether an answer that is not there at `now` is late."""
    return now >= due_at


def filing_refusal(facts: FilingFacts, now: datetime) -> str | None:
    """Why no objection may be filed now (one sentence), or None. Tells nothing that is not announced."""
    if not facts.is_offered:
        return "Rencana seleksi lowongan ini tidak membuka sanggahan atas hasil administrasi."
    if facts.until is None:
        return "Hasil administrasi belum diumumkan, jadi belum ada yang dapat disanggah."
    if facts.has_filed:
        return "Anda sudah mengajukan sanggahan untuk tahap ini; sanggahan hanya satu kali."
    if facts.application_state != "FAILED":
        return "Sanggahan hanya untuk lamaran yang tidak lolos administrasi."
    if facts.vacancy_state != RUNNING:
        return "Seleksi ini tidak berjalan lagi pada tahap penilaian, jadi hasil administrasi tidak dapat disanggah."
    if now >= facts.until:
        return f"Masa sanggah berakhir {format_deadline(facts.until, facts.zone)}."
    return None


def text_problem(text: str) -> str | None:
    """Why this text cannot be filed (one sentence), or None. Spaces at both ends do not count."""
    length = len(text.strip())
    if length < SHORTEST_TEXT:
        return f"Jelaskan keberatan Anda, paling sedikit {SHORTEST_TEXT} huruf."
    if length > LONGEST_TEXT:
        return f"Uraian paling banyak {LONGEST_TEXT} huruf; sekarang {length}."
    return None


def answer_problem(reason: str) -> str | None:
    """Why this answer cannot be given (one sentence), or None."""
    length = len(reason.strip())
    if length < SHORTEST_TEXT:
        return f"Tuliskan alasan jawaban, paling sedikit {SHORTEST_TEXT} huruf; pelamar membacanya."
    if length > LONGEST_TEXT:
        return f"Alasan paling banyak {LONGEST_TEXT} huruf; sekarang {length}."
    return None


def lines_problem(chosen: Iterable[str], failed: Sequence[FailedLine]) -> str | None:
    """Why these lines cannot be objected to (one sentence), or None.

    An objection is decided as a whole: one necessary line that is not disputed would keep the application failed whatever the
    answer, and use up the only objection.

    Args:
        chosen: subjects; failed: every line of the verdict that did not pass.
    """
    wanted = set(chosen)
    if not wanted:
        return "Pilih hal yang Anda sanggah."
    if wanted - {line.subject for line in failed}:
        return "Hasil verifikasi berubah sejak halaman dibuka; muat ulang, lalu pilih lagi."
    left = next((line for line in failed if line.is_required and line.subject not in wanted), None)
    if left is not None:
        return (
            f"“{left.label}” belum Anda pilih. Selama satu hal itu tetap tidak sesuai, lamaran tidak dapat lolos, "
            "walaupun hal lain Anda benar."
        )
    return None


def is_reminded(filed_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Whether those who may answer are told once more: two days before the answer is late, if it was filed before that."""
    mark = due_at - REMINDER
    return filed_at < mark <= now < due_at


def may_escalate(due_at: datetime, now: datetime) -> bool:
    """Whether Wasdal may answer in the agency's stead: only an answer that is late (docs/product.md section 9)."""
    return is_overdue(due_at, now)


def promise_words(working_days: int, answer_days: int) -> str:
    """What the plan promises, for the public page and the summary of the plan."""
    return (
        f"Satu sanggahan per pelamar, {working_days} hari kerja sejak hasil administrasi diumumkan; "
        f"dijawab paling lama {answer_days} hari oleh orang yang tidak memeriksa berkasnya"
    )
