"""Sessions: planned with their participants, moved, called off, watched over, and closed with minutes."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.letters import write_letter
from core.models import Letter
from core.refusals import Refused, Stale, require
from selection.actions.moves import lock_vacancy
from selection.cat import notifications
from selection.cat.documents import minutes_words
from selection.cat.enums import IncidentKind
from selection.cat.models import Exam, ExamIncident, ExamSession, ExamSitting
from selection.cat.paper import is_opened
from selection.cat.permissions import can_move_session, can_plan_session, can_run_session, can_sign_minutes
from selection.cat.rules.lifecycle import EXAM_SESSION
from selection.models import Candidate
from selection.permissions import duty_of
from vacancies.models import Vacancy


@transaction.atomic
def plan_session(
    *, exam_id: int, actor: User, title: str, place: str, starts_at: datetime, seats: int, candidate_ids: Sequence[int]
) -> ExamSession:
    """Set a session and give each participant a seat and the seed of an own order.

    Args:
        starts_at: aware; the session lasts as long as the exam says. seats: capacity. candidate_ids: who sits.

    Raises:
        Refused: no right, in the past, more people than seats, or somebody who has a place already or no account.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(Exam.objects.values_list("vacancy_id", flat=True).get(pk=exam_id))
    exam = Exam.objects.select_related("vacancy", "component").get(pk=exam_id)
    require(can_plan_session(actor, exam))
    if starts_at <= now:
        raise Refused("Waktu mulai harus di depan.", field="starts_at")
    people = list(
        Candidate.objects.filter(vacancy=vacancy, pk__in=candidate_ids)
        .present()
        .select_related("application__employee__user")
        .order_by("number")
    )
    if not people or len(people) != len(set(candidate_ids)):
        raise Refused("Pilih peserta yang masih mengikuti seleksi ini.", field="candidates")
    if len(people) > seats:
        raise Refused(f"Peserta {len(people)} orang, kursi hanya {seats}.", field="seats")
    taken = set(
        ExamSitting.objects.filter(candidate__in=people, session__exam__component=exam.component)
        .live()
        .values_list("number", flat=True)
    )
    if taken:
        raise Refused(f"Sudah punya tempat: peserta {', '.join(sorted(taken))}.", field="candidates")
    without = [each.key for each in people if each.application.employee.user is None]
    if without:
        raise Refused(f"Belum punya akun, jadi tidak dapat ujian: peserta {', '.join(without)}.", field="candidates")
    session = ExamSession.objects.create(
        exam=exam,
        title=title.strip(),
        place=place.strip(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=exam.minutes),
        seats=seats,
        created_by=actor,
        created_at=now,
    )
    sittings = ExamSitting.objects.bulk_create(
        ExamSitting(
            session=session,
            candidate=each,
            user=each.application.employee.user,
            number=each.key,
            seat=seat,
            seed=secrets.token_hex(16),
        )
        for seat, each in enumerate(people, start=1)
    )
    notifications.tell_session(session, sittings, "set")
    if not is_opened(exam):
        notifications.tell_holders(session)
    _record(vacancy, session, actor, "plan_exam_session", {"seeds": {each.number: each.seed for each in sittings}})
    return session


@transaction.atomic
def move_session(*, session_id: int, actor: User, place: str, starts_at: datetime, version: int) -> ExamSession:
    """Another time or place, before the start. PINs given so far are void: they were bound to the old time."""
    now = clock.transaction_now()
    vacancy, session = _locked(session_id, version)
    require(can_move_session(actor, session, now))
    if starts_at <= now:
        raise Refused("Waktu mulai harus di depan.", field="starts_at")
    before = [session.starts_at, session.place]
    session.starts_at, session.place = starts_at, place.strip()
    session.ends_at = starts_at + timedelta(minutes=session.exam.minutes)
    _step(session, "move_session")
    ExamSitting.objects.filter(session=session).update(pin_hash="", pin_until=None, pin_failures=0, desk="", checked_in_at=None)
    notifications.tell_session(session, _sittings(session), "moved")
    if not is_opened(session.exam):
        notifications.tell_holders(session)
    _record(vacancy, session, actor, "move_exam_session", {"before": before})
    return session


