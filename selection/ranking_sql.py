"""Ranking in the database: one statement from frozen scores to stored, sealed lists, for one vacancy or for all of them.

It follows docs/ranking-packet.md and gives the same bytes as `selection.rules` and as the packet command; the suite compares all
three. Nothing is rounded before the one rounding the pack declares: PostgreSQL's `numeric` adds and multiplies exactly, and the
only division is `div`, which cuts off a whole quotient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection


@dataclass(frozen=True)
class StoredRanking:
    """One stored list: primary keys of ranking and lock, and the digest its packet carries."""

    ranking_id: int
    lock_id: int
    sha256: str


def store_rankings(*, locks: Sequence[int], parts: int, by: int, at: datetime, reason: str = "") -> list[StoredRanking]:
    """Rank, cut and store the selections of these locks as new versions.

    Args:
        locks: primary keys of `ScoreLock`, all of the same number of components and none ranked before.
        parts: that number. by: primary key of the person. at: the time of the run. reason: why it is made again.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement(parts), {"locks": list(locks), "by": by, "at": at, "reason": reason})
        return [StoredRanking(*row) for row in cursor.fetchall()]


@cache
def statement(parts: int) -> str:
    """The statement for selections of so many components.

    Written out component by component: a loop inside the database over a list costs five times as much.
    """
    numbers = range(1, parts + 1)

    def each(template: str, joint: str = ", ") -> str:
        return joint.join(template.format(n=n, i=n - 1) for n in numbers)

    scores = each("d.label_{n} || coalesce('\"' || trim_scale(c.raw[d.sorted_{n}])::text || '\"', 'null')", " || ',' || ")
    return f"""
WITH declared AS MATERIALIZED (
    SELECT l.id AS lock_id, l.vacancy_id, l.version, (d->>'denominator')::numeric AS denominator,
        10::numeric ^ (d->>'component_places')::integer AS part_scale, (d->>'shown_places')::integer AS shown_places,
        10::numeric ^ (d->>'shown_places')::integer AS shown_scale, (d->>'total_places')::integer AS total_places,
        10::numeric ^ (d->>'total_places')::integer AS total_scale, (d->>'cut')::integer AS cut, d->'frame' AS frame,
        {each("(d->'low'->>{i})::numeric AS low_{n}")},
        {each("(d->'span'->>{i})::numeric AS span_{n}")},
        {each("(d->'mark'->>{i})::numeric AS mark_{n}")},
        {each("(d->'factor'->>{i})::numeric AS factor_{n}")},
        {each("(d->'order'->>{i})::integer AS order_{n}")},
        {each("(d->'sorted'->>{i})::integer AS sorted_{n}")},
        {each("d->'codes'->>{i} AS code_{n}")},
        {each("to_json(d->'codes'->>(d->'sorted'->>{i})::integer - 1)::text || ':' AS label_{n}")}
    FROM selection_scorelock l CROSS JOIN LATERAL (SELECT l.declaration AS d) AS declaration
    WHERE l.id = ANY(%(locks)s)
), pointed AS (
    SELECT d.lock_id, s.candidate_id, s.key, s.raw,
        {
        each(
            "CASE WHEN d.part_scale IS NULL THEN s.raw[{n}] - d.low_{n}"
            " ELSE div(200 * (s.raw[{n}] - d.low_{n}) * d.part_scale + d.span_{n}, 2 * d.span_{n}) END AS point_{n}"
        )
    }
    FROM declared d JOIN selection_lockedscore s ON s.lock_id = d.lock_id
), weighed AS (
    SELECT p.lock_id, p.candidate_id, p.key, p.raw, d.cut,
        {each("(p.raw[{n}] IS NOT NULL AND (d.mark_{n} IS NULL OR p.raw[{n}] >= d.mark_{n}))", " AND ")} AS passed,
        div(2 * ({each("coalesce(d.factor_{n} * p.point_{n}, 0)", " + ")}) * d.total_scale + d.denominator, 2 * d.denominator)
            AS units,
        ARRAY[{each("(ARRAY[" + each("p.point_{n}") + "])[d.order_{n}]")}] AS ties
    FROM pointed p JOIN declared d USING (lock_id)
), ranked AS (
    SELECT w.*, CASE WHEN passed THEN rank() OVER equals END AS rank, row_number() OVER listed AS position,
        lag(units) OVER listed AS units_above, lag(ties) OVER listed AS ties_above
    FROM weighed w
    WINDOW equals AS (PARTITION BY lock_id ORDER BY passed DESC, CASE WHEN passed THEN units END DESC,
            CASE WHEN passed THEN ties END DESC),
        listed AS (PARTITION BY lock_id ORDER BY passed DESC, CASE WHEN passed THEN units END DESC,
            CASE WHEN passed THEN ties END DESC, key COLLATE "C")
), cut_off AS (
    SELECT r.*, count(*) FILTER (WHERE rank <= cut) OVER whole AS within,
        max(rank) FILTER (WHERE rank <= cut) OVER whole AS last_rank, count(rank) OVER whole AS passed_count
    FROM ranked r WINDOW whole AS (PARTITION BY lock_id)
), lines AS MATERIALIZED (
    SELECT c.lock_id, c.candidate_id, c.position, c.rank, c.passed, c.within, c.passed_count,
        to_json(c.key)::text AS number, c.key, round(c.units / d.total_scale, d.total_places) AS total,
        coalesce(c.rank <= c.cut, false) AS shortlisted,
        coalesce(c.within > c.cut AND c.rank = c.last_rank, false) AS tied_at_cut,
        CASE WHEN c.passed AND c.units = c.units_above THEN
            CASE {each("WHEN c.ties[{n}] <> c.ties_above[{n}] THEN (ARRAY[" + each("d.code_{n}") + "])[d.order_{n}]", " ")} END
        END AS decided_by,
        jsonb_build_object({
        each(
            "d.code_{n}, round(div(200 * (c.raw[{n}] - d.low_{n}) * d.shown_scale + d.span_{n},"
            " 2 * d.span_{n}) / d.shown_scale, d.shown_places)::text"
        )
    }) AS components,
        '{{' || {scores} || '}}' AS scores
    FROM cut_off c JOIN declared d USING (lock_id)
), texts AS (
    SELECT lock_id, max(within) AS within, max(passed_count) AS passed_count,
        string_agg('{{"number":' || number || ',"scores":' || scores || '}}', ',' ORDER BY key COLLATE "C") AS candidates,
        string_agg('{{"decided_by":' || coalesce(to_json(decided_by)::text, 'null') || ',"number":' || number
            || ',"passed":' || passed || ',"rank":' || coalesce(rank::text, 'null')
            || ',"shortlisted":' || shortlisted || ',"tied_at_cut":' || tied_at_cut
            || ',"total":"' || total || '"}}', ',' ORDER BY position) AS result
    FROM lines GROUP BY lock_id
), sealed AS (
    SELECT d.lock_id, d.vacancy_id, d.version, d.cut,
        (CASE WHEN t.within > d.cut THEN '["TIE_AT_CUT"]'::jsonb ELSE '[]' END)
            || (CASE WHEN coalesce(t.passed_count, 0) < d.cut THEN '["FEWER_THAN_CUT"]'::jsonb ELSE '[]' END) AS flags,
        '{{"candidates":[' || coalesce(t.candidates, '') || '],' || (d.frame->>0)
            || ',"result":[' || coalesce(t.result, '') || '],' || (d.frame->>1) AS head,
        ',' || (d.frame->>2) || '}}' AS tail
    FROM declared d LEFT JOIN texts t USING (lock_id)
), hashed AS (
    SELECT s.*, encode(sha256(convert_to(head || tail, 'UTF8')), 'hex') AS sha256 FROM sealed s
), stored AS (
    INSERT INTO selection_ranking
        (public_id, vacancy_id, lock_id, version, computed_by_id, computed_at, reason, cut, flags, packet, sha256)
    SELECT gen_random_uuid(), vacancy_id, lock_id, version, %(by)s, %(at)s, %(reason)s, cut, flags,
        head || ',"sha256":"' || sha256 || '"' || tail, sha256
    FROM hashed
    RETURNING id, lock_id, sha256
), written AS (
    INSERT INTO selection_rankingline
        (ranking_id, candidate_id, position, rank, total, components, decided_by,
            is_shortlisted, is_tied_at_cut, is_below_minimum)
    SELECT s.id, l.candidate_id, l.position, l.rank, l.total, l.components, coalesce(l.decided_by, ''),
        l.shortlisted, l.tied_at_cut, NOT l.passed
    FROM lines l JOIN stored s USING (lock_id)
)
SELECT id, lock_id, sha256 FROM stored ORDER BY lock_id
"""  # noqa: S608 - numbers of our own
