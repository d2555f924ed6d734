"""Input of the documents page."""

from typing import Any

from django import forms

from accounts.models import User
from core.models import Upload
from core.uploads.fields import ResumableFileField
from employees.enums import DocumentType
from vacancies.uploads import accepted_types


class DocumentUploadForm(forms.Form):
    """One file for one type of document, sent in one go or beforehand in pieces."""

    file = ResumableFileField(
        label="Berkas",
        error_messages={
            "required": "Pilih berkas lebih dulu.",
            "missing": "Pilih berkas lebih dulu.",
            "max_length": "Nama berkas terlalu panjang; ganti namanya lalu unggah lagi.",
        },
    )
    keep = forms.BooleanField(label="Simpan juga ke lemari bukti", required=False)

    def __init__(
        self,
        *args: Any,
        document_type: str,
        owner: User,
        purpose: str,
        waiting: list[Upload] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id=f"id_{document_type}_%s", **kwargs)
        field = self.fields["file"]
        field.label = DocumentType(document_type).label
        field.accept(accepted_types(document_type))
        field.attach(owner=owner, purpose=purpose, waiting=waiting)


class AttachForm(forms.Form):
    """Choice of a document from the person's locker."""

    evidence = forms.UUIDField(error_messages={"required": "Pilih dokumen dari lemari bukti.", "invalid": "Pilih dari daftar."})
