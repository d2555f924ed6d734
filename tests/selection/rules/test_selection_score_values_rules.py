"""Typed and imported scores: what is read, what is refused, and how a score is written back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.score_values import ScoreRefused, read_pass_or_fail, read_score, written

D = Decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("87,5", "87.5"),
        ("87.50", "87.5"),
        (" 87 ", "87"),
        ("-3,25", "-3.25"),
        ("+4", "4"),
        ("87,500", "87.5"),
        ("1\u00a00", "10"),
    ],
)
def test_a_score_is_read_with_comma_or_point(text, value):
    assert read_score(text, D(-10), D(100)) == D(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("delapan", "bukan angka"),
        ("", "bukan angka"),
        ("1.000,5", "bukan angka"),
        ("=A1", "bukan angka"),
        ("87,555", "lebih dari 2 angka di belakang koma"),
        ("100,01", "harus antara -10 dan 100"),
        ("-10,5", "harus antara -10 dan 100"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text, sentence):
    with pytest.raises(ScoreRefused) as refused:
        read_score(text, D(-10), D(100))
    assert sentence in refused.value.reason


@pytest.mark.parametrize(
    ("text", "scale_max", "value"),
    [("87.500", 100, "87.5"), ("1.000", 500, "1"), ("1000", 1000, "1000"), ("1,000", 1000, "1"), ("1000.50", 2000, "1000.5")],
)
def test_a_point_before_three_digits_parts_decimals_where_the_scale_ends_below_a_thousand(text, scale_max, value):
    assert read_score(text, D(0), D(scale_max)) == D(value)


def test_a_point_that_may_part_thousands_is_refused():
    with pytest.raises(ScoreRefused) as refused:
        read_score("1.000", D(0), D(1000))
    assert refused.value.reason == "“1.000” dapat berarti 1000 atau 1. Tulis tanpa titik."


@given(st.decimals(D(0), D(1000), places=2))
def test_a_written_score_reads_back_as_itself(value):
    assert read_score(written(value), D(0), D(1000)) == value


@pytest.mark.parametrize(("value", "text"), [("87.50", "87,5"), ("100", "100"), ("0.00", "0"), ("1200.25", "1200,25")])
def test_a_score_is_written_without_needless_zeros(value, text):
    assert written(D(value)) == text


@pytest.mark.parametrize(("text", "value"), [("Memenuhi", 1), (" lulus ", 1), ("1", 1), ("TIDAK  memenuhi", 0), ("0", 0)])
def test_a_health_result_is_passed_or_failed(text, value):
    assert read_pass_or_fail(text) == value


@pytest.mark.parametrize("text", ["0,5", "mungkin", ""])
def test_nothing_between_passed_and_failed(text):
    with pytest.raises(ScoreRefused, match="Tulis memenuhi atau tidak memenuhi"):
        read_pass_or_fail(text)
