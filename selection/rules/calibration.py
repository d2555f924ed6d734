"""How far apart a panel's scores lie: spread and severity of each scorer, agreement on each person, and what stands out.

Everything is counted on the scale 0-100, so that components with other scales compare. Declared rules, shown in the room:

- Spread is the sample standard deviation and the range of one scorer's scores of one component.
- Severity is the mean distance of the scorer's scores from the panel's mean for the same person and component; below zero is
  strict, above zero is lenient. From `SEVERITY_LIMIT` points on it is marked.
- One score is marked when it lies more than `OUTLIER_LIMIT` points from the median of the others' scores for the same person and
  component, if at least two others scored.

A mark says "talk about this", nothing more: no score is ever moved by a rule (docs/product.md 3.9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median, stdev

from selection.rules.ranking import round_half_up

OUTLIER_LIMIT = Decimal(15)
SEVERITY_LIMIT = Decimal(8)
FEWEST_OTHERS = 2
PLACES = 2


@dataclass(frozen=True)
class Given:
    """One score somebody gave.

    Args:
        scorer, candidate, component: keys. points: on the scale 0-100, exact.
    """

    scorer: str
    candidate: str
    component: str
    points: Fraction


@dataclass(frozen=True)
class Spread:
    """One scorer on one component. `deviation` is None with fewer than two scores; `severity` is None when nobody else scored."""

    scorer: str
    component: str
    count: int
    mean: Decimal
    deviation: Decimal | None
    lowest: Decimal
    highest: Decimal
    severity: Decimal | None
    is_marked: bool


@dataclass(frozen=True)
class Agreement:
    """The panel on one person and component; `deviation` is None with fewer than two scores."""

    candidate: str
    component: str
    mean: Decimal
    deviation: Decimal | None
    lowest: Decimal
    highest: Decimal


def scaled(value: Decimal, scale_min: Decimal, scale_max: Decimal) -> Fraction:
    """A raw score on the scale 0-100, exact."""
    low, high = Fraction(scale_min), Fraction(scale_max)
    return (Fraction(value) - low) / (high - low) * 100


def spreads(scores: Iterable[Given]) -> tuple[Spread, ...]:
    """One line a scorer and component, in the order in which they first appear."""
    scores = list(scores)
    panel = {place: _mean(points) for place, points in _points_by_place(scores).items()}
    shared = {place for place, points in _points_by_place(scores).items() if len(points) > 1}
    lines: dict[tuple[str, str], list[Given]] = {}
    for score in scores:
        lines.setdefault((score.scorer, score.component), []).append(score)
    return tuple(_spread(scorer, component, own, panel, shared) for (scorer, component), own in lines.items())


def agreements(scores: Iterable[Given]) -> tuple[Agreement, ...]:
    """One line a person and component, in the order in which they first appear."""
    return tuple(
        Agreement(candidate, component, _rounded(_mean(points)), _deviation(points), _rounded(min(points)), _rounded(max(points)))
        for (candidate, component), points in _points_by_place(list(scores)).items()
    )


def outliers(scores: Iterable[Given]) -> frozenset[tuple[str, str, str]]:
    """The marked scores as (scorer, candidate, component)."""
    scores = list(scores)
    by_place: dict[tuple[str, str], list[Given]] = {}
    for score in scores:
        by_place.setdefault((score.candidate, score.component), []).append(score)
    return frozenset(
        (score.scorer, score.candidate, score.component)
        for score in scores
        if _stands_out(score, [each.points for each in by_place[score.candidate, score.component] if each is not score])
    )


def _stands_out(score: Given, others: Sequence[Fraction]) -> bool:
    return len(others) >= FEWEST_OTHERS and abs(score.points - median(others)) > Fraction(OUTLIER_LIMIT)


def _points_by_place(scores: Sequence[Given]) -> dict[tuple[str, str], list[Fraction]]:
    places: dict[tuple[str, str], list[Fraction]] = {}
    for score in scores:
        places.setdefault((score.candidate, score.component), []).append(score.points)
    return places


def _spread(
    scorer: str,
    component: str,
    own: Sequence[Given],
    panel: dict[tuple[str, str], Fraction],
    shared: set[tuple[str, str]],
) -> Spread:
    points = [score.points for score in own]
    distances = [score.points - panel[score.candidate, component] for score in own if (score.candidate, component) in shared]
    severity = _rounded(_mean(distances)) if distances else None
    return Spread(
        scorer=scorer,
        component=component,
        count=len(points),
        mean=_rounded(_mean(points)),
        deviation=_deviation(points),
        lowest=_rounded(min(points)),
        highest=_rounded(max(points)),
        severity=severity,
        is_marked=severity is not None and abs(severity) >= SEVERITY_LIMIT,
    )


def _mean(points: Sequence[Fraction]) -> Fraction:
    return sum(points, Fraction(0)) / len(points)


def _deviation(points: Sequence[Fraction]) -> Decimal | None:
    # With decimals the library takes an exact root; twelve places are beyond anything shown.
    return None if len(points) < 2 else _rounded(Fraction(stdev(round_half_up(each, 12) for each in points)))


def _rounded(number: Fraction) -> Decimal:
    return round_half_up(number, PLACES)
