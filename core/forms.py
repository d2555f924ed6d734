"""Shapes of input on the shared pages."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django import forms

from core.models import NoticeWay
from core.notices import Notice, way_of


class DemoClockForm(forms.Form):
    """A moment to move the demo clock to, read as WIB."""

    at = forms.DateTimeField(
        label="Tanggal dan jam (WIB)",
        help_text="Jam demo hanya dapat maju.",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "Pilih tanggal dan jam tujuan.",
            "invalid": "Tulis tanggal dan jam yang benar, misalnya 4 Desember 2026 pukul 23.59.",
        },
    )

    def clean_at(self):
        """The moment, aware; read in WIB whatever zone the server runs in."""
        return self.cleaned_data["at"].replace(tzinfo=ZoneInfo("Asia/Jakarta"))


class NoticePreferencesForm(forms.Form):
    """One choice for each kind of message a person may tune; the field is named after the kind's code."""

    def __init__(self, *args, rows: Iterable[Notice], chosen: Mapping[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.code] = forms.ChoiceField(
                label=row.label,
                choices=[(way.value, f"{way.label} (bawaan)" if way == row.default else way.label) for way in NoticeWay],
                initial=way_of(row, chosen).value,
                error_messages={
                    "required": "Pilih cara Anda menerima kabar ini.",
                    "invalid_choice": "Pilih salah satu cara yang tersedia.",
                },
            )
