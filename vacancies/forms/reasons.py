"""Small forms of weighty acts: a reason or a note, and sometimes a confirmation."""

from django import forms


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Catatan untuk pejabat penyetuju",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Misalnya apa yang diubah sejak putaran sebelumnya.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tuliskan alasannya; alasan ini dibaca publik dan para pelamar."},
        help_text="Dibaca publik dan para pelamar.",
    )


class PublishForm(forms.Form):
    short_window_reason = forms.CharField(
        label="Alasan masa pendaftaran singkat",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
