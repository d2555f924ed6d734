"""Input of a panel member: the score sheet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from selection.actions.scores import explains
from selection.forms import ScoreField
from selection.rules.justification import FEWEST_LEVELS, level_of, middle_of, read_levels
from selection.rules.score_values import written
from vacancies.models import ScoreComponent

REASON_MISSING = "Nilai ini di luar rentang tengah. Tulis alasannya."


@dataclass(frozen=True)
class LevelRow:
    """One level description as the page shows it; `is_here` marks the one the stored score falls into."""

    span: str
    text: str
    is_here: bool


@dataclass(frozen=True)
class Criterion:
    """One component on the sheet: both fields, the level descriptions, and the middle that needs no reason."""

    score: forms.BoundField
    reason: forms.BoundField
    levels: tuple[LevelRow, ...]
    low: str
    high: str


class SheetForm(forms.Form):
    """One member's sheet for one candidate. The same form keeps a draft and prepares handing in.

    Args:
        components: those of this sheet, in plan order.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Catatan umum",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Terbaca anggota lain setelah lembar mereka terkirim.",
    )

    def __init__(self, *args: Any, components: list[ScoreComponent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = components
        for component in components:
            self.fields[f"score_{component.code}"] = ScoreField(component=component)
            self.fields[f"reason_{component.code}"] = forms.CharField(
                label=f"Alasan nilai {component.label}",
                required=False,
                max_length=600,
                help_text=_when_needed(component),
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": "Alasan paling panjang 600 huruf."},
            )

    @property
    def criteria(self) -> list[Criterion]:
        return [self._criterion(component) for component in self.components]

    def _criterion(self, component: ScoreComponent) -> Criterion:
        levels = read_levels(component.anchors)
        low, high = middle_of(component.scale_min, component.scale_max, levels)
        stored = self.initial.get(f"score_{component.code}", "")
        here = level_of(Decimal(stored.replace(",", ".")), levels) if stored else None
        return Criterion(
            score=self[f"score_{component.code}"],
            reason=self[f"reason_{component.code}"],
            levels=tuple(
                LevelRow(f"{written(level.low)}–{written(level.high)}", level.text, level is here) for level in reversed(levels)
            ),
            low=format(low, "f"),
            high=format(high, "f"),
        )

    def mark_unfinished(self) -> bool:
        """Put a sentence beside everything that handing in still needs; of a valid form. Says whether there was anything."""
        for component in self.components:
            value = self.values[component.code]
            if value is None:
                self.add_error(f"score_{component.code}", "Isi nilai ini sebelum lembar dikirim.")
            elif explains(component, value) and not self.reasons[component.code].strip():
                self.add_error(f"reason_{component.code}", REASON_MISSING)
        return bool(self.errors)

    @property
    def values(self) -> dict[str, Decimal | None]:
        """Component code -> score, of a form that was valid."""
        return {component.code: self.cleaned_data.get(f"score_{component.code}") for component in self.components}

    @property
    def reasons(self) -> dict[str, str]:
        """Component code -> reason in words, of a form that was valid."""
        return {component.code: self.cleaned_data.get(f"reason_{component.code}", "") for component in self.components}

    def typed(self) -> dict[str, str]:
        """What stands in each field now, as it was typed; of a bound form."""
        return {name: str(self[name].value() or "").strip() for name in self.fields if name != "version"}


def _when_needed(component: ScoreComponent) -> str:
    levels = read_levels(component.anchors)
    low, high = middle_of(component.scale_min, component.scale_max, levels)
    if len(levels) >= FEWEST_LEVELS:
        return f"Wajib bila nilai di bawah {written(low)} atau mulai {written(levels[-1].low)}."
    return f"Wajib bila nilai di bawah {written(low)} atau di atas {written(high)}."
