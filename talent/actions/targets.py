"""Target posts: retirements found in the register, other causes written down, and the vacancy plan each becomes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, require
from employees.models import Employee
from talent.actions.placements import trail_of
from talent.enums import VacancyCause
from talent.mapping_permissions import can_open_target, can_register_target
from talent.models import TargetPost
from talent.retirements import add_retirements
from talent.rules.vacancy_forecast import JPT_LEVELS
from vacancies.actions.plan import PositionValues, plan_vacancy
from vacancies.models import Vacancy


@dataclass(frozen=True)
class TargetValues:
    """A post the agency names itself. `level` is JPT_UTAMA, JPT_MADYA or JPT_PRATAMA; `field` a code of JobField."""

    title: str
    unit: str
    level: str
    field: str
    vacant_on: date
    cause: str
    note: str = ""


@transaction.atomic
def refresh_targets(*, agency_id: int, actor: User) -> int:
    """Add the senior posts whose holders retire within twelve months, in one statement. Returns how many were added.

    A post that was taken off the list for this very retirement does not come back.
    """
    now = clock.transaction_now()
    require(can_register_target(actor, agency_id))
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    added = add_retirements(agency, actor=actor, now=now)
    if added:
        _record(agency, "refresh_target_posts", actor, "Agency", agency.public_id, {"added": added})
    return added


@transaction.atomic
def register_target(*, agency_id: int, actor: User, values: TargetValues, incumbent_nip: str = "") -> TargetPost:
    """Write down a post that falls vacant for another cause than retirement, or a new post.

    Args:
        incumbent_nip: of the holder, "" for a post without one.

    Raises:
        Refused: no right, an unknown holder, or the holder's post is on the list already.
    """
    now = clock.transaction_now()
    require(can_register_target(actor, agency_id))
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    if values.cause not in VacancyCause.values or values.level not in JPT_LEVELS:
        raise Refused("Pilih jenjang dan sebab yang tersedia.")
    incumbent = None
    if incumbent_nip:
        incumbent = Employee.objects.filter(agency=agency, nip=incumbent_nip).first()
        if incumbent is None:
            raise Refused("Tidak ada pegawai instansi Anda dengan NIP ini.", field="incumbent")
        if TargetPost.objects.open().filter(agency=agency, incumbent=incumbent).exists():
            raise Refused("Jabatan orang ini sudah ada dalam daftar.", field="incumbent")
    target = TargetPost.objects.create(
        agency=agency,
        incumbent=incumbent,
        title=values.title.strip(),
        unit=values.unit.strip(),
        level=values.level,
        field=values.field,
        vacant_on=values.vacant_on,
        cause=values.cause,
        note=values.note.strip(),
        registered_by=actor,
        registered_at=now,
    )
    details = {"title": target.title, "level": target.level, "cause": target.cause, "vacant_on": target.vacant_on}
    _record(agency, "register_target_post", actor, "TargetPost", target.public_id, details)
    return target


@transaction.atomic
def drop_target(*, target_id: int, actor: User, reason: str) -> TargetPost:
    """Take a post off the list, with a reason."""
    now = clock.transaction_now()
    target = _lock_target(target_id)
    require(can_register_target(actor, target.agency_id))
    if target.closed_at is not None:
        raise Refused("Jabatan ini sudah dihapus dari daftar.")
    if not reason.strip():
        raise Refused("Tulis alasannya.", field="reason")
    target.closed_at, target.closed_reason = now, reason.strip()
    target.save(update_fields=["closed_at", "closed_reason"])
    _record(target.agency, "drop_target_post", actor, "TargetPost", target.public_id, {"reason": target.closed_reason})
    return target


@transaction.atomic
@audit.written_last()
def open_target(*, target_id: int, actor: User) -> Vacancy:
    """Start a vacancy plan for a target post, filled with what is known of it.

    Raises:
        Refused: no right, a vacancy was opened already, or the post has no unit or family yet.
    """
    target = _lock_target(target_id)
    require(can_open_target(actor, target))
    if not target.field:
        raise Refused("Rumpun jabatan ini belum diisi. Daftarkan jabatan ini sekali lagi dengan rumpunnya.")
    position = PositionValues(
        position_title=target.title,
        unit=target.unit or target.agency.name,
        level=target.level.removeprefix("JPT_"),
        field=target.field,
        quota=1,
        region_id=target.agency.region_id,
    )
    vacancy = plan_vacancy(actor=actor, agency=target.agency, position=position)
    target.vacancy = vacancy
    target.save(update_fields=["vacancy"])
    _record(target.agency, "open_target_post", actor, "TargetPost", target.public_id, {"vacancy": vacancy.reference})
    return vacancy


def _lock_target(target_id: int) -> TargetPost:
    return (
        TargetPost.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "agency__region")
        .get(pk=target_id)
    )


def _record(agency: Agency, act: str, actor: User, object_type: str, object_id: UUID, details: dict) -> None:
    audit.record(
        chain=trail_of(agency),
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, agency.pk),
        object_type=object_type,
        object_id=str(object_id),
        details=details,
    )
