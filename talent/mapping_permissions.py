"""Who maps talent: the agency's office proposes, the PyB, who leads its talent committee, confirms (docs/decisions/0016)."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from talent.enums import FillState
from talent.models import MappingPeriod, MeritApproval, Placement, PoolMembership, TargetPost
from talent.rules.pool_fill import right_refusal
from vacancies.permissions.plan import can_plan_vacancy

OWN_BOX = "Anda tidak dapat menetapkan kotak Anda sendiri."
OWN_PLACE = "Anda tidak dapat memutus keanggotaan Anda sendiri."


def can_prepare_mapping(user: User, agency_id: int) -> Refusal | None:
    """Open periods, set thresholds, import results, compute."""
    if not user.holds(Role.AGENCY_ADMIN, agency_id):
        return Refusal("Hanya admin instansi ini yang dapat menyiapkan pemetaan talenta.")
    return None


def can_confirm_mapping(user: User, agency_id: int) -> Refusal | None:
    if not user.holds(Role.PYB, agency_id):
        return Refusal("Hanya PyB instansi ini, selaku ketua tim talenta, yang dapat mengukuhkan.")
    return None


def can_compute_placements(user: User, period: MappingPeriod, today: date) -> Refusal | None:
    refusal = can_prepare_mapping(user, period.agency_id)
    if refusal is None and period.starts_on > today:
        return Refusal("Periode ini belum mulai.")
    return refusal


def can_change_placement(user: User, placement: Placement) -> Refusal | None:
    """A proposal is calibrated by office and PyB; what is confirmed changes by the PyB alone, never one's own place."""
    agency_id = placement.period.agency_id
    if placement.employee.user_id == user.pk:
        return Refusal(OWN_BOX)
    if user.holds(Role.PYB, agency_id):
        return None
    if placement.is_confirmed:
        return Refusal("Kotak ini sudah dikukuhkan; hanya PyB yang dapat mengubahnya.")
    if not user.holds(Role.AGENCY_ADMIN, agency_id):
        return Refusal("Hanya admin instansi dan PyB yang dapat mengubah usulan kotak.")
    return None


def can_propose_member(user: User, agency_id: int) -> Refusal | None:
    if not user.holds(Role.AGENCY_ADMIN, agency_id):
        return Refusal("Hanya admin instansi ini yang dapat mengusulkan anggota kelompok rencana suksesi.")
    return None


def can_confirm_member(user: User, membership: PoolMembership) -> Refusal | None:
    """The PyB confirms, or declines, what waits; later the PyB changes the readiness."""
    if membership.employee.user_id == user.pk:
        return Refusal(OWN_PLACE)
    if not user.holds(Role.PYB, membership.agency_id):
        return Refusal("Hanya PyB instansi ini yang dapat mengukuhkan kesiapan.")
    if membership.left_on is not None:
        return Refusal("Keanggotaan ini sudah berakhir.")
    return None


def can_end_membership(user: User, membership: PoolMembership) -> Refusal | None:
    if membership.left_on is not None:
        return Refusal("Keanggotaan ini sudah berakhir.")
    if not user.holds(Role.PYB, membership.agency_id) and not user.holds(Role.AGENCY_ADMIN, membership.agency_id):
        return Refusal("Hanya admin instansi dan PyB yang dapat mengakhiri keanggotaan.")
    return None


def can_write_development(user: User, membership: PoolMembership) -> Refusal | None:
    if not membership.is_open:
        return Refusal("Rencana pengembangan hanya untuk anggota yang sudah dikukuhkan dan masih aktif.")
    if not user.holds(Role.AGENCY_ADMIN, membership.agency_id):
        return Refusal("Hanya admin instansi ini yang dapat mengisi rencana pengembangan.")
    return None


def can_register_target(user: User, agency_id: int) -> Refusal | None:
    if not user.holds(Role.AGENCY_ADMIN, agency_id):
        return Refusal("Hanya admin instansi ini yang dapat mengubah daftar jabatan target.")
    return None


def can_open_target(user: User, target: TargetPost) -> Refusal | None:
    """Whether a vacancy plan may be started from a target post."""
    if target.closed_at is not None:
        return Refusal("Jabatan ini sudah dihapus dari daftar.")
    if target.vacancy_id is not None:
        return Refusal("Lowongan untuk jabatan ini sudah dibuka.")
    if any(fill.state == FillState.REVIEW for fill in target.fills.all()):
        return Refusal("Jabatan ini sedang diusulkan diisi dari kelompok rencana suksesi.")
    return can_plan_vacancy(user, target.agency_id)


def can_record_merit(user: User) -> Refusal | None:
    if not user.holds(Role.WASDAL):
        return Refusal("Hanya Wasdal BKN yang mencatat surat persetujuan manajemen talenta.")
    return None


def can_fill_target(user: User, target: TargetPost, approval: MeritApproval | None) -> Refusal | None:
    """Whether names of the group may be proposed for a post.

    Args:
        approval: the agency's letter in force, None for none.
    """
    if not user.holds(Role.AGENCY_ADMIN, target.agency_id):
        return Refusal("Hanya admin instansi ini yang dapat mengusulkan nama.")
    reason = right_refusal(
        has_letter=approval is not None,
        vacancy_opened=target.vacancy_id is not None,
        is_closed=target.closed_at is not None,
        is_proposed=target.fills.filter(state__in=[FillState.REVIEW, FillState.DETERMINED]).exists(),
    )
    return Refusal(reason) if reason else None
