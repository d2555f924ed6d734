"""Who may plan and publish a vacancy. The same answer shows the button and guards the act."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from vacancies.enums import VACANCY_STATES
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import VACANCY

EDITABLE_STATES = ("DRAFT", "PLAN_RETURNED")
_LABELS = dict(VACANCY_STATES)


def can_plan_vacancy(user: User, agency_id: int | None = None) -> Refusal | None:
    """Whether the person may start a plan for this agency (for any agency when none is named)."""
    agencies = user.agency_ids(Role.AGENCY_ADMIN)
    if agency_id in agencies or (agency_id is None and agencies):
        return None
    return Refusal("Hanya admin instansi yang dapat menyusun lowongan, dan hanya untuk instansinya sendiri.")


def can_edit_plan(user: User, vacancy: Vacancy) -> Refusal | None:
    refusal = admin_refusal(user, vacancy)
    if refusal is not None:
        return refusal
    if vacancy.state not in EDITABLE_STATES:
        return Refusal(
            f"Rencana hanya dapat diubah saat masih draf atau dikembalikan; statusnya sekarang “{_LABELS[vacancy.state]}”."
        )
    return None


def can_delete_plan(user: User, vacancy: Vacancy) -> Refusal | None:
    refusal = admin_refusal(user, vacancy)
    if refusal is not None:
        return refusal
    if vacancy.state != "DRAFT" or vacancy.plan_request_id is not None:
        return Refusal("Hanya draf yang belum pernah diajukan yang dapat dihapus.")
    return None


def can_submit_plan(user: User, vacancy: Vacancy, problem_count: int = 0) -> Refusal | None:
    """Whether the plan may go to approval; `problem_count` is the number of open problems of `plan_problems`."""
    refusal = admin_act_refusal(user, vacancy, "submit_plan")
    if refusal is None and problem_count:
        return Refusal(f"Masih ada {problem_count} hal yang perlu dilengkapi sebelum rencana dapat diajukan.")
    return refusal


def can_withdraw_plan(user: User, vacancy: Vacancy) -> Refusal | None:
    return admin_act_refusal(user, vacancy, "withdraw_plan")


def can_revise_plan(user: User, vacancy: Vacancy) -> Refusal | None:
    return admin_act_refusal(user, vacancy, "revise_plan")


def can_publish(user: User, vacancy: Vacancy, now: datetime) -> Refusal | None:
    refusal = admin_act_refusal(user, vacancy, "publish")
    if refusal is None and (vacancy.closes_at is None or vacancy.closes_at <= now):
        return Refusal("Batas pendaftaran dalam rencana ini sudah lewat. Batalkan, lalu salin menjadi draf dengan jadwal baru.")
    return refusal


def admin_refusal(user: User, vacancy: Vacancy) -> Refusal | None:
    """Only the admin of the agency."""
    if user.holds(Role.AGENCY_ADMIN, vacancy.agency_id):
        return None
    return Refusal("Hanya admin instansi pemilik lowongan ini yang dapat melakukannya.")


def admin_act_refusal(user: User, vacancy: Vacancy, action: str) -> Refusal | None:
    """Only the admin of the agency, and only a step the lifecycle knows from the present state."""
    refusal = admin_refusal(user, vacancy)
    if refusal is not None:
        return refusal
    reason = VACANCY.refusal(vacancy.state, action)
    return Refusal(reason) if reason else None
