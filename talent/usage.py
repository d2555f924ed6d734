"""How much of the register somebody has looked at today, for the daily limits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Agency, User
from core.prepared import read_prepared
from talent.rules.limits import Usage

DAY_ZONE = ZoneInfo("Asia/Jakarta")

# Everything of one day in one round trip: what the person saw, and the numbers of the agency.
_USAGE_SQL = """
SELECT
  (SELECT count(*) FROM talent_talentsearch WHERE user_id = %(user)s AND searched_at >= %(day)s),
  (SELECT array_agg(DISTINCT p) FROM talent_talentsearch, unnest(people) p WHERE user_id = %(user)s AND searched_at >= %(day)s),
  (SELECT array_agg(DISTINCT p) FROM talent_talentview, unnest(people) p WHERE user_id = %(user)s AND viewed_at >= %(day)s),
  (SELECT count(*) FROM talent_talentsearch WHERE agency_id = %(agency)s AND searched_at >= %(day)s),
  (SELECT sum(cardinality(people)) FROM talent_talentsearch WHERE agency_id = %(agency)s AND searched_at >= %(day)s),
  (SELECT sum(cardinality(people)) FROM talent_talentview WHERE agency_id = %(agency)s AND viewed_at >= %(day)s)
"""


def usage_of(user: User, agency: Agency, now: datetime) -> Usage:
    """What the person and the agency looked at since midnight (WIB). One query over today's rows of one agency."""
    day = now.astimezone(DAY_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    ((searches, listed, opened, agency_searches, agency_listed, agency_opened),) = read_prepared(
        _USAGE_SQL, {"user": user.pk, "agency": agency.pk, "day": day}
    )
    return Usage(
        searches=searches,
        listed=frozenset(listed or ()),
        opened=frozenset(opened or ()),
        agency_searches=agency_searches,
        agency_listed=int(agency_listed or 0),
        agency_opened=int(agency_opened or 0),
    )
