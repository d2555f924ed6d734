"""Input of the computer-assisted test."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from accounts.models import Agency
from core.indonesian import zone_info
from selection.cat.actions.questions import QuestionText
from selection.cat.enums import Difficulty, IncidentKind
from selection.cat.models import ExamQuestion, ExamSitting
from selection.cat.rules.blueprint import BlueprintLine, Cell
from selection.cat.rules.questions import CASE, CASE_PARTS, HIGHEST, LETTERS, SINGLE, Content, Option, Part
from selection.models import Candidate
from vacancies.models import ScoreComponent

LEAST_SHOWN_PARTS = 3


class QuestionFileForm(forms.Form):
    """A file of questions for the dry run."""

    agency = forms.ModelChoiceField(queryset=Agency.objects.none(), label="Bank soal", empty_label=None)
    file = forms.FileField(
        label="Berkas soal",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV atau XLSX, paling besar 2 MB.",
        error_messages={"required": "Pilih berkas CSV atau XLSX."},
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies


class QuestionForm(forms.Form):
    """One question of a given kind. A case shows `parts` blocks; empty ones at the end are left out."""

    agency = forms.ModelChoiceField(queryset=Agency.objects.none(), label="Bank soal", empty_label=None)
    code = forms.CharField(label="Kode soal", max_length=24, error_messages={"required": "Isi kode soal, misalnya PPN-017."})
    competency = forms.CharField(
        label="Kompetensi",
        max_length=150,
        help_text="Tulis sama dengan soal lain untuk kompetensi ini; kisi-kisi menghitung menurut nama ini.",
        error_messages={"required": "Isi kompetensi yang diuji."},
    )
    difficulty = forms.ChoiceField(label="Tingkat kesukaran", choices=Difficulty, initial=Difficulty.MEDIUM)
    is_practice = forms.BooleanField(
        label="Hanya untuk latihan", required=False, help_text="Soal latihan tidak pernah keluar dalam ujian."
    )
    stem = forms.CharField(
        label="Pertanyaan",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis pertanyaannya."},
    )

    def __init__(self, *args: Any, kind: str, agencies: Any, question: ExamQuestion | None = None, **kwargs: Any) -> None:
        self.kind = kind
        content = question.read() if question else None
        stored = content.parts if content else ()
        if question is not None and content is not None:
            kwargs["initial"] = _initial_of(question, content) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        if question is not None:
            del self.fields["agency"]
        if kind == CASE:
            self.fields["stem"].label = "Naskah kasus"
            self.fields["stem"].widget.attrs["rows"] = 8
        self.count = 1 if kind != CASE else max(LEAST_SHOWN_PARTS, len(stored), self._posted_parts())
        for number in range(1, self.count + 1):
            self._add_part(number)

    def _posted_parts(self) -> int:
        # What the button "Tambah bagian" asked for travels in the form itself.
        wanted = str(self.data.get("parts", "")) if self.is_bound else ""
        return min(int(wanted), CASE_PARTS[1]) if wanted.isdigit() else 0

    def _add_part(self, number: int) -> None:
        if self.kind == CASE:
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Pertanyaan bagian {number}", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
        for letter in LETTERS:
            self.fields[f"option_{number}_{letter}"] = forms.CharField(label=f"Pilihan {letter}", required=False, max_length=1000)
            if self.kind != SINGLE:
                self.fields[f"points_{number}_{letter}"] = forms.IntegerField(
                    label=f"Bobot {letter}",
                    required=False,
                    min_value=0,
                    max_value=HIGHEST,
                    widget=forms.NumberInput(attrs={"class": "number", "min": 0, "max": HIGHEST}),
                    error_messages={
                        "invalid": "Bobot adalah angka bulat.",
                        "min_value": "Bobot paling rendah 0.",
                        "max_value": f"Bobot paling tinggi {HIGHEST}.",
                    },
                )
        if self.kind == SINGLE:
            self.fields[f"key_{number}"] = forms.ChoiceField(
                label="Jawaban yang benar",
                choices=[("", "Pilih"), *((letter, letter) for letter in LETTERS)],
                error_messages={"required": "Pilih huruf jawaban yang benar."},
            )

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Fields part by part, for the template."""
        return [
            {
                "number": number,
                "text": self[f"text_{number}"] if self.kind == CASE else None,
                "key": self[f"key_{number}"] if self.kind == SINGLE else None,
                "rows": [
                    {
                        "letter": letter,
                        "option": self[f"option_{number}_{letter}"],
                        "points": self[f"points_{number}_{letter}"] if self.kind != SINGLE else None,
                    }
                    for letter in LETTERS
                ],
            }
            for number in range(1, self.count + 1)
        ]

    def text(self) -> QuestionText:
        """What was written. Call on a valid form."""
        given = self.cleaned_data
        parts = []
        for number in range(1, self.count + 1):
            letters = [letter for letter in LETTERS if given[f"option_{number}_{letter}"].strip()]
            question = given.get(f"text_{number}", "").strip()
            if self.kind == CASE and not letters and not question:
                continue
            options = tuple(Option(given[f"option_{number}_{each}"].strip(), self._points(number, each)) for each in letters)
            parts.append(Part(question, options))
        return QuestionText(
            code=given["code"],
            competency=given["competency"],
            kind=self.kind,
            difficulty=given["difficulty"],
            stem=given["stem"],
            parts=tuple(parts),
            is_practice=given["is_practice"],
        )

    def _points(self, number: int, letter: str) -> int:
        if self.kind == SINGLE:
            return int(self.cleaned_data[f"key_{number}"] == letter)
        return self.cleaned_data[f"points_{number}_{letter}"] or 0


