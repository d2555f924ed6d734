"""Level descriptions of a criterion: which scores mean what. Written one a line, "81-100: menguasai", read on the score sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.indonesian import number_words

_NUMBER = r"(-?\d{1,4}(?:[.,]\d{1,2})?)"
_LINE = re.compile(rf"{_NUMBER}\s*(?:-|–|sampai)\s*{_NUMBER}\s*[:.]\s*(\S.*)")
LONGEST = 300


class AnchorsRefused(Exception):
    """The lines cannot be read; `reason` is an Indonesian sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class AnchorFact:
    """One level: raw scores from `low` to `high`, both included, and what they mean."""

    low: Decimal
    high: Decimal
    text: str

    def as_json(self) -> dict[str, str]:
        """The row a component keeps; numbers as texts."""
        return {"from": format(self.low, "f"), "to": format(self.high, "f"), "text": self.text}


def read_anchors(text: str) -> list[AnchorFact]:
    """The levels a planner typed, lowest first; blank lines are skipped.

    Raises:
        AnchorsRefused: a line that is not "from-to: words", ends before it starts, is too long, or overlaps another.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        shape = _LINE.fullmatch(line.strip())
        if shape is None:
            raise AnchorsRefused(f"Baris {number} tidak terbaca. Tulis seperti “81-100: menguasai seluruh materi”.")
        low, high = (Decimal(part.replace(",", ".")) for part in shape.group(1, 2))
        if high < low:
            raise AnchorsRefused(f"Baris {number}: batas atas lebih kecil daripada batas bawah.")
        if len(shape.group(3)) > LONGEST:
            raise AnchorsRefused(f"Baris {number} lebih panjang dari {LONGEST} huruf.")
        found.append(AnchorFact(low, high, shape.group(3)))
    found.sort(key=lambda anchor: (anchor.low, anchor.high))
    for before, after in pairwise(found):
        if after.low <= before.high:
            raise AnchorsRefused(f"Tingkat {_range(before)} dan {_range(after)} bertumpang tindih.")
    return found


def outside_scale(anchors: Sequence[AnchorFact], scale_min: Decimal, scale_max: Decimal) -> str | None:
    """Why a level does not fit the component's scale, or None."""
    for anchor in anchors:
        if anchor.low < scale_min or anchor.high > scale_max:
            return f"Tingkat {_range(anchor)} berada di luar skala {_words(scale_min)} sampai {_words(scale_max)}."
    return None


def written_anchors(rows: Sequence[dict[str, str]]) -> str:
    """Stored levels as the text a planner would type."""
    return "\n".join(f"{_words(Decimal(row['from']))}-{_words(Decimal(row['to']))}: {row['text']}" for row in rows)


def _range(anchor: AnchorFact) -> str:
    return f"{_words(anchor.low)}-{_words(anchor.high)}"


def _words(number: Decimal) -> str:
    return number_words(number.normalize())
