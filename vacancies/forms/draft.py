"""What a person types into a draft. The same class reads an autosave, a pressed button and a choice between two versions."""

import re
import secrets
from collections.abc import Mapping

from django import forms

from core.mail_addresses import validate_domain
from vacancies.models import Application
from vacancies.rules.drafting import mark_of, read_marks, write_marks

STORED, TYPED = "tersimpan", "ketikan"


class SectionForm(forms.ModelForm):
    """One section of a draft.

    `seen` carries a mark of each value the page was drawn with, `page` the mark of the page itself (rules/drafting.py).
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    page = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.marks_of(self.instance)
        self.initial["page"] = secrets.token_hex(8)

    @classmethod
    def marks_of(cls, application: Application) -> str:
        return write_marks({name: getattr(application, name) for name in cls._meta.fields})

    def typed(self) -> dict[str, str | bool]:
        """Valid values, also when other fields are not in order yet: those are kept all the same."""
        self.is_valid()
        # A post without any field of a form leaves the form unbound: nothing was typed.
        valid = self.cleaned_data if self.is_bound else {}
        return {name: valid[name] for name in self._meta.fields if name in valid}

    def chosen(self) -> dict[str, str | bool]:
        """Values to save: what was typed, less the fields for which the person chose the stored version."""
        typed = self.typed()
        for name in self._meta.fields:
            if self.data.get(f"pilih_{name}") == STORED:
                typed.pop(name, None)
                self.errors.pop(name, None)
        return typed

    def seen_marks(self) -> Mapping[str, str]:
        """Marks of what the page showed; where the person chose the typed version, of the stored one shown beside it."""
        marks = read_marks(self.data.get("seen", ""))
        for name in self._meta.fields:
            if self.data.get(f"pilih_{name}") == TYPED:
                marks[name] = self.data.get(f"tampil_{name}", "")
        return marks

    def page_mark(self) -> str:
        return self.data.get("page", "")[:32]

    def renewed_marks(self, stored: Application) -> str:
        """Marks for a page that stays open after a save: of what is stored now, but only where the page shows just that."""
        marks, typed = read_marks(self.data.get("seen", "")), self.typed()
        marks |= {name: mark_of(value) for name, value in typed.items() if mark_of(value) == mark_of(getattr(stored, name))}
        return " ".join(f"{name}:{mark}" for name, mark in marks.items())

    def renew_marks(self, stored: Application) -> None:
        """Let the page that is drawn again carry `renewed_marks`."""
        marks = self.renewed_marks(stored)
        self.data = self.data.copy()
        self.data["seen"] = marks

    def comparison(self, stored: Application, conflicts: tuple[str, ...]) -> list[dict[str, object]]:
        """Rows of the page that shows both versions, one a field."""
        return [
            {
                "name": name,
                "label": self.label_in_words(name),
                "stored": self.in_words(getattr(stored, name)),
                "shown": mark_of(getattr(stored, name)),
                "field": self[name],
                "pick": f"pilih_{name}",
                "shown_name": f"tampil_{name}",
                "stored_value": STORED,
                "typed_value": TYPED,
            }
            for name in conflicts
        ]

    def label_in_words(self, name: str) -> str:
        return "Pernyataan kebenaran" if name == "agrees" else str(self.fields[name].label)

    @staticmethod
    def in_words(value: str | bool) -> str:
        if isinstance(value, bool):
            return "Disetujui" if value else "Belum disetujui"
        return value or "Kosong"


class ContactForm(SectionForm):
    """How the office reaches the applicant."""

    class Meta:
        model = Application
        fields = ("email", "phone")
        help_texts = {
            "email": "Tanda terima, undangan tahap, dan hasil dikirim ke alamat ini.",
            "phone": "Nomor yang dapat dihubungi pada jam kerja, misalnya 0812 3456 7890.",
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in (("email", "Isi alamat surel Anda."), ("phone", "Isi nomor telepon Anda.")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.fields["email"].validators.append(validate_domain)
        self.fields["email"].error_messages["invalid"] = "Tulis alamat surel lengkap, misalnya nama@instansi.go.id."

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if not re.fullmatch(r"\+?[0-9 ().-]+", phone) or not 8 <= sum(map(str.isdigit, phone)) <= 15:
            raise forms.ValidationError("Tulis nomor telepon dengan 8 sampai 15 angka.")
        return phone


class StatementForm(SectionForm):
    """Motivation and the statement of truth."""

    class Meta:
        model = Application
        fields = ("motivation", "agrees")
        labels = {
            "motivation": "Alasan melamar",
            "agrees": "Saya menyatakan semua data dan dokumen yang saya kirim benar, dan saya bersedia menerima akibat hukum "
            "bila ternyata tidak benar.",
        }
        help_texts = {"motivation": "Paling banyak 2.000 huruf. Tidak menambah nilai, tetapi dibaca panitia."}
        widgets = {"motivation": forms.Textarea(attrs={"rows": 8, "maxlength": 2000})}

    def clean_motivation(self) -> str:
        return short_enough(self.cleaned_data["motivation"], 2000)


class SpecialNeedsForm(SectionForm):
    """What the person needs during the selection."""

    class Meta:
        model = Application
        fields = ("special_needs",)
        labels = {"special_needs": "Kebutuhan khusus saat seleksi"}
        help_texts = {
            "special_needs": "Misalnya kursi roda, juru bahasa isyarat, atau waktu menyusui. Paling banyak 500 huruf. "
            "Hanya dipakai untuk menyiapkan tempat, dan tidak memengaruhi nilai.",
        }
        widgets = {"special_needs": forms.Textarea(attrs={"rows": 5, "maxlength": 500})}

    def clean_special_needs(self) -> str:
        return short_enough(self.cleaned_data["special_needs"], 500)


def short_enough(text: str, limit: int) -> str:
    """The text with plain line ends, which is how a browser counts its letters.

    Raises:
        ValidationError: longer than `limit` letters.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > limit:
        raise forms.ValidationError(f"Paling banyak {limit:,} huruf; sekarang {len(text):,} huruf.".replace(",", "."))
    return text
