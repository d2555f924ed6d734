"""When a place may be taken, when the test runs, how long a PIN is good for. Instants are aware and come from the server.

Peraturan BKN 5/2024 as docs/domain.md section 9 has it: participants come 60 minutes before the start, the registration PIN is
given after the identity check and closes 5 minutes before the start, late comers are out. Meaning chosen here
(docs/decisions/0023-computer-test.md): a PIN that was not used by then is void; in the last five minutes a proctor may issue
another one, with a reason that goes into the minutes; after the start only to somebody who has already taken the place and
must go on at another computer. Nobody's time is ever longer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_BEFORE = timedelta(minutes=5)
REPLACEMENT_LASTS = timedelta(minutes=10)
WRONG_PINS_AT_MOST = 5

BEFORE, CHECK_IN, CLOSED, RUNNING, OVER = "BEFORE", "CHECK_IN", "CLOSED", "RUNNING", "OVER"
PHASE_LABELS = {
    BEFORE: "Belum dibuka",
    CHECK_IN: "Pendaftaran ulang dibuka",
    CLOSED: "Pendaftaran ulang ditutup",
    RUNNING: "Ujian berlangsung",
    OVER: "Waktu habis",
}


def phase(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Where a session stands: the start belongs to the test, the end no longer does."""
    if now >= ends_at:
        return OVER
    if now >= starts_at:
        return RUNNING
    if now >= starts_at - CLOSES_BEFORE:
        return CLOSED
    return CHECK_IN if now >= starts_at - OPENS_BEFORE else BEFORE


def needs_reason(phase_now: str) -> bool:
    """Whether a PIN issued now is a replacement, whose reason is written into the minutes."""
    return phase_now in (CLOSED, RUNNING)


def issue_refusal(phase_now: str, *, has_checked_in: bool, is_finished: bool) -> str | None:
    """Why no PIN can be issued to a participant now, or None."""
    if is_finished:
        return "Peserta ini sudah menyelesaikan ujian."
    if phase_now == BEFORE:
        return "PIN diterbitkan mulai 60 menit sebelum ujian, sesudah identitas peserta diperiksa."
    if phase_now == OVER:
        return "Waktu sesi ini sudah habis."
    if phase_now == RUNNING and not has_checked_in:
        return "Ujian sudah dimulai. Peserta yang belum mendaftar ulang tidak dapat masuk lagi."
    return None


def pin_until(starts_at: datetime, ends_at: datetime, now: datetime) -> datetime:
    """The instant at which a PIN issued now becomes void."""
    if phase(starts_at, ends_at, now) in (BEFORE, CHECK_IN):
        return starts_at - CLOSES_BEFORE
    return min(now + REPLACEMENT_LASTS, ends_at)


def pin_refusal(*, until: datetime | None, failures: int, now: datetime) -> str | None:
    """Why no PIN is accepted for a place now, or None.

    Args:
        until: when the PIN in force becomes void, None when there is none. failures: wrong tries since it was issued.
    """
    if until is None:
        return "Belum ada PIN yang berlaku untuk Anda. Minta PIN kepada pengawas."
    if now >= until:
        return "PIN Anda sudah tidak berlaku. Minta PIN pengganti kepada pengawas."
    if failures >= WRONG_PINS_AT_MOST:
        return f"PIN salah {WRONG_PINS_AT_MOST} kali, jadi tidak berlaku lagi. Minta PIN pengganti kepada pengawas."
    return None


def opening_refusal(sessions: Sequence[tuple[datetime, datetime]], now: datetime) -> str | None:
    """Why a sealed paper cannot be opened now, or None: from the check-in of a session until its end, no earlier.

    Args:
        sessions: start and end of the planned sessions of the paper, earliest first.
    """
    ahead = [starts_at for starts_at, ends_at in sessions if now < ends_at]
    if not ahead:
        return "Naskah dibuka untuk sesi yang terjadwal, dan tidak ada sesi yang menunggu."
    if now < ahead[0] - OPENS_BEFORE:
        return "Naskah baru dapat dibuka 60 menit sebelum sesi dimulai."
    return None
