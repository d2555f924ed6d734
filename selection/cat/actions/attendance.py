"""Who did not come to a computer test: who came is who checked in, and leaving the selection for it is a recorded act."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.attendance import leave_selection
from selection.actions.moves import lock_applications, lock_vacancy
from selection.cat.models import ExamSession, ExamSitting
from selection.cat.permissions import can_mark_missed
from selection.conflicts import closed_candidates
from selection.permissions import duty_of


@transaction.atomic
def mark_missed(*, session_id: int, actor: User, sitting_ids: Sequence[int], note: str) -> int:
    """Take those who did not check in out of the selection; taking it back is `mark_present`, until the ranking.

    Args:
        sitting_ids: who. note: why, for the trail and for the participant's status.

    Returns:
        how many left.

    Raises:
        Refused: no right, the session is not over, no note, somebody who was there, who takes part no longer, or with whom the
            actor has a conflict.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(ExamSession.objects.values_list("exam__vacancy_id", flat=True).get(pk=session_id))
    lock_applications(vacancy)
    session = ExamSession.objects.select_related("exam").get(pk=session_id)
    session.exam.vacancy = vacancy
    require(can_mark_missed(actor, session))
    if not note.strip():
        raise Refused("Tulis keterangan ketidakhadiran, misalnya “tanpa kabar”.", field="note")
    sittings = list(
        ExamSitting.objects.select_for_update(of=("self",), no_key=True)
        .filter(session=session, pk__in=list(sitting_ids))
        .select_related("candidate__application__employee__user")
        .order_by("number")
    )
    if not sittings:
        raise Refused("Pilih peserta yang tidak hadir.", field="missed")
    closed = closed_candidates(actor, vacancy)
    for sitting in sittings:
        if sitting.candidate_id in closed:
            raise Refused(
                f"Anda punya konflik kepentingan dengan peserta {sitting.number}, jadi orang lain yang mencatatnya.",
                field="missed",
            )
        if sitting.checked_in_at is not None:
            raise Refused(f"Peserta {sitting.number} mendaftar ulang di sesi ini, jadi hadir.", field="missed")
        if sitting.candidate.application.state != "CANDIDATE":
            raise Refused(f"Peserta {sitting.number} sudah tidak ikut seleksi.", field="missed")
        sitting.absence_note, sitting.absence_marked_by, sitting.absence_marked_at = note.strip()[:300], actor, now
        sitting.candidate.vacancy = sitting.candidate.application.vacancy = vacancy
        leave_selection(sitting.candidate, f"Tes berbasis komputer, {session.title}: {note.strip()}", now)
    ExamSitting.objects.bulk_update(sittings, ["absence_note", "absence_marked_by", "absence_marked_at"])
    audit.record(
        chain=vacancy.trail_chain,
        act="mark_exam_absence",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ExamSession",
        object_id=session.public_id,
        details={"numbers": [each.number for each in sittings], "note": note.strip()},
    )
    return len(sittings)
