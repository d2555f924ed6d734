"""When an invited person who has not answered is reminded: 7 and 3 days before closing, never more than twice in all."""

from datetime import datetime, timedelta

REMINDER_DAYS = (7, 3)
MOST = 2
FURTHEST = timedelta(days=max(REMINDER_DAYS))
# Whoever was invited or reminded a moment ago knows already.
QUIET = timedelta(days=2)


def reminder_mark(
    *, sent_at: datetime, closes_at: datetime, now: datetime, reminders: int, reminded_at: datetime | None
) -> int | None:
    """Days of the reminder that is due now, or None.

    Only the last mark counts, so a sweep that comes late sends one reminder and not two. An extension moves the marks but
    gives no third reminder.

    Args:
        sent_at: when the invitation left; closes_at: first instant that no longer counts; now: the portal's time (all aware).
        reminders: how many were sent already; reminded_at: when the last one was, None before the first.
    """
    if reminders >= MOST or now >= closes_at:
        return None
    days = next((each for each in sorted(REMINDER_DAYS) if now >= closes_at - timedelta(days=each)), None)
    if days is None:
        return None
    mark = closes_at - timedelta(days=days)
    last = reminded_at or sent_at
    return days if last < mark and now - last >= QUIET else None
