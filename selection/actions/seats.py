"""What a participant does with the own seat: confirm it, or ask for another slot."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection import meeting_notifications as notifications
from selection.actions.moves import lock_vacancy
from selection.meeting_permissions import can_use_seat
from selection.models import SessionSeat


@transaction.atomic
def confirm_seat(*, seat_id: int, actor: User) -> SessionSeat:
    """Say "I shall come". A second press changes nothing; a wish for another slot is taken back by it.

    Raises:
        Refused: somebody else's seat, the session is cancelled or has begun.
    """
    now = clock.transaction_now()
    seat = _locked_seat(seat_id)
    require(can_use_seat(actor, seat, now))
    if seat.confirmed_at is not None and seat.asked_at is None:
        return seat
    seat.confirmed_at, seat.asked_at, seat.ask_reason = now, None, ""
    seat.save(update_fields=["confirmed_at", "asked_at", "ask_reason"])
    _record("confirm_seat", seat, actor, {})
    return seat


@transaction.atomic
def ask_other_slot(*, seat_id: int, actor: User, reason: str) -> SessionSeat:
    """Ask for another session, with a reason. The seat stays until the secretariat answers.

    Raises:
        Refused: somebody else's seat, no reason, asked already, or the session is cancelled or has begun.
    """
    now = clock.transaction_now()
    seat = _locked_seat(seat_id)
    require(can_use_seat(actor, seat, now))
    if seat.asked_at is not None:
        raise Refused("Permintaan Anda sudah terkirim dan menunggu jawaban sekretariat.")
    if not reason.strip():
        raise Refused("Tulis alasan Anda minta jadwal lain.", field="reason")
    seat.asked_at, seat.ask_reason, seat.confirmed_at, seat.answer = now, reason.strip(), None, ""
    seat.save(update_fields=["asked_at", "ask_reason", "confirmed_at", "answer"])
    notifications.ask_for_other_slot(seat)
    _record("ask_other_slot", seat, actor, {"reason": seat.ask_reason})
    return seat


def _locked_seat(seat_id: int) -> SessionSeat:
    vacancy = lock_vacancy(SessionSeat.objects.values_list("session__vacancy_id", flat=True).get(pk=seat_id))
    seat = SessionSeat.objects.select_related("session", "candidate__application__employee").get(pk=seat_id)
    seat.session.vacancy = vacancy
    return seat


def _record(act: str, seat: SessionSeat, actor: User, details: dict[str, object]) -> None:
    audit.record(
        chain=seat.session.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=Role.APPLICANT.label,
        object_type="SessionSeat",
        object_id=seat.public_id,
        details={"candidate": seat.candidate.key, "session": str(seat.session.public_id), "stage": seat.stage, **details},
    )
