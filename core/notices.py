"""Kinds of messages, and how a person may tune each of them.

The literal table lives in the composition root (`asnkarier/notices.py`, after product.md section 8), because only there every
room is known; core knows how to look a kind up and what a preference does to its mail. The bell always rings: a preference
only decides whether and when a mail follows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.models import NoticeWay, OutboxState

EVERYBODY = "EVERYBODY"


class Way(StrEnum):
    """Ways a message takes (product.md section 8)."""

    BELL = "B"
    MAIL = "M"
    LETTER = "L"
    CALENDAR = "C"


class Muting(StrEnum):
    """Whether a person may tune the mail of a kind, and if not, why not."""

    FREE = "FREE"
    LETTER = "LETTER"
    SECURITY = "SECURITY"
    SUBSCRIPTION = "SUBSCRIPTION"


LOCKED_REASONS: dict[Muting, str] = {
    Muting.LETTER: "Selalu dikirim segera karena memuat surat atau bukti resmi.",
    Muting.SECURITY: "Selalu dikirim segera untuk keamanan akun dan lamaran Anda.",
    Muting.SUBSCRIPTION: "Diatur pada langganannya sendiri; setiap surel memuat tautan berhenti.",
}


@dataclass(frozen=True)
class Notice:
    """One row of the catalogue.

    Args:
        code: stable name, at most 40 letters; stored on every mail and bell line.
        label: what happened, Indonesian, as the preference page shows it.
        group: heading of the preference page.
        receivers: role codes that may get it, or `(EVERYBODY,)`; decides only which rows a person is shown.
        ways: ways in the default.
        muting: FREE, or why it is locked.
        working_days: its digest skips Saturday and Sunday.
        default: way of its mail for a person who chose nothing; locked kinds always go at once.
        exists: False while the event comes with later work; such a row is shown to nobody and used nowhere.
    """

    code: str
    label: str
    group: str
    receivers: tuple[str, ...]
    ways: tuple[Way, ...]
    muting: Muting = Muting.FREE
    working_days: bool = False
    default: NoticeWay = NoticeWay.AT_ONCE
    exists: bool = True

    @property
    def is_locked(self) -> bool:
        return self.muting is not Muting.FREE

    @property
    def locked_reason(self) -> str:
        """Indonesian sentence why the kind cannot be tuned; "" when it can."""
        return LOCKED_REASONS.get(self.muting, "")


_catalogue: dict[str, Notice] = {}


def bind(table: Iterable[Notice]) -> None:
    """Take over the catalogue; called once by the composition root. Raises ValueError for a code given twice."""
    rows = list(table)
    found = {row.code: row for row in rows}
    if len(found) != len(rows):
        raise ValueError("a notice code is given twice")
    _catalogue.clear()
    _catalogue.update(found)


def catalogue() -> tuple[Notice, ...]:
    """All rows, in the order of the table."""
    return tuple(_catalogue.values())


def notice(code: str) -> Notice:
    """The row of a code. Raises ValueError for an unknown one, so that no message leaves outside the catalogue."""
    try:
        return _catalogue[code]
    except KeyError:
        raise ValueError(f"unknown kind of notice: {code}") from None


def tunable_for(role_codes: Iterable[str]) -> list[Notice]:
    """Rows a person with these roles may meet, in the order of the table, locked ones included."""
    codes = {EVERYBODY, *role_codes}
    return [row for row in _catalogue.values() if row.exists and not codes.isdisjoint(row.receivers)]


def way_of(row: Notice, chosen: Mapping[str, str]) -> NoticeWay:
    """How a kind reaches a person. `chosen`: kind -> way, the person's own choices."""
    if row.is_locked:
        return NoticeWay.AT_ONCE
    return NoticeWay(chosen.get(row.code, row.default))


def mail_state(row: Notice, way: str, *, urgent: bool, has_letter: bool) -> OutboxState | None:
    """In which state a mail is written; None when the person wants no mail.

    Args:
        urgent: an item that is late is never held back for a digest ("at once when late", product.md section 8).
        has_letter: official letters always leave at once, whatever the kind says.
    """
    if row.is_locked or has_letter or way == NoticeWay.AT_ONCE:
        return OutboxState.PENDING
    if way == NoticeWay.BELL:
        return None
    return OutboxState.PENDING if urgent else OutboxState.HELD


def held_at_weekends() -> list[str]:
    """Codes whose digest leaves on working days only."""
    return [row.code for row in _catalogue.values() if row.working_days]


ZoneOf = Callable[[Iterable[int]], Mapping[int, str]]
_zone_of: list[ZoneOf] = []


def bind_zones(answer: ZoneOf) -> None:
    """Take over the answer to "which clock does a person live by": user ids -> zone names. Core knows no agency."""
    _zone_of[:] = [answer]


SATURDAY = 5
_day_off: list[Callable[[date], bool]] = []


def bind_days_off(answer: Callable[[date], bool]) -> None:
    """Take over the answer to "does nobody work on this day". Core knows no calendar of holidays."""
    _day_off[:] = [answer]


def is_day_off(day: date) -> bool:
    """Saturday and Sunday, and what the calendar that was bound knows."""
    return _day_off[0](day) if _day_off else day.weekday() >= SATURDAY


def zones_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Zone name of each person, WIB where nothing is known. One or two queries for the whole group."""
    ids = list(user_ids)
    known = _zone_of[0](ids) if _zone_of else {}
    return {each: known.get(each, "Asia/Jakarta") for each in ids}


still_true: dict[str, Callable[[str], bool]] = {}
"""Kind -> question by the mail's key, asked when a mail is about to leave: a reminder of a draft sent meanwhile stays home."""

given_up: dict[str, Callable[[str], None]] = {}
"""Kind -> what to do, by the mail's key, when a mail of it is given up or comes back; in the transaction that notes it."""
