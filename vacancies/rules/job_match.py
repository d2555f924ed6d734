"""Job person match: how far a person's assessed competency levels reach the standard of the post, in percent.

Source: docs/domain.md 11-17 (sum over competencies of the smaller of achieved and standard level, divided by the sum of the
standards; a surplus in one never makes up for a lack in another) and 8.4 (the three bands). A number for people to read, never
part of a total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# Lowest percentage of each band, best first; a rule that may change, so data.
BANDS = (
    (Decimal(80), "MS", "Memenuhi syarat"),
    (Decimal(68), "MMS", "Masih memenuhi syarat"),
    (Decimal(0), "KMS", "Kurang memenuhi syarat"),
)
LOW_BAND = "KMS"


@dataclass(frozen=True)
class LevelFact:
    """One competency: standard level of the post (1 to 5) and the level the assessment found, None while unknown."""

    code: str
    standard: int
    achieved: Decimal | None


@dataclass(frozen=True)
class JobMatch:
    """`percent` with two decimals, 0 to 100; `band` is MS, MMS or KMS; `words` says the band in Indonesian."""

    percent: Decimal
    band: str
    words: str


def job_match(levels: Sequence[LevelFact]) -> JobMatch | None:
    """The match of one person; None when there is no standard, or an assessed level is still missing.

    The percentage is rounded half up to two decimals before the band is chosen, so that the number people read and the word
    beside it never contradict each other.

    Raises:
        ValueError: a standard outside 1 to 5, or a negative achieved level.
    """
    known = [(level.standard, level.achieved) for level in levels if level.achieved is not None]
    if not known or len(known) < len(levels):
        return None
    if any(not 1 <= standard <= 5 or achieved < 0 for standard, achieved in known):
        raise ValueError("levels run from 1 to 5, an achieved one starts at 0")
    reached = sum((min(Fraction(achieved), Fraction(standard)) for standard, achieved in known), Fraction(0))
    share = reached / sum(standard for standard, _ in known) * 100
    percent = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    _, band, words = next(row for row in BANDS if percent >= row[0])
    return JobMatch(percent, band, words)
