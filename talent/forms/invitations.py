"""Shapes of input: the words to the invited, the reason for declining."""

from uuid import UUID

from django import forms


class InviteForm(forms.Form):
    """Who is invited to what, and the sender's own words."""

    lowongan = forms.UUIDField(widget=forms.HiddenInput)
    pesan = forms.CharField(
        label="Kalimat pengantar dari Anda",
        help_text="Masuk ke dalam surat undangan. Boleh dikosongkan; paling panjang 1.000 huruf.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Kalimat pengantar paling panjang 1.000 huruf."},
    )


class DeclineForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan menolak",
        help_text="Dibaca oleh instansi pengundang. Boleh dikosongkan.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Alasan paling panjang 300 huruf."},
    )


def chosen_people(values: list[str]) -> list[UUID]:
    """Public ids of ticked people; anything that is no id is dropped."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
