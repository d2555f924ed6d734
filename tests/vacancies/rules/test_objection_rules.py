"""Windows, clocks and refusals of objections, as tables an officer could read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vacancies.rules.objection import (
    APPLICANT_LABELS,
    LONGEST_TEXT,
    OFFICER_LABELS,
    FailedLine,
    FilingFacts,
    answer_due,
    answer_problem,
    filing_refusal,
    is_overdue,
    lines_problem,
    may_escalate,
    text_problem,
    window_end,
)
from vacancies.rules.publication import policy_rows
from vacancies.rules.rule_pack import RulePack

TICK = timedelta(microseconds=1)
CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 25)})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("announced", "holidays", "zone", "last_day_ends"),
    [
        pytest.param("2026-12-01T03:00", frozenset(), "WIB", "2026-12-04T17:00", id="Tuesday-to-Friday"),
        pytest.param("2026-12-04T03:00", frozenset(), "WIB", "2026-12-09T17:00", id="Friday-to-Wednesday"),
        pytest.param("2026-12-05T03:00", frozenset(), "WIB", "2026-12-09T17:00", id="Saturday-counts-from-Monday"),
        pytest.param("2026-12-22T03:00", CHRISTMAS, "WIB", "2026-12-29T17:00", id="over-Christmas"),
        pytest.param("2026-12-01T16:30", frozenset(), "WIB", "2026-12-04T17:00", id="half-an-hour-before-midnight-in-Jakarta"),
        pytest.param("2026-12-01T16:30", frozenset(), "WIT", "2026-12-07T15:00", id="already-Wednesday-in-Jayapura"),
    ],
)
def test_window_lasts_three_working_days_of_the_agency(announced, holidays, zone, last_day_ends):
    assert window_end(utc(announced), 3, holidays, zone) == utc(last_day_ends)


def test_answer_is_due_after_seven_calendar_days_and_late_from_the_instant_after():
    due = answer_due(utc("2026-12-01T03:00"), 7, "WIB")
    assert due == utc("2026-12-08T17:00")
    assert [is_overdue(due, due - TICK), is_overdue(due, due)] == [False, True]
    assert [may_escalate(due, due - TICK), may_escalate(due, due)] == [False, True]


UNTIL = utc("2026-12-04T17:00")


def facts(**changed) -> FilingFacts:
    usual = {
        "is_offered": True, "until": UNTIL, "application_state": "FAILED", "vacancy_state": "SCORING", "has_filed": False,
        "zone": "WIB",
    }  # fmt: skip
    return FilingFacts(**{**usual, **changed})


@pytest.mark.parametrize(
    ("changed", "now", "words"),
    [
        ({}, UNTIL - TICK, None),
        ({}, UNTIL, "Masa sanggah berakhir Jumat, 4 Desember 2026 pukul 23.59 WIB"),
        ({"is_offered": False}, UNTIL - TICK, "tidak membuka sanggahan"),
        ({"until": None}, UNTIL - TICK, "belum diumumkan"),
        ({"has_filed": True}, UNTIL - TICK, "hanya satu kali"),
        ({"application_state": "CANDIDATE"}, UNTIL - TICK, "tidak lolos administrasi"),
        ({"application_state": "WITHDRAWN"}, UNTIL - TICK, "tidak lolos administrasi"),
        ({"vacancy_state": "RANKED"}, UNTIL - TICK, "tidak berjalan lagi"),
        ({"vacancy_state": "CANCELLED"}, UNTIL - TICK, "tidak berjalan lagi"),
        # What is not announced is not told, whatever the state says already.
        ({"until": None, "application_state": "FAILED", "vacancy_state": "VERIFICATION"}, UNTIL - TICK, "belum diumumkan"),
        ({"until": None, "application_state": "PASSED", "vacancy_state": "VERIFICATION"}, UNTIL - TICK, "belum diumumkan"),
    ],
)
def test_when_an_objection_may_be_filed(changed, now, words):
    refusal = filing_refusal(facts(**changed), now)
    assert (refusal is None) == (words is None)
    assert (words or "") in (refusal or "")


DIPLOMA = FailedLine("DOC:IJAZAH", "Ijazah", "Dokumen tidak terbaca.")
AGE = FailedLine("RULE:7", "Usia paling tinggi 56 tahun", "Usia melewati batas.")
EXTRA = FailedLine("DOC:NPWP", "NPWP", "Dokumen tidak terbaca.", is_required=False)


@pytest.mark.parametrize(
    ("chosen", "failed", "words"),
    [
        (["DOC:IJAZAH"], [DIPLOMA], None),
        (["DOC:IJAZAH", "RULE:7"], [DIPLOMA, AGE], None),
        (["DOC:IJAZAH"], [DIPLOMA, EXTRA], None),
        ([], [DIPLOMA], "Pilih hal"),
        (["DOC:IJAZAH"], [DIPLOMA, AGE], "“Usia paling tinggi 56 tahun” belum Anda pilih"),
        (["DOC:NPWP"], [DIPLOMA, EXTRA], "“Ijazah” belum Anda pilih"),
        (["DOC:KTP"], [DIPLOMA], "berubah sejak halaman dibuka"),
    ],
)
def test_which_lines_can_be_disputed(chosen, failed, words):
    problem = lines_problem(chosen, failed)
    assert (problem is None) == (words is None)
    assert (words or "") in (problem or "")


@pytest.mark.parametrize("problem", [text_problem, answer_problem])
def test_words_have_a_shortest_and_a_longest_length_without_the_spaces_around(problem):
    assert problem("  " + "a" * 29 + "   ") is not None
    assert problem("a" * 30) is None
    assert problem("a" * LONGEST_TEXT + "  ") is None
    assert str(LONGEST_TEXT + 1) in problem("a" * (LONGEST_TEXT + 1))


def test_each_side_has_its_own_labels():
    assert (OFFICER_LABELS[""], APPLICANT_LABELS[""]) == ("Sanggahan berjalan", "Sanggahan diperiksa")
    assert all(OFFICER_LABELS[outcome] != APPLICANT_LABELS[outcome] for outcome in OFFICER_LABELS)


def test_plan_promises_objections_only_when_it_says_so_and_only_where_reasons_are_read():
    assert not any("Sanggahan" in label for label, _ in policy_rows(RulePack()))
    label, words = policy_rows(RulePack(takes_objections=True))[-1]
    assert label == "Sanggahan hasil administrasi"
    assert "3 hari kerja" in words
    assert "7 hari" in words
    with pytest.raises(ValueError, match="reasons"):
        RulePack(takes_objections=True, shows_administration="OUTCOME")
    with pytest.raises(ValueError, match="objection_working_days"):
        RulePack(objection_working_days=0)
    assert not RulePack.from_json({}).takes_objections