@transaction.atomic
def cancel_session(*, session_id: int, actor: User, reason: str, version: int) -> ExamSession:
    """Call a session off before the start; its participants can be planned into another one."""
    now = clock.transaction_now()
    vacancy, session = _locked(session_id, version)
    require(can_move_session(actor, session, now))
    _step(session, "cancel_session")
    notifications.tell_session(session, _sittings(session), "cancelled", reason.strip())
    _record(vacancy, session, actor, "cancel_exam_session", {"reason": reason.strip()})
    return session


@transaction.atomic
def note_incident(*, session_id: int, actor: User, kind: str, text: str, sitting_id: int | None = None) -> ExamIncident:
    """Write down what happened in the room, for the minutes; a warning names the participant.

    Raises:
        Refused: no right, or the minutes are signed.
    """
    now = clock.transaction_now()
    vacancy, session = _locked(session_id)
    require(can_run_session(actor, session))
    if session.state not in ("PLANNED", "ENDED"):
        raise Refused("Berita acara sesi ini sudah tetap, jadi catatan tidak dapat ditambah.")
    sitting = ExamSitting.objects.filter(session=session, pk=sitting_id).first() if sitting_id else None
    if kind == IncidentKind.WARNING and sitting is None:
        raise Refused("Pilih peserta yang ditegur.", field="sitting")
    incident = ExamIncident.objects.create(
        session=session, sitting=sitting, kind=kind, text=text.strip(), noted_by=actor, noted_at=now
    )
    _record(
        vacancy,
        session,
        actor,
        "note_exam_incident",
        {"kind": kind, "number": sitting.number if sitting else "", "text": incident.text},
    )
    return incident


@transaction.atomic
def sign_minutes(*, session_id: int, actor: User, version: int) -> Letter:
    """Sign the minutes of an ended session: counts, incidents, results and their digest, fixed as a numbered letter.

    Raises:
        Refused: no right, or the session is not over. Stale: something was noted since the page was drawn.
    """
    now = clock.transaction_now()
    vacancy, session = _locked(session_id, version)
    require(can_sign_minutes(actor, session))
    words = minutes_words(session, actor, duty_of(actor, vacancy), now)
    session.minutes_letter = write_letter(
        kind="BERITA_ACARA_UJIAN",
        register=vacancy.agency.code,
        form="{number:03d}/BA-UJIAN/{register}/{year}",
        title=f"Berita acara ujian: {vacancy.position_title}, {session.title}",
        template="pdf/selection/exam_minutes.html",
        words=words,
    )
    _step(session, "sign_minutes", "minutes_letter")
    _record(
        vacancy,
        session,
        actor,
        "sign_exam_minutes",
        {"letter": session.minutes_letter.number, "results_sha256": words["results_sha256"]},
    )
    return session.minutes_letter


def _locked(session_id: int, version: int | None = None) -> tuple[Vacancy, ExamSession]:
    """Vacancy first, then the session: the order of every act here."""
    vacancy = lock_vacancy(ExamSession.objects.values_list("exam__vacancy_id", flat=True).get(pk=session_id))
    rows = ExamSession.objects.select_for_update(of=("self",), no_key=True)
    session = rows.select_related("exam__vacancy__agency", "exam__component").get(pk=session_id)
    if version is not None and version != session.version:
        raise Stale("Sesi ini berubah sejak halaman Anda dibuka. Periksa kembali, lalu ulangi.")
    return vacancy, session


def _step(session: ExamSession, act: str, *fields: str) -> None:
    reason = EXAM_SESSION.refusal(session.state, act)
    if reason:
        raise Refused(reason)
    session.state = EXAM_SESSION.target(session.state, act)
    session.version += 1
    session.save(update_fields=["state", "version", "starts_at", "ends_at", "place", *fields])


def _sittings(session: ExamSession) -> list[ExamSitting]:
    return list(ExamSitting.objects.filter(session=session).select_related("user").order_by("number"))


def _record(vacancy: Vacancy, session: ExamSession, actor: User, act: str, details: dict[str, object]) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ExamSession",
        object_id=session.public_id,
        details={"title": session.title, "starts_at": session.starts_at, "place": session.place, **details},
    )
