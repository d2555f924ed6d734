"""How much of the register somebody has looked at today, for the daily limits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Agency, User
from core import clock
from core.prepared import Reading, read_prepared
from talent.rules import limits
from talent.rules.limits import Usage

# The day of the limits is the calendar day of Jakarta, told by the database's clock.
_TODAY = "date_trunc('day', now() + %(shift)s, 'Asia/Jakarta')"
_OF_USER = f"FROM talent_talentsearch WHERE user_id = %(user)s AND searched_at >= {_TODAY}"
# Everything of one day in one round trip: what the person saw, and the numbers of the agency. Telling people apart takes longer
# than all the rest, so it is done only where the lines alone could reach the limit.
_SEARCHES_SQL = f"""
SELECT now(), own.searches, whole.searches, whole.lines, CASE WHEN own.lines >= %(fewest)s::int THEN
  (SELECT array_agg(DISTINCT p) FROM (SELECT unnest(people) AS p {_OF_USER}) AS seen) END
FROM (SELECT count(*) AS searches, coalesce(sum(cardinality(people)), 0) AS lines {_OF_USER}) AS own,
  (SELECT count(*) AS searches, coalesce(sum(cardinality(people)), 0) AS lines
   FROM talent_talentsearch WHERE agency_id = %(agency)s AND searched_at >= {_TODAY}) AS whole
"""  # noqa: S608 - own constants
_OPENINGS_SQL = f"""
SELECT now(),
  (SELECT array_agg(DISTINCT p) FROM talent_talentview, unnest(people) p WHERE user_id = %(user)s AND viewed_at >= {_TODAY}),
  (SELECT sum(cardinality(people)) FROM talent_talentview WHERE agency_id = %(agency)s AND viewed_at >= {_TODAY})
"""  # noqa: S608 - own constants


def searches_of(user: User, agency: Agency, *, more: int = 0, after: Reading | None = None) -> tuple[datetime, Usage]:
    """What the person and the agency searched since midnight (WIB), and the instant that counts (`clock.transaction_now`).

    Args:
        more: people the next page lists; as long as they cannot reach the person's limit, `Usage.listed` is left empty.
        after: a lock that is taken first, in the same round trip.
    """
    fewest = limits.LISTED.a_user - more
    row, shift = _read(_SEARCHES_SQL, {"user": user.pk, "agency": agency.pk, "fewest": fewest}, after)
    now, searches, agency_searches, agency_listed, listed = row
    usage = Usage(
        searches=searches, listed=frozenset(listed or ()), agency_searches=agency_searches, agency_listed=int(agency_listed)
    )
    return now + shift, usage


def openings_of(user: User, agency: Agency, *, after: Reading | None = None) -> tuple[datetime, Usage]:
    """Whose profiles the person opened since midnight (WIB), and how many the agency; the rest as in `searches_of`."""
    row, shift = _read(_OPENINGS_SQL, {"user": user.pk, "agency": agency.pk}, after)
    now, opened, agency_opened = row
    return now + shift, Usage(opened=frozenset(opened or ()), agency_opened=int(agency_opened or 0))


def _read(statement: str, values: Mapping[str, Any], after: Reading | None) -> tuple[tuple[Any, ...], Any]:
    shift = clock.demo_offset()
    (row,) = read_prepared(statement, {**values, "shift": shift}, after=after)
    return row, shift
