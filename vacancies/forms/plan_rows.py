"""Rows of the plan that come and go: requirements and competencies. Formsets that work without JavaScript."""

from typing import Any

from django import forms
from django.forms import formset_factory

from employees.enums import EducationLevel, Grade, JobField
from employees.rules.facts import TRAINING_LABELS
from vacancies.enums import CompetencyKind
from vacancies.models import Vacancy
from vacancies.rules.eligibility import KINDS
from vacancies.rules.requirement_words import requirement_words
from vacancies.rules.statements import STATEMENTS

HELD_CHOICES = [
    ("PENGAWAS,AHLI_MUDA", "Pengawas atau JF Ahli Muda"),
    ("ADMINISTRATOR,AHLI_MADYA", "Administrator atau JF Ahli Madya"),
    ("JPT_PRATAMA,AHLI_UTAMA", "JPT Pratama atau JF Ahli Utama"),
    ("JPT_MADYA,AHLI_UTAMA", "JPT Madya atau JF Ahli Utama"),
]
# The exception is contested practice of 2024 and 2025 (domain.md section 7), so it is never the starting value.
AGE_CHOICES = [("", "Batas sama bagi semua"), ("JPT_PRATAMA=58", "58 tahun bagi yang sedang menduduki JPT Pratama")]
# What a requirement of each kind starts with when it is added: (number, text).
STARTING_VALUES: dict[str, tuple[int | None, str]] = {
    "EMPLOYMENT_KIND": (None, "PNS"),
    "MIN_EDUCATION": (40, ""),
    "MIN_GRADE": (41, ""),
    "HELD_LEVEL": (2, "ADMINISTRATOR,AHLI_MADYA"),
    "FIELD_EXPERIENCE": (5, ""),
    "MAX_AGE": (56, ""),
    "PERFORMANCE": (2, "BAIK"),
    "NO_DISCIPLINE": (2, ""),
    "LEADERSHIP_TRAINING": (None, "PKN_II"),
    "COMPETENCE": (None, ""),
    "INTEGRITY": (None, ""),
    "STATEMENT": (None, "HEALTH"),
}
# Kinds whose number is years typed by hand: label and the largest that makes sense.
_YEARS = {
    "HELD_LEVEL": ("Paling singkat (tahun)", 30),
    "FIELD_EXPERIENCE": ("Paling singkat (tahun)", 30),
    "MAX_AGE": ("Usia paling tinggi (tahun)", 70),
    "PERFORMANCE": ("Berapa tahun terakhir", 5),
    "NO_DISCIPLINE": ("Berapa tahun terakhir", 10),
}
_NUMBER_CHOICES = {
    "MIN_EDUCATION": ("Jenjang", EducationLevel.choices),
    "MIN_GRADE": ("Golongan ruang", Grade.choices),
}
_TEXT_CHOICES = {
    "EMPLOYMENT_KIND": ("Status", [("PNS", "PNS"), ("PPPK", "PPPK"), ("PNS,PPPK", "PNS atau PPPK")]),
    "HELD_LEVEL": ("Jabatan", HELD_CHOICES),
    "FIELD_EXPERIENCE": ("Rumpun jabatan", [("", "Rumpun apa pun"), *JobField.choices]),
    "LEADERSHIP_TRAINING": ("Pelatihan", list(TRAINING_LABELS.items())),
    "MAX_AGE": (
        "Pengecualian",
        AGE_CHOICES,
    ),
    "STATEMENT": ("Yang dibuktikan", [(code, row.words) for code, row in STATEMENTS.items()]),
}
# Kinds whose text may stay empty.
_FREE_TEXT = ("FIELD_EXPERIENCE", "MAX_AGE")


