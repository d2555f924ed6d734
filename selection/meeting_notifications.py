"""Messages about conflicts of interest and sessions. Each is written in the transaction of the act it tells about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.models import Stake
from core.models import Notification
from core.outbox import gathered, queue_bell, queue_mail
from selection.calendar_entries import assessor_calendar, seat_calendar
from selection.models import PRESENT_STATES, ConflictProposal, Recusal, SessionAssessor, SessionSeat, StageSession
from selection.rules.sessions import time_words
from vacancies.models import PanelMember, Vacancy

REMIND_BEFORE = timedelta(hours=24)
SET, MOVED, CANCELLED, KEPT = "SET", "MOVED", "CANCELLED", "KEPT"
TITLES = {
    SET: "Jadwal {stage}: {post}",
    MOVED: "Jadwal {stage} berubah: {post}",
    CANCELLED: "Jadwal {stage} dibatalkan: {post}",
    KEPT: "Permintaan jadwal lain dijawab: {post}",
}


@gathered()
def ask_about_conflicts(vacancy: Vacancy, proposals: Iterable[ConflictProposal]) -> None:
    """Ask each member once about all new proposals."""
    members: dict[int, tuple[User, list[ConflictProposal]]] = {}
    for proposal in proposals:
        members.setdefault(proposal.member_id, (proposal.member.user, []))[1].append(proposal)
    for user, own in members.values():
        _tell_official(
            user,
            kind="conflict_proposed",
            key=f"conflict-proposed:{own[0].pk}",
            title=f"{len(own)} usul konflik kepentingan menunggu jawaban Anda: {vacancy.position_title}, {vacancy.agency.name}",
            template="conflict_proposed",
            words={"vacancy": vacancy, "numbers": ", ".join(each.candidate.key for each in own)},
            url=reverse("answer_conflicts", args=[vacancy.public_id]),
        )


def tell_chair_of_conflict(recusal: Recusal, vacancy: Vacancy) -> None:
    """Tell the chair that a member stepped back from one candidate."""
    chair = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=True).select_related("user").first()
    if chair is None or chair.pk == recusal.member_id:
        return
    _tell_official(
        chair.user,
        kind="conflict_declared",
        key=f"conflict-declared:{recusal.pk}",
        title=f"Anggota pansel menyatakan konflik kepentingan: {vacancy.position_title}, {vacancy.agency.name}",
        template="conflict_declared",
        words={"vacancy": vacancy, "number": recusal.candidate.key, "member": recusal.member.user.full_name},
        url=reverse("show_conflicts", args=[vacancy.public_id]),
    )


def tell_member_of_recusal(recusal: Recusal, vacancy: Vacancy) -> None:
    """Tell a member that somebody else closed a file to them, and why."""
    _tell_official(
        recusal.member.user,
        kind="recusal_changed",
        key=f"recusal:{recusal.pk}",
        title=f"Anda dibebaskan dari menilai satu peserta: {vacancy.position_title}, {vacancy.agency.name}",
        template="recusal_imposed",
        words={"vacancy": vacancy, "number": recusal.candidate.key, "reason": recusal.reason},
        url=reverse("show_scoring_room", args=[vacancy.public_id]),
    )


def tell_office_of_relative(stake: Stake, vacancy: Vacancy, *, is_ended: bool = False) -> None:
    """Tell the office that an applicant named an official a relative, or took that back: somebody else may have to decide.

    A bell alone, and without the tie in words: those belong to the applicant and the trail.
    """
    name = stake.official.full_name
    title = f"Pernyataan keluarga tentang {name} ditarik" if is_ended else f"{name} tidak ikut memutus, keluarga seorang pelamar"
    for person in office_of(vacancy):
        queue_bell(
            kind="relative_declared",
            key=f"relative{'-ended' if is_ended else ''}:{stake.pk}:{person.pk}",
            recipient=person,
            title=f"{title}: {vacancy.position_title}",
            url=reverse("show_own_vacancy", args=[vacancy.public_id]),
        )


def office_of(vacancy: Vacancy) -> list[User]:
    """The secretariat of the vacancy's agency today, the admins where there is none; each person once."""
    today = timezone.localdate()
    for role in (Role.SECRETARIAT, Role.AGENCY_ADMIN):
        duties = Membership.objects.holders(role, vacancy.agency_id, today).order_by("id")
        people = list({duty.user_id: duty.user for duty in duties}.values())
        if people:
            return people
    return []


@gathered()
def tell_participants(seats: Iterable[SessionSeat], change: str, reason: str = "") -> None:
    """Tell participants about their place, with the calendar entry of this version.

    Args:
        seats: with session.vacancy.agency and candidate.application.employee.user. change: SET, MOVED, CANCELLED or KEPT.
    """
    for seat in seats:
        _tell_participant(
            seat, change, kind="session_set", key=f"session:{seat.public_id}:{seat.sequence}:{change}", reason=reason
        )


@gathered()
def tell_assessors(assessors: Iterable[SessionAssessor], change: str, reason: str = "") -> None:
    """The same for members of the panel who are called to a session."""
    for assessor in assessors:
        _tell_assessor(
            assessor,
            change,
            kind="session_set",
            key=f"session-call:{assessor.public_id}:{assessor.sequence}:{change}",
            reason=reason,
        )


