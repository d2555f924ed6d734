"""Ranking in the database: one statement from frozen scores to stored, sealed lists, for one vacancy or for all of them.

It follows docs/ranking-packet.md and gives the same bytes as `selection.rules` and as the packet command; the suite compares all
three. Nothing is rounded before the one rounding the pack declares: PostgreSQL's `numeric` adds and multiplies exactly, and the
only division is `div`, which cuts off a whole quotient.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class StoredRanking:
    """One stored list: primary keys of ranking and lock, and the digest its packet carries."""

    ranking_id: int
    lock_id: int
    sha256: str


def store_rankings(
    *, locks: Sequence[int], declaration: Mapping[str, Any], by: int, at: datetime, reason: str = ""
) -> list[StoredRanking]:
    """Rank, cut and store the selections of these locks as new versions, by one statement.

    Args:
        locks: primary keys of `ScoreLock`, none ranked before, all of one shape (`shape`).
        declaration: `ScoreLock.declaration` of any of them. by: primary key of the person. at: the time of the run.
        reason: why it is made again.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement(*shape(declaration)), {"locks": list(locks), "by": by, "at": at, "reason": reason})
        return [StoredRanking(*row) for row in cursor.fetchall()]


def shape(declaration: Mapping[str, Any]) -> tuple[int, tuple[int, ...], bool]:
    """What the text of the statement hangs on: number of components, tie order, and whether components are rounded."""
    return len(declaration["codes"]), tuple(declaration["order"]), declaration["component_places"] is not None


