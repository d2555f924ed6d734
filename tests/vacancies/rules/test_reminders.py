"""When reminders are due, as cases an officer can read."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.reminders import DRAFT_REMINDER_DAYS, is_reminded, needs_request_reminder, passed_mark

CLOSES = datetime(2026, 12, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "mark"),
    [
        (timedelta(days=8), None),
        (timedelta(days=7) + SECOND, None),
        (timedelta(days=7), 7),
        (timedelta(days=4), 7),
        (timedelta(days=3), 3),
        (timedelta(days=1) + SECOND, 3),
        (timedelta(days=1), 1),
        (SECOND, 1),
        (timedelta(0), None),
        (-SECOND, None),
    ],
)
def test_mark_by_time_left(left, mark):
    assert passed_mark(CLOSES, CLOSES - left) == mark


@pytest.mark.parametrize(
    ("begun", "days", "is_due"), [(10, 7, True), (7, 7, False), (5, 7, False), (5, 3, True), (0.5, 1, False)]
)
def test_a_draft_begun_after_the_mark_is_not_nagged_about_it(begun, days, is_due):
    assert is_reminded(CLOSES - timedelta(days=begun), CLOSES, days) is is_due


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)), min_size=1, max_size=60))
def test_however_sweeps_come_each_mark_is_told_at_most_once_and_in_order(lefts):
    told = []
    for left in sorted(lefts, reverse=True):
        mark = passed_mark(CLOSES, CLOSES - left)
        if mark is not None and mark not in told:
            told.append(mark)
    assert told == sorted(told, reverse=True)
    assert set(told) <= set(DRAFT_REMINDER_DAYS)


@pytest.mark.parametrize(
    ("asked_before", "left", "is_due"),
    [(72, 25, False), (72, 24, True), (72, 1, True), (72, 0, False), (20, 5, False)],
)
def test_request_reminder_by_hours(asked_before, left, is_due):
    hours = lambda number: timedelta(hours=number)  # noqa: E731 - a unit, not a function
    assert needs_request_reminder(CLOSES - hours(asked_before), CLOSES, CLOSES - hours(left)) is is_due
