"""From saved answers to a result: the newest answer of each number counts, points are added, the sum is scaled once.

The value on the component's scale is min + (max - min) x points / most points, rounded half up to two places, as scores are
kept (selection/models/scores.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.canonical import canonical_json, sha256_hex
from selection.cat.rules.order import Slot
from selection.cat.rules.questions import Part

PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Answer:
    """One saved choice: number and choice as shown (choice 0: taken back), doubt mark, and its place in time."""

    number: int
    choice: int
    is_doubtful: bool
    sequence: int


@dataclass(frozen=True)
class Outcome:
    """What a sitting came to, in whole points."""

    points: int
    max_points: int
    answered: int


def newest(answers: Iterable[Answer]) -> dict[int, Answer]:
    """The answer that counts for each number: the one with the highest sequence, whatever order they arrived in."""
    kept: dict[int, Answer] = {}
    for answer in answers:
        other = kept.get(answer.number)
        if other is None or (answer.sequence, answer.choice) > (other.sequence, other.choice):
            kept[answer.number] = answer
    return kept


def grade(slots: Iterable[Slot], paper: Sequence[Sequence[Part]], counted: Mapping[int, Answer]) -> Outcome:
    """Add up the points.

    Args:
        slots: the person's order, from `arrangement`. paper: per item, its parts.
        counted: from `newest`. A choice that was not on the screen brings nothing and counts as no answer.
    """
    points = most = answered = 0
    for slot in slots:
        part = paper[slot.item][slot.part]
        most += part.max_points
        answer = counted.get(slot.number)
        if answer is not None and 1 <= answer.choice <= len(slot.options):
            answered += 1
            points += part.options[slot.options[answer.choice - 1]].points
    return Outcome(points, most, answered)


def scaled(outcome: Outcome, scale_min: Decimal, scale_max: Decimal) -> Decimal:
    """The result on the component's scale, two places, half up; an empty paper is worth the minimum."""
    if not outcome.max_points:
        return scale_min.quantize(PLACES)
    span = (scale_max - scale_min) * outcome.points / outcome.max_points
    return (scale_min + span).quantize(PLACES, rounding=ROUND_HALF_UP)


def answers_digest(counted: Mapping[int, Answer]) -> str:
    """SHA-256 over the answers that count: [[number, choice], ...] by number, without those taken back."""
    return sha256_hex(canonical_json([[each, counted[each].choice] for each in sorted(counted) if counted[each].choice]))
