"""Sessions: set, moved, cancelled; seats given and released; members called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, Stale, require
from selection import meeting_notifications as notifications
from selection.actions.moves import lock_vacancy
from selection.meeting_permissions import can_run_sessions
from selection.models import MEETING_STAGES, Candidate, SessionAssessor, SessionSeat, StageSession
from selection.permissions import duty_of
from selection.rules.sessions import SessionFacts, capacity_problem, overlaps, session_problem, spread, time_words
from selection.sessions import participants, seats_taken, unseated
from vacancies.models import PanelMember, Vacancy


@dataclass(frozen=True)
class SessionInput:
    """What somebody typed: aware times, place and link (one may be empty), seats, words for the participants."""

    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    capacity: int
    note: str = ""


@transaction.atomic
def set_session(
    *, vacancy_id: int, actor: User, stage: str, wanted: SessionInput, candidates: Iterable[int] = (), members: Iterable[int] = ()
) -> StageSession:
    """Set a session, and at once give seats and call members.

    Args:
        stage: one of MEETING_STAGES. candidates, members: primary keys of this vacancy's participants and panel members.

    Raises:
        Refused: no right, an unlawful time, place or capacity, or more people than seats.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_run_sessions(actor, vacancy))
    _check(wanted, now, taken=0)
    session = StageSession.objects.create(
        vacancy=vacancy,
        stage=stage,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        place=wanted.place.strip(),
        link=wanted.link.strip(),
        capacity=wanted.capacity,
        note=wanted.note.strip(),
        created_by=actor,
    )
    seated = _seat(session, _chosen(vacancy, candidates), now)
    called = _call(session, list(PanelMember.objects.filter(panel__vacancy=vacancy, pk__in=members).select_related("user")), now)
    _record("set_session", session, actor, {"participants": seated, "members": called})
    return session


@transaction.atomic
def move_session(*, session_id: int, actor: User, wanted: SessionInput, reason: str, version: int | None = None) -> StageSession:
    """Change time, place, link, capacity or words. Everybody with a seat is told, and their calendar entry moves.

    Args:
        version: `StageSession.version` of the page; None when no page was involved.

    Raises:
        Refused: no right, cancelled or begun, unlawful, or no reason. Stale: changed since the page was drawn.
    """
    now = clock.transaction_now()
    session = _locked(session_id, actor, version)
    _refuse_begun(session, now)
    _check(wanted, now, taken=seats_taken(session))
    if not reason.strip():
        raise Refused("Tulis alasan perubahan; peserta membacanya.", field="reason")
    before = _facts(session)
    old = (session.starts_at, session.ends_at, session.place, session.link, session.note)
    session.starts_at, session.ends_at, session.capacity = wanted.starts_at, wanted.ends_at, wanted.capacity
    session.place, session.link, session.note = wanted.place.strip(), wanted.link.strip(), wanted.note.strip()
    session.version += 1
    session.save()
    seats = list(_seats(session))
    _refuse_clash(session, [seat.candidate for seat in seats])
    _refuse_busy(session, [call.member for call in _calls(session)])
    if old != (session.starts_at, session.ends_at, session.place, session.link, session.note):
        # A change of capacity alone concerns no calendar.
        _renew(seats, now, confirmed_at=None)
        notifications.tell_participants(seats, notifications.MOVED, reason.strip())
        calls = list(_calls(session))
        _renew(calls, now)
        notifications.tell_assessors(calls, notifications.MOVED, reason.strip())
    _record("move_session", session, actor, {"before": before, "reason": reason.strip()})
    return session


@transaction.atomic
def cancel_session(*, session_id: int, actor: User, reason: str, version: int | None = None) -> StageSession:
    """Cancel a session: its seats are released, calendar entries are struck out, everybody is told.

    Raises:
        Refused: no right, no reason, cancelled already, or begun. Stale: changed since the page was drawn.
    """
    now = clock.transaction_now()
    session = _locked(session_id, actor, version)
    _refuse_begun(session, now)
    if not reason.strip():
        raise Refused("Tulis alasan pembatalan; peserta membacanya.", field="reason")
    seats, calls = list(_seats(session)), list(_calls(session))
    session.cancelled_at, session.cancel_reason = now, reason.strip()
    session.version += 1
    session.save(update_fields=["cancelled_at", "cancel_reason", "version"])
    _renew(seats, now, is_released=True, confirmed_at=None, asked_at=None)
    _renew(calls, now, is_released=True)
    notifications.tell_participants(seats, notifications.CANCELLED, session.cancel_reason)
    notifications.tell_assessors(calls, notifications.CANCELLED, session.cancel_reason)
    _record("cancel_session", session, actor, {"reason": session.cancel_reason, "participants": [s.candidate.key for s in seats]})
    return session


