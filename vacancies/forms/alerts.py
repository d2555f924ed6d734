"""Forms of alerts: asking for one, changing how often it speaks, saying why it ended."""

from django import forms

from core.mail_addresses import validate_domain
from vacancies.enums import AlertFrequency, AlertStopReason


class AlertForm(forms.Form):
    """Ask for mails. Somebody signed in is written to at the address of the account, so the field is left out."""

    email = forms.EmailField(
        label="Surel",
        max_length=254,
        validators=[validate_domain],
        help_text="Kami mengirim satu surel untuk memastikan alamat ini milik Anda.",
        error_messages={
            "required": "Tuliskan alamat surel Anda.",
            "invalid": "Alamat surel ini belum lengkap, misalnya nama@instansi.go.id.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    frequency = forms.ChoiceField(
        label="Seberapa sering",
        choices=AlertFrequency.choices,
        initial=AlertFrequency.DAILY,
        widget=forms.RadioSelect,
        help_text="Surel dikirim pukul 06.00 WIB, hanya bila ada lowongan baru. Ringkasan mingguan dikirim hari Senin.",
        error_messages={"required": "Pilih seberapa sering surel dikirim."},
    )

    def __init__(self, *args, is_known: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label="Seberapa sering",
        choices=AlertFrequency.choices,
        widget=forms.RadioSelect,
        help_text="Surel dikirim pukul 06.00 WIB, hanya bila ada lowongan baru. Ringkasan mingguan dikirim hari Senin.",
        error_messages={"required": "Pilih seberapa sering surel dikirim."},
    )


class StopReasonForm(forms.Form):
    alasan = forms.ChoiceField(
        label="Mengapa Anda berhenti?",
        choices=AlertStopReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu, atau tutup saja halaman ini."},
    )
