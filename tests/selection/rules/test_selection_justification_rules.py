"""Which scores need a reason: everything outside the middle of the scale, or in the lowest and highest level."""

from decimal import Decimal

import pytest

from selection.rules.justification import level_of, middle_of, needs_reason, read_levels

D = Decimal
FOUR = read_levels(
    [
        {"from": "81", "to": "100", "text": "Sangat baik"},
        {"from": "0", "to": "40", "text": "Kurang"},
        {"from": "41", "to": "60", "text": "Cukup"},
        {"from": "61", "to": "80", "text": "Baik"},
    ]
)
TWO = read_levels([{"from": "0", "to": "50", "text": "Kurang"}, {"from": "51", "to": "100", "text": "Baik"}])


@pytest.mark.parametrize(
    ("value", "low", "high", "levels", "needed"),
    [
        ("49.99", 0, 100, (), True),
        ("50", 0, 100, (), False),
        ("90", 0, 100, (), False),
        ("90.01", 0, 100, (), True),
        ("2.9", 1, 5, (), True),  # 3 is the half of a scale from 1 to 5
        ("3", 1, 5, (), False),
        ("4.6", 1, 5, (), False),
        ("4.61", 1, 5, (), True),
        ("40", 0, 100, FOUR, True),
        ("40.5", 0, 100, FOUR, True),  # between two levels the lower one counts
        ("41", 0, 100, FOUR, False),
        ("80.5", 0, 100, FOUR, False),
        ("81", 0, 100, FOUR, True),
        ("45", 0, 100, TWO, True),  # two levels leave no middle, so the scale decides
        ("60", 0, 100, TWO, False),
    ],
)
def test_reason_is_needed(value, low, high, levels, needed):
    assert needs_reason(D(value), D(low), D(high), levels) is needed


def test_levels_are_read_in_order_and_found():
    assert [level.text for level in FOUR] == ["Kurang", "Cukup", "Baik", "Sangat baik"]
    assert level_of(D("60.5"), FOUR).text == "Cukup"
    assert level_of(D("-1"), FOUR) is None
    assert level_of(D("70"), ()) is None
    assert middle_of(D(0), D(100), FOUR) == (41, 80)
    assert middle_of(D(0), D(100), ()) == (50, 90)
