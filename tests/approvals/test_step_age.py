"""The age of a step in working days, by the calendar of the agency and not of the server."""

from datetime import UTC, date, datetime

import pytest

from accounts.enums import Zone
from accounts.models import Agency
from approvals.models import ApprovalStep
from approvals.pages import age_words, due_tone

# Monday 7 December 2026: 01.30 in Jayapura is still Sunday in London and in Jakarta.
OPENED = datetime(2026, 12, 6, 16, 30, tzinfo=UTC)
STEP = ApprovalStep(opened_at=OPENED, working_days=3, due_on=date(2026, 12, 10))


@pytest.mark.parametrize(
    ("now", "age", "due"),
    [
        (OPENED, "hari ke-1 dari 3", "tenggat"),
        (datetime(2026, 12, 8, 16, 0, tzinfo=UTC), "hari ke-2 dari 3", "tenggat"),
        (datetime(2026, 12, 10, 14, 59, tzinfo=UTC), "hari ke-3 dari 3", "jatuh tempo hari ini"),
        (datetime(2026, 12, 10, 15, 0, tzinfo=UTC), "hari ke-4 dari 3", "lewat tenggat"),
    ],
    ids=["the moment of opening", "second day in Papua", "last minute on time", "midnight in Jayapura"],
)
def test_age_and_due_day_change_at_midnight_of_the_agency(now, age, due):
    agency = Agency(zone=Zone.WIT)
    assert age_words(STEP, agency, now) == age
    assert due_tone(STEP, agency, now)[1].startswith(due)
