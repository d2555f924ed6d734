"""Input of this room."""

from decimal import Decimal

from django import forms

from accounts.models import User
from selection.rules.score_values import ScoreRefused, read_score, written
from vacancies.models import ScoreComponent


class VersionForm(forms.Form):
    """A weighty act without further input: carries the version of what was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """An act that needs a reason."""

    reason = forms.CharField(
        label="Alasan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


class RankingForm(VersionForm):
    """Computing the ranking; the reason is asked from the second version on."""

    reason = forms.CharField(
        label="Alasan menyusun ulang", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, again: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if again:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Tulis alasan menyusun ulang peringkat."
        else:
            del self.fields["reason"]


class ScoreFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas nilai",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV atau XLSX, paling besar 2 MB.",
        error_messages={"required": "Pilih berkas CSV atau XLSX."},
    )


class AttendanceForm(forms.Form):
    note = forms.CharField(
        label="Keterangan ketidakhadiran",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sebut tahap dan tanggal, dan bukti bila ada.",
        error_messages={"required": "Tulis keterangan ketidakhadiran, misalnya tahap dan tanggalnya."},
    )


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label="Alasan konflik kepentingan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya satu unit kerja, hubungan atasan dan bawahan, atau keluarga.",
        error_messages={"required": "Tulis alasan konflik kepentingan Anda."},
    )


class ScoreField(forms.CharField):
    """One score on a component's own scale; a comma or a point separates the decimals."""

    def __init__(self, *, component: ScoreComponent, missing: str = "", **kwargs) -> None:
        """`missing` is the sentence beside an empty field; without one the field may stay empty."""
        self.component = component
        weight = f"Bobot {written(component.weight)}%." if component.is_weighted else "Tidak ikut dihitung."
        super().__init__(
            label=component.label,
            required=bool(missing),
            max_length=12,
            error_messages={"required": missing},
            help_text=f"{weight} Nilai {written(component.scale_min)} sampai {written(component.scale_max)}.",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number"}),
            **kwargs,
        )

    def clean(self, value) -> Decimal | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return read_score(text, self.component.scale_min, self.component.scale_max)
        except ScoreRefused as error:
            raise forms.ValidationError(error.reason) from error


class CorrectionForm(forms.Form):
    """A proposal: which value is right, and why."""

    reason = forms.CharField(
        label="Apa yang salah dan dari mana Anda tahu",
        help_text="Dibaca orang kedua yang memutus, para pemutus hasil, dan pengawas. Paling panjang 600 huruf.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis apa yang salah dan dari mana Anda tahu.",
            "max_length": "Alasan paling panjang 600 huruf.",
        },
    )
    field_order = ("value", "reason")

    def __init__(self, *args, component: ScoreComponent, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = ScoreField(component=component, missing="Tulis nilai yang benar.")
        self.fields["value"].label = "Nilai yang benar"
        self.order_fields(self.field_order)


class CorrectionVerdictForm(forms.Form):
    """The second person's answer; the pressed button says which."""

    note = forms.CharField(
        label="Catatan",
        help_text="Wajib bila Anda menolak. Paling panjang 600 huruf.",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Catatan paling panjang 600 huruf."},
    )


class RelativeForm(forms.Form):
    """Which official is a relative, and how.

    Args:
        officials: of `deciding_officials`.
    """

    official = forms.ChoiceField(
        label="Pejabat yang berhubungan dengan Anda",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu pejabat.", "invalid_choice": "Pilih pejabat dari daftar."},
    )
    tie = forms.CharField(
        label="Hubungannya",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: paman saya, atau suami dari kakak saya. Paling panjang 300 huruf.",
        error_messages={"required": "Tulis hubungan itu dengan singkat.", "max_length": "Hubungan paling panjang 300 huruf."},
    )

    def __init__(self, *args, officials: list[tuple[User, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["official"].choices = [
            (str(person.public_id), f"{person.full_name}, {title[0].lower()}{title[1:]}") for person, title in officials
        ]
