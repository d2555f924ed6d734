"""Writing a plan and sending it into approval. Every save bumps the version, so a page drawn earlier cannot overwrite it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, Membership, User
from core import audit, clock
from core.refusals import Refused, require
from vacancies.actions.components import ComponentValues, follow_standard, write_components
from vacancies.actions.defaults import (
    default_calendar,
    write_competencies,
    write_default_lists,
    write_documents,
    write_requirements,
)
from vacancies.actions.states import lock_vacancy, refuse_stale
from vacancies.models import (
    CompetencyRequirement,
    PanelMember,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
    Vacancy,
)
from vacancies.permissions.plan import can_delete_plan, can_edit_plan, can_plan_vacancy
from vacancies.rules.rule_pack import RulePack


@dataclass(frozen=True)
class PositionValues:
    """Section "Jabatan". `region_id` is a region code; `field` a code of employees.enums.JobField."""

    position_title: str
    unit: str
    level: str
    field: str
    quota: int
    region_id: str
    summary: str = ""


@dataclass(frozen=True)
class CalendarValues:
    """Section "Jadwal". `closes_at` is the first instant that no longer counts; stages are (code, first day, last day)."""

    opens_at: datetime | None
    closes_at: datetime | None
    reference_on: date | None
    short_window_reason: str
    auto_extend: bool
    stages: tuple[tuple[str, date, date], ...]


@dataclass(frozen=True)
class MemberValues:
    """One line of section "Pansel"."""

    user_id: int
    is_chair: bool
    is_internal: bool
    origin: str
    expertise: str = ""
    kind: str = "EXPERT"
    covers: tuple[str, ...] = ()


@transaction.atomic
def plan_vacancy(*, actor: User, agency: Agency, position: PositionValues) -> Vacancy:
    """Start a plan, filled with what the law and the usual practice ask for at its level.

    Raises:
        Refused: the person is not an admin of the agency.
    """
    now = clock.transaction_now()
    require(can_plan_vacancy(actor, agency.pk))
    vacancy = Vacancy(
        reference=_free_reference(now),
        agency=agency,
        position_title=position.position_title,
        unit=position.unit,
        level=position.level,
        field=position.field,
        quota=position.quota,
        region_id=position.region_id,
        summary=position.summary,
        rule_pack=RulePack().as_json(),
        state="DRAFT",
        state_since=now,
        created_by=actor,
    )
    calendar = default_calendar(now, agency.zone)
    vacancy.opens_at, vacancy.closes_at, vacancy.reference_on = calendar.opens_at, calendar.closes_at, calendar.reference_on
    write_default_lists(vacancy, calendar)
    _record(vacancy, "plan_vacancy", actor, {"position": position.position_title, "level": position.level})
    return vacancy


@transaction.atomic
def copy_vacancy(*, vacancy_id: int, actor: User) -> Vacancy:
    """Start a new draft from another vacancy of the same agency: everything but calendar and history is copied."""
    now = clock.transaction_now()
    source = Vacancy.objects.select_related("agency").get(pk=vacancy_id)
    require(can_plan_vacancy(actor, source.agency_id))
    calendar = default_calendar(now, source.agency.zone)
    vacancy = Vacancy.objects.create(
        reference=_free_reference(now),
        agency=source.agency,
        position_title=source.position_title,
        unit=source.unit,
        level=source.level,
        field=source.field,
        quota=source.quota,
        region_id=source.region_id,
        summary=source.summary,
        opens_at=calendar.opens_at,
        closes_at=calendar.closes_at,
        reference_on=calendar.reference_on,
        auto_extend=source.auto_extend,
        tie_order=source.tie_order,
        rule_pack=RulePack().as_json(),
        state="DRAFT",
        state_since=now,
        created_by=actor,
    )
    for model, rows in (
        (Requirement, source.requirements.all()),
        (RequiredDocument, source.required_documents.all()),
        (CompetencyRequirement, source.competencies.all()),
        (ScoreComponent, source.components.all()),
    ):
        model.objects.bulk_create([_twin(row, vacancy=vacancy) for row in rows])
    Stage.objects.bulk_create(Stage(vacancy=vacancy, code=c, starts_on=s, ends_on=e) for c, s, e in calendar.stages)
    old_panel = SelectionPanel.objects.filter(vacancy=source).first()
    panel = SelectionPanel.objects.create(vacancy=vacancy, basis="")
    if old_panel is not None:
        PanelMember.objects.bulk_create([_twin(row, panel=panel) for row in old_panel.members.all()])
    _record(vacancy, "copy_vacancy", actor, {"from": source.reference})
    return vacancy


@transaction.atomic
def delete_plan(*, vacancy_id: int, actor: User) -> None:
    """Remove a draft that was never submitted; the trail keeps that it existed."""
    vacancy = lock_vacancy(vacancy_id)
    require(can_delete_plan(actor, vacancy))
    details = {"reference": vacancy.reference, "position": vacancy.position_title}
    chain, public_id, agency_id = vacancy.trail_chain, vacancy.public_id, vacancy.agency_id
    vacancy.delete()
    audit.record(
        chain=chain,
        act="delete_plan",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, agency_id),
        object_type="Vacancy",
        object_id=public_id,
        details=details,
    )


@transaction.atomic
def save_position(*, vacancy_id: int, actor: User, version: int, position: PositionValues) -> Vacancy:
    vacancy = _lock_plan(vacancy_id, actor, version)
    fields = ("position_title", "unit", "level", "field", "quota", "region_id", "summary")
    before = {name: getattr(vacancy, name) for name in fields}
    for name in fields:
        setattr(vacancy, name, getattr(position, name))
    changed = {name: [before[name], getattr(vacancy, name)] for name in fields if before[name] != getattr(vacancy, name)}
    return _saved(vacancy, actor, "jabatan", changed, [name.removesuffix("_id") for name in fields])


@transaction.atomic
def save_requirements(*, vacancy_id: int, actor: User, version: int, rows: Sequence[tuple[str, int | None, str, str]]) -> Vacancy:
    """Replace the requirements. Rows: (kind, number, text, label) as in rules/eligibility.py."""
    vacancy = _lock_plan(vacancy_id, actor, version)
    vacancy.requirements.all().delete()
    Requirement.objects.bulk_create(
        Requirement(vacancy=vacancy, position=place, kind=kind, number=number, text=text, label=label)
        for place, (kind, number, text, label) in enumerate(rows, start=1)
    )
    return _saved(vacancy, actor, "syarat", {"rows": [row[3] for row in rows]})


@transaction.atomic
def save_documents(*, vacancy_id: int, actor: User, version: int, rows: Sequence[tuple[str, bool, str]]) -> Vacancy:
    """Replace the documents asked for. Rows: (type, required, note)."""
    vacancy = _lock_plan(vacancy_id, actor, version)
    vacancy.required_documents.all().delete()
    RequiredDocument.objects.bulk_create(
        RequiredDocument(vacancy=vacancy, position=place, type=kind, is_required=required, note=note)
        for place, (kind, required, note) in enumerate(rows, start=1)
    )
    return _saved(vacancy, actor, "dokumen", {"rows": [[kind, required] for kind, required, _ in rows]})


@transaction.atomic
def save_competencies(*, vacancy_id: int, actor: User, version: int, rows: Sequence[tuple[str, str, str, int]]) -> Vacancy:
    """Replace the competency standard. Rows: (code, name, kind, level 1 to 5)."""
    vacancy = _lock_plan(vacancy_id, actor, version)
    vacancy.competencies.all().delete()
    CompetencyRequirement.objects.bulk_create(
        CompetencyRequirement(vacancy=vacancy, position=place, code=code, name=name, kind=kind, level=level)
        for place, (code, name, kind, level) in enumerate(rows, start=1)
    )
    follow_standard(vacancy)
    return _saved(vacancy, actor, "standar", {"rows": [[code, name, level] for code, name, _, level in rows]})


@transaction.atomic
def save_components(*, vacancy_id: int, actor: User, version: int, rows: Sequence[ComponentValues]) -> Vacancy:
    """Replace the weighted components and the tie order. The sum is judged by the plan check, so a half-done plan may be kept."""
    vacancy = _lock_plan(vacancy_id, actor, version)
    vacancy.components.all().delete()
    write_components(vacancy, rows)
    placed = sorted((row.tie_place, row.code) for row in rows if row.tie_place is not None)
    vacancy.tie_order = [code for _, code in placed]
    details = {
        "components": [
            [row.code, row.weight, row.minimum, row.scale_min, row.scale_max, row.aggregate, row.is_informative, row.is_blind]
            for row in rows
        ],
        "tie_order": vacancy.tie_order,
    }
    return _saved(vacancy, actor, "bobot", details, ["tie_order"])


@transaction.atomic
def save_calendar(*, vacancy_id: int, actor: User, version: int, calendar: CalendarValues) -> Vacancy:
    vacancy = _lock_plan(vacancy_id, actor, version)
    fields = ("opens_at", "closes_at", "reference_on", "short_window_reason", "auto_extend")
    for name in fields:
        setattr(vacancy, name, getattr(calendar, name))
    vacancy.stages.all().delete()
    Stage.objects.bulk_create(Stage(vacancy=vacancy, code=c, starts_on=s, ends_on=e) for c, s, e in calendar.stages)
    details = {name: getattr(calendar, name) for name in fields}
    return _saved(vacancy, actor, "jadwal", {**details, "stages": [list(row) for row in calendar.stages]}, list(fields))


@transaction.atomic
def save_publication(*, vacancy_id: int, actor: User, version: int, policy: Mapping[str, str | bool]) -> Vacancy:
    """Keep what a person reads of the own result of each stage, and whether a failure can be objected to.

    Args:
        policy: fields of the rule pack (rules/publication.py) and their levels; `takes_objections`, a bool.

    Raises:
        ValueError: an unknown field or level, or objections to reasons that nobody reads.
    """
    vacancy = _lock_plan(vacancy_id, actor, version)
    vacancy.rule_pack = RulePack.from_json({**vacancy.rule_pack, **policy}).as_json()
    return _saved(vacancy, actor, "publikasi", dict(policy), ["rule_pack"])


@transaction.atomic
def use_example(*, vacancy_id: int, actor: User, version: int, section: str) -> Vacancy:
    """Replace one list by the example of the vacancy's level, for instance after the level was changed.

    Args:
        section: "syarat", "dokumen" or "standar".
    """
    vacancy = _lock_plan(vacancy_id, actor, version)
    rows, write = EXAMPLES[section]
    getattr(vacancy, rows).all().delete()
    write(vacancy)
    return _saved(vacancy, actor, section, {"example": vacancy.level})


@transaction.atomic
def save_panel(*, vacancy_id: int, actor: User, version: int, basis: str, rows: Sequence[MemberValues]) -> Vacancy:
    """Replace the panel. Composition is judged by the plan check; one person twice is refused here.

    Raises:
        Refused: a person is named twice, there is more than one chair, or the chair holds no chair's duty here.
    """
    vacancy = _lock_plan(vacancy_id, actor, version)
    if len({row.user_id for row in rows}) != len(rows):
        raise Refused("Satu orang tercantum lebih dari sekali dalam panitia seleksi.")
    if sum(row.is_chair for row in rows) > 1:
        raise Refused("Panitia seleksi hanya punya satu ketua.")
    chair = next((row.user_id for row in rows if row.is_chair), None)
    chairs = Membership.objects.holders(Role.PANEL_CHAIR, vacancy.agency_id, vacancy.agency.day(clock.transaction_now()))
    if chair is not None and not chairs.filter(user_id=chair).exists():
        # Ranking and the chair's layer of approval need that duty; without it the selection would stop half-way.
        raise Refused("Ketua harus memegang tugas ketua pansel di instansi ini. Pilih anggota lain.", field="chair")
    panel, _ = SelectionPanel.objects.update_or_create(vacancy=vacancy, defaults={"basis": basis})
    panel.members.all().delete()
    PanelMember.objects.bulk_create(
        PanelMember(
            panel=panel,
            user_id=row.user_id,
            is_chair=row.is_chair,
            is_internal=row.is_internal,
            origin=row.origin,
            expertise=row.expertise,
            kind=row.kind,
            covers=list(row.covers),
        )
        for row in rows
    )
    people = [[row.user_id, row.is_chair, row.is_internal, row.kind, list(row.covers)] for row in rows]
    return _saved(vacancy, actor, "pansel", {"basis": basis, "members": people})


# Section -> its rows and what writes the example of a level.
EXAMPLES: dict[str, tuple[str, Callable[[Vacancy], None]]] = {
    "syarat": ("requirements", write_requirements),
    "dokumen": ("required_documents", write_documents),
    "standar": ("competencies", write_competencies),
}


def _lock_plan(vacancy_id: int, actor: User, version: int) -> Vacancy:
    vacancy = lock_vacancy(vacancy_id)
    require(can_edit_plan(actor, vacancy))
    refuse_stale(vacancy, version)
    return vacancy


def _saved(vacancy: Vacancy, actor: User, section: str, details: dict[str, Any], fields: Sequence[str] = ()) -> Vacancy:
    vacancy.version += 1
    vacancy.save(update_fields=["version", *fields])
    _record(vacancy, "edit_plan", actor, {"section": section, **details})
    return vacancy


def _record(vacancy: Vacancy, act: str, actor: User, details: dict[str, Any]) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"reference": vacancy.reference, **details},
    )


def _twin(row: Any, **owner: Any) -> Any:
    """A copy of a row for another owner, not saved yet."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    twin = type(row)(**values)
    for name, value in owner.items():
        setattr(twin, name, value)
    return twin


def _free_reference(now: datetime) -> str:
    """A number nobody uses yet, like JPT-2026-48213; random, so that it tells nothing about how many there are."""
    for _ in range(50):
        reference = f"JPT-{now.year}-{secrets.randbelow(100_000):05d}"
        if not Vacancy.objects.filter(reference=reference).exists():
            return reference
    raise Refused("Nomor acuan untuk tahun ini sulit ditemukan. Coba simpan sekali lagi.")
