"""Messages of the computer-assisted test: a session set, moved or called off, with its calendar file; a paper to open."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from core import clock
from core.calendar_files import CalendarEntry, calendar_text
from core.indonesian import moment_words
from core.outbox import gathered, queue_bell, queue_mail
from selection.cat.key_models import ExamKey
from selection.cat.models import ExamSession, ExamSitting
from selection.cat.rules.timing import OPENS_BEFORE

TITLES = {
    "set": "Jadwal ujian Anda",
    "moved": "Jadwal ujian Anda berubah",
    "cancelled": "Sesi ujian Anda dibatalkan",
}
REMINDERS = (timedelta(days=1), timedelta(hours=2))


@gathered()
def tell_session(session: ExamSession, sittings: Iterable[ExamSitting], act: str, reason: str = "") -> None:
    """Tell the participants of a session.

    Args:
        act: "set", "moved" or "cancelled"; the calendar entry keeps its name, so that a calendar moves or strikes it out.
    """
    vacancy = session.exam.vacancy
    for sitting in sittings:
        url = reverse("enter_exam", args=[sitting.public_id])
        key = f"exam:{act}:{session.pk}:{session.version}:{sitting.user_id}"
        title = f"{TITLES[act]}: {vacancy.position_title}"
        queue_bell(kind="exam_set", key=key, recipient=sitting.user, title=title, url=url)
        words = {
            "act": act,
            "name": sitting.user.full_name,
            "position": vacancy.position_title,
            "agency": vacancy.agency.name,
            "number": sitting.number,
            "seat": sitting.seat,
            "place": session.place,
            "starts": moment_words(session.starts_at, vacancy.zone_label),
            "opens": moment_words(session.starts_at - OPENS_BEFORE, vacancy.zone_label),
            "minutes": session.exam.minutes,
            "reason": reason,
            "link": settings.PORTAL_URL + url,
        }
        queue_mail(
            kind="exam_set",
            key=key,
            to_address=sitting.user.email,
            recipient=sitting.user,
            subject=f"{TITLES[act]}: {vacancy.position_title}, {vacancy.agency.name}",
            text=render_to_string("email/selection/exam_session.txt", words),
            calendar=session_calendar(session, sitting, is_cancelled=act == "cancelled"),
        )


@gathered()
def tell_holders(session: ExamSession) -> None:
    """Tell the two holders of the keys when they have to open the paper of a session that was set or moved."""
    vacancy = session.exam.vacancy
    for each in ExamKey.objects.in_force().filter(agency_id=vacancy.agency_id).select_related("holder").order_by("slot"):
        url = reverse("open_exam_paper", args=[session.exam.public_id])
        key = f"exam_paper:{session.pk}:{session.version}:{each.holder_id}"
        title = f"Naskah ujian menunggu kunci Anda: {vacancy.position_title}"
        queue_bell(kind="exam_paper_sealed", key=key, recipient=each.holder, title=title, url=url)
        words = {
            "name": each.holder.full_name,
            "slot": each.slot,
            "agency": vacancy.agency.name,
            "exam": session.exam.title,
            "position": vacancy.position_title,
            "session": session.title,
            "starts": moment_words(session.starts_at, vacancy.zone_label),
            "opens": moment_words(session.starts_at - OPENS_BEFORE, vacancy.zone_label),
            "link": settings.PORTAL_URL + url,
        }
        queue_mail(
            kind="exam_paper_sealed",
            key=key,
            to_address=each.holder.email,
            recipient=each.holder,
            subject=f"{title}, {vacancy.agency.name}",
            text=render_to_string("email/selection/exam_paper.txt", words),
        )


def session_calendar(session: ExamSession, sitting: ExamSitting, *, is_cancelled: bool = False) -> str:
    """One participant's entry: the place, the seat, and a sequence that grows with every move."""
    vacancy = session.exam.vacancy
    return calendar_text(
        [
            CalendarEntry(
                uid=f"ujian-{sitting.public_id}@asnkarier",
                title=f"Ujian: {vacancy.position_title}, {vacancy.agency.name}",
                starts=session.starts_at,
                ends=session.ends_at,
                sequence=session.version - 1,
                changed_at=clock.now(),
                description=f"Peserta {sitting.number}, kursi {sitting.seat}. Hadir 60 menit sebelumnya dengan kartu identitas.",
                url=settings.PORTAL_URL + reverse("enter_exam", args=[sitting.public_id]),
                location=session.place,
                reminders=REMINDERS,
                is_cancelled=is_cancelled,
            )
        ]
    )
