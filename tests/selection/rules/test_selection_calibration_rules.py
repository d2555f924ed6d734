"""Spread, severity, agreement and marks, in tables somebody can check by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.calibration import Given, agreements, outliers, scaled, spreads

D = Decimal


def scores(table: dict[str, dict[str, int]], component: str = "INTERVIEW") -> list[Given]:
    """{scorer: {candidate: points}} as rows."""
    return [Given(who, key, component, Fraction(points)) for who, row in table.items() for key, points in row.items()]


PANEL = scores(
    {
        "Ani": {"001": 70, "002": 80},
        "Budi": {"001": 72, "002": 82},
        "Citra": {"001": 95, "002": 60},
    }
)


def test_spread_and_severity_of_each_scorer():
    # Panel means: 001 -> 79, 002 -> 74.
    ani, budi, citra = spreads(PANEL)
    assert (ani.scorer, ani.count, ani.mean, ani.deviation, ani.lowest, ani.highest) == ("Ani", 2, D("75.00"), D("7.07"), 70, 80)
    assert ani.severity == D("-1.50")
    assert budi.severity == D("0.50")
    assert (citra.severity, citra.deviation) == (D("1.00"), D("24.75"))
    assert [line.is_marked for line in (ani, budi, citra)] == [False, False, False]


def test_a_scorer_far_below_the_panel_is_marked_as_strict():
    lines = spreads(scores({"Ani": {"001": 60}, "Budi": {"001": 80}, "Citra": {"001": 82}}))
    assert [(line.severity, line.is_marked) for line in lines] == [(D("-14.00"), True), (D("6.00"), False), (D("8.00"), True)]


def test_one_score_has_no_deviation_and_a_lone_scorer_no_severity():
    (line,) = spreads(scores({"Ani": {"001": 60}}))
    assert (line.deviation, line.severity, line.is_marked) == (None, None, False)
    (both,) = agreements(scores({"Ani": {"001": 60}}))
    assert (both.mean, both.deviation) == (D("60.00"), None)


def test_agreement_on_each_person():
    one, two = agreements(PANEL)
    assert (one.candidate, one.mean, one.deviation, one.lowest, one.highest) == ("001", D("79.00"), D("13.89"), 70, 95)
    assert (two.candidate, two.mean) == ("002", D("74.00"))


@pytest.mark.parametrize(
    ("points", "marked"),
    [
        ((70, 72, 95), {2}),  # 95 lies 24 from the median of 70 and 72
        ((70, 72, 86), set()),  # exactly 15 is still inside
        ((70, 72, 87), {2}),
        ((50, 90), set()),  # with one other nobody can say who stands out
        ((50, 70, 90), {0, 2}),
        ((80, 80, 80, 80, 40), {4}),
    ],
)
def test_marks(points, marked):
    rows = [Given(str(place), "001", "PAPER", Fraction(value)) for place, value in enumerate(points)]
    assert {int(scorer) for scorer, _, _ in outliers(rows)} == marked


def test_scores_of_other_scales_compare():
    assert scaled(D("3"), D("1"), D("5")) == 50
    assert scaled(D("85.5"), D("0"), D("100")) == Fraction(171, 2)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 100)), max_size=20, unique_by=lambda row: row[:2]))
def test_the_order_of_scores_changes_nothing(rows):
    given_rows = [Given(f"m{m}", f"c{c}", "TRACK", Fraction(points)) for m, c, points in rows]
    backwards = list(reversed(given_rows))
    assert outliers(given_rows) == outliers(backwards)
    assert set(spreads(given_rows)) == set(spreads(backwards))
    assert set(agreements(given_rows)) == set(agreements(backwards))


@given(st.lists(st.integers(0, 100), min_size=2, max_size=7), st.integers(-20, 20))
def test_severities_of_one_person_cancel_out_and_a_shift_moves_no_mark(points, shift):
    rows = [Given(f"m{place}", "001", "TRACK", Fraction(value)) for place, value in enumerate(points)]
    severities = [line.severity for line in spreads(rows)]
    assert abs(sum(severities)) <= D("0.005") * len(points)
    moved = [Given(row.scorer, row.candidate, row.component, row.points + shift) for row in rows]
    assert outliers(moved) == outliers(rows)
