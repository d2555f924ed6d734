"""The profile inside a frozen copy: written at sending from the register and the own additions, drawn again years later.

Copies of version 1 kept only the register's facts for the rules, without employers, schools and own additions; they are drawn
as far as they go.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.canonical import canonical_json
from core.indonesian import date_words, nip_groups, number_words
from employees.enums import (
    RANK_NAMES,
    DisciplineSeverity,
    DocumentType,
    EducationLevel,
    EmploymentKind,
    FunctionalGrade,
    Grade,
    OwnRecordKind,
    PerformancePredicate,
    PositionLevel,
    RegisterSection,
)
from employees.models import AssessmentRecord, Employee

FORMAT = "salinan-lamaran"
VERSION = 2

Row = Mapping[str, Any]
Pairs = tuple[tuple[str, str], ...]

# What to prefetch beside `with_records`: the own additions with their proofs.
ADDITIONS = ("own_records__proof",)
SEXES = {"M": "Laki-laki", "F": "Perempuan"}
NOT_KEPT = "Tidak tercatat"
# Members of a frozen row, each the name of a column of the register.
KEPT = {
    "positions": ("title", "level", "functional_grade", "field", "agency_name", "unit", "started_on", "ended_on"),
    "grades": ("grade", "since"),
    "educations": ("level", "program", "institution", "year"),
    "trainings": ("code", "title", "year", "hours"),
    "performances": ("year", "predicate"),
    "assessments": ("assessed_on", "provider", "job_person_match", "potential"),
    "disciplines": ("severity", "started_on", "ended_on", "basis"),
}
# The names under which version 1 kept a history among the facts of the rules.
FACT_NAMES = {"educations": "education", "performances": "performance", "disciplines": "discipline"}


@dataclass(frozen=True)
class FrozenPart:
    """One history of the frozen copy.

    Args:
        title: of the history; columns: their headings.
        lines: per record its first cell, the rest as pairs (heading, text), and the id of the proof in the locker, "" without.
        empty: said when there is no record.
    """

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, Pairs, str], ...]
    empty: str


def frozen_records(employee: Employee) -> dict[str, list[dict[str, Any]]]:
    """Every history of the register row, each record whole. Uses prefetched histories (`with_records`)."""
    return {
        history: [{name: getattr(record, name) for name in names} for record in getattr(employee, history).all()]
        for history, names in KEPT.items()
    }


def frozen_additions(employee: Employee) -> list[dict[str, Any]]:
    """The person's own additions, each with its proof by hash. Uses prefetched ones (`ADDITIONS`)."""
    return [
        {
            "id": record.public_id,
            "kind": record.kind,
            "title": record.title,
            "issuer": record.issuer,
            "started_on": record.started_on,
            "ended_on": record.ended_on,
            "note": record.note,
            "proof": {
                "id": record.proof.public_id,
                "type": record.proof.type,
                "title": record.proof.title,
                "name": record.proof.original_name,
                "size": record.proof.size,
                "sha256": record.proof.sha256,
            },
        }
        for record in employee.own_records.all()
    ]


def person_facts(person: Row) -> Pairs:
    """Pairs (label, value) of the person; `person` is the member `applicant` of a frozen copy."""
    register = person.get("register", {})
    told = (
        ("Nama", person.get("name")),
        ("NIP", nip_groups(register.get("nip"))),
        ("Tanggal lahir", _day(register.get("birth_date"))),
        ("Jenis kelamin", SEXES.get(register.get("sex", ""), "")),
        ("Status kepegawaian", _label(EmploymentKind, register.get("employment_kind"))),
        ("Golongan", _label(Grade, register.get("grade"))),
        ("Instansi", person.get("agency")),
        ("Unit kerja", person.get("unit")),
        ("Jabatan", person.get("position")),
        ("Surel", person.get("email")),
        ("Telepon", person.get("phone")),
    )
    return tuple((label, str(value)) for label, value in told if value)


def profile_parts(person: Row) -> tuple[FrozenPart, ...]:
    """The histories and, last, the own additions; `person` is the member `applicant` of a frozen copy."""
    records, facts = person.get("records"), person.get("register", {})
    parts = []
    for history, (section, columns, read, empty) in _PARTS.items():
        rows = records[history] if records is not None else facts.get(FACT_NAMES.get(history, history), ())
        lines = tuple(_line(columns, read(row)) for row in rows)
        parts.append(FrozenPart(str(RegisterSection(section).label), columns, lines, empty))
    if "additions" in person:
        lines = tuple(_line(_ADDITION_COLUMNS, _addition(row), row["proof"]["id"]) for row in person["additions"])
        parts.append(FrozenPart("Isian sendiri", _ADDITION_COLUMNS, lines, "Tidak ada isian sendiri."))
    return tuple(parts)


