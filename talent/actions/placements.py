"""Placing people in the nine boxes: thresholds, periods, the computed proposal, calibration, confirmation."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, Stale, require
from talent.enums import PlacementState
from talent.mapping_permissions import (
    OWN_BOX,
    can_change_placement,
    can_compute_placements,
    can_confirm_mapping,
    can_prepare_mapping,
)
from talent.models import BoxThreshold, MappingPeriod, Placement, PlacementChange
from talent.placing import Computed, copy_boxes, place_everybody
from talent.rules.nine_box import NineBoxPack, box_of


def trail_of(agency: Agency) -> str:
    """Name of the chain in which an agency's talent mapping is recorded."""
    return f"talent:{agency.public_id}"


@transaction.atomic
def set_thresholds(*, agency_id: int, actor: User, pack: NineBoxPack, valid_from: date, basis: str) -> BoxThreshold:
    """Set the agency's thresholds from a day on. Periods that are open keep those they were opened with.

    Args:
        basis: the decision behind it, for example "SK Menteri Nomor 12 Tahun 2026".
    """
    now = clock.transaction_now()
    require(can_prepare_mapping(actor, agency_id))
    agency = Agency.objects.get(pk=agency_id)
    row = BoxThreshold.objects.create(
        agency=agency, valid_from=valid_from, pack_values=pack.as_json(), basis=basis.strip(), set_by=actor, set_at=now
    )
    _record(
        agency, "set_box_thresholds", actor, "Agency", agency.public_id, {"from": valid_from, "basis": basis} | pack.as_json()
    )
    return row


@transaction.atomic
def open_period(*, agency_id: int, actor: User, name: str, starts_on: date, ends_on: date) -> MappingPeriod:
    """Open a period with the thresholds in force on its last day, or today when that day is still to come.

    Raises:
        Refused: not the agency's admin, days out of order, or a period that ends on the same day exists.
    """
    now = clock.transaction_now()
    require(can_prepare_mapping(actor, agency_id))
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    if ends_on <= starts_on:
        raise Refused("Akhir periode harus sesudah awalnya.", field="ends_on")
    if MappingPeriod.objects.filter(agency=agency, ends_on=ends_on).exists():
        raise Refused("Sudah ada periode yang berakhir pada tanggal ini.", field="ends_on")
    found = BoxThreshold.objects.in_force(agency_id, min(ends_on, agency.day(now)))
    pack = found.pack if found is not None else NineBoxPack()
    period = MappingPeriod.objects.create(
        agency=agency,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        pack_values=pack.as_json(),
        opened_by=actor,
        opened_at=now,
    )
    details = {"name": period.name, "starts_on": starts_on, "ends_on": ends_on, "thresholds": pack.as_json()}
    _record(agency, "open_mapping_period", actor, "MappingPeriod", period.public_id, details)
    return period


@transaction.atomic
def compute_placements(*, period_id: int, actor: User) -> Computed:
    """Propose a place for everybody in the agency, in one statement. What people changed or confirmed stays as it is."""
    now = clock.transaction_now()
    period = _lock_period(period_id)
    require(can_compute_placements(actor, period, period.agency.day(now)))
    done = place_everybody(period, now)
    period.computed_at = now
    period.save(update_fields=["computed_at"])
    details = {"added": done.added, "changed": done.changed, "without_place": done.without_place, "rules": period.pack_values}
    _record(period.agency, "compute_placements", actor, "MappingPeriod", period.public_id, details)
    return done


