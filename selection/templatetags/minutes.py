"""The charts of the minutes, drawn from the frozen words: the page the chair signs and the letter show the same."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string

from selection.charts import ranking_charts, spread_charts

register = template.Library()
_POINTS = ("mean", "lowest", "highest")


@register.simple_tag
def minutes_charts(lines: Sequence[Mapping[str, Any]], spread: Any, *, in_letter: bool = False) -> dict[str, Any]:
    """Keys: those of `ranking_charts`, and `spreads` as of `spread_charts`; drawings of a letter carry their own look.

    Args:
        lines, spread: as in `selection.minutes_words.minutes_words`; minutes written before they named each scorer's spread
            have no `spread`, which a template reads as the empty text.
    """
    style = render_to_string("pdf/selection/chart.css") if in_letter else ""
    rows = [
        {
            "key": line["number"],
            "rank": line["rank"],
            "total": _number(line["total"]),
            "is_shortlisted": line["is_listed"],
            "is_tied": line.get("is_tied", False),
        }
        for line in lines
    ]
    scorers = [{**row, **{name: Decimal(row[name]) for name in _POINTS}} for row in spread or ()]
    return {**ranking_charts(rows, style), "spreads": spread_charts(scorers, style)}


def _number(words: str) -> Decimal:
    """The number that "1.087,50" says."""
    return Decimal(words.replace(".", "").replace(",", "."))
