"""Weights of the components against the bands that are usually quoted: a warning for planner and approvers, never a refusal.

Source: docs/domain.md 8.6 and docs/product.md section 1. The two documents quote two sets of figures without saying which
level each belongs to, and neither is verified against the regulation's annex; docs/decisions tells how they were divided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.indonesian import number_words
from vacancies.rules.rule_pack import LEVELS, WeightFact


@dataclass(frozen=True)
class WeightBand:
    """What is usually given to one part of the assessment.

    Args:
        label: the part in a sentence. codes: components whose weights count together. low, high: percent, both included.
    """

    label: str
    codes: tuple[str, ...]
    low: Decimal
    high: Decimal


_TRACK = WeightBand("rekam jejak", ("TRACK",), Decimal(15), Decimal(20))
_ASSESS = WeightBand("asesmen kompetensi", ("ASSESS",), Decimal(20), Decimal(25))
_SENIOR = (
    _TRACK,
    _ASSESS,
    WeightBand("kompetensi bidang (makalah dan tes teknis)", ("PAPER", "CAT"), Decimal(30), Decimal(35)),
    WeightBand("wawancara", ("INTERVIEW",), Decimal(30), Decimal(40)),
)
WEIGHT_BANDS = {
    "UTAMA": _SENIOR,
    "MADYA": _SENIOR,
    "PRATAMA": (
        _TRACK,
        _ASSESS,
        WeightBand("makalah", ("PAPER",), Decimal(15), Decimal(20)),
        WeightBand("wawancara", ("INTERVIEW",), Decimal(30), Decimal(35)),
    ),
}


def weight_warnings(level: str, weights: Sequence[WeightFact]) -> list[str]:
    """Indonesian sentences on weights outside the usual bands of this level, [] when all are inside or the level is unknown."""
    given = {line.component: line.weight for line in weights if line.is_weighted}
    warnings = []
    for band in WEIGHT_BANDS.get(level, ()):
        total = sum((given.get(code, Decimal(0)) for code in band.codes), Decimal(0))
        if not band.low <= total <= band.high:
            warnings.append(
                f"Bobot {band.label} {number_words(total.normalize())} persen; untuk {LEVELS[level]} lazimnya "
                f"{band.low} sampai {band.high} persen."
            )
    return warnings
