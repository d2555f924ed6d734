"""Input of a request for one more document, and of its answer."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from core.indonesian import zone_info
from employees.enums import DocumentType
from employees.models import EvidenceDocument
from vacancies.rules.document_request import default_due


class AskDocumentForm(forms.Form):
    """What is asked, why, and until when in the agency's zone. The time names the last minute that still counts."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document_type = forms.ChoiceField(
        label="Dokumen",
        choices=[("", "Pilih dokumen"), *DocumentType.choices],
        error_messages={"required": "Pilih dokumen yang diminta."},
    )
    reason = forms.CharField(
        label="Alasan permintaan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tuliskan alasan permintaan; pelamar membacanya."},
        help_text="Dibaca pelamar. Sebutkan apa yang kurang dan apa yang harus terlihat pada berkas.",
    )
    due_on = forms.DateField(
        label="Batas tanggal",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"required": "Isi tanggal batas.", "invalid": "Tulis tanggal yang benar, misalnya 4-12-2026."},
    )
    due_time = forms.TimeField(
        label="Pukul",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": "Tulis jam yang benar, misalnya 23.59."},
    )

    def __init__(self, *args: Any, zone: str, now: datetime, **kwargs: Any) -> None:
        last_minute = (default_due(now, zone) - timedelta(minutes=1)).astimezone(zone_info(zone))
        kwargs["initial"] = {"due_on": last_minute.date(), "due_time": last_minute.time(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.zone = zone

    def due_at(self) -> datetime:
        """The first instant that no longer counts. Call on a valid form."""
        day: date = self.cleaned_data["due_on"]
        minute: time = self.cleaned_data["due_time"] or time(23, 59)
        return datetime.combine(day, minute.replace(second=0), zone_info(self.zone)) + timedelta(minutes=1)


class EvidenceChoiceForm(forms.Form):
    """One document of the own locker, as the answer to a request."""

    evidence = forms.ChoiceField(
        label="Dokumen dari lemari bukti",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih satu dokumen dari lemari bukti.",
            "invalid_choice": "Dokumen itu tidak ada lagi di lemari bukti Anda; pilih yang lain.",
        },
    )

    def __init__(self, *args: Any, documents: list[EvidenceDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(document.public_id): document for document in documents}
        self.fields["evidence"].choices = [(key, f"{row.title} ({row.original_name})") for key, row in self.documents.items()]
        if len(documents) == 1:
            self.initial["evidence"] = next(iter(self.documents))

    def chosen(self) -> EvidenceDocument:
        """The chosen document. Call on a valid form."""
        return self.documents[self.cleaned_data["evidence"]]


class WithdrawForm(forms.Form):
    """Why somebody takes the own application back; nobody has to say."""

    reason = forms.CharField(
        label="Alasan menarik lamaran",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Paling banyak 500 huruf."},
        help_text="Tersimpan bersama tanda terima lama dan tidak memengaruhi lamaran Anda berikutnya.",
    )
