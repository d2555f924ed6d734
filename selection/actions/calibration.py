"""The calibration room: meetings, changes of own scores, closing and taking the closing back."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.calibration import is_complete, present_names, read_room, running_meeting
from selection.conflicts import closed_candidates
from selection.models import CalibrationAct, CalibrationAttendee, CalibrationStep, Score, ScoreChange
from selection.permissions import duty_of
from selection.rules.score_values import written
from selection.scoreboard import read_scoreboard
from selection.scoring_permissions import can_change_score, can_close_calibration, can_open_meeting, can_reopen_calibration
from vacancies.models import PanelMember, Vacancy


@transaction.atomic
def open_meeting(*, vacancy_id: int, actor: User, present: Collection[int], note: str = "") -> CalibrationStep:
    """Begin a calibration meeting, or write down anew who is present; the chair does it and counts as present.

    Args:
        present: primary keys of the other panel members in the room. note: place or subject.

    Raises:
        Refused: no right, a sheet is missing, calibration is closed, or nobody else is present.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_open_meeting(actor, vacancy, complete=is_complete(read_scoreboard(vacancy))))
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    attending = [member for member in members if member.user_id == actor.pk or member.pk in set(present)]
    if len(attending) < 2:
        raise Refused("Pilih siapa yang hadir; paling sedikit satu anggota selain ketua.", field="present")
    step = _record_step(vacancy, CalibrationAct.MEETING, actor, note, now)
    CalibrationAttendee.objects.bulk_create(CalibrationAttendee(step=step, member=member) for member in attending)
    _audit(
        vacancy, "open_calibration_meeting", actor, step, {"present": [m.user.full_name for m in attending], "note": step.note}
    )
    return step


@transaction.atomic
def change_score(*, score_id: int, actor: User, value: Decimal, reason: str) -> ScoreChange:
    """Move an own score in the running meeting; before, after, reason and who was present stay for ever.

    Args:
        value: on the component's scale.

    Raises:
        Refused: no right, no meeting, outside the scale, the same value, or no reason.
    """
    now = clock.transaction_now()
    found = Score.objects.values("candidate__vacancy_id").get(pk=score_id)
    vacancy = lock_vacancy(found["candidate__vacancy_id"])
    score = (
        Score.objects.select_for_update(of=("self",), no_key=True)
        .select_related("candidate__application", "component", "sheet__member")
        .get(pk=score_id)
    )
    score.candidate.vacancy = vacancy
    require(can_change_score(actor, score))
    component, before = score.component, score.value
    if not component.scale_min <= value <= component.scale_max:
        raise Refused(
            f"Nilai {component.label} harus antara {written(component.scale_min)} dan {written(component.scale_max)}.",
            field="value",
        )
    if value == before:
        raise Refused(f"Nilai yang tersimpan sudah {written(before)}.", field="value")
    if not reason.strip():
        raise Refused("Tulis alasan perubahan.", field="reason")
    meeting = running_meeting(vacancy)
    change = ScoreChange.objects.create(
        meeting=meeting, score=score, before=before, after=value, reason=reason.strip(), changed_by=actor, changed_at=now
    )
    score.value, score.entered_by = value, actor
    score.save(update_fields=["value", "entered_by", "entered_at"])
    _audit(
        vacancy,
        "change_score",
        actor,
        change.meeting,
        {
            "candidate": score.candidate.key,
            "component": component.code,
            "before": format(before, "f"),
            "after": format(value, "f"),
            "reason": change.reason,
            "present": present_names([change.meeting_id]).get(change.meeting_id, []),
        },
    )
    return change


@transaction.atomic
def close_calibration(*, vacancy_id: int, actor: User, note: str = "") -> CalibrationStep:
    """Close the calibration: from here on no sheet changes, and the ranking may be made.

    Args:
        note: why marked scores stay as they are; obligatory when the chair sees marked ones.

    Raises:
        Refused: no right, a sheet is missing, closed already, or marks without a note.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    board = read_scoreboard(vacancy)
    require(can_close_calibration(actor, vacancy, complete=is_complete(board)))
    # Only what the chair may see: a sentence about a conflicted file would say something about it.
    marks = len(read_room(board, closed_candidates(actor, vacancy)).marks)
    if marks and not note.strip():
        raise Refused(f"Masih ada {marks} nilai bertanda. Tulis mengapa nilai itu dibiarkan.", field="note")
    step = _record_step(vacancy, CalibrationAct.CLOSED, actor, note, now)
    _audit(vacancy, "close_calibration", actor, step, {"note": step.note, "marks": marks})
    return step


@transaction.atomic
def reopen_calibration(*, vacancy_id: int, actor: User, reason: str) -> CalibrationStep:
    """Take a closing back, with a reason, as long as nothing has been ranked.

    Raises:
        Refused: no right, no reason, or not closed.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_reopen_calibration(actor, vacancy))
    if not reason.strip():
        raise Refused("Tulis alasan membuka kembali kalibrasi.", field="reason")
    step = _record_step(vacancy, CalibrationAct.REOPENED, actor, reason, now)
    _audit(vacancy, "reopen_calibration", actor, step, {"reason": step.note})
    return step


def _record_step(vacancy: Vacancy, act: str, actor: User, note: str, now: datetime) -> CalibrationStep:
    return CalibrationStep.objects.create(vacancy=vacancy, act=act, note=note.strip()[:600], taken_by=actor, taken_at=now)


def _audit(vacancy: Vacancy, act: str, actor: User, step: CalibrationStep, details: dict[str, object]) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="CalibrationStep",
        object_id=step.public_id,
        details=details,
    )
