"""The decision form: a verdict, a note, a code when the second factor is not fresh."""

from django import forms

from approvals.enums import Verdict


class InboxFilterForm(forms.Form):
    """Search and order of the inbox; lives in the URL."""

    cari = forms.CharField(label="Cari", required=False)
    tingkat = forms.ChoiceField(
        label="Tingkat",
        required=False,
        choices=[("", "Semua"), ("JPT Pratama", "JPT Pratama"), ("JPT Madya", "JPT Madya"), ("JPT Utama", "JPT Utama")],
    )
    urut = forms.ChoiceField(
        label="Urutkan", required=False, choices=[("", "Jatuh tempo"), ("baru", "Terbaru"), ("instansi", "Instansi")]
    )


class VerdictSelect(forms.RadioSelect):
    """Radios that a key chooses: A setuju, K kembalikan, T tolak (product.md section 5, PyB)."""

    KEYS = {
        Verdict.APPROVE: "A",
        Verdict.RECOMMEND: "A",
        Verdict.DETERMINE: "A",
        Verdict.RETURN: "K",
        Verdict.RECOMMEND_WITH_NOTES: "K",
        Verdict.REJECT: "T",
        Verdict.NOT_RECOMMEND: "T",
    }

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex=subindex, attrs=attrs)
        option["attrs"]["data-portal-key"] = self.KEYS[value]
        return option


class DecisionForm(forms.Form):
    """Verdicts offered are those of the step; a note is asked by the rule, so an empty one comes back with its sentence."""

    verdict = forms.ChoiceField(label="Keputusan Anda", widget=VerdictSelect, choices=[])
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib bila Anda mengembalikan, menolak, memberi catatan, atau tidak merekomendasikan.",
    )
    code = forms.CharField(
        label="Kode autentikator",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text="Enam angka dari aplikasi autentikator Anda.",
    )
    digest = forms.CharField(widget=forms.HiddenInput)
    position = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, verdicts: list[str], needs_code: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [(code, Verdict(code).label) for code in verdicts]
        self.fields["verdict"].error_messages["required"] = "Pilih salah satu keputusan."
        self.fields["code"].error_messages["required"] = "Isi enam angka dari aplikasi autentikator Anda."
        if not needs_code:
            del self.fields["code"]