class RequirementForm(forms.Form):
    """One requirement; its fields fit its kind, so that nobody types codes."""

    kind = forms.ChoiceField(choices=list(KINDS.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind", "")
        if self.kind in _YEARS:
            label, most = _YEARS[self.kind]
            self.fields["number"] = forms.IntegerField(label=label, min_value=1, max_value=most)
        elif self.kind in _NUMBER_CHOICES:
            label, choices = _NUMBER_CHOICES[self.kind]
            self.fields["number"] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)
        elif self.kind == "COMPETENCE":
            self.fields["number"] = forms.IntegerField(
                label="Kesesuaian jabatan paling rendah (persen)",
                min_value=1,
                max_value=100,
                required=False,
                help_text="Kosongkan bila tanpa batas: kompetensi dinilai dalam seleksi.",
            )
        if self.kind in _TEXT_CHOICES:
            label, choices = _TEXT_CHOICES[self.kind]
            stored = self.initial.get("text", "")
            if stored and stored not in dict(choices):
                choices = [*choices, (stored, stored)]
            self.fields["text"] = forms.ChoiceField(label=label, choices=choices, required=self.kind not in _FREE_TEXT)
        self.fields["label"] = forms.CharField(
            label="Bunyi syarat",
            max_length=300,
            required=False,
            help_text="Kalimat yang dibaca pelamar. Kosongkan untuk memakai kalimat baku.",
        )

    @property
    def title(self) -> str:
        return KINDS.get(self.kind, "Syarat")

    def values(self) -> tuple[str, int | None, str, str]:
        """(kind, number, text, label); a wording that was the standard one follows the new numbers."""
        clean = self.cleaned_data
        number = clean.get("number", self.initial.get("number"))
        text = clean.get("text", self.initial.get("text", ""))
        standard = requirement_words(self.kind, number, text)
        label = clean["label"].strip()
        if not label or label == self._former_standard():
            label = standard
        return self.kind, number, text, label

    def _former_standard(self) -> str:
        try:
            return requirement_words(self.kind, self.initial.get("number"), self.initial.get("text", ""))
        except KeyError:
            return ""


class AddRequirementForm(forms.Form):
    add_kind = forms.ChoiceField(label="Tambah syarat", required=False, choices=[("", "Tidak menambah"), *KINDS.items()])


RequirementFormSet = formset_factory(RequirementForm, extra=0, can_delete=True, max_num=40, validate_max=True)


def requirement_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    return [{"kind": row.kind, "number": row.number, "text": row.text, "label": row.label} for row in vacancy.requirements.all()]


def added_requirement(kind: str) -> tuple[str, int | None, str, str]:
    """A new requirement of a kind with its usual values."""
    number, text = STARTING_VALUES[kind]
    return kind, number, text, requirement_words(kind, number, text)


class CompetencyForm(forms.Form):
    code = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    name = forms.CharField(label="Kompetensi", max_length=150)
    kind = forms.ChoiceField(label="Jenis", choices=CompetencyKind.choices)
    level = forms.TypedChoiceField(label="Tingkat", coerce=int, choices=[(n, f"Tingkat {n}") for n in range(1, 6)], initial=4)

    def has_changed(self) -> bool:
        # A blank row keeps its preselected kind and level; only a name makes it a competency.
        return super().has_changed() and bool(self.initial or str(self["name"].value() or "").strip())


CompetencyFormSet = formset_factory(CompetencyForm, extra=3, can_delete=True, max_num=60, validate_max=True)
_CODE_LETTERS = {"TEKNIS": "T", "MANAJERIAL": "M", "SOSIAL_KULTURAL": "S"}


def competency_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    return [{"code": row.code, "name": row.name, "kind": row.kind, "level": row.level} for row in vacancy.competencies.all()]


def competency_values(formset: Any) -> list[tuple[str, str, str, int]]:
    """(code, name, kind, level) of every kept row; a new row, or one that changed its kind, gets the next free code."""
    kept = [form.cleaned_data for form in formset if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    kept = [row for row in kept if row.get("name")]
    taken = {row["code"] for row in kept if row["code"].startswith(_CODE_LETTERS[row["kind"]])}
    rows = []
    used: set[str] = set()
    for row in kept:
        letter = _CODE_LETTERS[row["kind"]]
        code = row["code"]
        if not code.startswith(letter) or code in used:
            code = next(f"{letter}{n:02d}" for n in range(1, 100) if f"{letter}{n:02d}" not in taken | used)
        used.add(code)
        rows.append((code, row["name"].strip(), row["kind"], row["level"]))
    return rows