@cache
def statement(parts: int, order: tuple[int, ...], is_rounded: bool) -> str:
    """The statement for selections of one shape, written out component by component.

    A list that the database walks for each person costs several times as much.

    Args:
        parts: number of components. order: places (from 1) of those that separate equal totals. is_rounded: each component
            is rounded after scaling.
    """
    numbers, places = range(1, parts + 1), range(1, len(order) + 1)

    def each(template: str, joint: str = ", ") -> str:
        return joint.join(template.format(n=n, i=n - 1) for n in numbers)

    def ties(template: str, joint: str = ", ", before: str = ", ") -> str:
        found = joint.join(template.format(k=k, n=order[k - 1], i=order[k - 1] - 1) for k in places)
        return before + found if found else ""

    point = "coalesce(s.raw[{n}], d.low_{n})"
    tie = "s.raw[{n}]"
    if is_rounded:
        tie = "div(200 * (s.raw[{n}] - d.low_{n}) * d.part_scale + d.span_{n}, 2 * d.span_{n})"
        point = f"coalesce({tie}, 0)"
    # OFFSET 0 keeps the planner from writing a list's text once for each place that names it.
    # Only people who passed are compared, so that the keys stay bare columns: an expression in them doubles the time.
    keys = "units DESC" + ties("tie_{k} DESC")
    decider = f"CASE {ties('WHEN tie_{k} <> above_{k} THEN {k}', ' ', '')} END" if order else "NULL::integer"
    decided = f"CASE l.decider {ties('WHEN {k} THEN d.code_{k}', ' ', '')} END" if order else "NULL::text"
    return f"""
WITH facts AS MATERIALIZED (
    SELECT l.id AS lock_id, l.vacancy_id, l.version, (d->>'denominator')::numeric AS denominator,
        10::numeric ^ (d->>'component_places')::integer AS part_scale,
        round(10::numeric ^ -(d->>'total_places')::integer, (d->>'total_places')::integer) AS unit,
        10::numeric ^ (d->>'total_places')::integer AS total_scale, (d->>'cut')::integer AS cut, d->'frame' AS frame,
        {each("(d->'low'->>{i})::numeric AS low_{n}")},
        {each("(d->'span'->>{i})::numeric AS span_{n}")},
        {each("coalesce((d->'mark'->>{i})::numeric, (d->'low'->>{i})::numeric) AS mark_{n}")},
        {each("(d->'factor'->>{i})::numeric AS factor_{n}")}
        {ties("d->'codes'->>{i} AS code_{k}")}
    FROM selection_scorelock l CROSS JOIN LATERAL (SELECT l.declaration AS d) AS declaration
    WHERE l.id = ANY(%(locks)s)
), declared AS MATERIALIZED (
    SELECT f.*, 2 * denominator AS divisor, {each("2 * total_scale * factor_{n} AS share_{n}")},
        denominator - {"0" if is_rounded else "2 * total_scale * (" + each("factor_{n} * low_{n}", " + ") + ")"} AS offset_of_half
    FROM facts f
), weighed AS (
    SELECT s.lock_id, s.candidate_id, s.key, d.cut, d.unit,
        coalesce({each("s.raw[{n}] >= d.mark_{n}", " AND ")}, false) AS passed,
        div({each("d.share_{n} * " + point, " + ")} + d.offset_of_half, d.divisor)::bigint AS units
        {ties(tie + " AS tie_{k}")}
    FROM declared d JOIN selection_lockedscore s ON s.lock_id = d.lock_id
), ranked AS (
    SELECT w.*, rank() OVER equals AS place, count(*) OVER equals AS place_of_last_equal, row_number() OVER listed AS position,
        lag(units) OVER listed AS units_above
        {ties("lag(tie_{k}) OVER listed AS above_{k}")}
    FROM weighed w WHERE passed
    WINDOW equals AS (PARTITION BY lock_id ORDER BY {keys}),
        listed AS (PARTITION BY lock_id ORDER BY {keys}, key COLLATE "C")
), placed AS MATERIALIZED (
    SELECT lock_id, candidate_id, key, position, true AS passed, place AS rank, place <= cut AS shortlisted,
        place <= cut AND place_of_last_equal > cut AS tied_at_cut,
        units * unit AS total, CASE WHEN units = units_above THEN {decider} END AS decider
    FROM ranked
), counted AS (
    SELECT lock_id, count(*) AS passed FROM placed GROUP BY lock_id
), lines AS MATERIALIZED (
    SELECT * FROM placed
    UNION ALL
    SELECT w.lock_id, candidate_id, key,
        coalesce(c.passed, 0) + row_number() OVER (PARTITION BY w.lock_id ORDER BY key COLLATE "C"),
        false, NULL, false, false, units * unit, NULL
    FROM weighed w LEFT JOIN counted c USING (lock_id) WHERE NOT w.passed
), results AS (
    SELECT l.lock_id, bool_or(l.tied_at_cut) AS is_overfull, count(l.rank) AS passed,
        string_agg('{{"decided_by":' || CASE WHEN l.decider IS NULL THEN 'null' ELSE to_json({decided})::text END
            || ',"number":"' || l.key || '",' ||
            CASE WHEN NOT l.passed THEN '"passed":false,"rank":null,"shortlisted":false,"tied_at_cut":false'
                WHEN NOT l.shortlisted THEN '"passed":true,"rank":' || l.rank || ',"shortlisted":false,"tied_at_cut":false'
                WHEN NOT l.tied_at_cut THEN '"passed":true,"rank":' || l.rank || ',"shortlisted":true,"tied_at_cut":false'
                ELSE '"passed":true,"rank":' || l.rank || ',"shortlisted":true,"tied_at_cut":true' END
            || ',"total":"' || l.total || '"}}', ',' ORDER BY l.position) AS result
    FROM lines l JOIN declared d USING (lock_id) GROUP BY l.lock_id
), inputs AS (
    SELECT s.lock_id, string_agg(s.frozen, ',' ORDER BY s.key COLLATE "C") AS candidates
    FROM selection_lockedscore s WHERE s.lock_id = ANY(%(locks)s) GROUP BY s.lock_id
), sealed AS (
    SELECT d.lock_id, d.vacancy_id, d.version, d.cut,
        (CASE WHEN r.is_overfull THEN '["TIE_AT_CUT"]'::jsonb ELSE '[]' END)
            || (CASE WHEN coalesce(r.passed, 0) < d.cut THEN '["FEWER_THAN_CUT"]'::jsonb ELSE '[]' END) AS flags,
        '{{"candidates":[' || coalesce(i.candidates, '') || '],' || (d.frame->>0)
            || ',"result":[' || coalesce(r.result, '') || '],' || (d.frame->>1) AS head,
        ',' || (d.frame->>2) || '}}' AS tail
    FROM declared d LEFT JOIN results r USING (lock_id) LEFT JOIN inputs i USING (lock_id) OFFSET 0
), hashed AS (
    SELECT s.*, encode(sha256(convert_to(head || tail, 'UTF8')), 'hex') AS sha256 FROM sealed s OFFSET 0
), stored AS (
    INSERT INTO selection_ranking
        (public_id, vacancy_id, lock_id, version, computed_by_id, computed_at, reason, cut, flags, packet, sha256)
    SELECT gen_random_uuid(), vacancy_id, lock_id, version, %(by)s, %(at)s, %(reason)s, cut, flags,
        head || ',"sha256":"' || sha256 || '"' || tail, sha256
    FROM hashed
    RETURNING id, lock_id, sha256
), written AS (
    INSERT INTO selection_rankingline
        (ranking_id, candidate_id, position, rank, total, decided_by, is_shortlisted, is_tied_at_cut, is_below_minimum)
    SELECT s.id, l.candidate_id, l.position, l.rank, l.total, coalesce({decided}, ''), l.shortlisted, l.tied_at_cut, NOT l.passed
    FROM lines l JOIN stored s USING (lock_id) JOIN declared d USING (lock_id)
)
SELECT id, lock_id, sha256 FROM stored ORDER BY lock_id
"""  # noqa: S608 - numbers of our own
