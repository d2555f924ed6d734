"""Shapes of input on the shared pages."""

from zoneinfo import ZoneInfo

from django import forms


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
