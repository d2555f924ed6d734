"""Input of talent mapping: periods, thresholds, changes of a box, files of assessment centres."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.spreadsheets import MAX_BYTES
from talent.enums import AssessmentSource, BoxMode
from talent.rules.nine_box import AXES, NineBoxPack

DATE = {"type": "date"}
_IMPOSSIBLE = "Tahunnya tidak mungkin; isi tahun 2020 sampai 2100."


class DayField(forms.DateField):
    """A day; a year nobody means is a slip of the keyboard."""

    def __init__(self, **options) -> None:
        options.setdefault("widget", forms.DateInput(DATE, "%Y-%m-%d"))
        options.setdefault("error_messages", {"required": "Isi tanggalnya.", "invalid": "Tulis tanggal yang benar."})
        limits = [MinValueValidator(date(2020, 1, 1), _IMPOSSIBLE), MaxValueValidator(date(2100, 12, 31), _IMPOSSIBLE)]
        super().__init__(validators=limits, **options)


class PeriodForm(forms.Form):
    """A new mapping period."""

    name = forms.CharField(
        label="Nama periode",
        max_length=60,
        help_text="Misalnya “Tahun 2026” atau “Semester I 2026”.",
        error_messages={"required": "Tulis nama periode."},
    )
    starts_on = DayField(label="Awal periode")
    ends_on = DayField(label="Akhir periode", help_text="Predikat dan asesmen sampai tanggal ini ikut dihitung.")

    def clean(self) -> dict:
        clean = super().clean() or {}
        first, last = clean.get("starts_on"), clean.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "Akhir periode harus sesudah awalnya.")
        return clean


def _percent(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        error_messages={
            "required": "Isi angka 0 sampai 100.",
            "invalid": "Tulis angka, misalnya 80 atau 77,5.",
            "min_value": "Isi angka di atas 0, paling besar 100.",
            "max_value": "Isi angka di atas 0, paling besar 100.",
        },
    )


class ThresholdForm(forms.Form):
    """Thresholds of an agency from a day on."""

    mode = forms.ChoiceField(
        label="Sumbu tegak", choices=BoxMode.choices, help_text="Kompetensi dipakai bila kinerja belum terukur.",
    )  # fmt: skip
    potential_high = _percent("Potensial tinggi mulai")
    potential_middle = _percent("Potensial menengah mulai")
    match_high = _percent("Memenuhi mulai")
    match_middle = _percent("Masih memenuhi mulai")
    assessment_years = forms.IntegerField(
        label="Hasil asesmen berlaku (tahun)", min_value=1, max_value=10, error_messages={"required": "Isi 1 sampai 10 tahun."}
    )
    valid_from = DayField(label="Berlaku mulai")
    basis = forms.CharField(
        label="Dasar", max_length=200, help_text="Keputusan yang menetapkannya.", error_messages={"required": "Tulis dasarnya."}
    )

    def clean(self) -> dict:
        clean = super().clean() or {}
        for middle, high in (("potential_middle", "potential_high"), ("match_middle", "match_high")):
            if clean.get(middle) is not None and clean.get(high) is not None and clean[middle] >= clean[high]:
                self.add_error(high, "Batas atas harus lebih besar daripada batas menengah.")
        return clean

    def pack(self) -> NineBoxPack:
        clean = self.cleaned_data
        names = ("mode", "potential_high", "potential_middle", "match_high", "match_middle", "assessment_years")
        return NineBoxPack(**{name: clean[name] for name in names})


class ChangeBoxForm(forms.Form):
    """Put one person into another box."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    box = forms.TypedChoiceField(
        label="Kotak baru", coerce=int, choices=[(box, f"Kotak {box}") for box in sorted(AXES, reverse=True)]
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tercatat bersama nama Anda dan tampil pada kalibrasi.",
        error_messages={"required": "Tulis alasan perubahan kotak."},
    )


class AssessmentFileForm(forms.Form):
    """A file of an assessment centre, and what holds for all its rows."""

    source = forms.ChoiceField(
        label="Sumber hasil", choices=[c for c in AssessmentSource.choices if c[0] != AssessmentSource.REGISTER]
    )
    provider = forms.CharField(
        label="Lembaga penilai",
        max_length=120,
        help_text="Misalnya “Pusat Penilaian Kompetensi ASN”.",
        error_messages={"required": "Tulis nama lembaga penilai."},
    )
    assessed_on = DayField(label="Tanggal asesmen")
    file = forms.FileField(
        label="Berkas hasil",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=f"CSV atau XLSX, paling besar {MAX_BYTES // 1024 // 1024} MB.",
        error_messages={"required": "Pilih berkas CSV atau XLSX."},
    )


class ConfirmPlacementsForm(forms.Form):
    """The number the page showed; what changed meanwhile is confirmed by nobody."""

    expected = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
