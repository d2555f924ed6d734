"""Input of a panel member: the score sheet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from selection.forms import ScoreField
from selection.justification import explains
from selection.rules.justification import FEWEST_LEVELS, level_of, middle_of, read_levels
from selection.rules.score_values import written
from vacancies.models import PanelMember, ScoreComponent

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


class EntryForm(forms.Form):
    """One box a participant whose value this operator may still type; empty boxes are left for later.

    Args:
        component: the one on paper. numbers: participant numbers with an open turn.
    """

    def __init__(self, *args: Any, component: ScoreComponent, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in numbers:
            field = ScoreField(component=component)
            field.label, field.help_text = f"Nilai peserta {number:03d}", ""
            self.fields[f"value_{number}"] = field

    @property
    def values(self) -> dict[int, Decimal]:
        """Participant number -> value, of a valid form."""
        return {int(name[6:]): value for name, value in self.cleaned_data.items() if value is not None}


class EntryDecisionForm(forms.Form):
    """Which value stands on the paper, and how the third person knows."""

    def __init__(self, *args: Any, component: ScoreComponent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = ScoreField(component=component, missing="Tulis nilai yang ada di kertas.")
        self.fields["value"].label = "Nilai di kertas"
        self.fields["value"].help_text = "Salin dari kertasnya; tidak harus salah satu dari dua ketikan."
        self.fields["reason"] = forms.CharField(
            label="Dari mana Anda tahu",
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": "Tulis dari mana Anda tahu nilai yang benar."},
        )


class ScoreChangeForm(forms.Form):
    """Another value for an own score, in a meeting."""

    def __init__(self, *args: Any, component: ScoreComponent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = ScoreField(component=component, missing="Tulis nilai yang baru.")
        self.fields["value"].label = "Nilai baru"
        self.fields["reason"] = forms.CharField(
            label="Alasan perubahan",
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Tersimpan bersama nilai lama, nilai baru, dan siapa yang hadir.",
            error_messages={"required": "Tulis alasan perubahan."},
        )


class MeetingForm(forms.Form):
    """Who is in the room besides the chair."""

    present = forms.TypedMultipleChoiceField(
        label="Anggota yang hadir",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ketua pansel selalu tercatat hadir.",
        error_messages={"required": "Pilih siapa yang hadir; paling sedikit satu anggota selain ketua."},
    )
    note = forms.CharField(label="Tempat atau pokok rapat", max_length=600, required=False)

    def __init__(self, *args: Any, members: list[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(member.pk, member.user.full_name) for member in members]


class ClosingForm(forms.Form):
    """Closing the calibration; a note where marked scores stay."""

    note = forms.CharField(
        label="Catatan penutupan",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila masih ada nilai bertanda: mengapa nilai itu dibiarkan.",
    )


class ReopeningForm(forms.Form):
    """Taking a closing back."""

    reason = forms.CharField(
        label="Alasan membuka kembali",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan membuka kembali kalibrasi."},
    )
