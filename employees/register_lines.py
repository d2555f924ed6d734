"""The register row of a person as numbered lines, each of which can be reported as wrong.

A line has the number of its record; the lines of the basic data, which are no records, have the numbers of a literal table
that never change their meaning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.indonesian import date_words, number_words
from employees.enums import RANK_NAMES, FunctionalGrade, PositionLevel, RegisterSection
from employees.models import Employee
from employees.rules.nip import format_nip

Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RegisterLine:
    """One line: which record it is, and its cells as (column, text)."""

    section: str
    record_id: int
    cells: Cells

    @property
    def words(self) -> str:
        """The line as one text, at most 300 letters: what a report freezes."""
        return " · ".join(f"{column}: {text}" for column, text in self.cells if text)[:300]


@dataclass(frozen=True)
class RegisterPart:
    """One part of the register. `empty` is said when it has no line."""

    section: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    empty: str


def register_parts(employee: Employee) -> tuple[RegisterPart, ...]:
    """The whole row, newest lines first. Uses prefetched histories (`EmployeeQuerySet.for_profile`)."""
    return tuple(_part(employee, section) for section in RegisterSection)


def find_line(employee: Employee, section: str, record_id: int) -> RegisterLine | None:
    """One line as it stands now, None when there is none."""
    if section not in _SOURCES:
        return None
    return next((line for line in _part(employee, section).lines if line.record_id == record_id), None)


def _part(employee: Employee, section: str) -> RegisterPart:
    columns, read, empty = _SOURCES[section]
    lines = (RegisterLine(section, record_id, tuple(zip(columns, texts, strict=True))) for record_id, texts in read(employee))
    return RegisterPart(section, str(RegisterSection(section).label), columns, tuple(lines), empty)


def _identity(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    level = level_words(employee.position_level, employee.functional_grade)
    education = f"{employee.get_education_level_display()} {employee.education_program}".strip()
    return [
        (1, ("NIP", format_nip(employee.nip))),
        (2, ("Nama", employee.name)),
        (3, ("Jenis kelamin", employee.get_sex_display())),
        (4, ("Tanggal lahir", date_words(employee.birth_date))),
        (5, ("TMT CPNS", date_words(employee.cpns_on))),
        (6, ("Status kepegawaian", employee.get_kind_display())),
        (7, ("Instansi", employee.agency.name)),
        (8, ("Unit kerja", employee.unit or "Belum ada")),
        (9, ("Jabatan sekarang", f"{employee.position_title} ({level})")),
        (10, ("Golongan sekarang", employee.rank_label)),
        (11, ("Pendidikan tertinggi", education)),
        (12, ("Surel", employee.email or "Belum ada")),
        (13, ("Telepon", employee.phone or "Belum ada")),
    ]


def _positions(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (r.pk, (r.title, level_words(r.level, r.functional_grade), r.agency_name, _span(r.started_on, r.ended_on)))
        for r in employee.positions.all()
    ]


def _grades(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.pk, (r.get_grade_display(), RANK_NAMES[r.grade], date_words(r.since))) for r in employee.grades.all()]


def _educations(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (r.pk, (r.get_level_display(), r.program, r.institution or "Belum ada", str(r.year))) for r in employee.educations.all()
    ]


def _trainings(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.pk, (r.title, str(r.year), str(r.hours) if r.hours else "Belum ada")) for r in employee.trainings.all()]


def _performances(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.pk, (str(r.year), r.get_predicate_display())) for r in employee.performances.all()]


def _assessments(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (
            r.pk,
            (
                date_words(r.assessed_on),
                r.provider,
                f"{number_words(r.job_person_match, 2)} persen",
                r.get_potential_display(),
            ),
        )
        for r in employee.assessments.all()
    ]


def _disciplines(employee: Employee) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (r.pk, (r.get_severity_display(), _span(r.started_on, r.ended_on), r.basis or "Belum ada"))
        for r in employee.disciplines.all()
    ]


def level_words(level: str, functional_grade: str) -> str:
    """ "Jabatan fungsional Ahli Madya", "Administrator"."""
    functional = f" {FunctionalGrade(functional_grade).label}" if functional_grade else ""
    return f"{PositionLevel(level).label}{functional}"


def _span(start: date, end: date | None) -> str:
    return f"{date_words(start)} – {date_words(end) if end else 'sekarang'}"


_Source = tuple[tuple[str, ...], Callable[[Employee], list[tuple[int, tuple[str, ...]]]], str]
_SOURCES: dict[str, _Source] = {
    RegisterSection.IDENTITY: (("Data", "Isi"), _identity, ""),
    RegisterSection.POSITION: (
        ("Jabatan", "Jenjang", "Instansi", "Masa"),
        _positions,
        "Belum ada riwayat jabatan di data induk.",
    ),
    RegisterSection.GRADE: (("Golongan", "Pangkat", "TMT"), _grades, "Belum ada riwayat golongan di data induk."),
    RegisterSection.EDUCATION: (
        ("Tingkat", "Program studi", "Perguruan tinggi", "Lulus"),
        _educations,
        "Belum ada riwayat pendidikan di data induk.",
    ),
    RegisterSection.TRAINING: (("Pelatihan", "Tahun", "Jam pelajaran"), _trainings, "Belum ada pelatihan di data induk."),
    RegisterSection.PERFORMANCE: (("Tahun", "Predikat"), _performances, "Belum ada penilaian kinerja di data induk."),
    RegisterSection.ASSESSMENT: (
        ("Tanggal", "Penyelenggara", "Kesesuaian jabatan", "Potensi"),
        _assessments,
        "Belum ada hasil asesmen di data induk. Kompetensi dinilai pada tahap asesmen seleksi.",
    ),
    RegisterSection.DISCIPLINE: (
        ("Tingkat", "Masa", "Dasar"),
        _disciplines,
        "Tidak ada hukuman disiplin di data induk.",
    ),
}
