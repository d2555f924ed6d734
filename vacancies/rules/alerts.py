"""Alerts: which vacancies a wish fits, and when mails about new ones are due.

The list of the portal filters the same way in SQL (`VacancyQuerySet.matching`, `in_public_filter`); a test compares both over
generated cases.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.indonesian import zone_info

DAILY = "DAILY"
WEEKLY = "WEEKLY"
# Mails leave at 06.00 WIB; a week ends on Monday.
SENDING_HOUR = time(6)
SENDING_ZONE = "WIB"
MONDAY = 0
# A vacancy carries the time at which its publication began; a minute later every such transaction has ended.
SETTLING = timedelta(minutes=1)


@dataclass(frozen=True)
class AlertWish:
    """What somebody wants to hear of; an empty part wants everything.

    Args:
        words: every word must occur in post, unit, agency or reference; agency: code; province: code of the region;
        level, field: codes of the post.
    """

    words: tuple[str, ...] = ()
    agency: str = ""
    province: str = ""
    level: str = ""
    field: str = ""


@dataclass(frozen=True)
class PostedVacancy:
    """What of a vacancy a wish is compared with. `texts`: post, unit, name of the agency, reference; the rest are codes."""

    texts: tuple[str, ...]
    agency: str
    province: str
    level: str
    field: str


def wish_fits(wish: AlertWish, vacancy: PostedVacancy) -> bool:
    """Whether the vacancy is one the wish asks for."""
    pairs = (
        (wish.agency, vacancy.agency),
        (wish.province, vacancy.province),
        (wish.level, vacancy.level),
        (wish.field, vacancy.field),
    )
    if any(wanted and wanted != found for wanted, found in pairs):
        return False
    texts = [text.upper() for text in vacancy.texts]
    return all(any(word.upper() in text for text in texts) for word in wish.words)


def due_since(frequency: str, now: datetime) -> datetime:
    """The newest sending moment that has passed; an alert sent up to an earlier moment is due.

    Args:
        frequency: DAILY or WEEKLY; now: the portal's time (aware).

    Returns:
        06.00 WIB of today or yesterday, or of the last Monday, as an aware moment. Running late or twice changes nothing.
    """
    local = (now - SETTLING).astimezone(zone_info(SENDING_ZONE))
    moment = datetime.combine(local.date(), SENDING_HOUR, zone_info(SENDING_ZONE))
    if moment > local:
        moment -= timedelta(days=1)
    if frequency == WEEKLY:
        moment -= timedelta(days=(moment.weekday() - MONDAY) % 7)
    return moment
