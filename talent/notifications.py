"""Messages about invitations, written in the transaction of the act."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import Letter
from core.outbox import queue_bell, queue_mail
from employees.models import Employee
from talent.models import Invitation
from vacancies.models import Vacancy
from vacancies.rules.deadline import format_deadline

ANSWERS = {"ACCEPTED": "menerima", "DECLINED": "menolak"}


def invited_people(vacancy: Vacancy) -> Iterable[User]:
    """People with an invitation that an extension keeps alive; a source for `vacancies.notifications.extra_audiences`."""
    return User.objects.filter(
        is_active=True,
        employee__invitations__vacancy=vacancy,
        employee__invitations__state__in=("SENT", "ACCEPTED", "EXPIRED"),
    ).order_by("pk")


def known_addresses(employee: Employee) -> list[str]:
    """Addresses the portal knows of a person, the register's before the account's; [] for none."""
    account = employee.user.email if employee.user is not None else ""
    return list(dict.fromkeys(filter(None, (employee.email, account))))


def address_of(invitation: Invitation) -> str:
    """Where the mail goes: the address the sender picked, else the register's, else the account's; "" when there is none."""
    known = known_addresses(invitation.employee)
    return invitation.address if invitation.address in known else (known or [""])[0]


def invite(invitation: Invitation, letter: Letter, *, path: str, deadline: str, is_bulk: bool) -> None:
    """The invitation itself. One key an invitation: a second call writes nothing.

    Args:
        path: of the page where the person answers; deadline: the end of the window, in words;
        is_bulk: part of a large mailing: gives way to other mails, and its letter waits in the portal instead of in the mail.
    """
    vacancy, employee = invitation.vacancy, invitation.employee
    subject = f"Undangan melamar: {vacancy.position_title}, {vacancy.agency.name}"
    words = {
        "invitation": invitation,
        "vacancy": vacancy,
        "employee": employee,
        "letter": letter,
        "is_attached": not is_bulk,
        "deadline": deadline,
        "link": settings.PORTAL_URL + path,
    }
    queue_mail(
        kind="invitation_sent",
        key=invitation.mail_key,
        to_address=address_of(invitation),
        recipient=employee.user,
        subject=subject,
        text=render_to_string("email/talent/invitation.txt", words),
        letter=None if is_bulk else letter,
        is_bulk=is_bulk,
    )
    if employee.user is not None:
        queue_bell(
            kind="invitation_sent",
            key=f"{invitation.mail_key}:{employee.user_id}",
            recipient=employee.user,
            title=subject,
            url=path,
        )


def tell_of_failures(vacancy: Vacancy, sender: User) -> None:
    """One bell line a day for the person who invited, however many of their invitations fail on it."""
    queue_bell(
        kind="invitation_failed",
        key=f"invitation-failed:{vacancy.pk}:{sender.pk}:{timezone.localdate():%Y%m%d}",
        recipient=sender,
        title=f"Ada undangan yang tidak terkirim: {vacancy.position_title}, {vacancy.agency.name}",
        url=reverse("list_invitations", args=[vacancy.public_id]) + "?status=gagal",
    )


def report_given_up(key: str) -> None:
    """Tell the sender that the mail of an invitation was refused for good or came back.

    Args:
        key: key of the mail, as `Invitation.mail_key`.
    """
    invitation = Invitation.objects.filter(pk=key.partition(":")[2]).select_related("vacancy__agency", "invited_by").first()
    if invitation is not None:
        tell_of_failures(invitation.vacancy, invitation.invited_by)


def reminder_key(invitation: Invitation) -> str:
    """One key for each of the two reminders."""
    return f"invitation-reminder:{invitation.pk}:{invitation.reminders}"


def is_unanswered(key: str) -> bool:
    """Whether the invitation of a waiting reminder is still unanswered; asked when the reminder is about to leave."""
    return Invitation.objects.filter(pk=key.split(":")[1], state="SENT").exists()


def remind(invitation: Invitation) -> None:
    """Bell and mail to the invited person, who has not answered. `invitation.reminders` counts this one."""
    vacancy, employee = invitation.vacancy, invitation.employee
    deadline = format_deadline(vacancy.closes_at, vacancy.zone)
    subject = f"Undangan Anda belum dijawab, pendaftaran ditutup {deadline}: {vacancy.position_title}, {vacancy.agency.name}"
    url = reverse("answer_invitation", args=[invitation.public_id])
    key = reminder_key(invitation)
    words = {"vacancy": vacancy, "employee": employee, "deadline": deadline, "link": settings.PORTAL_URL + url}
    queue_mail(
        kind="invitation_reminder",
        key=key,
        to_address=address_of(invitation),
        recipient=employee.user,
        subject=subject,
        text=render_to_string("email/talent/reminder.txt", words),
    )
    if employee.user is not None:
        queue_bell(kind="invitation_reminder", key=key, recipient=employee.user, title=subject, url=url)


def report_answer(invitation: Invitation) -> None:
    """Bell and mail to the sender: accepted, or declined with the reason."""
    vacancy, name = invitation.vacancy, invitation.employee.name
    verb = ANSWERS[invitation.state]
    queue_bell(
        kind="invitation_answered",
        key=f"{invitation.mail_key}:answer-{invitation.state.lower()}",
        recipient=invitation.invited_by,
        title=f"{name} {verb} undangan: {vacancy.position_title}, {vacancy.agency.name}",
        url=reverse("list_invitations", args=[vacancy.public_id]),
    )
    words = {
        "invitation": invitation,
        "vacancy": vacancy,
        "name": name,
        "verb": verb,
        "link": settings.PORTAL_URL + reverse("list_invitations", args=[vacancy.public_id]),
    }
    queue_mail(
        kind="invitation_answered",
        key=f"{invitation.mail_key}:answer-{invitation.state.lower()}",
        to_address=invitation.invited_by.email,
        recipient=invitation.invited_by,
        subject=f"Undangan dijawab ({verb}): {vacancy.position_title}, {vacancy.agency.name}",
        text=render_to_string("email/talent/answered.txt", words),
    )


def report_revocation(invitation: Invitation) -> None:
    """Bell and mail to the invited person, who already had the letter."""
    vacancy, employee = invitation.vacancy, invitation.employee
    subject = f"Undangan dibatalkan: {vacancy.position_title}, {vacancy.agency.name}"
    url = reverse("answer_invitation", args=[invitation.public_id])
    words = {
        "vacancy": vacancy,
        "employee": employee,
        "link": settings.PORTAL_URL + reverse("show_vacancy", args=[vacancy.public_id]),
    }
    queue_mail(
        kind="invitation_revoked",
        key=f"{invitation.mail_key}:revoked",
        to_address=address_of(invitation),
        recipient=employee.user,
        subject=subject,
        text=render_to_string("email/talent/revoked.txt", words),
    )
    if employee.user is not None:
        queue_bell(
            kind="invitation_revoked", key=f"{invitation.mail_key}:revoked", recipient=employee.user, title=subject, url=url
        )
