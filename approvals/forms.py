"""The inbox's filters, the decision form, and the form of several decisions at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from accounts import second_factor
from accounts.enums import DECIDING_ROLES
from approvals import registry
from approvals.enums import Verdict
from approvals.rules.chain import AFFIRMATIVE

# A setuju, K kembalikan, T tolak (product.md section 5, PyB).
VERDICT_KEYS = {
    Verdict.APPROVE: "A",
    Verdict.RECOMMEND: "A",
    Verdict.DETERMINE: "A",
    Verdict.RETURN: "K",
    Verdict.RECOMMEND_WITH_NOTES: "K",
    Verdict.REJECT: "T",
    Verdict.NOT_RECOMMEND: "T",
}


def verdict_of_key(key: str, verdicts: Iterable[str]) -> str:
    """The verdict a key stands for at a step, "" for none."""
    return next((verdict for verdict in verdicts if VERDICT_KEYS[Verdict(verdict)] == key.upper()), "")


def together_verdict(verdicts: Iterable[str]) -> str:
    """The verdict several items of a step may get at once, "" where each is decided by itself (product.md 5, PyB)."""
    verdict = verdict_of_key("A", verdicts)
    return "" if verdict == Verdict.DETERMINE else verdict


def _kinds() -> list[tuple[str, str]]:
    return [("", "Semua jenis"), *((each.chain.code, each.chain.title) for each in registry.all_bindings())]


class InboxFilterForm(forms.Form):
    """Search, filters and order of the inbox; lives in the URL."""

    cari = forms.CharField(label="Cari berkas", required=False, max_length=100, widget=forms.SearchInput)
    jenis = forms.ChoiceField(label="Jenis berkas", required=False, choices=_kinds)
    tingkat = forms.ChoiceField(
        label="Tingkat",
        required=False,
        choices=[("", "Semua tingkat"), *((level, level) for level in ("JPT Pratama", "JPT Madya", "JPT Utama"))],
    )
    tahap = forms.ChoiceField(
        label="Tahap",
        required=False,
        choices=[
            ("", "Semua tahap"),
            *((role.value, role.label) for role in DECIDING_ROLES),
        ],
    )
    tenggat = forms.ChoiceField(
        label="Tenggat",
        required=False,
        choices=[("", "Semua tenggat"), ("lewat", "Lewat tenggat"), ("hari_ini", "Hari ini"), ("pekan", "Tujuh hari ke depan")],
    )
    instansi = forms.CharField(label="Instansi", required=False, max_length=100)
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("", "Jatuh tempo"), ("baru", "Terbaru"), ("instansi", "Instansi"), ("tahap", "Tahap"), ("tingkat", "Tingkat")],
    )

    def __init__(self, *args: Any, with_agencies: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_agencies:
            # Whoever works for one agency only would filter by it in vain.
            del self.fields["instansi"]


class VerdictSelect(forms.RadioSelect):
    """Radios that a key chooses."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex=subindex, attrs=attrs)
        option["attrs"]["data-inbox-key"] = VERDICT_KEYS[value]
        return option


class SignedForm(forms.Form):
    """The proof that it is the official: a six-digit code, or a passkey; neither when one was used within five minutes.

    Args:
        factors: second factors to offer; empty when a fresh one counts.
    """

    code = forms.CharField(
        label="Kode autentikator",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text="Enam angka dari aplikasi autentikator Anda.",
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-passkey-answer": ""}))

    def __init__(self, *args: Any, factors: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if second_factor.TOTP not in factors:
            del self.fields["code"]
        elif second_factor.PASSKEY not in factors:
            self.fields["code"].required = True
            self.fields["code"].error_messages["required"] = "Isi enam angka dari aplikasi autentikator Anda."
        if second_factor.PASSKEY not in factors:
            del self.fields["passkey"]

    def prove(self, request: HttpRequest) -> bool:
        """Use the code or the passkey of a valid form; False and a sentence beside the field when it is not accepted.

        Used up, it counts for five minutes: a page that comes back for another reason asks for none.
        """
        offered = [name for name in ("code", "passkey") if name in self.fields]
        if not offered or second_factor.fresh_method(request):
            self._drop(offered)
            return True
        if self.cleaned_data.get("passkey"):
            sentence = second_factor.use_passkey(request, self.cleaned_data["passkey"])
        elif self.cleaned_data.get("code"):
            sentence = second_factor.use_code(request, self.cleaned_data["code"])
        else:
            sentence = "Isi kode autentikator atau pakai kunci sandi Anda."
        if sentence is not None:
            self.add_error("code" if "code" in self.fields else None, sentence)
            return False
        self._drop(offered)
        return True

    def _drop(self, names: Sequence[str]) -> None:
        for name in names:
            self.fields.pop(name)


class DecisionForm(SignedForm):
    """Verdicts offered are those of the step; a note is asked by the rule, so an empty one comes back with its sentence."""

    verdict = forms.ChoiceField(label="Keputusan Anda", widget=VerdictSelect, choices=[])
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib bila Anda mengembalikan, menolak, memberi catatan, atau tidak merekomendasikan.",
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("verdict", "note", "code", "passkey", "nonce")

    def __init__(self, *args: Any, verdicts: list[str], asks_reason: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_reason:
            self.fields["note"].required = True
            self.fields["note"].help_text = ""
            self.fields["note"].error_messages["required"] = asks_reason
        self.fields["verdict"].choices = [(code, Verdict(code).label) for code in verdicts]
        self.fields["verdict"].error_messages["required"] = "Pilih salah satu keputusan."
        for kind in ("required", "invalid"):
            self.fields["nonce"].error_messages[kind] = "Lembar keputusan ini tidak dikenal. Muat ulang halaman ini."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        verdict = data.get("verdict", Verdict.APPROVE)
        if verdict not in AFFIRMATIVE and self.has_error("note", "required"):
            # The sentence that asks for a reason speaks to whoever agrees.
            del self.errors["note"]
            self.add_error("note", f"Tulis catatan untuk keputusan “{Verdict(verdict).label}” agar penerima tahu alasannya.")
        return data


class TogetherForm(SignedForm):
    """Several items of one step and level, confirmed line by line; the boxes and their numbers come with the page."""

    note = forms.CharField(label="Catatan untuk semua", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("note", "code", "passkey")


class StakeForm(forms.Form):
    """An official's own tie to a selection."""

    tie = forms.CharField(
        label="Hubungan Anda",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: adik ipar saya ikut melamar. Nama tidak perlu ditulis.",
        error_messages={"required": "Tulis hubungan itu dengan singkat."},
    )
