"""The end of a sitting: answers are counted once, the value becomes the score of the component, nobody changes it afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused
from selection.actions.moves import lock_vacancy
from selection.cat.enums import EndedBy
from selection.cat.models import ExamResult, ExamSession, ExamSitting
from selection.cat.paper import newest_answers, read_paper
from selection.cat.rules.grading import answers_digest, grade, scaled
from selection.cat.rules.lifecycle import EXAM_SESSION
from selection.models import PRESENT_STATES, Candidate, Score
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

    Called again and again by beat; a session that is not over, or closed already, is left as it is.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(ExamSession.objects.values_list("exam__vacancy_id", flat=True).get(pk=session_id))
    session = (
        ExamSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exam__component", "created_by")
        .get(pk=session_id)
    )
    if session.state != "PLANNED" or now < session.ends_at:
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


def record_exam_scores(vacancy: Vacancy, results: Iterable[ExamResult], *, entered_by: User) -> None:
    """The one way from a result to a score: the value of the component, for everybody who still takes part.

    The vacancy is locked. After the first ranking scores are locked too, so nothing is written then.
    """
    if vacancy.state != "SCORING":
        return
    rows = []
    for result in results:
        candidate: Candidate = result.sitting.candidate
        if candidate.is_absent or candidate.application.state not in PRESENT_STATES:
            continue
        component = result.sitting.session.exam.component
        rows.append(Score(candidate=candidate, component=component, value=result.value, entered_by=entered_by))
    Score.objects.bulk_create(rows)


def _trail_of(result: ExamResult) -> dict[str, object]:
    return {
        "number": result.sitting.number,
        "points": result.points,
        "most": result.max_points,
        "value": result.value,
        "answers": result.answers_sha256,
    }