def _initial_of(question: ExamQuestion, content: Content) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "code": question.code,
        "competency": question.competency,
        "difficulty": question.difficulty,
        "is_practice": question.is_practice,
        "stem": content.stem,
    }
    for number, part in enumerate(content.parts, start=1):
        initial[f"text_{number}"] = part.text
        for letter, option in zip(LETTERS, part.options, strict=False):
            initial[f"option_{number}_{letter}"] = option.text
            initial[f"points_{number}_{letter}"] = option.points
            if option.points:
                initial[f"key_{number}"] = letter
    return initial


class CodeForm(forms.Form):
    """The code of a key, as it stands on its sheet of paper."""

    code = forms.CharField(
        label="Kode kunci Anda",
        max_length=40,
        help_text="Dua puluh lima huruf dan angka dari lembar kode; tanda hubung dan huruf besar atau kecil tidak berpengaruh.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "exam-code-input"}),
        error_messages={"required": "Isi kode kunci."},
    )


class ClearKeyForm(forms.Form):
    reason = forms.CharField(max_length=300, error_messages={"required": "Tulis mengapa kunci ini dikosongkan."})


class MissedForm(forms.Form):
    """Why people did not come."""

    note = forms.CharField(
        label="Keterangan",
        max_length=300,
        help_text="Misalnya: tanpa kabar, atau sakit dengan surat dokter.",
        error_messages={"required": "Tulis keterangan ketidakhadiran."},
    )


class ReviewForm(forms.Form):
    """The reviewer's word on the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Catatan untuk penulis",
        help_text="Wajib bila soal dikembalikan.",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExamForm(forms.Form):
    """Name, length and blueprint: one number a competency and difficulty."""

    title = forms.CharField(label="Nama ujian", max_length=120, error_messages={"required": "Isi nama ujian."})
    minutes = forms.IntegerField(
        label="Lama ujian (menit)",
        min_value=1,
        max_value=300,
        initial=90,
        error_messages={
            "required": "Isi lama ujian.",
            "invalid": "Lama ujian adalah angka bulat.",
            "min_value": "Paling singkat 1 menit.",
            "max_value": "Paling lama 300 menit.",
        },
    )

    def __init__(
        self,
        *args: Any,
        competencies: list[str],
        stock: dict[Cell, int],
        components: Sequence[ScoreComponent] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(components) > 1:
            self.fields["component"] = forms.TypedChoiceField(
                label="Komponen yang dinilai", choices=[(each.pk, each.label) for each in components], coerce=int
            )
        self.competencies, self.stock = competencies, stock
        for place, competency in enumerate(competencies):
            for difficulty in Difficulty:
                self.fields[f"count_{place}_{difficulty}"] = forms.IntegerField(
                    label=f"{competency}, {difficulty.label.lower()}",
                    required=False,
                    min_value=0,
                    max_value=300,
                    widget=forms.NumberInput(attrs={"class": "number", "min": 0, "max": 300}),
                    error_messages={
                        "invalid": "Tulis angka bulat.",
                        "min_value": "Paling sedikit 0.",
                        "max_value": "Paling banyak 300.",
                    },
                )

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row a competency: its fields with what the bank has."""
        return [
            {
                "competency": competency,
                "cells": [
                    {
                        "label": difficulty.label,
                        "field": self[f"count_{place}_{difficulty}"],
                        "has": self.stock.get((competency, difficulty.value), 0),
                    }
                    for difficulty in Difficulty
                ],
            }
            for place, competency in enumerate(self.competencies)
        ]

    def lines(self) -> list[BlueprintLine]:
        """The blueprint. Call on a valid form."""
        return [
            BlueprintLine(competency, difficulty.value, self.cleaned_data[f"count_{place}_{difficulty}"] or 0)
            for place, competency in enumerate(self.competencies)
            for difficulty in Difficulty
        ]


