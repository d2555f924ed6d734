"""The applicant's sessions, for pages of the room below; bound by the composition root."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from core import clock
from selection.cat.meetings import own_exam_rows
from selection.models import SessionSeat
from selection.rules.sessions import time_words
from vacancies.models import Application

SHOWN = 10
STATES = ("CANDIDATE", "ABSENT")


def own_sessions(application: Application) -> dict[str, Any] | None:
    """Template and context of the sessions on the status page; None while there is none, or once they are over."""
    if application.state not in STATES or application.vacancy.state != "SCORING":
        return None
    seats = list(
        SessionSeat.objects.live()
        .filter(candidate__application=application, session__cancelled_at=None)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    exams = [row for row in own_exam_rows(application) if not row["is_over"]]
    if not seats and not exams:
        return None
    zone = application.vacancy.zone
    return {
        "template": "selection/_own_sessions.html",
        "context": {
            "url": reverse("list_own_sessions", args=[application.public_id]),
            "rows": [
                {
                    "stage": seat.get_stage_display(),
                    "when": time_words(seat.session.starts_at, seat.session.ends_at, zone),
                    "where": seat.session.where,
                    "needs_answer": seat.confirmed_at is None and seat.asked_at is None and not seat.attendance,
                }
                for seat in seats
            ]
            + exams,
        },
    }


def waiting_sessions(user: User) -> list[dict[str, str]]:
    """Rows of the task list: seats that wait for the person's confirmation, soonest first, at most ten."""
    seats = (
        SessionSeat.objects.live()
        .of(user)
        .filter(
            confirmed_at=None,
            asked_at=None,
            session__cancelled_at=None,
            session__starts_at__gt=clock.now(),
            candidate__application__state="CANDIDATE",
        )
        .select_related("session__vacancy__agency", "candidate__application")
        .order_by("session__starts_at", "pk")
    )
    return [
        {
            "label": f"Konfirmasi hadir: {seat.get_stage_display()}, {seat.session.vacancy.position_title}",
            "hint": time_words(seat.session.starts_at, seat.session.ends_at, seat.session.vacancy.zone),
            "url": reverse("list_own_sessions", args=[seat.candidate.application.public_id]),
            "status": "Menunggu konfirmasi Anda",
            "tone": "wait",
        }
        for seat in seats[:SHOWN]
    ]
