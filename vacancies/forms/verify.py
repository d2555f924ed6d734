"""Input of the verification sheet: one small form a line, and the verdict."""

from typing import Any

from django import forms

from vacancies.enums import CheckVerdict
from vacancies.rules.verification import FAILED, PASSED
from vacancies.verification import VerificationLine


class CheckForm(forms.Form):
    """The answer to one line; a FAIL needs a coded reason."""

    verdict = forms.ChoiceField(
        label="Hasil", choices=CheckVerdict.choices, required=False, widget=forms.RadioSelect(attrs={"data-verify": "verdict"})
    )
    reason_code = forms.ChoiceField(label="Alasan", required=False)
    note = forms.CharField(label="Catatan untuk pelamar", required=False, max_length=300)

    def __init__(self, *args: Any, line: VerificationLine, **kwargs: Any) -> None:
        super().__init__(*args, prefix=line.subject, auto_id=f"id_{line.subject.replace(':', '_')}_%s", **kwargs)
        self.line = line
        # Above the sheet every missing answer is named by its line: thirteen times "Hasil" would tell nobody which.
        self.fields["verdict"].label = line.label
        self.fields["reason_code"].choices = [("", "Pilih alasan bila tidak sesuai"), *line.reasons.items()]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        verdict = answers.get("verdict", "")
        if self.line.is_required and not verdict and "verdict" not in self.errors:
            self.add_error("verdict", "Pilih sesuai atau tidak sesuai.")
        if verdict == CheckVerdict.FAIL and not answers.get("reason_code") and "reason_code" not in self.errors:
            self.add_error("reason_code", "Pilih alasan mengapa tidak sesuai.")
        return answers


class VerdictForm(forms.Form):
    """The verdict on the whole application."""

    OUTCOMES = ((PASSED, "Memenuhi syarat (MS)"), (FAILED, "Tidak memenuhi syarat (TMS)"))

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Hasil verifikasi",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih memenuhi syarat atau tidak memenuhi syarat."},
    )
    note = forms.CharField(
        label="Catatan untuk pelamar",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca pelamar setelah hasil administrasi diumumkan.",
    )
