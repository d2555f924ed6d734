"""Sessions as calendar entries: one name for a participant's place at a stage, one for a member's call to a session."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from core.calendar_files import CalendarEntry, calendar_text
from selection.models import SessionAssessor, SessionSeat, StageSession
from selection.rules.sessions import time_words

REMINDERS = (timedelta(days=1), timedelta(hours=2))


def seat_calendar(seat: SessionSeat) -> str:
    """The participant's file. Moved to another session, the place keeps its UID and counts SEQUENCE up.

    Reads seat.session.vacancy.agency and seat.candidate.application.
    """
    return calendar_text(
        [
            _entry(
                seat.session,
                uid=f"sesi-peserta-{seat.public_id}@asnkarier",
                line=seat,
                path=reverse("list_own_sessions", args=[seat.candidate.application.public_id]),
                lead=f"Nomor peserta {seat.candidate.key}. ",
            )
        ]
    )


def assessor_calendar(assessor: SessionAssessor) -> str:
    """The file of a member of the panel. Reads assessor.session.vacancy.agency."""
    return calendar_text(
        [
            _entry(
                assessor.session,
                uid=f"sesi-penilai-{assessor.public_id}@asnkarier",
                line=assessor,
                path=reverse("list_called_sessions"),
                lead="",
            )
        ]
    )


def _entry(session: StageSession, *, uid: str, line: SessionSeat | SessionAssessor, path: str, lead: str) -> CalendarEntry:
    vacancy = session.vacancy
    return CalendarEntry(
        uid=uid,
        title=f"{session.get_stage_display()}: {vacancy.position_title}, {vacancy.agency.name}",
        starts=session.starts_at,
        ends=session.ends_at,
        sequence=line.sequence,
        changed_at=line.changed_at,
        description=f"{lead}{time_words(session.starts_at, session.ends_at, vacancy.zone)}. {session.note}".strip(),
        url=settings.PORTAL_URL + path,
        location=session.where,
        reminders=REMINDERS,
        is_cancelled=line.is_released or session.cancelled_at is not None,
        takes_time=True,
    )
