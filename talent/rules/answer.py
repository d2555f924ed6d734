"""What an invited person may do, and until when. The vacancy's window decides, so an extension extends every invitation.

Source: docs/domain.md section 11 row 25 (an invitation expires when registration closes).
"""

from datetime import datetime

from talent.rules.lifecycle import INVITATION, INVITEE_LABELS
from vacancies.rules.deadline import format_deadline
from vacancies.rules.submission import REGISTRATION_STATES, registration_refusal


def is_window_open(vacancy_state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether people may still be invited and answer: published or open, and not past closing."""
    return vacancy_state in REGISTRATION_STATES and closes_at is not None and now < closes_at


def present_state(state: str, *, window_open: bool) -> str:
    """The state as it is now, whatever the job that writes it has got round to.

    A sent invitation is over when the window is; an expired one lives again when the window was extended.
    """
    if state == "SENT" and not window_open:
        return "EXPIRED"
    if state == "EXPIRED" and window_open:
        return "SENT"
    return state


def answer_refusal(state: str, *, vacancy_state: str, closes_at: datetime | None, now: datetime, zone: str) -> str | None:
    """Why an invitation cannot be answered now (one Indonesian sentence), or None."""
    window_open = is_window_open(vacancy_state, closes_at, now)
    here = present_state(state, window_open=window_open)
    if here == "SENT":
        return None
    if here == "EXPIRED":
        if vacancy_state == "CANCELLED":
            return "Lowongan ini dibatalkan, jadi undangannya tidak berlaku lagi."
        if closes_at is not None and now >= closes_at:
            return f"Undangan ini berlaku sampai pendaftaran ditutup, yaitu {format_deadline(closes_at, zone)}."
        return "Lowongan ini tidak lagi menerima lamaran, jadi undangannya tidak berlaku."
    if here == "REVOKED":
        return "Instansi sudah membatalkan undangan ini."
    if here in INVITEE_LABELS:
        return f"{INVITEE_LABELS[here]}, jadi tidak dapat dijawab lagi."
    return INVITATION.refusal(here, "accept")


def acceptance_refusal(
    state: str, *, vacancy_state: str, opens_at: datetime | None, closes_at: datetime | None, now: datetime, zone: str
) -> str | None:
    """Why an invitation cannot be accepted now, or None. Declining needs no open registration, accepting opens a draft."""
    refusal = answer_refusal(state, vacancy_state=vacancy_state, closes_at=closes_at, now=now, zone=zone)
    return refusal or registration_refusal(vacancy_state, opens_at, closes_at, now, zone)