def present_parts(employee: Employee) -> tuple[FrozenPart, ...]:
    """The same parts as sending would freeze them now."""
    person = {"records": frozen_records(employee), "additions": frozen_additions(employee)}
    return profile_parts(json.loads(canonical_json(person)))


def _line(columns: tuple[str, ...], texts: tuple[str, ...], proof: str = "") -> tuple[str, Pairs, str]:
    return texts[0], tuple(zip(columns[1:], texts[1:], strict=True)), proof


def _label(choices: Any, code: Any) -> str:
    """The label of a code; a code this version no longer knows stands for itself."""
    return str(dict(choices.choices).get(code, "" if code is None else code))


def _day(text: str | None) -> str:
    return date_words(text) if text else ""


def _span(row: Row) -> str:
    return f"{date_words(row['started_on'])} – {_day(row['ended_on']) or 'sekarang'}"


def _position(row: Row) -> tuple[str, ...]:
    level = " ".join(part for part in (_label(PositionLevel, row["level"]), _functional(row)) if part)
    place = ", ".join(part for part in (row.get("unit"), row.get("agency_name")) if part)
    return row["title"], level, place or NOT_KEPT, _span(row)


def _functional(row: Row) -> str:
    return _label(FunctionalGrade, row["functional_grade"]) if row.get("functional_grade") else ""


def _grade(row: Row) -> tuple[str, ...]:
    return _label(Grade, row["grade"]), str(RANK_NAMES.get(row["grade"], NOT_KEPT)), date_words(row["since"])


def _education(row: Row) -> tuple[str, ...]:
    school = row.get("institution") or row.get("label", "").partition(f"{row['program']}, ")[2]
    return _label(EducationLevel, row["level"]), row["program"], school or NOT_KEPT, str(row.get("year") or NOT_KEPT)


def _training(row: Row) -> tuple[str, ...]:
    return row["title"], str(row["year"]), str(row.get("hours") or NOT_KEPT)


def _performance(row: Row) -> tuple[str, ...]:
    return str(row["year"]), _label(PerformancePredicate, row["predicate"])


def _assessment(row: Row) -> tuple[str, ...]:
    potential = dict(AssessmentRecord._meta.get_field("potential").flatchoices).get(row.get("potential"), NOT_KEPT)
    match = f"{number_words(row['job_person_match'], 2)} persen"
    return date_words(row["assessed_on"]), row["provider"], match, str(potential)


def _discipline(row: Row) -> tuple[str, ...]:
    return _label(DisciplineSeverity, row["severity"]), _span(row), row.get("basis") or NOT_KEPT


def _addition(row: Row) -> tuple[str, ...]:
    proof = row["proof"]
    said = ", ".join(part for part in (row["title"], row["issuer"]) if part)
    when = f"{date_words(row['started_on'])}{' – ' + date_words(row['ended_on']) if row['ended_on'] else ''}"
    shown = f"{_label(DocumentType, proof['type'])}: {proof['title']}"
    return said, _label(OwnRecordKind, row["kind"]), when, row["note"] or "Tidak ada", f"{shown} (SHA-256 {proof['sha256']})"


_ADDITION_COLUMNS = ("Isian", "Jenis", "Waktu", "Keterangan", "Bukti")
_PARTS: dict[str, tuple[RegisterSection, tuple[str, ...], Callable[[Row], tuple[str, ...]], str]] = {
    "positions": (RegisterSection.POSITION, ("Jabatan", "Jenjang", "Tempat", "Masa"), _position, "Tidak ada riwayat jabatan."),
    "grades": (RegisterSection.GRADE, ("Golongan", "Pangkat", "TMT"), _grade, "Tidak ada riwayat golongan."),
    "educations": (
        RegisterSection.EDUCATION,
        ("Tingkat", "Program studi", "Perguruan tinggi", "Lulus"),
        _education,
        "Tidak ada riwayat pendidikan.",
    ),
    "trainings": (RegisterSection.TRAINING, ("Pelatihan", "Tahun", "Jam pelajaran"), _training, "Tidak ada pelatihan."),
    "performances": (RegisterSection.PERFORMANCE, ("Tahun", "Predikat"), _performance, "Tidak ada penilaian kinerja."),
    "assessments": (
        RegisterSection.ASSESSMENT,
        ("Tanggal", "Penyelenggara", "Kesesuaian jabatan", "Potensi"),
        _assessment,
        "Tidak ada hasil asesmen.",
    ),
    "disciplines": (RegisterSection.DISCIPLINE, ("Tingkat", "Masa", "Dasar"), _discipline, "Tidak ada hukuman disiplin."),
}
