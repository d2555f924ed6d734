"""Who came and who did not: marks on the sheet of a session, and the recorded act by which an absent participant leaves.

An absence can be taken back until the stage is locked. One lock serves all stages: the first ranking, because it freezes the
scores of all of them (docs/decisions/0019).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection import meeting_notifications as notifications
from selection.actions.exam_scores import bring_scores_back
from selection.actions.moves import lock_applications, lock_vacancy, locked_candidate, move_applications
from selection.conflicts import closed_candidates
from selection.meeting_permissions import can_run_sessions
from selection.models import Attendance, Candidate, ExamSitting, SessionAssessor, SessionSeat, StageSession
from selection.permissions import can_mark_absent, can_run_selection, duty_of
from vacancies.models import Vacancy


@dataclass(frozen=True)
class Mark:
    """One participant's line on the sheet: a value of Attendance or "" for not marked, and the note an absence needs."""

    attendance: str
    note: str = ""


@transaction.atomic
def mark_attendance(
    *, session_id: int, actor: User, marks: Mapping[int, Mark], members: Mapping[int, str] | None = None
) -> tuple[int, int]:
    """Write the sheet of a session. An absence takes the participant out of the selection, taking it back brings them in again.

    Args:
        marks: primary key of a seat -> mark; seats that are not named stay as they are. members: the same for calls of
            panel members, without a note.

    Returns:
        how many participants are marked present and absent on the sheet now.

    Raises:
        Refused: no right, the session has not begun or is cancelled, the stage is locked, an absence without a note, or
            somebody who has left the selection.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(StageSession.objects.values_list("vacancy_id", flat=True).get(pk=session_id))
    lock_applications(vacancy)
    session = StageSession.objects.get(pk=session_id)
    session.vacancy = vacancy
    require(can_run_sessions(actor, vacancy))
    if session.cancelled_at is not None:
        raise Refused("Sesi ini sudah dibatalkan.")
    if now < session.starts_at:
        raise Refused("Kehadiran dapat dicatat sejak sesi mulai.")
    seats = {
        seat.pk: seat
        for seat in SessionSeat.objects.live()
        .filter(session=session)
        .select_related("candidate__application__employee__user")
        .order_by("candidate__number")
    }
    if set(marks) - set(seats):
        raise Refused("Ada peserta yang sudah tidak ada di sesi ini. Muat ulang halaman, lalu catat lagi.")
    closed = closed_candidates(actor, vacancy)
    changes = []
    for seat_id, mark in marks.items():
        seat = seats[seat_id]
        if (seat.attendance, seat.attendance_note) == (mark.attendance, mark.note.strip()):
            continue
        _refuse_mark(seat, mark, closed)
        changes.append([seat.candidate.key, seat.attendance, mark.attendance, mark.note.strip()])
        _mark(seat, mark, actor, now, vacancy)
    called = _mark_members(session, members or {})
    if changes or called:
        audit.record(
            chain=vacancy.trail_chain,
            act="mark_attendance",
            actor=actor,
            duty=duty_of(actor, vacancy),
            object_type="StageSession",
            object_id=session.public_id,
            details={"stage": session.stage, "changes": changes, "members": called},
        )
    standing = [seat.attendance for seat in seats.values()]
    return standing.count(Attendance.PRESENT), standing.count(Attendance.ABSENT)


@transaction.atomic
def mark_absent(*, candidate_id: int, actor: User, note: str) -> Candidate:
    """Record that a candidate did not come; reversible until the ranking is made.

    Raises:
        Refused: no right, no note, the ranking is made, or the candidate has left.
    """
    if not note.strip():
        raise Refused("Tulis keterangan ketidakhadiran, misalnya tanggal dan tahap yang tidak diikuti.", field="note")
    return _set_attendance(candidate_id, actor, "mark_absent", note.strip())


@transaction.atomic
def mark_present(*, candidate_id: int, actor: User) -> Candidate:
    """Take an absence back, also where the sheet of a session or of a computer test holds it."""
    return _set_attendance(candidate_id, actor, "return_present", "")


def _refuse_mark(seat: SessionSeat, mark: Mark, closed: frozenset[int]) -> None:
    key = seat.candidate.key
    if seat.candidate_id in closed:
        raise Refused(f"Peserta {key} tertutup bagi Anda karena konflik kepentingan; kehadirannya dicatat sekretariat.")
    if seat.candidate.application.state not in ("CANDIDATE", "ABSENT"):
        raise Refused(f"Peserta {key} sudah tidak ikut seleksi.")
    if mark.attendance == Attendance.ABSENT and not mark.note.strip():
        raise Refused(f"Tulis keterangan ketidakhadiran peserta {key}.", field=f"note_{seat.pk}")


def _mark(seat: SessionSeat, mark: Mark, actor: User, now: datetime, vacancy: Vacancy) -> None:
    candidate = seat.candidate
    candidate.vacancy = vacancy
    candidate.application.vacancy = vacancy
    was_absent = seat.attendance == Attendance.ABSENT
    seat.attendance, seat.attendance_note = mark.attendance, mark.note.strip()
    seat.marked_by, seat.marked_at = actor, now
    seat.save(update_fields=["attendance", "attendance_note", "marked_by", "marked_at"])
    if mark.attendance == Attendance.ABSENT:
        leave_selection(candidate, f"{seat.get_stage_display()}: {mark.note.strip()}", now)
    elif was_absent and not _is_absent_elsewhere(seat):
        _return(candidate, now, actor)


def _is_absent_elsewhere(seat: SessionSeat) -> bool:
    rows = SessionSeat.objects.filter(candidate=seat.candidate, attendance=Attendance.ABSENT).exclude(pk=seat.pk)
    return rows.exists() or ExamSitting.objects.filter(candidate=seat.candidate, absence_marked_at__isnull=False).exists()


def _mark_members(session: StageSession, members: Mapping[int, str]) -> list[list[str]]:
    changes = []
    calls = SessionAssessor.objects.filter(session=session, is_released=False, pk__in=members).select_related("member__user")
    for call in calls.order_by("pk"):
        if call.attendance != members[call.pk]:
            changes.append([call.member.user.full_name, call.attendance, members[call.pk]])
            call.attendance = members[call.pk]
            call.save(update_fields=["attendance"])
    return changes


def _set_attendance(candidate_id: int, actor: User, act: str, note: str) -> Candidate:
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    require(can_run_selection(actor, vacancy))
    require(can_mark_absent(actor, candidate))
    before = candidate.absent_note
    if act == "mark_absent":
        leave_selection(candidate, note, now)
    else:
        _return(candidate, now, actor)
        SessionSeat.objects.filter(candidate=candidate, attendance=Attendance.ABSENT).update(
            attendance="", attendance_note="", marked_by=actor, marked_at=now
        )
        ExamSitting.objects.filter(candidate=candidate, absence_marked_at__isnull=False).update(
            absence_note="", absence_marked_by=None, absence_marked_at=None
        )
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=candidate.public_id,
        details={"candidate": candidate.key, "note": note, "note_before": before},
    )
    return candidate


def leave_selection(candidate: Candidate, note: str, now: datetime) -> None:
    """Take a candidate who did not come out, and free the seats in sessions to come. Vacancy and applications are locked."""
    if candidate.application.state != "ABSENT":
        move_applications([candidate.application], "mark_absent", now, is_public=True)
    candidate.is_absent = True
    candidate.absent_note = note[:300]
    candidate.save(update_fields=["is_absent", "absent_note"])
    ahead = list(
        SessionSeat.objects.live()
        .filter(candidate=candidate, session__starts_at__gt=now)
        .select_related("session__vacancy__agency", "candidate__application__employee__user")
    )
    for seat in ahead:
        seat.is_released, seat.confirmed_at, seat.asked_at = True, None, None
        seat.sequence += 1
        seat.changed_at = now
        seat.save(update_fields=["is_released", "confirmed_at", "asked_at", "sequence", "changed_at"])
    notifications.tell_participants(ahead, notifications.CANCELLED, "Anda dicatat tidak hadir di tahap sebelumnya.")


def _return(candidate: Candidate, now: datetime, actor: User) -> None:
    if candidate.application.state == "ABSENT":
        move_applications([candidate.application], "return_present", now, is_public=True)
    candidate.is_absent = False
    candidate.absent_note = ""
    candidate.save(update_fields=["is_absent", "absent_note"])
    bring_scores_back(candidate, entered_by=actor)
