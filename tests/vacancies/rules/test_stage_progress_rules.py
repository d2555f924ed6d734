"""The calendar of a selection: which stage runs, which is late."""

from datetime import date

import pytest

from vacancies.rules.stage_progress import STAGE_PLACES, VACANCY_PLACES, StageFact, stage_progress


def calendar():
    """One stage a week in December, in process order."""
    codes = ["ANNOUNCEMENT", "VERIFICATION", "ASSESSMENT", "PAPER", "INTERVIEW", "RANKING"]
    return [StageFact(code, code.title(), date(2026, 12, 1 + 5 * i), date(2026, 12, 5 + 5 * i)) for i, code in enumerate(codes)]


def states(vacancy_state, day):
    return [progress.state for progress in stage_progress(calendar(), vacancy_state, date(2026, 12, day))]


@pytest.mark.parametrize(("vacancy_state", "day", "expected"), [
    ("OPEN", 3, ["now", "next", "next", "next", "next", "next"]),
    ("OPEN", 6, ["late", "next", "next", "next", "next", "next"]),
    ("VERIFICATION", 8, ["done", "now", "next", "next", "next", "next"]),
    ("VERIFICATION", 12, ["done", "late", "next", "next", "next", "next"]),
    ("SCORING", 12, ["done", "done", "now", "next", "next", "next"]),
    ("SCORING", 17, ["done", "done", "done", "now", "next", "next"]),
    ("SCORING", 26, ["done", "done", "done", "done", "late", "next"]),
    ("RANKED", 27, ["done", "done", "done", "done", "done", "now"]),
    ("ANNOUNCED", 30, ["done"] * 6),
    ("CANCELLED", 8, ["next"] * 6),
])  # fmt: skip
def test_table(vacancy_state, day, expected):
    assert states(vacancy_state, day) == expected


@pytest.mark.parametrize("vacancy_state", VACANCY_PLACES)
def test_order_of_rows_never_matters_and_something_always_runs(vacancy_state):
    day = date(2026, 12, 13)
    rows = stage_progress(calendar(), vacancy_state, day)
    assert rows == stage_progress(list(reversed(calendar())), vacancy_state, day)
    running = {progress.state for progress in rows} & {"now", "late"}
    assert bool(running) == (VACANCY_PLACES[vacancy_state] in {STAGE_PLACES[stage.code] for stage in calendar()})
