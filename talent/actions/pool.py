"""The succession group: proposing, confirming, leaving, and the development plan of a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, Stale, require
from employees.models import Employee
from talent.actions.placements import trail_of
from talent.enums import DevelopmentKind, LeaveReason
from talent.enums import Readiness as ReadinessChoice
from talent.mapping_permissions import can_confirm_member, can_end_membership, can_propose_member, can_write_development
from talent.models import DevelopmentItem, Placement, PoolMembership
from talent.readiness import readiness_of
from talent.rules.succession import discipline_refusal, entry_refusal, expires_on, next_level

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Left:
    """Somebody who was not proposed, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class ItemValues:
    """One line of a development plan. `kind` is a code of DevelopmentKind; `hours` in JP, 0 for what is no training."""

    kind: str
    title: str
    due_on: date
    hours: int = 0
    progress: int = 0
    note: str = ""


@transaction.atomic
def propose_members(
    *, agency_id: int, actor: User, placements: Sequence[UUID], reason: str
) -> tuple[list[PoolMembership], list[Left]]:
    """Propose people for the agency's group. Whom a rule keeps out is left out and named with the reason.

    Args:
        placements: public ids of confirmed placements of the agency's own people, at most `MOST_AT_ONCE`.
    """
    now = clock.transaction_now()
    require(can_propose_member(actor, agency_id))
    if not reason.strip():
        raise Refused("Tulis alasan pengusulan.", field="reason")
    if len(placements) > MOST_AT_ONCE:
        raise Refused(f"Paling banyak {MOST_AT_ONCE} orang sekali usul.")
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    today = agency.day(now)
    rows = list(
        Placement.objects.filter(public_id__in=placements, period__agency=agency)
        .select_related("employee", "period")
        .order_by("pk")
    )
    people = {
        person.pk: person
        for person in Employee.objects.filter(pk__in=[row.employee_id for row in rows], agency=agency)
        .with_records()
        .order_by("pk")
    }
    members = set(PoolMembership.objects.filter(employee__in=people, left_on=None).values_list("employee_id", flat=True))
    made, left = [], []
    for row in rows:
        person = people.get(row.employee_id)
        if person is None:
            left.append(Left(row.employee.name, "Sudah pindah ke instansi lain."))
            continue
        level = next_level(person.position_level, person.functional_grade)
        refusal = entry_refusal(
            box=row.box,
            is_confirmed=row.is_confirmed,
            target_level=level,
            discipline=person.facts().discipline,
            on=today,
            is_member=person.pk in members,
        )
        if refusal:
            left.append(Left(person.name, refusal))
            continue
        suggested = readiness_of(person, box=row.box, target_level=level, today=today, match=row.job_person_match)
        members.add(person.pk)
        made.append(
            PoolMembership(
                agency=agency,
                employee=person,
                placement=row,
                box=row.box,
                target_level=level,
                field=person.field,
                suggested=suggested.code,
                suggestion_missing=list(suggested.missing),
                reason=reason.strip(),
                proposed_by=actor,
                proposed_at=now,
            )
        )
    PoolMembership.objects.bulk_create(made)
    if made:
        details = {"people": [str(person.employee.public_id) for person in made], "reason": reason.strip()}
        _record(agency, "propose_pool_members", actor, Role.AGENCY_ADMIN, "Agency", agency.public_id, details)
    return made, left


@transaction.atomic
def confirm_membership(*, membership_id: int, actor: User, readiness: str, note: str, version: int) -> PoolMembership:
    """Take a proposed person in, or change the readiness of a member. People decide; the suggestion only stands beside.

    Args:
        readiness: code of Readiness; note: why it differs from the suggestion, obligatory then.

    Raises:
        Refused: no right, a sanction since the proposal, or no reason for another readiness than suggested.
    """
    now = clock.transaction_now()
    membership = _lock_membership(membership_id)
    require(can_confirm_member(actor, membership))
    _refuse_stale(membership, version)
    today = membership.agency.day(now)
    if readiness not in ReadinessChoice.values:
        raise Refused("Pilih kesiapan.", field="readiness")
    if readiness != membership.suggested and not note.strip():
        raise Refused("Tulis alasan bila kesiapan berbeda dari saran.", field="note")
    shut = discipline_refusal(Employee.objects.with_records().get(pk=membership.employee_id).facts().discipline, today)
    if shut:
        raise Refused(shut)
    before = membership.readiness
    membership.readiness, membership.readiness_note = readiness, note.strip()
    membership.confirmed_by = actor
    if membership.joined_on is None:
        membership.joined_on, membership.expires_on = today, expires_on(today)
    membership.version += 1
    membership.save(update_fields=["readiness", "readiness_note", "confirmed_by", "joined_on", "expires_on", "version"])
    details = {"from": before, "to": readiness, "suggested": membership.suggested, "note": note.strip()}
    _record_member(membership, "confirm_pool_member", actor, Role.PYB, details)
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, actor: User, reason: str, note: str, version: int) -> PoolMembership:
    """Take somebody out of the group, or turn a proposal down.

    Args:
        reason: code of LeaveReason; note: explanation in words, obligatory.
    """
    now = clock.transaction_now()
    membership = _lock_membership(membership_id)
    require(can_end_membership(actor, membership))
    _refuse_stale(membership, version)
    if reason not in LeaveReason.values or reason == LeaveReason.EXPIRED:
        raise Refused("Pilih sebab keluar.", field="reason")
    if not note.strip():
        raise Refused("Tulis penjelasannya.", field="note")
    role = Role.PYB if actor.holds(Role.PYB, membership.agency_id) else Role.AGENCY_ADMIN
    _leave(membership, membership.agency.day(now), reason, note.strip())
    _record_member(membership, "end_pool_membership", actor, role, {"reason": reason, "note": note.strip()})
    return membership


