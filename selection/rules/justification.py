"""Which scores need a reason in words, and which level description a score falls into.

A panel member writes why where a score lies outside the middle of the scale (docs/product.md section 5, score sheet). With level
descriptions the middle is every level but the lowest and the highest; without them it is 50 to 90 on the scale 0-100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Bounds of the middle on the scale 0-100, both still inside.
MIDDLE = (Decimal(50), Decimal(90))
# With fewer levels nothing would be left between the lowest and the highest.
FEWEST_LEVELS = 3


@dataclass(frozen=True)
class Level:
    """One level description of a component, from the lowest; both bounds in raw units and inside."""

    low: Decimal
    high: Decimal
    text: str


def read_levels(anchors: Sequence[Mapping[str, object]]) -> tuple[Level, ...]:
    """The levels out of `ScoreComponent.anchors`, lowest first."""
    levels = (Level(Decimal(str(row["from"])), Decimal(str(row["to"])), str(row["text"])) for row in anchors)
    return tuple(sorted(levels, key=lambda level: (level.low, level.high)))


def level_of(value: Decimal, levels: Sequence[Level]) -> Level | None:
    """The level a score falls into: the highest one that begins at or below it; None without levels or below the first."""
    return next((level for level in reversed(levels) if level.low <= value), None)


def middle_of(scale_min: Decimal, scale_max: Decimal, levels: Sequence[Level]) -> tuple[Decimal, Decimal]:
    """The middle in raw units: from its lowest score to its highest, both inside.

    Args:
        scale_min, scale_max: of the component. levels: from `read_levels`.
    """
    if len(levels) >= FEWEST_LEVELS:
        return levels[1].low, levels[-2].high
    span = scale_max - scale_min
    return scale_min + span * MIDDLE[0] / 100, scale_min + span * MIDDLE[1] / 100


def needs_reason(value: Decimal, scale_min: Decimal, scale_max: Decimal, levels: Sequence[Level]) -> bool:
    """Whether this score has to be explained."""
    if len(levels) >= FEWEST_LEVELS:
        return level_of(value, levels) not in levels[1:-1]
    low, high = middle_of(scale_min, scale_max, levels)
    return not low <= value <= high
