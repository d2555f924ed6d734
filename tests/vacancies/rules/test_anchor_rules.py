"""Level descriptions as they are typed, one a line."""

from decimal import Decimal

import pytest

from vacancies.rules.anchors import AnchorFact, AnchorsRefused, outside_scale, read_anchors, written_anchors

TEXT = """
81-100: Menguasai seluruh materi
0 sampai 60. Belum menguasai

60,5 – 80,99: Menguasai sebagian besar materi"""


def test_lines_become_levels_lowest_first():
    assert read_anchors(TEXT) == [
        AnchorFact(Decimal(0), Decimal(60), "Belum menguasai"),
        AnchorFact(Decimal("60.5"), Decimal("80.99"), "Menguasai sebagian besar materi"),
        AnchorFact(Decimal(81), Decimal(100), "Menguasai seluruh materi"),
    ]


def test_stored_levels_read_as_they_would_be_typed():
    rows = [anchor.as_json() for anchor in read_anchors(TEXT)]
    assert rows[1] == {"from": "60.5", "to": "80.99", "text": "Menguasai sebagian besar materi"}
    assert read_anchors(written_anchors(rows)) == read_anchors(TEXT)
    assert written_anchors(rows).splitlines()[0] == "0-60: Belum menguasai"


def test_a_scale_below_zero_can_be_described():
    assert read_anchors("-5--1: Kurang") == [AnchorFact(Decimal(-5), Decimal(-1), "Kurang")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("baik sekali", "Baris 1 tidak terbaca"),
        ("\n80-100", "Baris 2 tidak terbaca"),
        ("100-81: Baik", "Baris 1: batas atas lebih kecil"),
        (f"0-1: {'x' * 301}", "Baris 1 lebih panjang dari 300 huruf"),
        ("0-60: Kurang\n60-100: Baik", "Tingkat 0-60 dan 60-100 bertumpang tindih."),
    ],
)
def test_lines_that_cannot_be_kept(text, reason):
    with pytest.raises(AnchorsRefused) as caught:
        read_anchors(text)
    assert reason in caught.value.reason


@pytest.mark.parametrize(("text", "is_outside"), [("0-5: A", False), ("0-6: A", True), ("-1-2: A", True)])
def test_levels_stay_inside_the_scale(text, is_outside):
    sentence = outside_scale(read_anchors(text), Decimal(0), Decimal(5))
    assert (sentence is not None) is is_outside
    assert sentence is None or sentence.endswith("di luar skala 0 sampai 5.")
