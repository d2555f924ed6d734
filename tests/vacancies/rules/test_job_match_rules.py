"""Job person match: no surplus in one competency makes up for a lack in another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.job_match import JobMatch, LevelFact, job_match


def levels(standards: str, achieved: str) -> list[LevelFact]:
    """Two rows of numbers: "4 4 4", "3 4 5"; a dash is an assessment that is still missing."""
    pairs = zip(standards.split(), achieved.split(), strict=True)
    return [
        LevelFact(f"M{place:02d}", int(standard), None if found == "-" else Decimal(found))
        for place, (standard, found) in enumerate(pairs, start=1)
    ]


# standard levels, achieved levels, percent, band
CASES = [
    ("4 4 4 4 4 4 4 4 4 4", "4 4 4 4 4 4 4 4 4 4", "100.00", "MS"),
    ("4 4 4 4 4 4 4 4 4 4", "3 3 3 3 3 3 3 3 4 4", "80.00", "MS"),
    ("4 4 4 4 4 4 4 4 4 4", "3 3 3 3 3 3 3 3 3 4", "77.50", "MMS"),
    # 5 instead of 4 adds nothing to the 3 beside it.
    ("4 4", "5 3", "87.50", "MS"),
    ("5 5 5 5 5", "4 4 4 3 2", "68.00", "MMS"),
    ("5 5 5 5 5", "4 4 4 3 1.99", "67.96", "KMS"),
    ("3 3 3", "2 2 2", "66.67", "KMS"),
    ("1", "0", "0.00", "KMS"),
    ("5 5 5", "4 4 3.9999", "80.00", "MS"),
]


@pytest.mark.parametrize(("standards", "achieved", "percent", "band"), CASES)
def test_match_and_its_band(standards, achieved, percent, band):
    found = job_match(levels(standards, achieved))
    assert (str(found.percent), found.band) == (percent, band)


def test_bands_have_words():
    assert job_match(levels("4", "3")) == JobMatch(Decimal("75.00"), "MMS", "Masih memenuhi syarat")


@pytest.mark.parametrize("found", [[], levels("4 4", "4 -")])
def test_no_number_without_a_full_assessment(found):
    assert job_match(found) is None


@pytest.mark.parametrize("found", [levels("6", "5"), levels("0", "0"), levels("4", "-1")])
def test_levels_that_cannot_be(found):
    with pytest.raises(ValueError, match="levels run"):
        job_match(found)


LEVELS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=12)


@given(LEVELS)
def test_match_knows_no_order_and_stays_within_a_hundred(pairs):
    facts = [LevelFact(str(place), standard, Decimal(found)) for place, (standard, found) in enumerate(pairs)]
    assert job_match(facts) == job_match(facts[::-1])
    assert 0 <= job_match(facts).percent <= 100


@given(LEVELS)
def test_a_better_level_never_lowers_the_match(pairs):
    facts = [LevelFact(str(place), standard, Decimal(found)) for place, (standard, found) in enumerate(pairs)]
    better = [LevelFact(fact.code, fact.standard, fact.achieved + 1) for fact in facts]
    assert job_match(better).percent >= job_match(facts).percent
