"""Input of own additions."""

from typing import Any

from django import forms

from accounts.models import User
from employees.actions.own_records import OwnRecordWords
from employees.enums import OwnRecordKind
from employees.forms.fields import DayField, ProofForm
from employees.models import OwnRecord


class OwnRecordForm(ProofForm):
    """One addition with its proof."""

    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("", "Pilih jenis"), *OwnRecordKind.choices],
        error_messages={"required": "Pilih jenis isian.", "invalid_choice": "Pilih jenis dari daftar."},
    )
    title = forms.CharField(label="Judul", max_length=200, error_messages={"required": "Isi judulnya."})
    issuer = forms.CharField(label="Penyelenggara atau pemberi", max_length=200, required=False)
    started_on = DayField(label="Mulai atau tanggal terbit", help_text="Seperti tertulis pada bukti.")
    ended_on = DayField(label="Selesai", required=False, help_text="Kosongkan bila tidak ada.")
    note = forms.CharField(label="Keterangan", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("kind", "title", "issuer", "started_on", "ended_on", "note", "proof", "file", "version")

    def __init__(self, *args: Any, owner: User, purpose: str, record: OwnRecord | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attach_proof(owner=owner, purpose=purpose)
        if record is not None and record.proof.archived_at is not None:
            # A proof put away since stays a lawful choice for the record it proves.
            self.fields["proof"].queryset = self.fields["proof"].queryset | type(record.proof).objects.filter(pk=record.proof_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        if not cleaned.get("proof") and not cleaned.get("file") and not {"proof", "file"} & set(self.errors):
            self.add_error("proof", "Pilih dokumen dari lemari bukti, atau unggah buktinya di bawah.")
        return cleaned

    def words(self) -> OwnRecordWords:
        """What was typed, blanks tidied."""
        clean = self.cleaned_data
        tidy = {name: " ".join(clean[name].split()) for name in ("title", "issuer")}
        return OwnRecordWords(
            clean["kind"], tidy["title"], tidy["issuer"], clean["started_on"], clean["ended_on"], clean["note"].strip()
        )
