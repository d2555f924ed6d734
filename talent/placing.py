"""The statements behind the boxes: placing a whole agency at once, and copying confirmed boxes into the register."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from talent.models import MappingPeriod
from talent.rules.nine_box import COMPETENCE, POTENTIAL_LEVELS, PREDICATE_LEVELS, assessed_since


@dataclass(frozen=True)
class Computed:
    """What a computation did: new proposals, proposals that moved, and people without data on an axis."""

    added: int
    changed: int
    without_place: int


# One statement for a whole agency; a test compares it with rules/nine_box.py over every combination of values.
COMPUTE_SQL = """
WITH subject AS (
    SELECT e.id AS employee_id, p.year, coalesce(p.predicate, '') AS predicate, a.assessed_on,
           coalesce(a.provider, '') AS provider, coalesce(a.source, '') AS source,
           a.potential_score, a.job_person_match, a.potential
    FROM employees_employee e
    LEFT JOIN LATERAL (
        SELECT r.year, r.predicate FROM employees_performancerecord r
        WHERE r.employee_id = e.id AND r.year <= %(last_year)s ORDER BY r.year DESC LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT * FROM (
            SELECT assessed_on, provider, source, potential_score, job_person_match, '' AS potential, 1 AS place
            FROM talent_importedassessment WHERE employee_id = e.id
            UNION ALL
            SELECT assessed_on, provider, 'REGISTER', NULL, job_person_match, potential, 2
            FROM employees_assessmentrecord WHERE employee_id = e.id
        ) every
        WHERE assessed_on BETWEEN %(since)s AND %(until)s ORDER BY assessed_on DESC, place LIMIT 1
    ) a ON true
    WHERE e.agency_id = %(agency)s
), axes AS (
    SELECT *,
        CASE WHEN %(by_competence)s THEN
            CASE WHEN job_person_match >= %(match_high)s THEN 3 WHEN job_person_match >= %(match_middle)s THEN 2
                 WHEN job_person_match IS NOT NULL THEN 1 END
        ELSE (%(predicates)s::jsonb ->> predicate)::int END AS upright,
        CASE WHEN potential_score >= %(potential_high)s THEN 3 WHEN potential_score >= %(potential_middle)s THEN 2
             WHEN potential_score IS NOT NULL THEN 1
             ELSE (%(potentials)s::jsonb ->> potential)::int END AS lying
    FROM subject
), placed AS (
    INSERT INTO talent_placement AS t (public_id, period_id, employee_id, proposed_upright, proposed_lying, upright, lying,
        rated_year, predicate, assessed_on, provider, source, potential_score, job_person_match, computed_at, state, version)
    SELECT gen_random_uuid(), %(period)s, employee_id, upright, lying, upright, lying, year, predicate, assessed_on, provider,
        source, potential_score, job_person_match, %(now)s, 'PROPOSED', 1
    FROM axes WHERE upright IS NOT NULL AND lying IS NOT NULL ORDER BY employee_id
    ON CONFLICT (period_id, employee_id) DO UPDATE SET
        proposed_upright = excluded.upright, proposed_lying = excluded.lying, upright = excluded.upright, lying = excluded.lying,
        rated_year = excluded.rated_year, predicate = excluded.predicate, assessed_on = excluded.assessed_on,
        provider = excluded.provider, source = excluded.source, potential_score = excluded.potential_score,
        job_person_match = excluded.job_person_match, computed_at = excluded.computed_at, version = t.version + 1
    WHERE t.state = 'PROPOSED' AND NOT EXISTS (SELECT 1 FROM talent_placementchange c WHERE c.placement_id = t.id)
        AND (t.upright, t.lying, t.assessed_on, t.rated_year, t.potential_score, t.job_person_match)
            IS DISTINCT FROM (excluded.upright, excluded.lying, excluded.assessed_on, excluded.rated_year,
                              excluded.potential_score, excluded.job_person_match)
    RETURNING (xmax = 0) AS is_new
)
SELECT (SELECT count(*) FROM placed WHERE is_new), (SELECT count(*) FROM placed WHERE NOT is_new),
       (SELECT count(*) FROM axes WHERE upright IS NULL OR lying IS NULL)
"""


# The register keeps the box of the newest confirmed period; an older period confirmed late changes nothing there.
COPY_SQL = """
UPDATE employees_employee e SET talent_box = p.box, updated_at = now()
FROM talent_placement p JOIN talent_mappingperiod m ON m.id = p.period_id
WHERE p.id = ANY(%s) AND e.id = p.employee_id AND e.talent_box IS DISTINCT FROM p.box
  AND NOT EXISTS (SELECT 1 FROM talent_placement q JOIN talent_mappingperiod n ON n.id = q.period_id
                  WHERE q.employee_id = p.employee_id AND q.state = 'CONFIRMED' AND n.ends_on > m.ends_on)
"""


def place_everybody(period: MappingPeriod, now: datetime) -> Computed:
    """Propose a place for everybody of the period's agency. Inside the caller's transaction, which has locked the period."""
    with connection.cursor() as cursor:
        cursor.execute(COMPUTE_SQL, _parameters(period, now))
        return Computed(*cursor.fetchone())


def copy_boxes(placement_ids: list[int]) -> None:
    """Copy the boxes of confirmed placements into the register, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(COPY_SQL, [placement_ids])


def _parameters(period: MappingPeriod, now: datetime) -> dict:
    pack = period.pack
    return {
        "period": period.pk,
        "agency": period.agency_id,
        "now": now,
        "last_year": period.ends_on.year,
        "since": assessed_since(pack, period.ends_on),
        "until": period.ends_on,
        "by_competence": pack.mode == COMPETENCE,
        "match_high": pack.match_high,
        "match_middle": pack.match_middle,
        "potential_high": pack.potential_high,
        "potential_middle": pack.potential_middle,
        "predicates": json.dumps(PREDICATE_LEVELS),
        "potentials": json.dumps(POTENTIAL_LEVELS),
    }
