"""How totals are spread: the numbers behind a chart and its table. Nothing here decides anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

BIN_WIDTH = 5


@dataclass(frozen=True)
class Bin:
    """Totals from `low` (inclusive) to `high` (exclusive, 100 belongs to the last): how many stand on and off the shortlist."""

    low: int
    high: int
    listed: int
    others: int

    @property
    def label(self) -> str:
        return f"{self.low}–{self.high}"


def bins(totals: Iterable[tuple[Decimal, bool]]) -> list[Bin]:
    """Bins of five points from the lowest to the highest total, empty ones in between kept; [] without totals.

    Args:
        totals: (total 0-100, whether on the shortlist).
    """
    counted: dict[int, list[int]] = {}
    for total, is_listed in totals:
        low = min(int(total) // BIN_WIDTH * BIN_WIDTH, 100 - BIN_WIDTH)
        counted.setdefault(low, [0, 0])[0 if is_listed else 1] += 1
    if not counted:
        return []
    lows = range(min(counted), max(counted) + BIN_WIDTH, BIN_WIDTH)
    return [Bin(low, low + BIN_WIDTH, *counted.get(low, (0, 0))) for low in lows]
