"""Input about the succession group, its development plans, and target posts."""

from django import forms

from employees.enums import JobField
from talent.actions.pool import ItemValues
from talent.actions.targets import TargetValues
from talent.enums import DevelopmentKind, LeaveReason, Readiness, VacancyCause
from talent.forms.boxes import DayField
from talent.models.target import JPT_CHOICES


def _words(label: str, *, required: str, help_text: str = "", rows: int = 2, max_length: int = 500) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class ProposeForm(forms.Form):
    """Why these people are proposed."""

    reason = _words("Alasan mengusulkan", required="Tulis alasan pengusulan.", help_text="Dibaca PyB saat mengukuhkan.")


class ReadinessForm(forms.Form):
    """How ready somebody is; the reason is asked when it differs from the suggestion."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    readiness = forms.ChoiceField(
        label="Kesiapan", choices=Readiness.choices, widget=forms.RadioSelect, error_messages={"required": "Pilih kesiapan."}
    )
    note = _words("Alasan bila berbeda dari saran", required="")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False


class LeaveForm(forms.Form):
    """Why somebody leaves the group, or is not taken in."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="Sebab", error_messages={"required": "Pilih sebabnya."})
    note = _words("Penjelasan", required="Tulis penjelasannya.")

    def __init__(self, *args, is_proposed: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        left_out = {LeaveReason.EXPIRED} if is_proposed else {LeaveReason.EXPIRED, LeaveReason.NOT_CONFIRMED}
        self.fields["reason"].choices = [("", "Pilih sebab"), *(c for c in LeaveReason.choices if c[0] not in left_out)]


class DevelopmentForm(forms.Form):
    """One line of a development plan."""

    kind = forms.ChoiceField(label="Bentuk", choices=DevelopmentKind.choices)
    title = forms.CharField(label="Kegiatan", max_length=200, error_messages={"required": "Tulis kegiatannya."})
    due_on = DayField(label="Target selesai")
    hours = forms.IntegerField(
        label="JP, khusus pelatihan",
        min_value=0,
        max_value=2000,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Tulis JP dengan angka 0 sampai 2.000."),
    )

    def clean(self) -> dict:
        clean = super().clean() or {}
        if clean.get("kind") == DevelopmentKind.TRAINING and not clean.get("hours") and "hours" not in self.errors:
            self.add_error("hours", "Tulis jumlah JP pelatihan, paling sedikit 1.")
        return clean

    def values(self) -> ItemValues:
        clean = self.cleaned_data
        return ItemValues(clean["kind"], clean["title"], clean["due_on"], clean.get("hours") or 0)


class ProgressForm(forms.Form):
    """How far one line has come."""

    progress = forms.IntegerField(label="Kemajuan (persen)", min_value=0, max_value=100)
    note = forms.CharField(label="Catatan", max_length=300, required=False)


class TargetForm(forms.Form):
    """A post that falls vacant for another cause than retirement, or a new one."""

    title = forms.CharField(label="Nama jabatan", max_length=200, error_messages={"required": "Tulis nama jabatan."})
    unit = forms.CharField(label="Unit kerja", max_length=200, error_messages={"required": "Tulis unit kerja."})
    level = forms.ChoiceField(
        label="Jenjang", choices=[("", "Pilih jenjang"), *JPT_CHOICES], error_messages={"required": "Pilih jenjang jabatan."}
    )
    field = forms.ChoiceField(
        label="Rumpun jabatan",
        choices=[("", "Pilih rumpun"), *JobField.choices],
        error_messages={"required": "Pilih rumpun jabatan."},
    )
    vacant_on = DayField(label="Kosong mulai")
    cause = forms.ChoiceField(label="Sebab", choices=VacancyCause.choices, initial=VacancyCause.OTHER)
    incumbent = forms.RegexField(
        r"^[0-9 ]{18,24}$",
        label="NIP pejabat sekarang",
        required=False,
        help_text="Kosongkan bila jabatan ini belum ada pejabatnya.",
        error_messages={"invalid": "NIP terdiri dari 18 angka."},
    )
    note = forms.CharField(label="Keterangan", max_length=300, required=False)

    def values(self) -> TargetValues:
        clean = self.cleaned_data
        names = ("title", "unit", "level", "field", "vacant_on", "cause", "note")
        return TargetValues(**{name: clean[name] for name in names})

    def incumbent_nip(self) -> str:
        return "".join(self.cleaned_data["incumbent"].split())


class DropTargetForm(forms.Form):
    """Why a post comes off the list."""

    reason = forms.CharField(label="Alasan", max_length=300, error_messages={"required": "Tulis alasannya."})