@transaction.atomic
def seat_participants(*, session_id: int, actor: User, candidates: Iterable[int], answer: str = "") -> list[SessionSeat]:
    """Give seats; whoever had one in another session of the stage moves here, with the same calendar entry.

    Args:
        candidates: primary keys. answer: what a participant who had asked for another slot reads.

    Raises:
        Refused: no right, nobody chosen, cancelled or begun, no seat left, or somebody sits elsewhere at that time.
    """
    now = clock.transaction_now()
    session = _locked(session_id, actor)
    _refuse_begun(session, now)
    chosen = _chosen(session.vacancy, candidates)
    if not chosen:
        raise Refused("Pilih paling sedikit satu peserta.")
    keys = _seat(session, chosen, now, answer=answer.strip())
    _record("seat_participants", session, actor, {"participants": keys})
    return [seat for seat in _seats(session) if seat.candidate.key in keys]


@transaction.atomic
@audit.written_last()
def fill_sessions(*, vacancy_id: int, actor: User, stage: str) -> tuple[int, int]:
    """Give every participant without a seat at a stage one, by number, session after session.

    Returns:
        how many were seated, and how many are left because every session is full.

    Raises:
        Refused: no right, nobody without a seat, or no session to come.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_run_sessions(actor, vacancy))
    if stage not in dict(MEETING_STAGES):
        raise Refused("Pilih tahap yang punya sesi.", field="stage")
    waiting = {candidate.pk: candidate for candidate in unseated(vacancy, stage)}
    if not waiting:
        raise Refused("Semua peserta sudah punya sesi di tahap ini.")
    sessions = list(
        StageSession.objects.live().filter(vacancy=vacancy, stage=stage, starts_at__gt=now).order_by("starts_at", "id")
    )
    if not sessions:
        raise Refused("Belum ada sesi yang akan datang di tahap ini. Buat sesi lebih dahulu.")
    rooms = {session.pk: session for session in sessions}
    seated, left = spread(list(waiting), [(session.pk, session.capacity - seats_taken(session)) for session in sessions])
    if not seated:
        raise Refused("Semua sesi tahap ini sudah penuh. Tambah sesi atau kapasitas.")
    for session_pk, people in seated.items():
        session = rooms[session_pk]
        session.vacancy = vacancy
        keys = _seat(session, [waiting[pk] for pk in people], now)
        _record("seat_participants", session, actor, {"participants": keys})
    return len(waiting) - len(left), len(left)


@transaction.atomic
def release_seat(*, seat_id: int, actor: User, reason: str) -> SessionSeat:
    """Take a participant out of a session; the calendar entry is struck out and the seat is free again.

    Raises:
        Refused: no right, no reason, begun, or released already.
    """
    now = clock.transaction_now()
    found = SessionSeat.objects.values_list("session_id", flat=True).get(pk=seat_id)
    session = _locked(found, actor)
    _refuse_begun(session, now)
    seat = next((each for each in _seats(session) if each.pk == seat_id), None)
    if seat is None:
        raise Refused("Peserta ini sudah tidak ada di sesi ini.")
    if not reason.strip():
        raise Refused("Tulis alasan mengeluarkan peserta; peserta membacanya.", field="reason")
    _renew([seat], now, is_released=True, confirmed_at=None, asked_at=None)
    notifications.tell_participants([seat], notifications.CANCELLED, reason.strip())
    _record("release_seat", session, actor, {"participant": seat.candidate.key, "reason": reason.strip()})
    return seat


@transaction.atomic
def call_assessors(*, session_id: int, actor: User, members: Iterable[int]) -> list[SessionAssessor]:
    """Call exactly these members to a session; whoever was called before and is not named is told to stay away.

    Raises:
        Refused: no right, cancelled or begun, or a member sits in another session of this selection at that time.
    """
    now = clock.transaction_now()
    session = _locked(session_id, actor)
    _refuse_begun(session, now)
    chosen = list(
        PanelMember.objects.filter(panel__vacancy=session.vacancy, pk__in=members).select_related("user").order_by("id")
    )
    dropped = [call for call in _calls(session) if call.member_id not in {member.pk for member in chosen}]
    _renew(dropped, now, is_released=True)
    notifications.tell_assessors(dropped, notifications.CANCELLED, "Anda tidak lagi bertugas di sesi ini.")
    called = _call(session, chosen, now)
    if dropped or called:
        gone = [call.member.user.full_name for call in dropped]
        _record("call_assessors", session, actor, {"called": called, "dropped": gone})
    return list(_calls(session))


@transaction.atomic
def refuse_other_slot(*, seat_id: int, actor: User, answer: str) -> SessionSeat:
    """Answer a wish for another slot with no: the seat stays, the participant reads why.

    Raises:
        Refused: no right, nothing was asked, or no answer.
    """
    found = SessionSeat.objects.values_list("session_id", flat=True).get(pk=seat_id)
    session = _locked(found, actor)
    seat = next((each for each in _seats(session) if each.pk == seat_id and each.asked_at is not None), None)
    if seat is None:
        raise Refused("Permintaan ini sudah dijawab atau ditarik.")
    if not answer.strip():
        raise Refused("Tulis jawaban untuk peserta.", field="answer")
    asked_at = seat.asked_at
    seat.asked_at, seat.answer = None, answer.strip()
    seat.save(update_fields=["asked_at", "answer"])
    _renew([seat], clock.transaction_now())
    notifications.tell_participants([seat], notifications.KEPT)
    _record(
        "refuse_other_slot",
        session,
        actor,
        {"participant": seat.candidate.key, "answer": seat.answer, "asked_at": int(asked_at.timestamp())},
    )
    return seat


def _locked(session_id: int, actor: User, version: int | None = None) -> StageSession:
    """The session with its vacancy locked: seats, marks and times of one selection change one after the other."""
    vacancy_id = StageSession.objects.values_list("vacancy_id", flat=True).get(pk=session_id)
    vacancy = lock_vacancy(vacancy_id)
    session = StageSession.objects.get(pk=session_id)
    session.vacancy = vacancy
    require(can_run_sessions(actor, vacancy))
    if session.cancelled_at is not None:
        raise Refused("Sesi ini sudah dibatalkan.")
    if version is not None and version != session.version:
        raise Stale("Sesi ini sudah diubah dari halaman lain. Periksa jadwalnya, lalu ulangi bila masih perlu.")
    return session


def _refuse_begun(session: StageSession, now: datetime) -> None:
    if now >= session.starts_at:
        raise Refused("Sesi ini sudah mulai, jadi jadwal dan pesertanya tidak dapat diubah lagi.")


def _check(wanted: SessionInput, now: datetime, *, taken: int) -> None:
    facts = SessionFacts(wanted.starts_at, wanted.ends_at, wanted.place, wanted.link, wanted.capacity, taken)
    problem = session_problem(facts, now)
    if problem is not None:
        raise Refused(problem[1], field=problem[0])


def _chosen(vacancy: Vacancy, candidates: Iterable[int]) -> list[Candidate]:
    wanted = set(candidates)
    chosen = list(participants(vacancy).filter(pk__in=wanted))
    if len(chosen) != len(wanted):
        raise Refused("Ada peserta yang sudah tidak ikut seleksi ini. Muat ulang halaman, lalu pilih lagi.")
    return chosen


def _seats(session: StageSession) -> Iterable[SessionSeat]:
    seats = SessionSeat.objects.live().filter(session=session)
    for seat in seats.select_related("candidate__application__employee__user").order_by("candidate__number"):
        seat.session = session
        yield seat


def _calls(session: StageSession) -> Iterable[SessionAssessor]:
    calls = (
        SessionAssessor.objects.filter(session=session, is_released=False).select_related("member__user").order_by("member_id")
    )
    for call in calls:
        call.session = session
        yield call


def _seat(session: StageSession, chosen: list[Candidate], now: datetime, *, answer: str = "") -> list[str]:
    """Write seats and tell their owners; returns the participant numbers newly seated here. The vacancy is locked."""
    known = {seat.candidate_id: seat for seat in SessionSeat.objects.filter(stage=session.stage, candidate__in=chosen)}
    there = {pk for pk, seat in known.items() if seat.session_id == session.pk and not seat.is_released}
    new = [candidate for candidate in chosen if candidate.pk not in there]
    problem = capacity_problem(session.capacity, seats_taken(session), len(new))
    if problem:
        raise Refused(problem, field="capacity")
    if any(known[c.pk].attendance for c in new if c.pk in known):
        raise Refused("Kehadiran peserta itu sudah dicatat di sesi lain pada tahap ini. Hapus dahulu catatannya.")
    _refuse_clash(session, new)
    added, moved = [], []
    for candidate in new:
        seat = known.get(candidate.pk)
        if seat is None:
            added.append(SessionSeat(session=session, candidate=candidate, stage=session.stage, changed_at=now, answer=answer))
            continue
        seat.session, seat.candidate = session, candidate
        moved.append(seat)
    SessionSeat.objects.bulk_create(added)
    # A place that was released before is set anew; one that only changes the session is moved.
    again = [seat for seat in moved if seat.is_released]
    others = [seat for seat in moved if not seat.is_released]
    _renew(moved, now, session=session, is_released=False, confirmed_at=None, asked_at=None, answer=answer)
    notifications.tell_participants(added + again, notifications.SET)
    notifications.tell_participants(others, notifications.MOVED, answer)
    return [candidate.key for candidate in new]


def _call(session: StageSession, members: list[PanelMember], now: datetime) -> list[str]:
    """Call those members who are not called yet; returns their names."""
    known = {call.member_id: call for call in SessionAssessor.objects.filter(session=session, member__in=members)}
    new = [member for member in members if member.pk not in known or known[member.pk].is_released]
    _refuse_busy(session, new)
    added, again = [], []
    for member in new:
        call = known.get(member.pk)
        if call is None:
            added.append(SessionAssessor(session=session, member=member, changed_at=now))
        else:
            call.session, call.member = session, member
            again.append(call)
    SessionAssessor.objects.bulk_create(added)
    _renew(again, now, is_released=False)
    notifications.tell_assessors(added + again, notifications.SET)
    return [member.user.full_name for member in new]


def _refuse_clash(session: StageSession, candidates: list[Candidate]) -> None:
    """Nobody sits in two sessions of one selection at a time. Other selections stay out of it: they are not this office's."""
    seats = (
        SessionSeat.objects.live()
        .filter(candidate__in=candidates, session__cancelled_at=None)
        .exclude(session=session)
        .exclude(stage=session.stage)
        .select_related("session", "candidate")
        .order_by("candidate__number")
    )
    span = (session.starts_at, session.ends_at)
    busy = [seat.candidate.key for seat in seats if overlaps(span, (seat.session.starts_at, seat.session.ends_at))]
    if busy:
        raise Refused(f"Peserta {', '.join(busy)} punya sesi tahap lain pada waktu yang sama.", field="starts_at")