@transaction.atomic
def change_placement(*, placement_id: int, actor: User, upright: int, lying: int, reason: str, version: int) -> Placement:
    """Put one person elsewhere, with a reason. A confirmed place changes at once in the register too.

    Args:
        upright, lying: axis values 1 to 3; version: of the row the page showed.

    Raises:
        Stale: somebody changed or confirmed it meanwhile. Refused: no right, no reason, or nothing would change.
    """
    now = clock.transaction_now()
    period = _lock_period(Placement.objects.values_list("period_id", flat=True).get(pk=placement_id))
    placement = (
        Placement.objects.select_for_update(of=("self",), no_key=True).select_related("employee", "period").get(pk=placement_id)
    )
    require(can_change_placement(actor, placement))
    if placement.version != version:
        raise Stale("Penempatan ini berubah sejak halaman Anda dibuka. Baca ulang sebelum mengubahnya.")
    if not reason.strip():
        raise Refused("Tulis alasan perubahan kotak.", field="reason")
    before = (placement.upright, placement.lying)
    if before == (upright, lying):
        raise Refused("Kotak yang Anda pilih sama dengan yang sekarang.", field="box")
    was_confirmed = placement.is_confirmed
    PlacementChange.objects.create(
        placement=placement,
        from_upright=before[0],
        from_lying=before[1],
        to_upright=upright,
        to_lying=lying,
        reason=reason.strip(),
        after_confirmation=was_confirmed,
        changed_by=actor,
        changed_at=now,
    )
    placement.upright, placement.lying = upright, lying
    placement.version += 1
    fields = ["upright", "lying", "version"]
    if was_confirmed:
        # Who moves a confirmed person is the one who confirms; the newer decision carries the newer name.
        placement.confirmed_at, placement.confirmed_by = now, actor
        fields += ["confirmed_at", "confirmed_by"]
    placement.save(update_fields=fields)
    if was_confirmed:
        copy_boxes([placement.pk])
    details = {
        "employee": str(placement.employee.public_id),
        "from_box": box_of(*before),
        "to_box": box_of(upright, lying),
        "reason": reason.strip(),
        "after_confirmation": was_confirmed,
    }
    _record(period.agency, "change_placement", actor, "Placement", placement.public_id, details)
    return placement


@transaction.atomic
def confirm_placements(
    *, period_id: int, actor: User, placements: Sequence[UUID] | None, expected: int, box: int | None = None
) -> int:
    """Confirm proposals and copy each box into the register, in one transaction.

    Args:
        placements: public ids of the chosen proposals; None for every proposal of the period (or of `box`).
        expected: how many the confirmation page counted; a different number now refuses.

    Returns:
        How many were confirmed; the actor's own place is never among them.

    Raises:
        Stale: the number is another one by now. Refused: no right, or nothing to confirm.
    """
    now = clock.transaction_now()
    period = _lock_period(period_id)
    require(can_confirm_mapping(actor, period.agency_id))
    chosen = period.placements.proposed().exclude(employee__user=actor)
    if placements is not None:
        chosen = chosen.filter(public_id__in=placements)
    if box is not None:
        chosen = chosen.in_box(box)
    rows = list(chosen.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", "box"))
    ids = [pk for pk, _ in rows]
    if not ids:
        own = period.placements.proposed().filter(employee__user=actor)
        raise Refused(OWN_BOX if own.exists() else "Tidak ada usulan yang menunggu pengukuhan.")
    if len(ids) != expected:
        raise Stale(f"Jumlah usulan sekarang {len(ids)}, bukan {expected}. Periksa ulang sebelum mengukuhkan.")
    # Through a set of their own: with the lock it could not be changed in one statement.
    Placement.objects.filter(pk__in=ids).update(state=PlacementState.CONFIRMED, confirmed_at=now, confirmed_by=actor)
    copy_boxes(ids)
    tally: dict[str, int] = {}
    for _, number in rows:
        tally[str(number)] = tally.get(str(number), 0) + 1
    _record(period.agency, "confirm_placements", actor, "MappingPeriod", period.public_id, {"count": len(ids), "boxes": tally})
    return len(ids)


def _lock_period(period_id: int) -> MappingPeriod:
    return MappingPeriod.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=period_id)


def _record(agency: Agency, act: str, actor: User, object_type: str, object_id: UUID, details: dict) -> None:
    role = Role.PYB if actor.holds(Role.PYB, agency.pk) else Role.AGENCY_ADMIN
    audit.record(
        chain=trail_of(agency),
        act=act,
        actor=actor,
        duty=actor.duty_label(role, agency.pk),
        object_type=object_type,
        object_id=str(object_id),
        details=details,
    )
