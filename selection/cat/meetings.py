"""Sessions of the computer test where the sessions of all other stages stand: one calendar, one word for who came."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from core import clock
from selection.cat.models import ExamSession, ExamSitting
from selection.cat.permissions import CAT
from selection.cat.rules import timing
from selection.cat.rules.lifecycle import SESSION_LABELS
from selection.permissions import OFFICE_ROLES
from selection.rules.sessions import time_words
from vacancies.models import Application, Vacancy

# How a participant's place counts, as words for attendance: who came is who checked in.
PRESENT, ABSENT = "Hadir", "Tidak hadir"


def exam_meetings(vacancy: Vacancy, user: User) -> dict[str, Any] | None:
    """The stage of the computer test for the list of sessions, in one query; None where the plan has no such test.

    Args:
        vacancy: with `components` prefetched or not. user: who looks; only the office opens the room, others see the board.
    """
    component = next((each for each in vacancy.components.all() if each.aggregate == CAT), None)
    if component is None:
        return None
    runs = any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES)
    now = clock.now()
    sessions = (
        ExamSession.objects.filter(exam__vacancy=vacancy)
        .select_related("exam")
        .annotate(people=Count("sittings"), present=Count("sittings", filter=Q(sittings__checked_in_at__isnull=False)))
        .order_by("starts_at", "pk")
    )
    return {
        "label": component.label,
        "url": reverse("list_exams", args=[vacancy.public_id]) if runs else "",
        "rows": [_row(each, vacancy, now, runs) for each in sessions],
    }


def own_exam_rows(application: Application) -> list[dict[str, Any]]:
    """The participant's sessions of the computer test, soonest first, as rows of the own sessions."""
    vacancy = application.vacancy
    sittings = list(
        ExamSitting.objects.filter(candidate__application=application)
        .exclude(session__state="CANCELLED")
        .select_related("session__exam__component")
        .order_by("session__starts_at", "pk")
    )
    if not sittings:
        return []
    now = clock.now()
    rows = []
    for sitting in sittings:
        session = sitting.session
        is_over = session.state != "PLANNED" or now >= session.ends_at
        attendance = PRESENT if sitting.checked_in_at else ABSENT if is_over else ""
        component = session.exam.component
        rows.append(
            {
                "stage": component.label if component else session.exam.title,
                "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
                "where": session.place,
                "key": sitting.number,
                "seat": sitting.seat,
                "url": reverse("enter_exam", args=[sitting.public_id]),
                "calendar_url": reverse("download_exam_entry", args=[sitting.public_id]),
                "tone": {PRESENT: "good", ABSENT: "stop"}.get(attendance, "info"),
                "label": attendance or "Terjadwal",
                "is_over": is_over,
                "needs_answer": False,
            }
        )
    return rows


def _row(session: ExamSession, vacancy: Vacancy, now: Any, runs: bool) -> dict[str, Any]:
    is_planned = session.state == "PLANNED"
    phase = timing.phase(session.starts_at, session.ends_at, now)
    name = "run_exam_session" if runs else "watch_exam"
    tone = {"CANCELLED": "stop", "ENDED": "wait", "PLANNED": "info"}.get(session.state, "good")
    return {
        "url": reverse(name, args=[session.public_id]),
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "where": f"{session.title}, {session.place}",
        "people": session.people,
        "seats": session.seats,
        "present": session.present,
        "has_begun": session.state != "CANCELLED" and phase in (timing.CLOSED, timing.RUNNING, timing.OVER),
        "tone": tone,
        "label": timing.PHASE_LABELS[phase] if is_planned else SESSION_LABELS[session.state],
    }