def _refuse_busy(session: StageSession, members: list[PanelMember]) -> None:
    calls = (
        SessionAssessor.objects.filter(member__in=members, is_released=False, session__cancelled_at=None)
        .exclude(session=session)
        .select_related("session", "member__user")
        .order_by("member_id")
    )
    span = (session.starts_at, session.ends_at)
    busy = [call.member.user.full_name for call in calls if overlaps(span, (call.session.starts_at, call.session.ends_at))]
    if busy:
        raise Refused(f"{', '.join(busy)} bertugas di sesi lain pada waktu yang sama.", field="starts_at")


def _renew(lines: list, now: datetime, **changes: object) -> None:
    """Change calendar lines together and count each one's SEQUENCE up."""
    for line in lines:
        for name, value in changes.items():
            setattr(line, name, value)
        line.sequence += 1
        line.changed_at = now
    if lines:
        type(lines[0]).objects.bulk_update(lines, ["sequence", "changed_at", *changes])


def _facts(session: StageSession) -> dict[str, object]:
    return {
        "stage": session.stage,
        "when": time_words(session.starts_at, session.ends_at, session.vacancy.zone),
        "place": session.place,
        "link": session.link,
        "capacity": session.capacity,
        "note": session.note,
    }


def _record(act: str, session: StageSession, actor: User, details: dict[str, object]) -> None:
    audit.record(
        chain=session.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, session.vacancy),
        object_type="StageSession",
        object_id=session.public_id,
        details={**_facts(session), **details},
    )
