"""Input of the documents page."""

from typing import Any

from django import forms

from accounts.models import User
from core.models import Upload
from core.uploads.fields import ResumableFileField
from core.uploads.kinds import kind_words, suffixes
from employees.enums import DocumentType
from vacancies.uploads import accepted_types, document_purpose


class DocumentUploadForm(forms.Form):
    """One file for one type of document, sent in one go or beforehand in pieces."""

    file = ResumableFileField(
        label="Berkas",
        error_messages={
            "required": "Pilih berkas lebih dulu, lalu tekan Unggah.",
            "missing": "Pilih berkas lebih dulu, lalu tekan Unggah.",
            "max_length": "Nama berkas terlalu panjang; ganti namanya lalu unggah lagi.",
        },
    )
    keep = forms.BooleanField(label="Simpan juga ke lemari bukti", required=False)

    def __init__(
        self,
        *args: Any,
        document_type: str,
        owner: User,
        application_id: Any,
        waiting: list[Upload] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id=f"id_{document_type}_%s", **kwargs)
        field = self.fields["file"]
        field.label = DocumentType(document_type).label
        field.accept(accepted_types(document_type))
        field.attach(owner=owner, purpose=document_purpose(application_id, document_type), waiting=waiting)


class AttachForm(forms.Form):
    """Choice of a document from the person's locker."""

    evidence = forms.UUIDField(error_messages={"required": "Pilih dokumen dari lemari bukti.", "invalid": "Pilih dari daftar."})


class UploadForm(forms.Form):
    """One file for one type of document."""

    file = forms.FileField(
        label="Berkas",
        allow_empty_file=True,
        error_messages={
            "required": "Pilih berkas lebih dulu, lalu tekan Unggah.",
            "missing": "Pilih berkas lebih dulu, lalu tekan Unggah.",
            "max_length": "Nama berkas terlalu panjang; ganti namanya lalu unggah lagi.",
        },
    )

    def __init__(self, *args, document_type: str, max_bytes: int, **kwargs) -> None:
        super().__init__(*args, prefix=None, auto_id=f"id_{document_type}_%s", **kwargs)
        accepts = accepted_types(document_type)
        self.fields["file"].label = DocumentType(document_type).label
        self.fields["file"].help_text = f"{kind_words(accepts)}, paling besar {max_bytes // 1024 // 1024} MB."
        self.fields["file"].widget.attrs["accept"] = suffixes(accepts)
