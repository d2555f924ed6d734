"""Groups and drop-downs of the filter panel, drawn in Python: they hold four hundred choices, each with its own count.

A template takes ten times as long for them, which is as long as the search itself.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

# Words that stand on the panel again and again: labels of closed lists, names of agencies and provinces.
_escaped = lru_cache(maxsize=4096)(escape)


class Choice(NamedTuple):
    """One tick box: value, words, count in words ("" when unknown), and whether it is ticked."""

    value: str
    label: str
    count: str
    checked: bool
    ident: str = ""


def group(title: str, name: str, shown: Sequence[Choice], hidden: Sequence[Choice], *, folds: bool, is_open: bool) -> SafeString:
    """A group of tick boxes with its title; "" without any choice.

    Args:
        hidden: choices behind "lainnya"; folds: the group is long and folded until it is used (`is_open`).
    """
    if not shown:
        return SafeString()
    boxes = choices(name, shown, hidden)
    if folds:
        mark = " open" if is_open else ""
        return _joined((f'<details class="talent-group"{mark}><summary>{_escaped(title)}</summary>', boxes, "</details>"))
    return _joined((f'<fieldset class="talent-group"><legend>{_escaped(title)}</legend>', boxes, "</fieldset>"))


def choices(name: str, shown: Sequence[Choice], hidden: Sequence[Choice]) -> SafeString:
    """Tick boxes, those of `hidden` behind "lainnya"."""
    parts = [f'<ul class="talent-choices">{tick_boxes(name, shown)}</ul>'] if shown else []
    if hidden:
        parts.append(f'<details class="talent-more"><summary>{len(hidden)} lainnya</summary>')
        parts.append(f'<ul class="talent-choices">{tick_boxes(name, hidden)}</ul></details>')
    return _joined(parts)


def drop_down(name: str, title: str, rows: Sequence[Choice]) -> SafeString:
    """A label and its drop-down."""
    label = f'<label class="talent-label" for="{name}">{_escaped(title)}</label>'
    return _joined((label, f'<select name="{name}" id="{name}">', options(rows), "</select>"))


def tick_boxes(name: str, choices: Iterable[Choice]) -> SafeString:
    """List items, one a choice."""
    return _joined([_tick_box(name, each) for each in choices])


def options(choices: Iterable[Choice]) -> SafeString:
    """Options of a drop-down, each with its count behind the words."""
    return _joined([_option(each) for each in choices])


def _tick_box(name: str, each: Choice) -> str:
    before, after = _tick_box_frame(name, each.value, each.ident, each.label)
    count = f' <span class="talent-count">{each.count}</span>' if each.count else ""
    return f"{before}{' checked' if each.checked else ''}{after}{count}</label></li>"


@lru_cache(maxsize=4096)
def _tick_box_frame(name: str, value: str, ident: str, label: str) -> tuple[str, str]:
    ident = escape(ident)
    return (
        f'<li><input type="checkbox" name="{name}" value="{escape(value)}" id="{ident}"',
        f'><label for="{ident}">{escape(label)}',
    )


def _option(each: Choice) -> str:
    mark = " selected" if each.checked else ""
    count = f" ({each.count})" if each.count else ""
    return f'<option value="{_escaped(each.value)}"{mark}>{_escaped(each.label)}{count}</option>'


def _joined(parts: Iterable[str]) -> SafeString:
    # Every part that is not a constant went through `escape`; counts are digits and signs of our own.
    return mark_safe("".join(parts))  # noqa: S308
