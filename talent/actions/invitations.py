"""The office's writes of invitations: confirm, revoke, follow the window.

Locks: vacancy, then people, then invitation, then letter register, the audit head last. Nothing here talks to the broker or
to SMTP.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.indonesian import number_words
from core.outbox import withdraw_mail
from core.refusals import Refused, require
from employees.models import Employee
from talent import notifications, permissions
from talent.mailing import hold_still, write_rows
from talent.models import Invitation, InvitationBatch
from talent.rules.answer import is_window_open
from talent.rules.invitation_quota import invitation_quota, room_left
from talent.rules.lifecycle import INVITATION
from talent.standings import standings_of
from vacancies.actions.states import lock_vacancy
from vacancies.models import Vacancy

# A refusal names the first few; the page that follows names all.
NAMED = 5


@transaction.atomic
def invite_talent(*, vacancy_id: int, people: Iterable[UUID], message: str, actor: User) -> list[Invitation]:
    """Put one invitation a person into the queue, as one mailing; workers write letters and mails.

    Nobody is left out in silence: when one of them may not be invited any more, nobody is, and the page names who and why, so
    that the number that was confirmed is the number that is invited.

    Args:
        people: public ids of employees; message: the sender's own words.

    Raises:
        Refused: no right, window over, nobody chosen, the quota is used up, or one of them may not be invited.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(permissions.can_invite(actor, vacancy, now))
    wanted = set(people)
    if not wanted:
        raise Refused("Belum ada orang yang dipilih.")
    room = room_left(vacancy.quota, Invitation.objects.filter(vacancy=vacancy).count())
    if len(wanted) > room:
        raise Refused(
            f"Lowongan ini masih dapat mengundang {number_words(room)} orang lagi dari jatah "
            f"{number_words(invitation_quota(vacancy.quota))}, sedangkan Anda memilih {number_words(len(wanted))}."
        )
    hold_still(wanted)
    employees = list(Employee.objects.filter(public_id__in=wanted).with_records().for_list())
    if len(employees) != len(wanted):
        raise Refused("Sebagian orang yang Anda pilih tidak ada lagi di data kepegawaian. Cari kembali, lalu pilih ulang.")
    standings = standings_of(vacancy, employees, to_invite=True)
    refused = [f"{person.name}: {standings[person.pk].refusal}" for person in employees if standings[person.pk].refusal]
    if refused:
        more = f" Dan {number_words(len(refused) - NAMED)} orang lain." if len(refused) > NAMED else ""
        raise Refused(f"Belum ada undangan yang dibuat. {' '.join(refused[:NAMED])}{more}")
    batch = InvitationBatch.objects.create(vacancy=vacancy, invited_by=actor, count=len(employees))
    write_rows(batch, [each.pk for each in employees], message=message.strip(), expires_at=vacancy.closes_at, now=now)
    record(vacancy, "invite_talent", actor, vacancy, {"people": [str(person.public_id) for person in employees]})
    return list(Invitation.objects.filter(batch=batch).order_by("pk"))


@transaction.atomic
def note_named_applicants(*, vacancy_id: int, people: Sequence[UUID], actor: User) -> None:
    """Write down that the confirm page named these people as applicants while registration runs (decision 0017).

    Args:
        people: public ids of employees, at least one.

    Raises:
        Refused: no right to invite to this vacancy.
    """
    vacancy = lock_vacancy(vacancy_id)
    require(permissions.can_invite(actor, vacancy, clock.transaction_now()))
    record(vacancy, "name_applicants", actor, vacancy, {"people": [str(each) for each in people]})


@transaction.atomic
def record_invitation_export(*, vacancy_id: int, actor: User, group: str) -> None:
    """Leave a trace that somebody took the list of invitations out of the portal as a file.

    Args:
        group: the tab that was taken, "" for all of it.

    Raises:
        Refused: no duty in the agency's office.
    """
    vacancy = lock_vacancy(vacancy_id)
    require(permissions.can_export_invitations(actor, vacancy))
    role = Role.AGENCY_ADMIN if actor.holds(Role.AGENCY_ADMIN, vacancy.agency_id) else Role.SECRETARIAT
    audit.record(
        chain=vacancy.trail_chain,
        act="export_invitations",
        actor=actor,
        duty=actor.duty_label(role, vacancy.agency_id),
        object_type="Vacancy",
        object_id=str(vacancy.public_id),
        details={"group": group},
    )


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """Take an unanswered invitation back; whoever already has the letter is told."""
    invitation = must_lock(invitation_id)
    require(permissions.can_revoke(actor, invitation))
    was_sent = invitation.state == "SENT"
    move(invitation, "revoke")
    if was_sent and not withdraw_mail(key=invitation.mail_key):
        notifications.report_revocation(invitation)
    record(invitation, "revoke_invitation", actor, invitation.vacancy, {"was_sent": was_sent})
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
    record(vacancy, f"{action}_invitations", actor, vacancy, {"count": len(ids)})
    return len(ids)


def must_lock(invitation_id: int) -> Invitation:
    """The locked invitation with everything its acts read; Refused when it is gone. Inside the caller's transaction."""
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.with_parties().filter(pk=invitation_id).first()
    if invitation is None:
        raise Refused("Undangan ini tidak ada lagi.")
    return invitation


def move(invitation: Invitation, action: str, **values: Any) -> None:
    """One step of the lifecycle of a locked invitation, with the columns that go with it; Refused when it is not allowed."""
    reason = INVITATION.refusal(invitation.state, action)
    if reason is not None:
        raise Refused(reason)
    invitation.state = INVITATION.target(invitation.state, action)
    for name, value in values.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=["state", *values])


def record(
    subject: Invitation | Vacancy, act: str, actor: User | None, vacancy: Vacancy, details: dict[str, Any], *, duty: str = ""
) -> None:
    """The audit row, under the duty of the agency's admin unless `duty` says what else the person acts as."""
    if not duty and actor is not None and actor.holds(Role.AGENCY_ADMIN, vacancy.agency_id):
        duty = actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id)
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty,
        object_type=type(subject).__name__,
        object_id=str(subject.public_id),
        details=details,
    )
