"""Whether a score of a component has to be explained, by the rule and the component's own level descriptions."""

from decimal import Decimal

from selection.rules.justification import needs_reason, read_levels
from vacancies.models import ScoreComponent


def explains(component: ScoreComponent, value: Decimal) -> bool:
    """Whether this score needs a reason in words before its sheet is handed in."""
    return needs_reason(value, component.scale_min, component.scale_max, read_levels(component.anchors))
