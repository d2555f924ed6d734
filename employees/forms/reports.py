"""Input of reports of wrong lines, and of their answers."""

from typing import Any

from django import forms

from accounts.models import User
from employees.actions.reports import ANSWERS
from employees.enums import RegisterSection
from employees.forms.fields import ProofForm


class ReportForm(ProofForm):
    """What would be right, and a proof if there is one."""

    message = forms.CharField(
        label="Apa yang salah, dan apa yang benar",
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Tulis apa yang salah dan apa yang benar.",
            "min_length": "Tulis sedikit lebih jelas, paling sedikit 10 huruf.",
        },
    )
    field_order = ("message", "proof", "file")

    def __init__(self, *args: Any, owner: User, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attach_proof(owner=owner, purpose=purpose)
        self.fields["proof"].help_text = "Tidak wajib, tetapi mempercepat jawaban, misalnya SK atau ijazah."


class AnswerForm(forms.Form):
    """The outcome of a report, in a code and in words."""

    outcome = forms.ChoiceField(
        label="Hasil",
        choices=[(outcome.value, outcome.label) for outcome in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hasilnya.", "invalid_choice": "Pilih hasil dari daftar."},
    )
    answer = forms.CharField(
        label="Jawaban untuk pelapor",
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Apa yang Anda temukan, apa yang diubah, dan kapan tampil di portal.",
        error_messages={
            "required": "Tulis jawaban untuk pelapor.",
            "min_length": "Tulis sedikit lebih jelas, paling sedikit 10 huruf.",
        },
    )


class ReportFilterForm(forms.Form):
    """Filters of the admin's list; their state is the URL."""

    q = forms.CharField(
        label="Cari nama atau NIP", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    bagian = forms.ChoiceField(label="Bagian", required=False, choices=[("", "Semua"), *RegisterSection.choices])
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Belum dijawab"), ("dijawab", "Sudah dijawab"), ("semua", "Semua")]
    )

    def chosen(self) -> dict[str, str]:
        """Valid values only, "" where nothing is chosen."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}
