"""How a count is said: exactly, capped, or roughly with its error, and never more precise than it is."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.indonesian import number_words


@dataclass(frozen=True)
class Counted:
    """A count in words: the number, and how sure it is ("" when nothing needs to be said)."""

    number: str
    certainty: str


def counted(number: int, *, is_exact: bool, error_percent: Decimal | None = None, is_capped: bool = False) -> Counted:
    """Words of a total or of a count beside a filter.

    Args:
        number: the count, or the cap when `is_capped`; error_percent: how far a rough count may be off, in percent.
    """
    if is_capped:
        return Counted(f"{number_words(number)}+", "hitungan berhenti di angka ini")
    if is_exact:
        return Counted(number_words(number), "tepat")
    error = f", selisih paling besar {number_words(error_percent.quantize(Decimal(1), ROUND_HALF_UP))} %" if error_percent else ""
    return Counted(number_words(rough(number)), f"kira-kira{error}")


def rough(number: int) -> int:
    """Two leading digits: an estimate says no more than it knows."""
    if number < 100:
        return number
    step = 10 ** (len(str(number)) - 2)
    return (number + step // 2) // step * step
