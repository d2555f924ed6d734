"""The statement that finds the senior posts whose holders retire within twelve months."""

from datetime import datetime

from django.db import connection

from accounts.models import Agency, User
from talent.rules.succession import PACK
from talent.rules.vacancy_forecast import AGE_LIMITS, JPT_LEVELS, months_later

# Repeats rules/vacancy_forecast.retires_on for everybody in senior posts at once; a test compares both.
RETIREMENTS_SQL = """
INSERT INTO talent_targetpost (public_id, agency_id, title, unit, level, field, incumbent_id, vacant_on, cause, note,
                               registered_by_id, registered_at, closed_reason)
SELECT gen_random_uuid(), e.agency_id, e.position_title, e.unit, e.position_level, e.field, e.id, e.vacant_on, 'RETIREMENT', '',
       %(actor)s, %(now)s, ''
FROM (
    SELECT *, (make_date(extract(year FROM birth_date)::int + l.years, extract(month FROM birth_date)::int, 1)
               + interval '1 month')::date AS vacant_on
    FROM employees_employee JOIN unnest(%(levels)s::text[], %(years)s::int[]) AS l(level, years) ON l.level = position_level
    WHERE agency_id = %(agency)s
) e
WHERE e.vacant_on BETWEEN %(today)s AND %(until)s
  AND NOT EXISTS (SELECT 1 FROM talent_targetpost t WHERE t.agency_id = e.agency_id AND t.incumbent_id = e.id
                  AND (t.closed_at IS NULL OR (t.cause = 'RETIREMENT' AND t.vacant_on = e.vacant_on)))
ORDER BY e.vacant_on, e.id
"""


def add_retirements(agency: Agency, *, actor: User, now: datetime) -> int:
    """Add them as target posts, in the caller's transaction. Returns how many were added.

    A post that was taken off the list for this very retirement does not come back.
    """
    today = agency.day(now)
    values = {
        "agency": agency.pk,
        "actor": actor.pk,
        "now": now,
        "today": today,
        "until": months_later(today, PACK.months_ahead),
        "levels": list(JPT_LEVELS),
        "years": [AGE_LIMITS[level] for level in JPT_LEVELS],
    }
    with connection.cursor() as cursor:
        cursor.execute(RETIREMENTS_SQL, values)
        return cursor.rowcount
