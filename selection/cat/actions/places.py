"""Taking a place: a proctor gives a PIN after the identity check, the participant uses it once, on one computer."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from core import audit, clock
from core.refusals import Refusal, Refused, require
from selection.actions.moves import lock_vacancy
from selection.cat.enums import IncidentKind
from selection.cat.models import ExamIncident, ExamSession, ExamSitting
from selection.cat.permissions import can_check_in, can_issue_pin, can_run_session
from selection.cat.rules import timing
from selection.permissions import duty_of

DIGITS = 6
SALT = "selection.cat.pin"


@transaction.atomic
def issue_pins(*, session_id: int, actor: User, sitting_ids: Sequence[int], reason: str = "") -> list[tuple[ExamSitting, str]]:
    """Give each of these participants a new PIN; the one before is void. The PINs are returned once and stored as hashes.

    Args:
        reason: why so late or why again; asked for once the check-in is closed, and written into the minutes.

    Raises:
        Refused: no right, too early or too late, a finished participant, or no reason where one is needed.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(ExamSession.objects.values_list("exam__vacancy_id", flat=True).get(pk=session_id))
    session = ExamSession.objects.select_related("exam__vacancy__agency").get(pk=session_id)
    require(can_run_session(actor, session))
    phase = timing.phase(session.starts_at, session.ends_at, now)
    if timing.needs_reason(phase) and not reason.strip():
        raise Refused("Tulis alasan PIN pengganti; alasan ini masuk berita acara.", field="reason")
    sittings = list(
        ExamSitting.objects.select_for_update(of=("self",), no_key=True)
        .filter(session=session, pk__in=list(sitting_ids))
        .order_by("number")
    )
    if not sittings:
        raise Refused("Pilih peserta yang identitasnya sudah diperiksa.", field="sitting")
    issued = []
    for sitting in sittings:
        sitting.session = session
        require(can_issue_pin(actor, sitting, now))
        pin = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        sitting.pin_hash, sitting.pin_failures = pin_hash(sitting, pin), 0
        sitting.pin_until = timing.pin_until(session.starts_at, session.ends_at, now)
        sitting.pins_issued += 1
        issued.append((sitting, pin))
    ExamSitting.objects.bulk_update(sittings, ["pin_hash", "pin_failures", "pin_until", "pins_issued"])
    if timing.needs_reason(phase):
        ExamIncident.objects.bulk_create(
            ExamIncident(
                session=session,
                sitting=sitting,
                kind=IncidentKind.REPLACEMENT,
                text=reason.strip(),
                noted_by=actor,
                noted_at=now,
            )
            for sitting in sittings
        )
    audit.record(
        chain=vacancy.trail_chain,
        act="issue_exam_pins",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ExamSession",
        object_id=session.public_id,
        details={"numbers": [sitting.number for sitting in sittings], "phase": phase, "reason": reason.strip()},
    )
    return issued


@transaction.atomic
def check_in(*, actor: User, sitting_id: int, pin: str) -> tuple[str, Refusal | None]:
    """Take the own place with a PIN, on this computer from now on.

    Returns:
        The word that this browser keeps (empty when refused), and why not. A wrong PIN is an answer and no exception,
        because the count of wrong tries must stay.
    """
    now = clock.transaction_now()
    sitting = (
        ExamSitting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__exam__vacancy", "candidate__application")
        .get(pk=sitting_id)
    )
    refusal = can_check_in(actor, sitting, now)
    if refusal is not None:
        return "", refusal
    again = sitting.checked_in_at is not None
    if not constant_time_compare(sitting.pin_hash, pin_hash(sitting, pin.strip())):
        sitting.pin_failures += 1
        sitting.save(update_fields=["pin_failures"])
        left = timing.WRONG_PINS_AT_MOST - sitting.pin_failures
        return "", Refusal(
            f"PIN tidak cocok. Sisa percobaan: {left}." if left else "PIN tidak cocok. Minta PIN pengganti kepada pengawas."
        )
    sitting.pin_hash, sitting.pin_until, sitting.pin_failures = "", None, 0
    sitting.desk = secrets.token_hex(16)
    sitting.checked_in_at = sitting.checked_in_at or now
    sitting.save(update_fields=["pin_hash", "pin_until", "pin_failures", "desk", "checked_in_at"])
    audit.record(
        chain=sitting.session.exam.vacancy.trail_chain,
        act="check_in_to_exam",
        actor=actor,
        object_type="ExamSitting",
        object_id=sitting.public_id,
        details={"number": sitting.number, "seat": sitting.seat, "again": again},
    )
    return sitting.desk, None


def pin_hash(sitting: ExamSitting, pin: str) -> str:
    """Keyed hash of a PIN, worth something for this person, session and seat alone.

    Keyed by the portal's secret, because six digits are guessed in a moment by whoever has only the table.
    """
    bound_to = f"{sitting.public_id}|{sitting.session_id}|{sitting.user_id}|{sitting.seat}"
    return salted_hmac(SALT, f"{bound_to}|{pin}", algorithm="sha256").hexdigest()
