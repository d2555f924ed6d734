"""An import that goes person by person through the ORM: the oracle the set-based merge is compared with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.indonesian import date_words
from employees.importing.parsing import CellError, ImportedEmployee
from employees.models import EducationRecord, Employee, GradeRecord, PerformanceRecord, PositionRecord


@dataclass
class Known:
    """What the register holds about the people of one batch, in five queries."""

    employees: Mapping[str, Employee]
    positions: Mapping[int, list[PositionRecord]]
    grades: Mapping[tuple[int, int], GradeRecord]
    educations: Mapping[tuple[int, int, str], EducationRecord]
    performances: Mapping[tuple[int, int], PerformanceRecord]


@dataclass
class BatchPlan:
    """What a batch would do. Histories of new people are not in `known`, so they are built after their rows have ids.

    Args:
        created, changed: rows to write with their Employee; unchanged: how many rows the register already says.
        refused: rows that hold by themselves and contradict the register.
        added, altered: history rows to insert and to update, of people who exist already.
    """

    created: list[tuple[ImportedEmployee, Employee]] = field(default_factory=list)
    changed: list[tuple[ImportedEmployee, Employee]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[CellError] = field(default_factory=list)
    added: list[Any] = field(default_factory=list)
    altered: list[Any] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return bool(self.created or self.changed)


def write_row_by_row(rows: Sequence[ImportedEmployee]) -> BatchPlan:
    """Plan and write; every NIP may come once."""
    plan = plan_batch(rows, read_known([row.nip for row in rows]))
    for _, employee in (*plan.created, *plan.changed):
        employee.save()
    for record in plan.altered:
        record.save()
    for record in [*plan.added, *(record for row, employee in plan.created for record in first_histories(row, employee))]:
        record.save()
    return plan


def read_known(nips: Sequence[str]) -> Known:
    """Read the people named by a batch and their histories."""
    rows = Employee.objects.filter(nip__in=nips).order_by("id")
    employees = {employee.nip: employee for employee in rows}
    ids = [employee.pk for employee in employees.values()]
    positions: dict[int, list[PositionRecord]] = defaultdict(list)
    for position in PositionRecord.objects.filter(employee_id__in=ids).order_by("started_on", "id"):
        positions[position.employee_id].append(position)
    return Known(
        employees=employees,
        positions=positions,
        grades={(r.employee_id, r.grade): r for r in GradeRecord.objects.filter(employee_id__in=ids)},
        educations={(r.employee_id, r.level, r.program): r for r in EducationRecord.objects.filter(employee_id__in=ids)},
        performances={(r.employee_id, r.year): r for r in PerformanceRecord.objects.filter(employee_id__in=ids)},
    )


def plan_batch(rows: Iterable[ImportedEmployee], known: Known) -> BatchPlan:
    """Decide what each row means for the register; touches nothing."""
    plan = BatchPlan()
    for row in rows:
        employee = known.employees.get(row.nip)
        if employee is None:
            plan.created.append((row, Employee(nip=row.nip, **row.fields)))
            continue
        older = _older_post(row, known.positions.get(employee.pk, []))
        if older is not None:
            plan.refused.append(older)
            continue
        added, altered = _history_changes(row, employee, known)
        differs = [name for name, value in row.fields.items() if getattr(employee, name) != value]
        if not differs and not added and not altered:
            plan.unchanged += 1
            continue
        for name in differs:
            setattr(employee, name, row.fields[name])
        plan.changed.append((row, employee))
        plan.added += added
        plan.altered += altered
    return plan


def first_histories(row: ImportedEmployee, employee: Employee) -> list[Any]:
    """History rows of a person who is new in the register."""
    records: list[Any] = [
        _position(row, employee.pk),
        EducationRecord(
            employee_id=employee.pk,
            level=employee.education_level,
            program=employee.education_program,
            institution=row.institution,
            year=row.graduated,
        ),
    ]
    if employee.grade is not None:
        records.append(GradeRecord(employee_id=employee.pk, grade=employee.grade, since=row.grade_since))
    if row.performance:
        year, predicate = row.performance
        records.append(PerformanceRecord(employee_id=employee.pk, year=year, predicate=predicate))
    return records


def _older_post(row: ImportedEmployee, positions: Sequence[PositionRecord]) -> CellError | None:
    newest = positions[-1] if positions else None
    if newest is not None and _is_same_post(row, newest):
        newest = positions[-2] if len(positions) > 1 else None
    if newest is None or row.position_since > newest.started_on:
        return None
    sentence = (
        f"Jabatan ini lebih lama daripada jabatan yang sudah tercatat ({newest.title}, sejak {date_words(newest.started_on)})."
    )
    return CellError(row.line, "TMT_JABATAN", f"{row.position_since:%d-%m-%Y}", sentence)


def _history_changes(row: ImportedEmployee, employee: Employee, known: Known) -> tuple[list[Any], list[Any]]:
    added: list[Any] = []
    altered: list[Any] = []
    positions = known.positions.get(employee.pk, [])
    newest = positions[-1] if positions else None
    if newest is None or not _is_same_post(row, newest):
        for position in positions:
            if position.ended_on is None:
                position.ended_on = row.position_since - timedelta(days=1)
                altered.append(position)
        added.append(_position(row, employee.pk))
    elif newest.started_on != row.position_since or newest.ended_on is not None:
        newest.started_on, newest.ended_on = row.position_since, None
        altered.append(newest)
    grade = row.fields["grade"]
    if grade is not None:
        _merge(
            known.grades.get((employee.pk, grade)),  # type: ignore[arg-type]
            GradeRecord(employee_id=employee.pk, grade=grade, since=row.grade_since),
            ("since",),
            added,
            altered,
        )
    level, program = row.fields["education_level"], row.fields["education_program"]
    known_education = known.educations.get((employee.pk, level, program))  # type: ignore[arg-type]
    institution = row.institution or (known_education.institution if known_education else "")
    _merge(
        known_education,
        EducationRecord(employee_id=employee.pk, level=level, program=program, institution=institution, year=row.graduated),
        ("institution", "year"),
        added,
        altered,
    )
    if row.performance:
        year, predicate = row.performance
        _merge(
            known.performances.get((employee.pk, year)),
            PerformanceRecord(employee_id=employee.pk, year=year, predicate=predicate),
            ("predicate",),
            added,
            altered,
        )
    return added, altered


def _merge(old: Any, new: Any, names: tuple[str, ...], added: list[Any], altered: list[Any]) -> None:
    if old is None:
        added.append(new)
    elif any(getattr(old, name) != getattr(new, name) for name in names):
        for name in names:
            setattr(old, name, getattr(new, name))
        altered.append(old)


def _is_same_post(row: ImportedEmployee, position: PositionRecord) -> bool:
    return (position.title, position.level, position.functional_grade, position.agency_name) == (
        row.fields["position_title"],
        row.fields["position_level"],
        row.fields["functional_grade"],
        row.agency_name,
    )


def _position(row: ImportedEmployee, employee_id: int) -> PositionRecord:
    return PositionRecord(
        employee_id=employee_id,
        title=row.fields["position_title"],
        level=row.fields["position_level"],
        functional_grade=row.fields["functional_grade"],
        field=row.fields.get("field", ""),
        agency_name=row.agency_name,
        unit=row.fields.get("unit", ""),
        started_on=row.position_since,
    )
