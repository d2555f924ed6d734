"""Working days of approval steps: weekends and holidays do not count, and the clock only ever marks as late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.clock import day_number, due_on, is_late

HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        (date(2026, 12, 7), 3, date(2026, 12, 10)),
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),
    ],
    ids=["within a week", "over a weekend", "opened on Saturday", "over Christmas", "over two holidays"],
)
def test_due_day_skips_weekends_and_holidays(opened, days, due):
    assert due_on(opened, days, HOLIDAYS) == due
    assert day_number(opened, due, HOLIDAYS) == days
    assert not is_late(due, due)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 40))
def test_due_day_is_a_working_day_and_its_number_is_the_limit(opened, days):
    due = due_on(opened, days, HOLIDAYS)
    assert due.weekday() < 5
    assert due not in HOLIDAYS
    assert day_number(opened, due, HOLIDAYS) == days
    assert day_number(opened, opened, HOLIDAYS) == 0


def test_day_after_the_due_day_is_late_and_no_days_is_nonsense():
    assert is_late(date(2026, 12, 10), date(2026, 12, 11))
    assert not is_late(None, date(2026, 12, 11))
    with pytest.raises(ValueError, match="at least one"):
        due_on(date(2026, 12, 7), 0, HOLIDAYS)
