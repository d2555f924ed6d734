"""What the office types about its letters."""

from django import forms

from core.letter_kinds import LONGEST_SUBJECT, LONGEST_TEXT, LetterKind, Wording, text_problem, told_fields
from core.models import LetterheadSize

REASON = {"required": "Tulis alasannya; alasan ini terlihat oleh siapa pun yang memeriksa surat."}


class ReleaseForm(forms.Form):
    """How many letters leave, typed by whoever has looked through them."""

    count = forms.IntegerField(
        label="Jumlah surel yang dikirim",
        min_value=0,
        help_text="Tulis jumlahnya sendiri, sesudah memeriksa daftar.",
        error_messages={"required": "Tulis jumlah surel yang akan dikirim.", "invalid": "Tulis jumlahnya dengan angka."},
    )


class LetterEndForm(forms.Form):
    """Why a letter is withdrawn or replaced."""

    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Terlihat di halaman cek surat.",
        error_messages=REASON,
    )


class WordingForm(forms.Form):
    """Subject, opening and closing of a kind of letter; refuses fields outside its list."""

    subject = forms.CharField(
        label="Hal atau judul", max_length=LONGEST_SUBJECT, error_messages={"required": "Tulis hal atau judul surat."}
    )
    opening = forms.CharField(
        label="Pembuka",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Baris kosong memisahkan paragraf.",
    )
    closing = forms.CharField(label="Penutup", max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, kind: LetterKind, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("subject", "opening", "closing"):
            told = told_fields(str((self.data if self.is_bound else self.initial).get(name, "")), kind)
            self.fields[name].help_text = " ".join(
                filter(None, (self.fields[name].help_text, told and f"Isian di sini: {told}."))
            )

    def _checked(self, name: str) -> str:
        text = self.cleaned_data[name].strip()
        problem = text_problem(text, self.kind)
        if problem:
            raise forms.ValidationError(problem)
        return text

    def clean_subject(self) -> str:
        return " ".join(self._checked("subject").split())

    def clean_opening(self) -> str:
        return self._checked("opening")

    def clean_closing(self) -> str:
        return self._checked("closing")

    def wording(self) -> Wording:
        """The texts, once valid."""
        return Wording(**{name: self.cleaned_data[name] for name in ("subject", "opening", "closing")})


class ReplaceForm(WordingForm):
    """A new version of one letter: its words, its correctable fields, and why."""

    reason = forms.CharField(
        label="Alasan penggantian",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tercetak pada surat baru dan terlihat di halaman cek surat yang lama.",
        error_messages=REASON,
    )

    def __init__(self, *args, kind: LetterKind, words: dict, **kwargs) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.words = words
        for each in kind.fields:
            if each.is_correctable:
                self.fields[f"field_{each.name}"] = forms.CharField(
                    label=each.label,
                    max_length=200,
                    initial=words.get(each.name, ""),
                    error_messages={"required": f"{each.label} tidak boleh kosong."},
                )
        self.order_fields(["reason"])

    def corrections(self) -> dict[str, str]:
        """Fields that differ from the old letter."""
        found = {name.removeprefix("field_"): value for name, value in self.cleaned_data.items() if name.startswith("field_")}
        return {name: value for name, value in found.items() if value != self.words.get(name, "")}


class LetterheadForm(forms.Form):
    """Size of the head and the line below the address."""

    size = forms.ChoiceField(label="Ukuran kop", choices=LetterheadSize.choices, widget=forms.RadioSelect)
    contact = forms.CharField(
        label="Baris kontak", max_length=160, required=False, help_text="Misalnya telepon dan situs. Boleh kosong."
    )
