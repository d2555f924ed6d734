"""Every write of invitations.

Locks: vacancy, then invitation, then letter register, the audit head last. Nothing here talks to the broker or to SMTP.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.letters import write_letter
from core.outbox import requeue_mail, withdraw_mail
from core.refusals import Refused, require
from employees.models import Employee
from talent import notifications, permissions
from talent.documents import KIND, NUMBER_FORM, TEMPLATE, invitation_words
from talent.models import Invitation
from talent.rules.answer import is_window_open, present_state
from talent.rules.lifecycle import INVITATION
from talent.standings import standings_of
from vacancies.actions.applications import start_application
from vacancies.actions.states import lock_vacancy
from vacancies.models import Application, Vacancy

MAX_PEOPLE_A_TIME = 50
NO_ADDRESS = "Pegawai ini belum punya alamat surel di data kepegawaian."
WINDOW_OVER = "Pendaftaran sudah ditutup sebelum undangan terkirim."


@transaction.atomic
def invite_talent(*, vacancy_id: int, people: Iterable[UUID], message: str, actor: User) -> list[Invitation]:
    """Put one invitation a person into the queue; the worker writes letters and mails.

    Args:
        people: public ids of employees, at most `MAX_PEOPLE_A_TIME`; message: the sender's own words.

    Raises:
        Refused: no right, window over, nobody chosen, or one of them may not be invited (then nobody is).
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(permissions.can_invite(actor, vacancy, now))
    wanted = set(people)
    if not wanted:
        raise Refused("Belum ada orang yang dipilih.")
    if len(wanted) > MAX_PEOPLE_A_TIME:
        raise Refused(f"Paling banyak {MAX_PEOPLE_A_TIME} orang dapat diundang sekaligus.")
    employees = list(Employee.objects.searchable().filter(public_id__in=wanted).with_records().for_list())
    if len(employees) != len(wanted):
        raise Refused("Sebagian orang yang Anda pilih tidak lagi dapat dicari. Cari kembali, lalu pilih ulang.")
    standings = standings_of(vacancy, employees)
    refused = [f"{person.name}: {standings[person.pk].refusal}" for person in employees if standings[person.pk].refusal]
    if refused:
        raise Refused(f"Belum ada undangan yang dibuat. {' '.join(refused)}")
    invitations = Invitation.objects.bulk_create(
        [
            Invitation(vacancy=vacancy, employee=person, invited_by=actor, message=message.strip(), expires_at=vacancy.closes_at)
            for person in employees
        ]
    )
    _record(vacancy, "invite_talent", actor, vacancy, {"people": [str(person.public_id) for person in employees]})
    return invitations


@transaction.atomic
def send_invitation(*, invitation_id: int, actor: User | None = None) -> bool:
    """Write the letter and the mail of one queued invitation, once. Returns whether it was sent.

    Whoever loses the race for the row does nothing: the row is skipped while locked and is no longer queued afterwards.

    Args:
        actor: None, because the worker sends by itself.
    """
    now = clock.transaction_now()
    invitation = _locked(Invitation.objects.queued(), invitation_id, skip_locked=True)
    if invitation is None:
        return False
    vacancy = invitation.vacancy
    problem = ""
    if not is_window_open(vacancy.state, vacancy.closes_at, now):
        problem = WINDOW_OVER
    elif not notifications.address_of(invitation):
        problem = NO_ADDRESS
    if problem:
        _move(invitation, "fail", failure=problem)
        notifications.tell_sender(
            invitation,
            kind="invitation_failed",
            event=f"failed-{int(now.timestamp())}",
            title=f"Undangan untuk {invitation.employee.name} gagal dikirim",
        )
        _record(invitation, "fail_invitation", actor, vacancy, {"reason": problem})
        return False
    if invitation.letter is None:
        invitation.letter = write_letter(
            kind=KIND,
            register=vacancy.agency.code,
            form=NUMBER_FORM,
            title=f"Undangan melamar {vacancy.position_title}",
            template=TEMPLATE,
            words=invitation_words(
                vacancy,
                invitation.employee,
                message=invitation.message,
                sender_name=invitation.invited_by.full_name,
                link=settings.PORTAL_URL + reverse("answer_invitation", args=[invitation.public_id]),
                now=now,
            ),
        )
    _move(invitation, "send", letter=invitation.letter, sent_at=now)
    notifications.invite(invitation, invitation.letter)
    _record(invitation, "send_invitation", actor, vacancy, {"letter": invitation.letter.number})
    return True


@transaction.atomic
def retry_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """Try a failed invitation again. A mail the server refused goes out under its old key, so it can never become two."""
    now = clock.transaction_now()
    invitation = _must_lock(invitation_id)
    mail_state = Invitation.objects.with_mail().values_list("mail_state", flat=True).get(pk=invitation.pk)
    require(permissions.can_retry(actor, invitation, now, mail_state))
    if invitation.state == "SENT":
        requeue_mail(key=invitation.mail_key, to_address=notifications.address_of(invitation))
    else:
        _move(invitation, "retry", failure="")
    _record(invitation, "retry_invitation", actor, invitation.vacancy, {})
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """Take an unanswered invitation back; whoever already has the letter is told."""
    invitation = _must_lock(invitation_id)
    require(permissions.can_revoke(actor, invitation))
    was_sent = invitation.state == "SENT"
    _move(invitation, "revoke")
    if was_sent and not withdraw_mail(key=invitation.mail_key):
        notifications.report_revocation(invitation)
    _record(invitation, "revoke_invitation", actor, invitation.vacancy, {"was_sent": was_sent})
    return invitation


