"""Weights against the usual bands: they warn, level by level, and never refuse."""

from decimal import Decimal

import pytest

from vacancies.rules.rule_pack import LEVELS, WeightFact, default_weights
from vacancies.rules.weights import weight_warnings


def weights(**given: int) -> list[WeightFact]:
    return [WeightFact(code, Decimal(weight)) for code, weight in given.items()]


# level, weights, sentences
CASES = [
    ("PRATAMA", weights(TRACK=20, ASSESS=25, PAPER=20, INTERVIEW=35), []),
    ("PRATAMA", weights(TRACK=15, ASSESS=25, PAPER=20, INTERVIEW=40),
     ["Bobot wawancara 40 persen; untuk JPT Pratama lazimnya 30 sampai 35 persen."]),
    ("MADYA", weights(TRACK=15, ASSESS=20, PAPER=25, INTERVIEW=40),
     ["Bobot kompetensi bidang (makalah dan tes teknis) 25 persen; untuk JPT Madya lazimnya 30 sampai 35 persen."]),
    # Paper and computer test together are the field of the post.
    ("UTAMA", weights(TRACK=15, ASSESS=20, PAPER=20, CAT=15, INTERVIEW=30), []),
    ("PRATAMA", weights(TRACK=10, ASSESS=20, PAPER=20, INTERVIEW=35, CAT=15),
     ["Bobot rekam jejak 10 persen; untuk JPT Pratama lazimnya 15 sampai 20 persen."]),
    ("PRATAMA", weights(ASSESS=25, PAPER=20, INTERVIEW=35, CAT=20),
     ["Bobot rekam jejak 0 persen; untuk JPT Pratama lazimnya 15 sampai 20 persen."]),
    ("", weights(INTERVIEW=100), []),
]  # fmt: skip


@pytest.mark.parametrize(("level", "given", "sentences"), CASES)
def test_weights_outside_the_usual_bands_are_named(level, given, sentences):
    assert weight_warnings(level, given) == sentences


@pytest.mark.parametrize("level", list(LEVELS))
def test_defaults_of_every_level_are_inside_the_bands(level):
    assert weight_warnings(level, default_weights(level)) == []


def test_informative_parts_do_not_count():
    shown = WeightFact("INTERVIEW", Decimal(35), is_informative=True)
    (sentence,) = weight_warnings("PRATAMA", [*weights(TRACK=20, ASSESS=25, PAPER=20), shown])
    assert "wawancara 0 persen" in sentence
