"""Messages about invitations, written in the transaction of the act."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core.models import Letter
from core.outbox import queue_bell, queue_mail
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


def address_of(invitation: Invitation) -> str:
    """Where the mail goes: the register's address, else the account's; "" when there is none."""
    employee = invitation.employee
    return employee.email or (employee.user.email if employee.user is not None else "")


def invite(invitation: Invitation, letter: Letter) -> None:
    """The invitation itself, with the letter. One key an invitation: a second call writes nothing."""
    vacancy, employee = invitation.vacancy, invitation.employee
    url = reverse("answer_invitation", args=[invitation.public_id])
    subject = f"Undangan melamar: {vacancy.position_title}, {vacancy.agency.name}"
    words = {
        "invitation": invitation,
        "vacancy": vacancy,
        "employee": employee,
        "letter": letter,
        "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
        "link": settings.PORTAL_URL + url,
    }
    queue_mail(
        kind="invitation_sent",
        key=invitation.mail_key,
        to_address=address_of(invitation),
        recipient=employee.user,
        subject=subject,
        text=render_to_string("email/talent/invitation.txt", words),
        letter=letter,
    )
    if employee.user is not None:
        queue_bell(
            kind="invitation_sent",
            key=f"{invitation.mail_key}:{employee.user_id}",
            recipient=employee.user,
            title=subject,
            url=url,
        )


def tell_sender(invitation: Invitation, *, kind: str, event: str, title: str) -> None:
    """One bell line for the person who invited: answered, or failed.

    Args:
        kind: code of the catalogue; event: short word that makes the key unique for each change of state.
    """
    vacancy = invitation.vacancy
    queue_bell(
        kind=kind,
        key=f"{invitation.mail_key}:{event}",
        recipient=invitation.invited_by,
        title=f"{title}: {vacancy.position_title}, {vacancy.agency.name}",
        url=reverse("list_invitations", args=[vacancy.public_id]),
    )


def report_answer(invitation: Invitation) -> None:
    """Bell and mail to the sender: accepted, or declined with the reason."""
    vacancy, name = invitation.vacancy, invitation.employee.name
    verb = ANSWERS[invitation.state]
    tell_sender(
        invitation, kind="invitation_answered", event=f"answer-{invitation.state.lower()}", title=f"{name} {verb} undangan"
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