@gathered()
def ask_for_other_slot(seat: SessionSeat) -> None:
    """Tell the secretariat (without one: the admins) that a participant asks for another session."""
    vacancy = seat.session.vacancy
    for user in office_of(vacancy):
        _tell_official(
            user,
            kind="slot_asked",
            key=f"slot:{seat.pk}:{seat.sequence}:{int(seat.asked_at.timestamp())}:{user.pk}",
            title=f"Peserta {seat.candidate.key} minta jadwal lain: {vacancy.position_title}, {vacancy.agency.name}",
            template="slot_asked",
            words={
                "vacancy": vacancy,
                "number": seat.candidate.key,
                "stage": seat.session.get_stage_display(),
                "reason": seat.ask_reason,
            },
            url=reverse("show_session", args=[seat.session.public_id]),
        )


@gathered()
def remind_of_sessions(now: datetime) -> int:
    """Remind participants and members of sessions that begin within a day, once for each version; how many were told."""
    seats = {
        f"session-reminder:seat:{seat.pk}:{seat.sequence}": seat
        for seat in SessionSeat.objects.starting_between(now, now + REMIND_BEFORE)
        .filter(
            session__cancelled_at=None,
            candidate__is_absent=False,
            candidate__application__state__in=PRESENT_STATES,
            session__vacancy__state="SCORING",
        )
        .select_related("session__vacancy__agency", "candidate__application__employee__user")
        .order_by("pk")
    }
    calls = {
        f"session-reminder:call:{call.pk}:{call.sequence}": call
        for call in SessionAssessor.objects.filter(
            is_released=False,
            session__cancelled_at=None,
            session__vacancy__state="SCORING",
            session__starts_at__gt=now,
            session__starts_at__lte=now + REMIND_BEFORE,
        )
        .select_related("session__vacancy__agency", "member__user")
        .order_by("pk")
    }
    told = set(Notification.objects.filter(kind="session_reminder", key__in=[*seats, *calls]).values_list("key", flat=True))
    for key in set(seats) - told:
        _tell_participant(seats[key], "REMIND", kind="session_reminder", key=key)
    for key in set(calls) - told:
        _tell_assessor(calls[key], "REMIND", kind="session_reminder", key=key)
    return len((set(seats) | set(calls)) - told)


def is_session_ahead(key: str) -> bool:
    """Whether the session of a reminder still takes place as it was told."""
    _, who, number, sequence = key.split(":")
    rows = SessionSeat.objects if who == "seat" else SessionAssessor.objects
    return rows.filter(pk=number, sequence=sequence, is_released=False, session__cancelled_at=None).exists()


def _tell_participant(seat: SessionSeat, change: str, *, kind: str, key: str, reason: str = "") -> None:
    application = seat.candidate.application
    employee, user = application.employee, application.employee.user
    path = reverse("list_own_sessions", args=[application.public_id])
    title = _title(seat.session, change)
    if user is not None:
        queue_bell(kind=kind, key=key, recipient=user, title=title, url=path)
    address = application.email or (user.email if user else employee.email)
    if address:
        words = {"name": employee.name, "number": seat.candidate.key, "answer": seat.answer, "link": settings.PORTAL_URL + path}
        queue_mail(
            kind=kind,
            key=key,
            to_address=address,
            recipient=user,
            subject=f"{title}, {seat.session.vacancy.agency.name}",
            text=render_to_string("email/selection/session.txt", _words(seat.session, change, reason) | words),
            calendar=seat_calendar(seat),
            urgent=True,
        )


def _tell_assessor(assessor: SessionAssessor, change: str, *, kind: str, key: str, reason: str = "") -> None:
    user = assessor.member.user
    path = reverse("list_called_sessions")
    title = _title(assessor.session, change)
    queue_bell(kind=kind, key=key, recipient=user, title=title, url=path)
    words = {"name": user.full_name, "number": "", "answer": "", "link": settings.PORTAL_URL + path}
    queue_mail(
        kind=kind,
        key=key,
        to_address=user.email,
        recipient=user,
        subject=f"{title}, {assessor.session.vacancy.agency.name}",
        text=render_to_string("email/selection/session.txt", _words(assessor.session, change, reason) | words),
        calendar=assessor_calendar(assessor),
        urgent=True,
    )


def _title(session: StageSession, change: str) -> str:
    pattern = TITLES.get(change, "Pengingat {stage}: {post}")
    return pattern.format(stage=session.get_stage_display().lower(), post=session.vacancy.position_title)


def _words(session: StageSession, change: str, reason: str) -> dict[str, object]:
    vacancy = session.vacancy
    return {
        "vacancy": vacancy,
        "session": session,
        "stage": session.get_stage_display(),
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "change": change,
        "reason": reason,
    }


def _tell_official(user: User, *, kind: str, key: str, title: str, template: str, words: dict[str, object], url: str) -> None:
    queue_bell(kind=kind, key=key, recipient=user, title=title, url=url)
    text = render_to_string(
        f"email/selection/{template}.txt", {**words, "name": user.full_name, "link": settings.PORTAL_URL + url}
    )
    queue_mail(kind=kind, key=key, to_address=user.email, recipient=user, subject=title, text=text)
