"""The search of the register: one page of people, the total, and counts beside the filters.

    page = find(Query(text="keuangan daerah", provinces=("31",)))
    next_page = find(query, after=page.after)

Design and measured figures: docs/talent-search.md.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core import signing
from django.db import connection
from django.utils.timezone import localdate

from core import clock
from talent.search.counting import current_base, tally_of_filters, tally_of_people
from talent.search.facets import EXACT_UP_TO, Count, FacetCount, Facets, facets_of, tally_by_sql
from talent.search.projection import SAMPLE, SAMPLE_OF, TABLE
from talent.search.sql import Condition, Query, condition_of
from talent.search.words import asked_of, suggestions

__all__ = ["Count", "FacetCount", "Page", "Query", "find", "suggestions"]

# People counted before a total is said as "1.000+".
CAP = 1000
MARK_SALT = "talent.search.engine"


@dataclass(frozen=True)
class Page:
    """One page of people, the best score first.

    Args:
        employee_ids: primary keys in order; after: mark of the next page, None on the last one.
        total: how many people there are; facets: filter -> counts by value, {} when not asked for.
        corrections: names as typed that nobody has, each with the known names searched instead.
    """

    employee_ids: tuple[int, ...]
    after: str | None
    total: Count
    facets: Facets = field(default_factory=dict)
    corrections: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Mark:
    """Where a page ended, and the total its reader has seen: later pages do not count again."""

    person: int
    score: int
    total: Count


def find(query: Query, *, after: str = "", size: int = 20, with_facets: bool = True) -> Page:
    """Search.

    Args:
        query: what is asked; after: mark from a page before, "" for the first; a mark that is not ours counts as "".
        size: people on a page; with_facets: False saves the counts.
    """
    today = localdate(clock.now())
    asked = asked_of(query.text, query.name)
    condition = condition_of(query, asked, today)
    corrections = tuple(asked.corrections)
    if condition.is_impossible:
        return Page((), None, Count(0), {}, corrections)
    mark = _read(after)
    facets: Facets = {}
    with connection.cursor() as cursor:
        people, ids = _people(cursor, condition, mark, size)
        total = Count(min(len(ids), CAP), is_capped=len(ids) > CAP) if mark is None else mark.total
        if with_facets:
            facets, number = _facets(cursor, query, condition, today, ids if mark is None and not total.is_capped else None)
            # A number that is known exactly by now is better than its cap.
            total = Count(number) if mark is None and number is not None else total
    following = _written(Mark(*people[size - 1], total)) if len(people) > size else None
    return Page(tuple(person for person, _ in people[:size]), following, total, facets, corrections)


def _people(cursor: Any, condition: Condition, mark: Mark | None, size: int) -> tuple[list[tuple[int, int]], list[int]]:
    """(person, score) of one page and of one person more, and everybody found, at most CAP + 1; in one statement.

    A later page reads on from where the one before ended and counts nothing. `score <=` says nothing new, but lets
    PostgreSQL leave out the bands above.
    """
    if mark is None:
        where, parameters, limit = condition.sql, condition.values, CAP + 1
    else:
        where = f"{condition.sql} AND (score, id) < (%(score)s, %(after)s) AND score <= %(score)s"
        parameters, limit = condition.values | {"score": mark.score, "after": mark.person}, size + 1
    cursor.execute(
        f"""WITH m AS MATERIALIZED (SELECT id, score FROM {TABLE} WHERE {where} ORDER BY score DESC, id DESC LIMIT {limit})
        SELECT coalesce(array_agg(id ORDER BY score DESC, id DESC), '{{}}'),
            (coalesce(array_agg(score ORDER BY score DESC, id DESC), '{{}}'))[1:{size + 1}] FROM m""",  # noqa: S608
        parameters,
    )
    ids, scores = cursor.fetchone()
    return list(zip(ids, scores, strict=False)), ids


def _facets(
    cursor: Any, query: Query, condition: Condition, today: date, everybody: list[int] | None
) -> tuple[Facets, int | None]:
    """Counts beside the filters, and the exact number of people where it is known.

    Args:
        everybody: all people found, None when they are more than were read.
    """
    base = current_base(cursor)
    if base is None:
        exact = tally_by_sql(cursor, condition, today, of_sample=False)
        if exact is not None:
            return facets_of(exact), exact.total
        sampled = tally_by_sql(cursor, condition, today, of_sample=True)
        assert sampled is not None
        return facets_of(sampled, times=SAMPLE_OF), None
    if condition.is_filters_only:
        tally = tally_of_filters(base, query, today)
        return facets_of(tally), tally.total
    if everybody is None:
        ids = _ids(cursor, condition, SAMPLE)
        if len(ids) * SAMPLE_OF > EXACT_UP_TO:
            return facets_of(tally_of_people(base.people(ids), today), times=SAMPLE_OF), None
        everybody = _ids(cursor, condition, TABLE)
    return facets_of(tally_of_people(base.people(everybody), today)), len(everybody)


def _ids(cursor: Any, condition: Condition, table: str) -> list[int]:
    cursor.execute(f"SELECT coalesce(array_agg(id), '{{}}') FROM {table} WHERE {condition.sql}", condition.values)  # noqa: S608
    return list(cursor.fetchone()[0])


def _written(mark: Mark) -> str:
    return signing.dumps([mark.person, mark.score, mark.total.number, mark.total.is_capped], salt=MARK_SALT)


def _read(text: str) -> Mark | None:
    if not text:
        return None
    try:
        person, score, number, is_capped = signing.loads(text, salt=MARK_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Mark(person, score, Count(number, is_capped=is_capped))
