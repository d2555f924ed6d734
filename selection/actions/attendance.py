"""Who did not come: a recorded act, taken back until the stage is locked."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import locked_candidate, move_applications
from selection.models import Candidate
from selection.permissions import can_mark_absent, can_run_selection, duty_of


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
    """Take an absence back."""
    return _set_attendance(candidate_id, actor, "return_present", "")


def _set_attendance(candidate_id: int, actor: User, act: str, note: str) -> Candidate:
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    require(can_run_selection(actor, vacancy))
    require(can_mark_absent(actor, candidate))
    before = candidate.absent_note
    candidate.is_absent = act == "mark_absent"
    candidate.absent_note = note[:300]
    move_applications([candidate.application], act, now, is_public=True)
    candidate.save(update_fields=["is_absent", "absent_note"])
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