@transaction.atomic
def expire_memberships(*, limit: int = 500) -> int:
    """End the memberships whose last day is over; woken by beat. Returns how many ended."""
    now = clock.transaction_now()
    rows = list(
        PoolMembership.objects.overdue(now.date())
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("agency")
        .order_by("pk")[:limit]
    )
    for membership in rows:
        _leave(membership, membership.agency.day(now), LeaveReason.EXPIRED, "Masa keanggotaan habis.")
        _record_member(membership, "expire_pool_membership", None, "", {"expires_on": membership.expires_on})
    return len(rows)


@transaction.atomic
def add_development(*, membership_id: int, actor: User, values: ItemValues) -> DevelopmentItem:
    """Add one line to a member's development plan."""
    now = clock.transaction_now()
    membership = _lock_membership(membership_id)
    require(can_write_development(actor, membership))
    item = DevelopmentItem(membership=membership)
    return _write_item(item, actor, values, now, "add_development")


@transaction.atomic
def update_development(*, item_id: int, actor: User, progress: int, note: str) -> DevelopmentItem:
    """Note how far one line has come.

    Args:
        progress: percent, 0 to 100; 100 counts its training hours as done.
    """
    now = clock.transaction_now()
    membership_id = DevelopmentItem.objects.values_list("membership_id", flat=True).get(pk=item_id)
    require(can_write_development(actor, _lock_membership(membership_id)))
    item = (
        DevelopmentItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("membership", "membership__agency")
        .get(pk=item_id)
    )
    values = ItemValues(item.kind, item.title, item.due_on, item.hours, progress, note)
    return _write_item(item, actor, values, now, "update_development")


def _write_item(item: DevelopmentItem, actor: User, values: ItemValues, now, act: str) -> DevelopmentItem:
    if not 0 <= values.progress <= 100:
        raise Refused("Kemajuan 0 sampai 100 persen.", field="progress")
    if values.kind == DevelopmentKind.TRAINING and values.hours < 1:
        raise Refused("Tulis jumlah JP pelatihan, paling sedikit 1.", field="hours")
    item.kind, item.title, item.due_on, item.year = values.kind, values.title.strip(), values.due_on, values.due_on.year
    item.hours = values.hours if values.kind == DevelopmentKind.TRAINING else 0
    item.progress, item.note = values.progress, values.note.strip()
    item.written_by, item.updated_at = actor, now
    item.save()
    details = {"kind": item.kind, "title": item.title, "hours": item.hours, "due_on": item.due_on, "progress": item.progress}
    _record_member(item.membership, act, actor, Role.AGENCY_ADMIN, details)
    return item


def _lock_membership(membership_id: int) -> PoolMembership:
    return (
        PoolMembership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "employee")
        .get(pk=membership_id)
    )


def _refuse_stale(membership: PoolMembership, version: int) -> None:
    if membership.version != version:
        raise Stale("Keanggotaan ini berubah sejak halaman Anda dibuka. Baca ulang sebelum memutus.")


def _leave(membership: PoolMembership, today: date, reason: str, note: str) -> None:
    membership.left_on, membership.left_reason, membership.left_note = today, reason, note
    membership.version += 1
    membership.save(update_fields=["left_on", "left_reason", "left_note", "version"])


def _record_member(membership: PoolMembership, act: str, actor: User | None, role: str, details: dict) -> None:
    _record(membership.agency, act, actor, role, "PoolMembership", membership.public_id, details)


def _record(agency: Agency, act: str, actor: User | None, role: str, object_type: str, object_id: UUID, details: dict) -> None:
    audit.record(
        chain=trail_of(agency),
        act=act,
        actor=actor,
        duty=actor.duty_label(role, agency.pk) if actor else "",
        object_type=object_type,
        object_id=str(object_id),
        details=details,
    )
