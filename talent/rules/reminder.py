"""When an invited person who has not answered is reminded: 7 and 3 days before closing, never more than twice in all."""

from datetime import datetime, timedelta

REMINDER_DAYS = (7, 3)
MOST = 2
FURTHEST = timedelta(days=max(REMINDER_DAYS))
# Whoever was invited or reminded a moment ago knows already.
QUIET = timedelta(days=2)


def last_mark(closes_at: datetime, now: datetime) -> datetime | None:
    """The moment of the newest reminder that has come, or None before the first one and after closing.

    Only the newest counts, so a sweep that comes late sends one reminder and not two.

    Args:
        closes_at: first instant that no longer counts; now: the portal's time (both aware).
    """
    if now >= closes_at:
        return None
    marks = [closes_at - timedelta(days=days) for days in REMINDER_DAYS]
    return max((mark for mark in marks if mark <= now), default=None)


def is_reminded(*, sent_at: datetime, closes_at: datetime, now: datetime, reminders: int, reminded_at: datetime | None) -> bool:
    """Whether a person who has not answered is reminded now. An extension moves the marks but gives no third reminder.

    Args:
        sent_at: when the invitation left; closes_at, now: as `last_mark`; reminders: how many were sent already;
        reminded_at: when the last one was, None before the first.
    """
    mark = last_mark(closes_at, now)
    last = reminded_at or sent_at
    return mark is not None and reminders < MOST and last < mark and now - last >= QUIET
