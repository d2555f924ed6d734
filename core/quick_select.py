"""A list of choices drawn without a template for each choice.

Django draws every `<option>` by a template of its own, which for the 600 agencies of the public search takes twenty times as
long as everything else on the page together.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Self

from django.forms.utils import flatatt
from django.forms.widgets import Select, TextInput
from django.utils.choices import BaseChoiceIterator
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WORD = re.compile(r"\w+")


class KnownChoices(BaseChoiceIterator):
    """Choices whose HTML is made once and shared by all forms that offer them.

    Args:
        pairs: value and label of each, both text.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)
        self.options = tuple(option(value, label) for value, label in self.pairs)
        self.places = {value: place for place, (value, _) in enumerate(self.pairs)}
        self.drawn = "".join(self.options)

    # Django compares choices one by one and so takes their hash away; these are kept and shared, each its own.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    # A form copies its fields with their choices; these never change.
    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    @cached_property
    def suggestions(self) -> str:
        """The labels as the content of a `<datalist>`; the empty choice is no suggestion."""
        return "".join(f'<option value="{escape(label)}"></option>' for value, label in self.pairs if value)

    def label_of(self, value: str) -> str:
        """The label of a value, or what was given when there is none."""
        place = self.places.get(value)
        return value if place is None else self.pairs[place][1]

    def matching(self, typed: str) -> list[str]:
        """Values that typed words may mean: the value itself, else the whole label, else labels with words that begin so."""
        if typed in self.places:
            return [typed]
        known = [(value, WORD.findall(label.casefold())) for value, label in self.pairs if value]
        wanted = WORD.findall(typed.casefold())
        if not wanted:
            return []
        return [value for value, words in known if words == wanted] or [
            value for value, words in known if all(any(word.startswith(start) for word in words) for start in wanted)
        ]

    def draw(self, chosen: str) -> str:
        """All options as HTML, `chosen` selected."""
        place = self.places.get(chosen)
        if place is None:
            return self.drawn
        selected = option(*self.pairs[place], is_selected=True)
        return "".join((*self.options[:place], selected, *self.options[place + 1 :]))


class QuickSelect(Select):
    """A select with one plain list of choices; the same HTML as Django's."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        choices = self.choices
        if isinstance(choices, KnownChoices):
            drawn = choices.draw(chosen)
        else:
            drawn = "".join(option(str(code), str(label), is_selected=str(code) == chosen) for code, label in choices)
        attributes = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return mark_safe(f"<select{attributes}>{drawn}</select>")  # noqa: S308 - every part is escaped above


class SuggestingInput(TextInput):
    """A text field for one of many choices: shows the label of a value, and leads to a `<datalist>` that is loaded when needed.

    Args:
        datalist: its id.
    """

    def __init__(self, datalist: str) -> None:
        super().__init__({"list": datalist, "autocomplete": "off", "placeholder": "Semua"})
        self.choices: KnownChoices | None = None

    def format_value(self, value: Any) -> str | None:
        """The label when the value is a known one, else what was typed."""
        return self.choices.label_of(value) if value and self.choices else super().format_value(value)


def option(value: str, label: str, *, is_selected: bool = False) -> str:
    """One choice as HTML."""
    return f'<option value="{escape(value)}"{" selected" if is_selected else ""}>{escape(label)}</option>'
