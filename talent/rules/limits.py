"""How much of the register one searcher and one agency may look at in a day, so that nobody can copy it (security.md 2 row 18).

A day is a calendar day of the portal (WIB). Whoever reaches a limit can go on the next day; everything seen before stays
visible in the trail. The numbers are policy, not technique: change them here and in their table of cases.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# Pages of one search that can be turned: whoever looks for the 201st person narrows the search.
PAGE_SIZE = 20
DEEPEST_PAGE = 10
# People put side by side at once.
MOST_COMPARED = 4
# People a vacancy's search reads rule by rule for one page.
MOST_JUDGED = 400
# "Pilih semua yang cocok": people ticked at once, and people read to find them.
MOST_TICKED = 200
MOST_JUDGED_TO_TICK = 1_000
MOST_SAVED = 30


@dataclass(frozen=True)
class Limit:
    """One limit of a day.

    Args:
        code: stable name; what: words for "Batas … hari ini"; a_user, an_agency: the numbers.
    """

    code: str
    what: str
    a_user: int
    an_agency: int


SEARCHES = Limit("searches", "pencarian", 500, 2_000)
# Lines of result lists: distinct people for a user, lines for an agency.
LISTED = Limit("listed", "orang yang muncul dalam daftar hasil", 1_000, 10_000)
# Profiles opened, alone or side by side.
OPENED = Limit("opened", "profil yang dibuka", 200, 1_000)


@dataclass(frozen=True)
class Usage:
    """What was looked at so far today, by the person and by the whole agency.

    Args:
        listed, opened: keys of the people the person has seen in lists, and whose profile was opened.
        agency_searches, agency_listed, agency_opened: numbers of the whole agency, the person included.
    """

    searches: int = 0
    listed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    agency_searches: int = 0
    agency_listed: int = 0
    agency_opened: int = 0


@dataclass(frozen=True)
class Reached:
    """A limit that stands in the way, for whom, and the sentence for the person."""

    limit: Limit
    by_agency: bool
    sentence: str


def search_limit(usage: Usage, people: Iterable[int] = ()) -> Reached | None:
    """Whether one more search that shows `people` passes a limit; None when it may be shown.

    Args:
        people: keys of the people on the page, empty when only the right to search at all is asked.
    """
    shown = frozenset(people)
    if usage.searches >= SEARCHES.a_user:
        return _reached(SEARCHES, by_agency=False)
    if usage.agency_searches >= SEARCHES.an_agency:
        return _reached(SEARCHES, by_agency=True)
    if len(usage.listed) >= LISTED.a_user or len(usage.listed | shown) > LISTED.a_user:
        return _reached(LISTED, by_agency=False)
    if usage.agency_listed + len(shown) > LISTED.an_agency:
        return _reached(LISTED, by_agency=True)
    return None


def profile_limit(usage: Usage, people: Iterable[int]) -> Reached | None:
    """Whether opening these profiles passes a limit. A profile opened before today costs nothing again."""
    new = frozenset(people) - usage.opened
    if not new:
        return None
    if len(usage.opened) + len(new) > OPENED.a_user:
        return _reached(OPENED, by_agency=False)
    if usage.agency_opened + len(new) > OPENED.an_agency:
        return _reached(OPENED, by_agency=True)
    return None


def is_too_deep(page: int) -> bool:
    """Whether a search may not be turned to this page (the first is 1)."""
    return page > DEEPEST_PAGE


def _reached(limit: Limit, *, by_agency: bool) -> Reached:
    whose = "Instansi Anda" if by_agency else "Anda"
    number = f"{limit.an_agency if by_agency else limit.a_user:,}".replace(",", ".")
    return Reached(
        limit,
        by_agency,
        f"{whose} sudah mencapai batas sehari: {number} {limit.what}. "
        "Pencarian dapat dilanjutkan besok mulai pukul 00.00 WIB. Admin BKN sudah diberi tahu.",
    )
