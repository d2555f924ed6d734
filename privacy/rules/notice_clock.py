"""The clock of a failure of protection: subject and authority are told within 3 x 24 hours (UU 27/2022, article 46)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NOTICE_TIME = timedelta(hours=72)
# From here on the page warns.
NEARLY_OVER = timedelta(hours=24)


def due_at(found_at: datetime) -> datetime:
    """The first instant that is too late.

    Args:
        found_at: when the failure became known (aware).
    """
    return found_at + NOTICE_TIME


@dataclass(frozen=True)
class NoticeClock:
    """Where the clock stands.

    Args:
        tone: of the status tag; words: one short sentence; is_late: told too late, or not told and too late now.
    """

    tone: str
    words: str
    is_late: bool


def notice_clock(*, found_at: datetime, told_at: datetime | None, now: datetime) -> NoticeClock:
    """What the page says about the time.

    Args:
        found_at: when it became known; told_at: when the letters left, None while they have not; now: the portal's time.
    """
    due = due_at(found_at)
    if told_at is not None:
        used = _span_words(told_at - found_at)
        is_late = told_at >= due
        return NoticeClock("stop" if is_late else "good", f"Surat dilepas {used} sesudah diketahui", is_late)
    left = due - now
    if left <= timedelta(0):
        return NoticeClock("stop", f"Lewat {_span_words(-left)} dari 3 × 24 jam", True)
    return NoticeClock("wait" if left <= NEARLY_OVER else "info", f"Sisa {_span_words(left)} dari 3 × 24 jam", False)


def _span_words(span: timedelta) -> str:
    """Whole hours and minutes: "41 jam 5 menit"."""
    minutes = int(span.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    return f"{hours} jam {minutes} menit"