@transaction.atomic
def accept_invitation(*, invitation_id: int, actor: User) -> Application | None:
    """Accept and open a draft application. Accepting twice changes nothing more.

    Returns:
        The application; None when it was accepted before and the person has thrown the draft away since.

    Raises:
        Refused: not this person's, answered otherwise, revoked, expired, or registration is not open.
    """
    now = clock.transaction_now()
    invitation = _lock_with_vacancy(invitation_id)
    if invitation.state == "ACCEPTED" and invitation.employee.user_id == actor.pk:
        return Application.objects.of(actor).filter(vacancy=invitation.vacancy).first()
    require(permissions.can_accept(actor, invitation, now))
    _renew(invitation, now)
    _move(invitation, "accept", answered_at=now)
    notifications.report_answer(invitation)
    application = start_application(vacancy_id=invitation.vacancy_id, actor=actor, was_invited=True)
    _record(invitation, "accept_invitation", actor, invitation.vacancy, {"application": str(application.public_id)})
    return application


@transaction.atomic
def decline_invitation(*, invitation_id: int, actor: User, reason: str = "") -> Invitation:
    """Decline, with or without a reason. Declining twice changes nothing more. Raises like `accept_invitation`."""
    now = clock.transaction_now()
    invitation = _lock_with_vacancy(invitation_id)
    if invitation.state == "DECLINED" and invitation.employee.user_id == actor.pk:
        return invitation
    require(permissions.can_decline(actor, invitation, now))
    _renew(invitation, now)
    _move(invitation, "decline", answered_at=now, decline_reason=reason.strip())
    notifications.report_answer(invitation)
    _record(invitation, "decline_invitation", actor, invitation.vacancy, {"with_reason": bool(invitation.decline_reason)})
    return invitation


@transaction.atomic
def follow_window(*, vacancy_id: int, actor: User | None = None) -> int:
    """Bring the unanswered invitations of one vacancy in line with its window: expire them, or renew them when it was
    extended. Returns how many changed; a second call changes none.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    window_open = is_window_open(vacancy.state, vacancy.closes_at, now)
    action, source = ("renew", "EXPIRED") if window_open else ("expire", "SENT")
    rows = Invitation.objects.filter(vacancy=vacancy, state=source).select_for_update(of=("self",), no_key=True).order_by("pk")
    ids = [row.pk for row in rows]
    if not ids:
        return 0
    Invitation.objects.filter(pk__in=ids).update(state=INVITATION.target(source, action))
    _record(vacancy, f"{action}_invitations", actor, vacancy, {"count": len(ids)})
    return len(ids)


def _locked(rows: Any, invitation_id: int, *, skip_locked: bool = False) -> Invitation | None:
    return (
        rows.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
        .select_related("vacancy__agency", "vacancy__region", "employee__agency", "employee__user", "invited_by", "letter")
        .filter(pk=invitation_id)
        .first()
    )


def _must_lock(invitation_id: int) -> Invitation:
    invitation = _locked(Invitation.objects.all(), invitation_id)
    if invitation is None:
        raise Refused("Undangan ini tidak ada lagi.")
    return invitation


def _lock_with_vacancy(invitation_id: int) -> Invitation:
    """The vacancy first, as everywhere: accepting opens a draft, which locks it too."""
    lock_vacancy(Invitation.objects.values_list("vacancy_id", flat=True).get(pk=invitation_id))
    return _must_lock(invitation_id)


def _renew(invitation: Invitation, now: datetime) -> None:
    """An extension renews expired invitations at once, also before the job gets round to it."""
    vacancy = invitation.vacancy
    here = present_state(invitation.state, window_open=is_window_open(vacancy.state, vacancy.closes_at, now))
    if here != invitation.state and here == "SENT":
        _move(invitation, "renew")


def _move(invitation: Invitation, action: str, **values: Any) -> None:
    reason = INVITATION.refusal(invitation.state, action)
    if reason is not None:
        raise Refused(reason)
    invitation.state = INVITATION.target(invitation.state, action)
    for name, value in values.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=["state", *values])


def _record(subject: Invitation | Vacancy, act: str, actor: User | None, vacancy: Vacancy, details: dict[str, Any]) -> None:
    """The audit row. An invited person acts for themselves, everybody else under the duty of the agency's admin."""
    is_office = actor is not None and actor.holds(Role.AGENCY_ADMIN, vacancy.agency_id)
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id) if actor is not None and is_office else "",
        object_type=type(subject).__name__,
        object_id=str(subject.public_id),
        details=details,
    )
