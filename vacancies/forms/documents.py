"""Input of the documents page."""

from django import forms

from core.uploads.kinds import kind_words, suffixes
from employees.enums import DocumentType
from vacancies.uploads import accepted_types


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
