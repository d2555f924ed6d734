"""Asking a sent application for one more document: how much time the applicant gets, and what "late" means.

The time follows the one rule of closing (rules/deadline.py): `due_at` is the first instant that no longer counts. When it
passes the request lapses and the file goes back to the verifier, who decides; the clock decides nothing about the
application (docs/product.md decision 6).
"""

from datetime import datetime, timedelta

from core.indonesian import local_date
from vacancies.rules.deadline import end_of_day, exact_words, lateness_words

DEFAULT_DAYS = 3
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=14)


def default_due(now: datetime, zone: str) -> datetime:
    """The due time offered to the officer: the end of the third day from today, in the agency's zone."""
    return end_of_day(local_date(now, zone) + timedelta(days=DEFAULT_DAYS), zone)


def due_problem(due_at: datetime, now: datetime) -> str | None:
    """Why this due time may not be set (one sentence), or None. Both are zone aware; at least one hour, at most 14 days."""
    if due_at < now + SHORTEST:
        return "Beri pelamar paling sedikit 1 jam dari sekarang."
    if due_at > now + LONGEST:
        return f"Batas waktu paling lama {LONGEST.days} hari dari sekarang."
    return None


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether a file that arrives at `now` (the transaction's time) comes too late."""
    return now >= due_at


def late_sentence(now: datetime, due_at: datetime, zone: str) -> str:
    """When the file arrived and by how much it missed the due time, to the thousandth of a second."""
    return f"Berkas tiba pukul {exact_words(now, due_at, zone)}, {lateness_words(now - due_at)} sesudah batas waktu."
