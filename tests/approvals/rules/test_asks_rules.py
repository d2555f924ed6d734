"""Documents asked for: the clock stands still, at most until the last day for the answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.asks import ask_refusal, due_after_answer, due_while_asked
from approvals.rules.chain import Stage
from approvals.rules.clock import day_number, due_on, elapsed_days, working_days_between

OFF = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        ({"stage": Stage.REVIEW}, "tahap rekomendasi"),
        ({"stage": Stage.DETERMINATION}, "tahap rekomendasi"),
        ({"is_waiting": True}, "belum dijawab"),
        ({"text": "  "}, "Tulis dokumen"),
        ({"working_days": 0}, "1 sampai 20"),
        ({"working_days": 21}, "1 sampai 20"),
    ],
)
def test_what_may_be_asked(changes, words):
    reason = ask_refusal(**{"stage": Stage.ADVICE, "is_waiting": False, "text": "Notula", "working_days": 3, **changes})
    assert reason is None if words is None else words in reason


opened_days = st.dates(date(2026, 11, 1), date(2027, 1, 31))


@given(opened_days, st.integers(1, 20), st.integers(0, 19), st.integers(1, 20), st.integers(0, 40))
def test_an_answer_gives_back_the_days_that_were_left(opened, working, used, answer_days, wait):
    due = due_on(opened, working, OFF)
    asked = opened + timedelta(days=used)
    left = working_days_between(asked, due, OFF)
    if not left:
        return
    answer_by = due_on(asked, answer_days, OFF)
    answered = asked + timedelta(days=wait)
    new_due = due_after_answer(answered, answer_by, left, OFF)
    assert new_due >= due or answered < asked
    assert new_due <= due_while_asked(answer_by, left, OFF)
    counted_from = min(answered, answer_by)
    assert elapsed_days(working_days=working, due=new_due, paused_until=None, today=counted_from, holidays=OFF) == working - left


@given(opened_days, st.integers(1, 20), st.integers(0, 60))
def test_without_a_pause_the_count_from_the_due_day_is_the_count_from_the_opening(opened, working, passed):
    due, today = due_on(opened, working, OFF), opened + timedelta(days=passed)
    assert elapsed_days(working_days=working, due=due, paused_until=None, today=today, holidays=OFF) == day_number(
        opened, today, OFF
    )


@given(opened_days, st.integers(2, 20), st.integers(1, 10), st.integers(0, 30))
def test_the_count_stands_still_while_it_is_paused(opened, working, answer_days, passed):
    answer_by = due_on(opened, answer_days, OFF)
    due = due_while_asked(answer_by, working, OFF)
    today = opened + timedelta(days=passed)
    number = elapsed_days(working_days=working, due=due, paused_until=answer_by, today=today, holidays=OFF)
    assert number == (0 if today <= answer_by else day_number(answer_by, today, OFF))
