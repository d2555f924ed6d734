"""Input of an objection, and of its answer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from vacancies.enums import ObjectionOutcome
from vacancies.models import ApplicationDocument
from vacancies.objections import Source
from vacancies.rules.objection import (
    LONGEST_TEXT,
    MOST_ATTACHMENTS,
    SHORTEST_TEXT,
    FailedLine,
    answer_problem,
    lines_problem,
    text_problem,
)


class FileObjectionForm(forms.Form):
    """Which lines of the verdict are wrong, why, and documents that were there before."""

    lines = forms.MultipleChoiceField(
        label="Hal yang Anda sanggah",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pilih hal yang Anda sanggah.",
            "invalid_choice": "Hasil verifikasi berubah sejak halaman dibuka; muat ulang, lalu pilih lagi.",
        },
    )
    text = forms.CharField(
        label="Mengapa hasil ini keliru",
        error_messages={"required": f"Jelaskan keberatan Anda, paling sedikit {SHORTEST_TEXT} huruf."},
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_TEXT}),
        help_text=f"Tunjuk bagian berkas yang membuktikannya. Paling banyak {LONGEST_TEXT} huruf.",
    )
    attachments = forms.MultipleChoiceField(
        label="Lampiran",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"Tidak wajib, paling banyak {MOST_ATTACHMENTS}. Hanya dokumen yang sudah ada sebelum hasil diumumkan.",
        error_messages={"invalid_choice": "Salah satu dokumen tidak ada lagi; muat ulang, lalu pilih lagi."},
    )

    def __init__(self, *args: Any, failed: Sequence[FailedLine], sources: Sequence[Source], **kwargs: Any) -> None:
        if len(failed) == 1:
            kwargs["initial"] = {"lines": [failed[0].subject], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.failed = failed
        self.sources = {str(source.public_id): source for source in sources}
        self.fields["lines"].choices = [(line.subject, f"{line.label}: {line.reason}") for line in failed]
        self.fields["attachments"].choices = [(key, source_label(source)) for key, source in self.sources.items()]
        if not sources:
            del self.fields["attachments"]

    def clean_lines(self) -> list[str]:
        problem = lines_problem(self.cleaned_data["lines"], self.failed)
        if problem is not None:
            raise forms.ValidationError(problem)
        return self.cleaned_data["lines"]

    def clean_text(self) -> str:
        problem = text_problem(self.cleaned_data["text"])
        if problem is not None:
            raise forms.ValidationError(problem)
        return self.cleaned_data["text"]

    def clean_attachments(self) -> list[str]:
        chosen = self.cleaned_data["attachments"]
        if len(chosen) > MOST_ATTACHMENTS:
            raise forms.ValidationError(f"Lampirkan paling banyak {MOST_ATTACHMENTS} dokumen; Anda memilih {len(chosen)}.")
        return chosen

    def chosen_sources(self) -> list[Source]:
        """The attached documents. Call on a valid form."""
        return [self.sources[key] for key in self.cleaned_data.get("attachments", [])]


class AnswerObjectionForm(forms.Form):
    """Granted or refused, with a reason either way."""

    outcome = forms.ChoiceField(
        label="Jawaban",
        choices=[
            (ObjectionOutcome.GRANTED.value, "Kabulkan: hasil verifikasi keliru, pelamar memenuhi syarat"),
            (ObjectionOutcome.REFUSED.value, "Tolak: hasil verifikasi tetap"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kabulkan atau tolak."},
    )
    reason = forms.CharField(
        label="Alasan jawaban",
        error_messages={"required": f"Tuliskan alasan jawaban, paling sedikit {SHORTEST_TEXT} huruf; pelamar membacanya."},
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
        help_text=f"Dibaca pelamar dan dimuat dalam surat jawaban. Paling banyak {LONGEST_TEXT} huruf.",
    )

    def clean_reason(self) -> str:
        problem = answer_problem(self.cleaned_data["reason"])
        if problem is not None:
            raise forms.ValidationError(problem)
        return self.cleaned_data["reason"]


def source_label(source: Source) -> str:
    """How a document that may be attached is called, and where it lies."""
    if isinstance(source, ApplicationDocument):
        return f"{source.get_type_display()} ({source.original_name}), dari lamaran ini"
    return f"{source.title} ({source.original_name}), dari lemari bukti"
