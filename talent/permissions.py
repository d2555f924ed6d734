"""Who may search, invite, answer. The same answer shows the button and guards the act."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from core.models import OutboxState
from core.refusals import Refusal
from employees.same_person import same_person
from talent.models import Invitation
from talent.rules.answer import acceptance_refusal, answer_refusal, is_window_open
from talent.rules.lifecycle import INVITATION
from vacancies.models import Vacancy
from vacancies.permissions.window import stake_refusal


def can_invite(user: User, vacancy: Vacancy, now: datetime) -> Refusal | None:
    """Admins of the agency who have not applied themselves, from publication until registration closes."""
    if not user.holds(Role.AGENCY_ADMIN, vacancy.agency_id):
        return Refusal("Hanya admin instansi pemilik lowongan ini yang dapat mengundang.")
    if not is_window_open(vacancy.state, vacancy.closes_at, now):
        return Refusal("Undangan hanya dapat dikirim sejak lowongan terbit sampai pendaftaran ditutup.")
    return stake_refusal(user, vacancy)


def can_retry(user: User, invitation: Invitation, now: datetime, mail_state: str | None) -> Refusal | None:
    """Whether a failed invitation may be tried again.

    Args:
        mail_state: outbox state of its mail; FAILED when the mail server refused it until we gave up.
    """
    refusal = can_invite(user, invitation.vacancy, now)
    if refusal is not None:
        return refusal
    if invitation.state == "SENT" and mail_state == OutboxState.FAILED:
        return None
    reason = INVITATION.refusal(invitation.state, "retry")
    return Refusal(reason) if reason else None


def can_revoke(user: User, invitation: Invitation) -> Refusal | None:
    if not user.holds(Role.AGENCY_ADMIN, invitation.vacancy.agency_id):
        return Refusal("Hanya admin instansi pemilik lowongan ini yang dapat membatalkan undangan.")
    reason = INVITATION.refusal(invitation.state, "revoke")
    return Refusal(reason) if reason else stake_refusal(user, invitation.vacancy)


def can_export_invitations(user: User, vacancy: Vacancy) -> Refusal | None:
    if user.holds(Role.AGENCY_ADMIN, vacancy.agency_id) or user.holds(Role.SECRETARIAT, vacancy.agency_id):
        return None
    return Refusal("Hanya admin instansi dan sekretariat pemilik lowongan ini yang dapat mengunduh daftar undangannya.")


def can_decline(user: User, invitation: Invitation, now: datetime) -> Refusal | None:
    vacancy = invitation.vacancy
    reason = answer_refusal(
        invitation.state, vacancy_state=vacancy.state, closes_at=vacancy.closes_at, now=now, zone=vacancy.zone
    )
    return _own(user, invitation) or (Refusal(reason) if reason else None)


def can_accept(user: User, invitation: Invitation, now: datetime) -> Refusal | None:
    vacancy = invitation.vacancy
    reason = acceptance_refusal(
        invitation.state,
        vacancy_state=vacancy.state,
        opens_at=vacancy.opens_at,
        closes_at=vacancy.closes_at,
        now=now,
        zone=vacancy.zone,
    )
    return _own(user, invitation) or (Refusal(reason) if reason else None)


def invitee_conflict(vacancy: Vacancy, user: User) -> Refusal | None:
    """Whoever was invited to a vacancy never decides on it (domain.md 11 row 23). A revoked invitation no longer binds."""
    if Invitation.objects.filter(same_person(user, "employee__"), vacancy=vacancy).exclude(state="REVOKED").exists():
        return Refusal("Anda diundang untuk melamar lowongan ini, jadi tidak dapat memutuskan apa pun tentangnya.")
    return None


def _own(user: User, invitation: Invitation) -> Refusal | None:
    if invitation.employee.user_id != user.pk:
        return Refusal("Hanya orang yang diundang yang dapat menjawab undangan ini.")
    return None
