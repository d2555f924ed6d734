"""Conflicts of interest: declared, proposed by the register, denied, imposed, taken back."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import locked_candidate
from selection.models import Recusal, ScoreSheet
from selection.permissions import can_recuse, duty_of, seat_of


@transaction.atomic
def declare_conflict(*, candidate_id: int, actor: User, reason: str) -> Recusal:
    """Step back from one candidate: a draft sheet is dropped and the file closes for this person.

    Raises:
        Refused: no seat, no reason, the sheet is handed in, or already declared.
    """
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    require(can_recuse(actor, candidate))
    if not reason.strip():
        raise Refused("Tulis alasan konflik kepentingan Anda.", field="reason")
    seat = seat_of(actor, vacancy)
    if Recusal.objects.filter(candidate=candidate, member=seat).exists():
        raise Refused("Konflik kepentingan Anda dengan peserta ini sudah tercatat.")
    ScoreSheet.objects.filter(candidate=candidate, member=seat, submitted_at=None).delete()
    recusal = Recusal.objects.create(candidate=candidate, member=seat, reason=reason.strip(), declared_at=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="declare_conflict",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=candidate.public_id,
        details={"candidate": candidate.key, "reason": recusal.reason},
    )
    return recusal


@transaction.atomic
def retract_conflict(*, candidate_id: int, actor: User) -> None:
    """Take back an own declaration made by mistake, while scoring runs."""
    candidate, vacancy = locked_candidate(candidate_id)
    require(can_recuse(actor, candidate))
    recusal = Recusal.objects.filter(candidate=candidate, member__user=actor).first()
    if recusal is None:
        raise Refused("Tidak ada pernyataan konflik kepentingan Anda untuk peserta ini.")
    details = {"candidate": candidate.key, "reason": recusal.reason}
    recusal.delete()
    audit.record(
        chain=vacancy.trail_chain,
        act="retract_conflict",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=candidate.public_id,
        details=details,
    )
