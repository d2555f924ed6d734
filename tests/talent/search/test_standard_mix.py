"""The standard mix of searches over 100,000 people: the same people and counts as the oracle, by plans that stay small.

Buffers touched say what a search costs without a clock: they are the same on every machine. All in one test, because the
register is built once.
"""

import json
from datetime import date
from math import sqrt

from django.db import connection
from django.utils.timezone import localdate

from asnkarier.bench.ground.talent_mix import standard_mix
from core import clock
from talent.search import engine
from talent.search.projection import SAMPLE_OF
from tests.talent.search.grounds import register_of
from tests.talent.search.oracle import Register, counts

PEOPLE = 100_000
# Pages of 8 kB that all statements of one search may touch. A walk through everybody would touch more than 10,000.
MOST_BUFFERS = 2_500
# A band of fewer pages is rightly read as a whole when many of its people are wanted; all bands together have some 6,000.
SMALL_TABLE = 300


class Statements:
    """Remembers what a search asked of the projection."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, execute, sql, params, many, context):
        if "talent_searchrow" in sql or "talent_searchsample" in sql:
            self.asked.append((sql, params))
        return execute(sql, params, many, context)


def nodes(plan: dict):
    yield plan
    for each in plan.get("Plans", []):
        yield from nodes(each)


def explain(sql: str, params) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        answer = cursor.fetchone()[0]
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def cost_of(statements: Statements, pages: dict[str, int]) -> tuple[int, list[str]]:
    """Buffers of all statements, and the large tables that one of them read as a whole."""
    touched, whole = 0, []
    for sql, params in statements.asked:
        plan = explain(sql, params)
        touched += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        whole += [
            node["Relation Name"]
            for node in nodes(plan)
            if node["Node Type"] == "Seq Scan" and pages.get(node["Relation Name"], 0) > SMALL_TABLE
        ]
    return touched, whole


def wrong_counts(facets: engine.Facets, expected: dict[str, dict]) -> list[str]:
    """Counts that are not the oracle's; one of a sample may be off by five standard deviations of so many drawn."""
    wrong = []
    for name, wanted in expected.items():
        shown = {each.value: each.count for each in facets[name]}
        for value, number in wanted.items():
            count = shown.pop(value, engine.Count(0))
            if count.is_exact and any(not each.count.is_exact for each in facets[name]):
                continue
            drawn = number / SAMPLE_OF
            error = 0 if count.is_exact else (5 * sqrt(drawn) + 4) * SAMPLE_OF
            if abs(count.number - number) > error:
                wrong.append(f"{name} {value}: {count} instead of {number}")
        wrong += [f"{name} {value}: {count} instead of 0" for value, count in shown.items() if count.is_exact]
    return wrong


def test_standard_mix_finds_and_counts_as_the_oracle_by_small_plans(test_instance, django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), register_of(test_instance, "talenta", PEOPLE, tmp_path, files_from=1):
        with connection.cursor() as cursor:
            register = Register(cursor)
            cursor.execute("SELECT agency_id FROM employees_employee GROUP BY 1 ORDER BY count(*) DESC, 1")
            mix = standard_mix([row[0] for row in cursor.fetchall()])
            cursor.execute("SELECT relname, relpages FROM pg_class WHERE relname LIKE 'talent_search%'")
            pages = dict(cursor.fetchall())
        today: date = localdate(clock.now())
        wrong: list[str] = []
        sizes = []
        for name, query in mix:
            statements = Statements()
            with connection.execute_wrapper(statements):
                page = engine.find(query)
            touched, whole = cost_of(statements, pages)
            found = register.find(query, today, dict(page.corrections))
            if page.employee_ids != tuple(person.id for person in found[:20]):
                wrong.append(f"{name}: other people, {page.employee_ids[:3]} instead of {[p.id for p in found[:3]]}")
            known = page.total.number == len(found) if not page.total.is_capped else len(found) > engine.CAP
            if not known:
                wrong.append(f"{name}: {page.total} instead of {len(found)}")
            wrong += [f"{name}: {each}" for each in wrong_counts(page.facets, counts(found))]
            if whole or touched > MOST_BUFFERS:
                wrong.append(f"{name}: {touched} buffers, read as a whole: {whole}")
            sizes.append(len(found))
        assert wrong == []
        # The mix holds what it should: searches with everybody, with few, and with nobody.
        assert len(sizes) == 32
        assert max(sizes) == len(register.people)
        assert sum(0 < size <= engine.CAP for size in sizes) >= 8
