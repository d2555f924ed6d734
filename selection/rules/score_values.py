"""Reading one typed or imported score: comma or point, two decimals at most, inside its scale.

Source: docs/domain.md 11-14 (scores with two decimals, raw values kept as decimals, never floats).
"""

import re
from decimal import Decimal

PLACES = 2
# On a scale that reaches so far, a point before three digits may part thousands.
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_SHAPE = re.compile(r"[+-]?\d{1,6}(?:[.,]\d+)?")


class ScoreRefused(Exception):
    """The text is no score of this scale; `reason` is an Indonesian sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def read_score(text: str, scale_min: Decimal, scale_max: Decimal) -> Decimal:
    """The score a person meant: "87,5", "87.5" and "87" are read, "1.000,5" and "delapan" are not.

    Args:
        text: as typed or as found in a cell. scale_min, scale_max: lowest and highest score, raw units.

    Raises:
        ScoreRefused: no number, one of two readings, more than two decimals, or outside the scale.
    """
    plain = text.strip().replace("\u00a0", "")
    if not _SHAPE.fullmatch(plain):
        raise ScoreRefused(f"“{text.strip()[:20]}” bukan angka. Tulis seperti 87,5.")
    value = Decimal(plain.replace(",", "."))
    whole = plain.replace(".", "")
    if _THOUSANDS.fullmatch(plain) and Decimal(whole) <= scale_max:
        raise ScoreRefused(f"“{plain}” dapat berarti {whole} atau {written(value)}. Tulis tanpa titik.")
    if value != value.quantize(Decimal(1).scaleb(-PLACES)):
        raise ScoreRefused(f"Nilai {plain} memuat lebih dari {PLACES} angka di belakang koma.")
    if not scale_min <= value <= scale_max:
        raise ScoreRefused(f"Nilai {plain} harus antara {written(scale_min)} dan {written(scale_max)}.")
    return value


# What a hospital's list writes for passed and failed, in small letters.
PASSED = ("1", "memenuhi", "ya", "lulus", "sehat")
FAILED = ("0", "tidak memenuhi", "tidak", "tidak lulus", "tidak sehat")


def read_pass_or_fail(text: str) -> Decimal:
    """1 for a word of PASSED, 0 for one of FAILED.

    Raises:
        ScoreRefused: anything else, also a number between the two.
    """
    word = " ".join(text.casefold().split())
    if word in PASSED:
        return Decimal(1)
    if word in FAILED:
        return Decimal(0)
    raise ScoreRefused(f"“{text.strip()[:20]}” tidak dikenal. Tulis memenuhi atau tidak memenuhi.")


def written(value: Decimal) -> str:
    """A score as Indonesians write it, without needless zeros: Decimal("87.50") is "87,5"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
