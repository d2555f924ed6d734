"""Shapes of input: the words to the invited, the reason for declining, another address, a pause."""

from uuid import UUID

from django import forms

from accounts.models import Agency
from employees.enums import JobField
from talent.rules.decline import DECLINE_REASONS, decline_refusal
from talent.rules.pause import SCOPES
from vacancies.enums import Level


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
    """Why somebody declines; the last of the reasons says that they would rather not say."""

    sebab = forms.ChoiceField(
        label="Alasan menolak",
        choices=list(DECLINE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu alasan, atau pilih “Saya tidak ingin menyebutkan”."},
    )
    alasan = forms.CharField(
        label="Penjelasan",
        help_text="Alasan dan penjelasan dibaca oleh instansi pengundang.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Penjelasan paling panjang 300 huruf."},
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        problem = decline_refusal(cleaned["sebab"], cleaned.get("alasan", "")) if "sebab" in cleaned else None
        if problem and "alasan" not in self.errors:
            self.add_error("alasan", problem)
        return cleaned


class ResendForm(forms.Form):
    """Which of the known addresses a failed invitation goes to. The addresses themselves stay hidden from the sender."""

    alamat = forms.ChoiceField(
        label="Kirim ke",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih alamat tujuan.", "invalid_choice": "Alamat ini tidak lagi tercatat. Pilih lagi."},
    )

    def __init__(self, *args, addresses: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alamat"].choices = addresses


class PauseForm(forms.Form):
    """Which invitations a person does not want, until when: one list, its values "ALL", "AGENCY:<code>", "FIELD:<code>"."""

    untuk = forms.ChoiceField(
        label="Jangan undang saya untuk",
        error_messages={
            "required": "Pilih undangan mana yang tidak ingin Anda terima.",
            "invalid_choice": "Pilihan ini tidak tersedia lagi. Pilih yang lain.",
        },
    )
    sampai = forms.DateField(
        label="Sampai tanggal",
        help_text="Jeda berakhir sendiri sesudah tanggal ini; paling lama 2 tahun.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Isi tanggal berakhirnya jeda.", "invalid": "Isi tanggal yang benar, misalnya 2027-06-30."},
    )

    def __init__(self, *args, agencies: list[Agency], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in agencies}
        self.fields["untuk"].choices = [
            ("", "Pilih"),
            ("ALL", SCOPES["ALL"]),
            ("Satu tingkat", [(f"LEVEL:{code}", label) for code, label in Level.choices]),
            ("Satu rumpun jabatan", [(f"FIELD:{code}", label) for code, label in JobField.choices]),
            ("Satu instansi", [(f"AGENCY:{key}", agency.name) for key, agency in self.agencies.items()]),
        ]

    def wish(self) -> dict:
        """Arguments of `actions.pause_invitations`, but for the actor."""
        scope, _, subject = self.cleaned_data["untuk"].partition(":")
        return {
            "scope": scope,
            "until": self.cleaned_data["sampai"],
            "agency": self.agencies.get(subject) if scope == "AGENCY" else None,
            "field": subject if scope == "FIELD" else "",
            "level": subject if scope == "LEVEL" else "",
        }


def chosen_people(values: list[str]) -> list[UUID]:
    """Public ids of ticked people; anything that is no id is dropped."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
