"""The invited person's writes: opening, accepting, declining; and the reminder of whoever has not answered.

Locks: the vacancy first, as everywhere, because accepting opens a draft, which locks it too; then the invitation.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import clock
from core.indonesian import local_date
from core.outbox import gathered
from core.refusals import Refused, require
from talent import notifications, permissions
from talent.actions.invitations import move, must_lock, record
from talent.models import Invitation, InvitationOpening
from talent.pauses import paused_people
from talent.rules.answer import is_window_open, present_state
from talent.rules.decline import decline_refusal
from talent.rules.reminder import MOST, QUIET, is_reminded, last_mark
from vacancies.actions.applications import start_application
from vacancies.actions.states import lock_vacancy
from vacancies.models import Application, Vacancy


@transaction.atomic
def log_opening(*, invitation_id: int, actor: User) -> None:
    """Note the first time the invited person opened the page; a line of a log, which changes no state and answers nothing."""
    if Invitation.objects.filter(pk=invitation_id, employee__user=actor).exists():
        row = InvitationOpening(invitation_id=invitation_id, opened_at=clock.transaction_now())
        InvitationOpening.objects.bulk_create([row], ignore_conflicts=True)


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
    move(invitation, "accept", answered_at=now)
    notifications.report_answer(invitation)
    application = start_application(vacancy_id=invitation.vacancy_id, actor=actor, was_invited=True)
    details = {"application": str(application.public_id)}
    record(invitation, "accept_invitation", actor, invitation.vacancy, details, duty="Pelamar")
    return application


@transaction.atomic
def decline_invitation(*, invitation_id: int, actor: User, reason: str = "", code: str = "") -> Invitation:
    """Decline, with a reason from the list and own words. Declining twice changes nothing more.

    Args:
        reason: own words, "" for none; code: one of `DECLINE_REASONS`, "" for what the words say, or for nothing at all.

    Raises:
        Refused: as `accept_invitation`, or the reason is none of the list.
    """
    now = clock.transaction_now()
    invitation = _lock_with_vacancy(invitation_id)
    if invitation.state == "DECLINED" and invitation.employee.user_id == actor.pk:
        return invitation
    require(permissions.can_decline(actor, invitation, now))
    code = code or ("LAIN" if reason.strip() else "TIDAK_SEBUT")
    problem = decline_refusal(code, reason)
    if problem is not None:
        raise Refused(problem)
    _renew(invitation, now)
    move(invitation, "decline", answered_at=now, decline_code=code, decline_reason=reason.strip())
    notifications.report_answer(invitation)
    record(invitation, "decline_invitation", actor, invitation.vacancy, {"reason": code}, duty="Pelamar")
    return invitation


@transaction.atomic
def remind_invited(*, vacancy_id: int, now: datetime, limit: int = 500, actor: None = None) -> int:
    """Remind the people of one vacancy who have not answered, when a mark of 7 or 3 days before closing has passed.

    Nobody is reminded whose mail came back, or who has paused invitations since.

    Args:
        now: the portal's time (aware), from the sweep; actor: always the system.

    Returns:
        How many were reminded; 0 when all were already.
    """
    vacancy = Vacancy.objects.select_related("agency").filter(pk=vacancy_id).first()
    if vacancy is None or not is_window_open(vacancy.state, vacancy.closes_at, now):
        return 0
    mark = last_mark(vacancy.closes_at, now)
    if mark is None:
        return 0
    waiting = Invitation.objects.unanswered(vacancy).filter(reminders__lt=MOST, sent_at__lte=now - QUIET)
    locked = waiting.filter(Q(reminded_at=None) | Q(reminded_at__lt=mark))
    locked = locked.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")
    due = [
        row
        for row in locked.select_related("employee__user", "employee__agency")[:limit]
        if is_reminded(
            sent_at=row.sent_at or row.created_at,
            closes_at=vacancy.closes_at,
            now=now,
            reminders=row.reminders,
            reminded_at=row.reminded_at,
        )
    ]
    paused = paused_people(vacancy, [row.employee_id for row in due], local_date(now, vacancy.zone))
    due = [row for row in due if row.employee_id not in paused]
    with gathered():
        for row in due:
            row.vacancy, row.reminders, row.reminded_at = vacancy, row.reminders + 1, now
            notifications.remind(row)
    Invitation.objects.bulk_update(due, ["reminders", "reminded_at"], batch_size=500)
    return len(due)


def _lock_with_vacancy(invitation_id: int) -> Invitation:
    lock_vacancy(Invitation.objects.values_list("vacancy_id", flat=True).get(pk=invitation_id))
    return must_lock(invitation_id)


def _renew(invitation: Invitation, now: datetime) -> None:
    """An extension renews expired invitations at once, also before the job gets round to it."""
    vacancy = invitation.vacancy
    here = present_state(invitation.state, window_open=is_window_open(vacancy.state, vacancy.closes_at, now))
    if here != invitation.state and here == "SENT":
        move(invitation, "renew")
