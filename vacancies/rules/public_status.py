"""What the public reads about a vacancy now. The stored times decide; the job that moves the state only follows them."""

from dataclasses import dataclass
from datetime import datetime

from vacancies.rules.deadline import is_open
from vacancies.rules.lifecycle import PUBLIC_LABELS

UPCOMING = "UPCOMING"
REGISTERING = "REGISTERING"
CLOSED = "CLOSED"
_TONES = {"VERIFICATION": "wait", "SCORING": "info", "ANNOUNCED": "good"}


@dataclass(frozen=True)
class PublicStatus:
    """Tag of a public vacancy.

    Args:
        phase: UPCOMING, REGISTERING or CLOSED; only REGISTERING takes applications.
        label: Indonesian words of the tag; tone: tone of the tag (info, good, wait, stop, plain).
    """

    phase: str
    label: str
    tone: str


def public_status(state: str, opens_at: datetime, closes_at: datetime, now: datetime) -> PublicStatus:
    """Status of a published vacancy at an instant.

    Raises:
        KeyError: a state that the public may not read.
    """
    label = PUBLIC_LABELS[state]
    if state in ("PUBLISHED", "OPEN"):
        if is_open(opens_at, closes_at, now):
            return PublicStatus(REGISTERING, PUBLIC_LABELS["OPEN"], "good")
        if now < opens_at:
            return PublicStatus(UPCOMING, PUBLIC_LABELS["PUBLISHED"], "info")
        return PublicStatus(CLOSED, "Pendaftaran ditutup", "wait")
    return PublicStatus(CLOSED, label, _TONES.get(state, "plain"))
