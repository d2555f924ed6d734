"""The usual way to send a mailing: one task and one connection to the mail server for each mail, and no promise."""

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from talent.models import Invitation
from vacancies.rules.deadline import format_deadline

# Rows that wait for the plain way, which our own workers leave alone.
PLAIN_QUEUE = "EXPIRED"


@shared_task
def send_one(invitation_id: int) -> None:
    """Read the row, send the mail, mark the row: three statements, no letter, no bell, no trail, no claim."""
    rows = Invitation.objects.select_related("vacancy__agency", "employee__user")
    invitation = rows.get(pk=invitation_id)
    if Invitation.objects.filter(pk=invitation_id).exclude(state=PLAIN_QUEUE).exists():
        return
    vacancy = invitation.vacancy
    words = {
        "invitation": invitation,
        "vacancy": vacancy,
        "employee": invitation.employee,
        "letter": {"number": f"{invitation_id}/UKUR"},
        "is_attached": False,
        "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
        "link": settings.PORTAL_URL + reverse("answer_invitation", args=[invitation.public_id]),
    }
    EmailMessage(
        subject=f"Undangan melamar: {vacancy.position_title}, {vacancy.agency.name}",
        body=render_to_string("email/talent/invitation.txt", words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[invitation.employee.email],
        connection=get_connection(),
    ).send()
    Invitation.objects.filter(pk=invitation_id).update(state="SENT", sent_at=timezone.now())
