"""Input about days off."""

from typing import Any

from django import forms

from approvals.delegation_forms import DayField

OFF, WORKING = "libur", "kerja"


class CalendarForm(forms.Form):
    """One day, what it becomes, and the decree it rests on."""

    day = DayField(label="Tanggal")
    becomes = forms.ChoiceField(
        label="Menjadi",
        widget=forms.RadioSelect,
        choices=[(OFF, "Hari libur atau cuti bersama"), (WORKING, "Hari kerja kembali")],
        error_messages={"required": "Pilih salah satu."},
    )
    name = forms.CharField(
        label="Nama hari",
        max_length=120,
        required=False,
        help_text="Untuk hari libur, misalnya Cuti bersama Natal.",
        error_messages={"max_length": "Paling panjang 120 huruf."},
    )
    decree = forms.CharField(
        label="Dasar",
        max_length=200,
        help_text="Nomor dan tanggal keputusan bersama atau peraturan yang menetapkannya.",
        error_messages={"required": "Tulis keputusan yang menjadi dasarnya.", "max_length": "Paling panjang 200 huruf."},
    )

    def change(self) -> dict[str, Any]:
        """Arguments of the act; only after `is_valid()`."""
        clean = self.cleaned_data
        return {"day": clean["day"], "is_off": clean["becomes"] == OFF, "name": clean["name"], "decree": clean["decree"]}
