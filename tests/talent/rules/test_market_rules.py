"""Numbers of the market test: rounded, with their error, and never small enough to point at one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.rules.certainty import counted, rough
from talent.rules.market import Judged, Meeting, is_scarce, losses, meeting

FITS, AGE, GRADE, BOTH = Judged(frozenset()), Judged(frozenset({0})), Judged(frozenset({1})), Judged(frozenset({0, 1}))


@pytest.mark.parametrize(
    ("fitting", "number", "few"),
    [(0, 0, True), (9, 0, True), (10, 10, False), (14, 10, False), (15, 20, False), (126, 130, False)],
)
def test_all_judged_is_rounded_to_tens_and_below_ten_is_not_said(fitting, number, few):
    result = meeting(200, [FITS] * fitting + [GRADE] * (200 - fitting), is_exact=True)
    assert result == Meeting(number, number, number, True)
    assert result.is_few is few


def test_a_sample_gives_an_interval_around_the_estimate():
    result = meeting(100_000, [FITS] * 90 + [GRADE] * 810, is_exact=False)
    assert result.number == 10_000
    assert (result.low, result.high) == (8_040, 11_960)
    assert not result.is_exact


def test_a_sample_without_anybody_still_has_an_upper_end():
    result = meeting(100_000, [GRADE] * 900, is_exact=False)
    assert (result.number, result.low) == (0, 0)
    assert result.high > 100
    assert not result.is_few


@given(st.integers(0, 400), st.integers(1, 5_000_000))
def test_estimate_lies_inside_its_interval(fitting, candidates):
    result = meeting(candidates, [FITS] * fitting + [GRADE] * (400 - fitting), is_exact=False)
    assert result.low <= result.number <= result.high
    assert all(number % 10 == 0 for number in (result.low, result.number, result.high))


def test_losses_are_each_rules_own_share_the_largest_first():
    found = losses(
        ["Usia", "Golongan", "Pendidikan"], [FITS, AGE, BOTH, GRADE, GRADE, GRADE, FITS, FITS, FITS, FITS], is_exact=True
    )
    assert [(loss.label, loss.percent, loss.error) for loss in found] == [("Golongan", 40, 0), ("Usia", 20, 0)]
    sampled = losses(["Usia", "Golongan"], [FITS] * 300 + [GRADE] * 300, is_exact=False)
    assert [(loss.label, loss.percent, loss.error) for loss in sampled] == [("Golongan", 50, 4)]


@pytest.mark.parametrize(("number", "seats", "scarce"), [(0, 1, True), (10, 1, False), (10, 4, True), (20, 4, False)])
def test_fewer_than_a_shortlist_is_scarce(number, seats, scarce):
    assert is_scarce(Meeting(number, number, number, True), seats) is scarce


def test_no_sample_no_numbers():
    assert meeting(0, [], is_exact=True) == Meeting(0, 0, 0, True)
    assert losses(["Usia"], [], is_exact=True) == []


@pytest.mark.parametrize(
    ("number", "options", "words"),
    [
        (87, {"is_exact": True}, ("87", "tepat")),
        (12_345, {"is_exact": True}, ("12.345", "tepat")),
        (1_000, {"is_exact": True, "is_capped": True}, ("1.000+", "hitungan berhenti di angka ini")),
        (12_345, {"is_exact": False}, ("12.000", "kira-kira")),
    ],
)
def test_counts_say_how_sure_they_are(number, options, words):
    found = counted(number, **options)
    assert (found.number, found.certainty) == words


@given(st.integers(0, 10_000_000))
def test_rough_numbers_keep_two_digits_and_stay_close(number):
    found = rough(number)
    assert abs(found - number) * 20 <= max(number, 1)
    assert len(str(found).rstrip("0")) <= 2
