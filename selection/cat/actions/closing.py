"""The end of a sitting: answers are counted once, the value becomes the score of the component, nobody changes it afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused
from selection.actions.exam_scores import record_exam_scores
from selection.actions.moves import lock_vacancy
from selection.cat import notifications
from selection.cat.enums import EndedBy
from selection.cat.key_models import ExamItemText
from selection.cat.models import Exam, ExamResult, ExamSession, ExamSitting
from selection.cat.paper import is_opened, newest_answers, paper_texts, read_paper
from selection.cat.rules.grading import answers_digest, grade, scaled
from selection.cat.rules.lifecycle import EXAM_SESSION
from vacancies.models import Vacancy


@transaction.atomic
def finish_exam(*, actor: User, sitting_id: int) -> ExamResult:
    """End the own sitting, by choice or because the time is over; a second call finds the result made.

    Raises:
        Refused: not the own place, never begun, or the session was called off.
    """
    now = clock.transaction_now()
    vacancy = _locked_vacancy(sitting_id)
    sitting = _locked_sittings([sitting_id])[0]
    session = sitting.session
    if sitting.user_id != actor.pk:
        raise Refused("Tempat ini milik peserta lain.")
    done = ExamResult.objects.filter(sitting=sitting).first()
    if done is not None:
        return done
    if session.state == "CANCELLED" or sitting.checked_in_at is None:
        raise Refused("Anda belum memulai ujian ini.")
    if now < session.starts_at:
        raise Refused("Ujian belum dimulai.")
    ended_by = EndedBy.SELF if now < session.ends_at else EndedBy.TIME
    (result,) = _count(vacancy, session, [sitting], ended_by, now, entered_by=actor)
    audit.record(
        chain=vacancy.trail_chain,
        act="finish_exam",
        actor=actor,
        object_type="ExamSitting",
        object_id=sitting.public_id,
        details=_trail_of(result),
    )
    return result


@transaction.atomic
def close_session(*, session_id: int) -> int:
    """The clock ends a session: whoever has begun and not finished is counted. Returns how many were counted now.

    Called again and again by beat; a session that is not over, or closed already, is left as it is. A session whose paper was
    never opened did not take place: nobody could answer, so nobody is counted and all may be planned into another one.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(ExamSession.objects.values_list("exam__vacancy_id", flat=True).get(pk=session_id))
    session = (
        ExamSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exam__component", "exam__vacancy__agency", "created_by")
        .get(pk=session_id)
    )
    if session.state != "PLANNED" or now < session.ends_at:
        return 0
    if not is_opened(session.exam):
        _call_off(vacancy, session)
        return 0
    begun = ExamSitting.objects.filter(session=session, checked_in_at__isnull=False, closed_at=None).order_by("pk")
    sittings = _locked_sittings(begun.values_list("pk", flat=True))
    results = _count(vacancy, session, sittings, EndedBy.TIME, now, entered_by=session.created_by)
    session.state = EXAM_SESSION.target(session.state, "end_session")
    session.version += 1
    session.save(update_fields=["state", "version"])
    audit.record(
        chain=vacancy.trail_chain,
        act="close_exam_session",
        actor=None,
        object_type="ExamSession",
        object_id=session.public_id,
        details={"results": [_trail_of(result) for result in results]},
    )
    return len(results)


def _call_off(vacancy: Vacancy, session: ExamSession) -> None:
    reason = "Naskah ujian tidak dibuka oleh dua pemegang kunci sampai waktu sesi habis."
    session.state = EXAM_SESSION.target(session.state, "cancel_session")
    session.version += 1
    session.save(update_fields=["state", "version"])
    sittings = ExamSitting.objects.filter(session=session).select_related("user").order_by("number")
    notifications.tell_session(session, sittings, "cancelled", reason)
    audit.record(
        chain=vacancy.trail_chain,
        act="cancel_exam_session",
        actor=None,
        object_type="ExamSession",
        object_id=session.public_id,
        details={"title": session.title, "reason": reason},
    )


def _locked_vacancy(sitting_id: int) -> Vacancy:
    return lock_vacancy(ExamSitting.objects.values_list("session__exam__vacancy_id", flat=True).get(pk=sitting_id))


def _locked_sittings(ids: Iterable[int]) -> list[ExamSitting]:
    """Waits for every answer that is being saved at this moment; one that comes later finds the place closed."""
    return list(
        ExamSitting.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(ids))
        .select_related("session__exam__component", "candidate__application")
        .order_by("pk")
    )


def _count(
    vacancy: Vacancy, session: ExamSession, sittings: list[ExamSitting], ended_by: str, now: datetime, *, entered_by: User
) -> list[ExamResult]:
    """Count locked sittings: close the places, write results and scores. Practice never comes here."""
    exam, paper = session.exam, read_paper(session.exam)
    _lay_open(exam)
    component = exam.component
    answers = newest_answers([sitting.pk for sitting in sittings])
    results = []
    for sitting in sittings:
        counted = answers[sitting.pk]
        outcome = grade(paper.slots(sitting.seed), paper.parts, counted)
        results.append(
            ExamResult(
                sitting=sitting,
                points=outcome.points,
                max_points=outcome.max_points,
                answered=outcome.answered,
                value=scaled(outcome, component.scale_min, component.scale_max),
                answers_sha256=answers_digest(counted),
                ended_by=ended_by,
                closed_at=now,
            )
        )
        sitting.closed_at = now
    ExamSitting.objects.filter(pk__in=[sitting.pk for sitting in sittings]).update(closed_at=now)
    ExamResult.objects.bulk_create(results)
    record_exam_scores(vacancy, results, entered_by=entered_by)
    return results


def _lay_open(exam: Exam) -> None:
    """The first counting keeps the paper in clear: the database counts every result by it, and so can everybody later."""
    if not ExamItemText.objects.filter(item__exam=exam).exists():
        ExamItemText.objects.bulk_create(ExamItemText(item=item, text=text) for item, text in paper_texts(exam.pk))


def _trail_of(result: ExamResult) -> dict[str, object]:
    return {
        "number": result.sitting.number,
        "points": result.points,
        "most": result.max_points,
        "value": result.value,
        "answers": result.answers_sha256,
    }
