"""The clock of article 46: told before 72 hours have passed is in time, at 72 hours and after is late."""

from datetime import UTC, datetime, timedelta

import pytest

from privacy.rules.notice_clock import due_at, notice_clock

FOUND = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "tone", "words", "is_late"),
    [
        (timedelta(0), "info", "Sisa 72 jam 0 menit dari 3 × 24 jam", False),
        (timedelta(hours=31), "info", "Sisa 41 jam 0 menit dari 3 × 24 jam", False),
        (timedelta(hours=48), "wait", "Sisa 24 jam 0 menit dari 3 × 24 jam", False),
        (timedelta(hours=71, minutes=59), "wait", "Sisa 0 jam 1 menit dari 3 × 24 jam", False),
        (timedelta(hours=72), "stop", "Lewat 0 jam 0 menit dari 3 × 24 jam", True),
        (timedelta(hours=72, minutes=1), "stop", "Lewat 0 jam 1 menit dari 3 × 24 jam", True),
    ],
)
def test_what_the_page_says_while_the_letters_wait(after, tone, words, is_late):
    at = notice_clock(found_at=FOUND, told_at=None, now=FOUND + after)
    assert (at.tone, at.words, at.is_late) == (tone, words, is_late)


@pytest.mark.parametrize(("hours", "minutes", "is_late"), [(71, 59, False), (72, 0, True), (72, 1, True)])
def test_what_it_says_once_they_have_left(hours, minutes, is_late):
    at = notice_clock(found_at=FOUND, told_at=FOUND + timedelta(hours=hours, minutes=minutes), now=FOUND + timedelta(days=30))
    assert at.is_late is is_late
    assert at.words == f"Surat dilepas {hours} jam {minutes} menit sesudah diketahui"


def test_due_is_three_days_later():
    assert due_at(FOUND) == FOUND + timedelta(days=3)
