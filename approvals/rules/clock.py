"""Working days of approval steps. The clock reminds and marks as late; it never decides (product.md decision 6).

Working days leave out Saturday, Sunday and the table of holidays (docs/domain.md 11-34).
"""

from datetime import date, datetime, timedelta

SATURDAY = 5
# People are reminded when the office opens, not at midnight.
OFFICE_OPENS = timedelta(hours=7)
LAST_DAY, LATE = "LAST_DAY", "LATE"


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """True from Monday to Friday unless the day is a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def due_on(opened_on: date, working_days: int, holidays: frozenset[date]) -> date:
    """The last day on time: the day of opening does not count, the next working day is day 1.

    Raises:
        ValueError: fewer than one working day.
    """
    if working_days < 1:
        raise ValueError("a step has at least one working day")
    day = opened_on
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day


def day_number(opened_on: date, today: date, holidays: frozenset[date]) -> int:
    """How many working days have begun since the day of opening (0 on that day itself, or before it)."""
    days = (today - opened_on).days
    return sum(is_working_day(opened_on + timedelta(days=step), holidays) for step in range(1, days + 1))


def working_days_between(after: date, until: date, holidays: frozenset[date]) -> int:
    """Working days after one day up to and with another; 0 when the second is not later."""
    return day_number(after, until, holidays)


def elapsed_days(*, working_days: int, due: date, paused_until: date | None, today: date, holidays: frozenset[date]) -> int:
    """How many of its working days a step has used: the 4 in "hari ke-4 dari 10". More than `working_days` once it is late.

    Counted back from the due day, so that it agrees with it after a pause moved it.

    Args:
        paused_until: last day on which the clock stands still at most, None when it runs; the days left begin after it.
    """
    if paused_until is not None and is_paused(paused_until, today):
        return working_days - working_days_between(paused_until, due, holidays)
    if today <= due:
        return working_days - working_days_between(today, due, holidays)
    return working_days + working_days_between(due, today, holidays)


def is_paused(paused_until: date | None, today: date) -> bool:
    """Whether the clock stands still today; after the last day it runs again by itself."""
    return paused_until is not None and today <= paused_until


def is_late(due: date | None, today: date) -> bool:
    """True from the day after the due day; a step that was never opened has none and is never late."""
    return due is not None and today > due


def reminder_mark(due: date | None, local: datetime) -> str | None:
    """Which reminder of a step has come due: LAST_DAY from 07.00 of the due day, LATE from 07.00 of the next, None before.

    Args:
        due: the last day on time, None when the step was never opened; local: now on the agency's own clock.
    """
    today = (local - OFFICE_OPENS).date()
    if due is None or today < due:
        return None
    return LAST_DAY if today == due else LATE
