"""Fields the forms of this room share: a day, and a proof that is chosen from the locker or comes with the form."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from core.uploads.fields import ResumableFileField
from core.uploads.kinds import KINDS
from employees.models import EvidenceDocument

EARLIEST = date(1940, 1, 1)
FILE_ERRORS = {
    "required": "Pilih berkas dahulu.",
    "missing": "Pilih berkas dahulu.",
    "max_length": "Nama berkas terlalu panjang; ganti namanya lalu unggah lagi.",
}


class DayField(forms.DateField):
    """A day typed by hand; `latest` is set by the form when days ahead make no sense."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        messages = {"invalid": "Tulis tanggal yang benar, misalnya 31-12-2026.", "required": "Isi tanggalnya."}
        super().__init__(error_messages=messages, **kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= date(2100, 12, 31):
            raise forms.ValidationError("Tahun itu tidak mungkin; periksa tanggalnya.", code="impossible")
        return day


class ProofChoice(forms.ModelChoiceField):
    """A document of the person's own locker, by its public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=EvidenceDocument.objects.none(),
            to_field_name="public_id",
            required=False,
            empty_label="Belum dipilih",
            error_messages={"invalid_choice": "Dokumen itu tidak ada di lemari bukti Anda; pilih dari daftar."},
            **kwargs,
        )

    def label_from_instance(self, obj: EvidenceDocument) -> str:
        return str(obj)


class ProofForm(forms.Form):
    """Mixin of the two ways to bring a proof. `attach_proof` must be called before use."""

    proof = ProofChoice(label="Bukti dari lemari bukti")
    file = ResumableFileField(label="Atau unggah bukti baru", required=False, accepts=KINDS, error_messages=FILE_ERRORS)

    def attach_proof(self, *, owner: User, purpose: str) -> None:
        """Offer the person's documents, and tie the file field to this purpose."""
        self.fields["proof"].queryset = EvidenceDocument.objects.of(owner).for_list()
        field = self.fields["file"]
        field.attach(owner=owner, purpose=purpose)
        field.help_text += " Ikut disimpan di lemari bukti dan menggantikan pilihan di atas."
