"""Invitations as tasks on the applicant's overview; handed to vacancies by the composition root."""

from django.urls import reverse

from accounts.models import User
from core import clock
from talent.models import Invitation
from talent.rules.answer import is_window_open
from vacancies.rules.deadline import format_deadline

SHOWN = 10


def waiting_invitations(user: User) -> list[dict[str, str]]:
    """Rows of the task list: invitations that can still be answered, soonest deadline first, at most ten."""
    now = clock.now()
    found = Invitation.objects.filter(employee__user=user, state="SENT").for_list().order_by("vacancy__closes_at", "id")
    return [
        {
            "label": f"Jawab undangan: {invitation.vacancy.position_title}",
            "hint": f"{invitation.vacancy.agency.name}. Paling lambat "
            f"{format_deadline(invitation.vacancy.closes_at, invitation.vacancy.zone)}.",
            "url": reverse("answer_invitation", args=[invitation.public_id]),
            "status": "Menunggu jawaban Anda",
            "tone": "wait",
        }
        for invitation in found[:SHOWN]
        if is_window_open(invitation.vacancy.state, invitation.vacancy.closes_at, now)
    ]
