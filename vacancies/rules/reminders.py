"""When the owner of an unsent draft is reminded, and when somebody asked for a document is (product.md section 8)."""

from datetime import datetime, timedelta

DRAFT_REMINDER_DAYS = (7, 3, 1)
FURTHEST = timedelta(days=max(DRAFT_REMINDER_DAYS))
REQUEST_REMINDER = timedelta(days=1)


def passed_mark(closes_at: datetime, now: datetime) -> int | None:
    """Days of the last reminder whose moment has come, or None before the first one and after closing.

    Only the last one counts: a sweep that comes late, or a clock that jumps, sends one reminder and not three.

    Args:
        closes_at: first instant that no longer counts (aware); now: the portal's time (aware).
    """
    if now >= closes_at:
        return None
    return next((days for days in sorted(DRAFT_REMINDER_DAYS) if now >= closes_at - timedelta(days=days)), None)


def is_reminded(begun_at: datetime, closes_at: datetime, days: int) -> bool:
    """Whether a draft gets the reminder of `days` before closing: only one begun before that moment needs it.

    Args:
        begun_at: since when it is a draft (aware).
    """
    return begun_at < closes_at - timedelta(days=days)


def needs_request_reminder(asked_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Whether an open request for a document is near its due time, and was asked long enough before.

    Args:
        asked_at, due_at, now: aware datetimes.
    """
    mark = due_at - REQUEST_REMINDER
    return asked_at < mark <= now < due_at
