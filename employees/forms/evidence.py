"""Input of the evidence locker."""

from typing import Any

from django import forms

from accounts.models import User
from core.uploads.fields import ResumableFileField
from core.uploads.kinds import kind_words
from employees.actions.evidence import EvidenceWords
from employees.enums import DocumentType
from employees.forms.fields import FILE_ERRORS, DayField
from employees.models import EvidenceDocument
from employees.rules.evidence import accepted_kinds, date_problem

UPLOAD_PURPOSE = "evidence"


class DescriptionForm(forms.Form):
    """What is said about a document."""

    type = forms.ChoiceField(
        label="Jenis dokumen",
        choices=[("", "Pilih jenis"), *DocumentType.choices],
        error_messages={"required": "Pilih jenis dokumen.", "invalid_choice": "Pilih jenis dokumen dari daftar."},
    )
    title = forms.CharField(
        label="Judul",
        max_length=150,
        help_text="Agar mudah dikenali nanti, misalnya “SK Kepala Bagian Umum 2024”.",
        error_messages={"required": "Beri judul agar dokumen mudah dikenali."},
    )
    issuer = forms.CharField(label="Penerbit", max_length=150, required=False)
    issued_on = DayField(label="Tanggal dokumen", required=False)
    valid_until = DayField(label="Berlaku sampai", required=False, help_text="Kosongkan bila tidak ada batasnya.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        problem = date_problem(cleaned.get("issued_on"), cleaned.get("valid_until"))
        if problem:
            self.add_error("valid_until", problem)
        return cleaned

    def words(self) -> EvidenceWords:
        """What was typed, blanks tidied."""
        clean = self.cleaned_data
        tidy = {name: " ".join(clean[name].split()) for name in ("title", "issuer")}
        return EvidenceWords(clean["type"], tidy["title"], tidy["issuer"], clean["issued_on"], clean["valid_until"])


class EvidenceForm(DescriptionForm):
    """A new document: its file and what is said about it."""

    file = ResumableFileField(label="Berkas", error_messages=FILE_ERRORS)
    field_order = ("file", "type", "title", "issuer", "issued_on", "valid_until")

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].attach(owner=owner, purpose=UPLOAD_PURPOSE)
        self.fields["file"].help_text += " JPEG dan PNG hanya untuk KTP, pas foto, NPWP, sertifikat, dan piagam."

    @property
    def accepts(self) -> tuple[str, ...]:
        """Content types welcome for the chosen type."""
        return accepted_kinds(self.cleaned_data["type"])


class RedescribeForm(DescriptionForm):
    """New words for a document; its file, and so the kind of its content, stays."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: EvidenceDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_type(self) -> str:
        """A type under which this file could also have been uploaded."""
        chosen = self.cleaned_data["type"]
        if self.document.content_type not in accepted_kinds(chosen):
            raise forms.ValidationError(f"Jenis ini perlu berkas {kind_words(accepted_kinds(chosen))}; unggah dokumen baru.")
        return chosen


class EvidenceFilterForm(forms.Form):
    """Search of the locker; its state is the URL."""

    ORDERS = (("", "Jenis"), ("terbaru", "Terakhir diunggah"), ("berlaku", "Berlaku sampai"), ("judul", "Judul"))

    q = forms.CharField(label="Cari", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    jenis = forms.ChoiceField(label="Jenis", required=False)
    tempat = forms.ChoiceField(label="Tempat", required=False, choices=[("", "Di lemari"), ("disingkirkan", "Disingkirkan")])
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=ORDERS)

    def __init__(self, *args: Any, types: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [("", "Semua"), *((code, DocumentType(code).label) for code in types)]

    def chosen(self) -> dict[str, str]:
        """Valid values only, "" where nothing is chosen."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}
