"""Asking for documents while a step of oversight waits. Pure rules.

The clock of the step stands still from the asking until the answer, at most until the last day for the answer: a sender who
does not answer cannot stop it for ever. A step that is late already stays late. Source: docs/product.md section 5 (Wasdal),
section 8 ("document asked: clock shown"), decision 6 (clocks remind, they never decide).
"""

from datetime import date

from approvals.rules.chain import Stage
from approvals.rules.clock import due_on

MOST_DAYS = 20


def ask_refusal(*, stage: Stage, is_waiting: bool, text: str, working_days: int) -> str | None:
    """Why documents cannot be asked for here, or None."""
    if stage != Stage.ADVICE:
        return "Dokumen tambahan hanya diminta pada tahap rekomendasi."
    if is_waiting:
        return "Permintaan dokumen sebelumnya belum dijawab pengirim."
    if not text.strip():
        return "Tulis dokumen apa yang Anda perlukan dan untuk apa."
    if not 1 <= working_days <= MOST_DAYS:
        return f"Beri waktu 1 sampai {MOST_DAYS} hari kerja."
    return None


def due_while_asked(answer_by: date, days_left: int, holidays: frozenset[date]) -> date:
    """Last day of the step if the sender takes all the time there is.

    Args:
        answer_by: last day for the answer; days_left: working days the step had left when it was asked, at least 1.
    """
    return due_on(answer_by, days_left, holidays)


def due_after_answer(answered_on: date, answer_by: date, days_left: int, holidays: frozenset[date]) -> date:
    """Last day of the step once the answer is here: the days it had left, counted from the answer, but no later than from
    the last day for the answer."""
    return due_on(min(answered_on, answer_by), days_left, holidays)
