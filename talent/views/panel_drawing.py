"""Options and tick boxes of the filter panel, drawn in Python: the panel has four hundred of them, each with its own count.

A template takes ten times as long for them, which is as long as the search itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Words that stand on the panel again and again: labels of closed lists, names of agencies and provinces.
_escaped = lru_cache(maxsize=4096)(escape)


@dataclass(frozen=True)
class Choice:
    """One tick box: value, words, count in words ("" when unknown), and whether it is ticked."""

    value: str
    label: str
    count: str
    checked: bool
    ident: str = ""


def tick_boxes(name: str, choices: Iterable[Choice]) -> SafeString:
    """List items, one a choice."""
    return _joined(
        f'<li><input type="checkbox" name="{name}" value="{_escaped(each.value)}" id="{_escaped(each.ident)}"'
        f'{" checked" if each.checked else ""}><label for="{_escaped(each.ident)}">{_escaped(each.label)}'
        f"{_count(each)}</label></li>"
        for each in choices
    )


def options(choices: Iterable[Choice]) -> SafeString:
    """Options of a drop-down, each with its count behind the words."""
    return _joined(
        f'<option value="{_escaped(each.value)}"{" selected" if each.checked else ""}>{_escaped(each.label)}'
        f"{f' ({each.count})' if each.count else ''}</option>"
        for each in choices
    )


def _joined(parts: Iterable[str]) -> SafeString:
    # Every part that is not a constant went through `escape`; counts are digits and signs of our own.
    return mark_safe("".join(parts))  # noqa: S308


def _count(each: Choice) -> str:
    return f' <span class="talent-count">{each.count}</span>' if each.count else ""