class SessionTimeForm(forms.Form):
    """Where and when, on the agency's own clock."""

    place = forms.CharField(label="Tempat", max_length=200, error_messages={"required": "Isi tempat ujian."})
    starts_at = forms.DateTimeField(
        label="Mulai",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "Isi tanggal dan jam mulai.",
            "invalid": "Tulis tanggal dan jam yang benar, misalnya 4 Desember 2026 pukul 09.00.",
        },
    )

    def __init__(self, *args: Any, zone: str, zone_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["starts_at"].label = f"Mulai ({zone_label})"

    def clean_starts_at(self) -> datetime:
        """The instant, read on the agency's clock whatever zone the server runs in."""
        return self.cleaned_data["starts_at"].replace(tzinfo=zone_info(self.zone))


class SessionForm(SessionTimeForm):
    """A new session with its participants."""

    title = forms.CharField(
        label="Nama sesi", max_length=80, initial="Sesi 1", error_messages={"required": "Isi nama sesi, misalnya Sesi 1."}
    )
    seats = forms.IntegerField(
        label="Jumlah kursi",
        min_value=1,
        max_value=2000,
        error_messages={"required": "Isi jumlah kursi.", "invalid": "Tulis angka bulat.", "min_value": "Paling sedikit 1 kursi."},
    )
    candidates = forms.ModelMultipleChoiceField(
        queryset=Candidate.objects.none(),
        label="Peserta",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu peserta."},
    )
    field_order = ("title", "place", "starts_at", "seats", "candidates")

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidates"].queryset = candidates
        self.fields["candidates"].label_from_instance = lambda each: f"{each.key} · {each.application.employee.name}"


class MoveForm(SessionTimeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya; peserta membacanya."},
    )


class IncidentForm(forms.Form):
    """What happened in the room."""

    kind = forms.ChoiceField(
        label="Jenis", choices=[(each.value, each.label) for each in IncidentKind if each != IncidentKind.REPLACEMENT]
    )
    sitting = forms.ModelChoiceField(
        queryset=ExamSitting.objects.none(), label="Peserta", required=False, empty_label="Tidak menyangkut satu peserta"
    )
    text = forms.CharField(
        label="Catatan",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang terjadi."},
    )

    def __init__(self, *args: Any, sittings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sitting"].queryset = sittings
        self.fields["sitting"].label_from_instance = lambda each: f"Peserta {each.number}, kursi {each.seat}"


class PinForm(forms.Form):
    """The PIN a proctor has given out."""

    pin = forms.CharField(
        label="PIN",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number exam-pin"}),
        help_text="Enam angka dari pengawas. Hanya berlaku sekali, di komputer ini.",
        error_messages={"required": "Isi PIN dari pengawas."},
    )


class AnnulmentForm(forms.Form):
    reason = forms.CharField(
        label="Alasan pembatalan",
        help_text="Masuk berita acara pembatalan. Sebutkan kejadian, waktu, dan buktinya.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis alasan pembatalan."},
    )


class AnnulmentVerdictForm(forms.Form):
    note = forms.CharField(
        label="Catatan Anda",
        help_text="Wajib bila usul ditolak.",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
