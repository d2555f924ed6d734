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
from talent.search.facets import Count, FacetCount, Facets, facets_of, tally_by_sql
from talent.search.projection import SAMPLE_OF, TABLE
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
    with connection.cursor() as cursor:
        people, counted = _people(cursor, condition, mark, size)
        total = Count(min(counted, CAP), is_capped=counted > CAP) if mark is None else mark.total
        facets = _facets(cursor, condition, today) if with_facets else {}
    following = _written(Mark(*people[size - 1], total)) if len(people) > size else None
    return Page(tuple(person for person, _ in people[:size]), following, total, facets, corrections)


def _people(cursor: Any, condition: Condition, mark: Mark | None, size: int) -> tuple[list[tuple[int, int]], int]:
    """(person, score) of one page and of one person more, and how many were found, at most CAP + 1; in one statement.

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
        SELECT id, score, (SELECT count(*) FROM m) FROM m ORDER BY score DESC, id DESC LIMIT {size + 1}""",  # noqa: S608 - own constants
        parameters,
    )
    rows = cursor.fetchall()
    return [(person, score) for person, score, _ in rows], rows[0][2] if rows else 0


def _facets(cursor: Any, condition: Condition, today: date) -> Facets:
    exact = tally_by_sql(cursor, condition, today, of_sample=False)
    if exact is not None:
        return facets_of(exact)
    sampled = tally_by_sql(cursor, condition, today, of_sample=True)
    assert sampled is not None
    return facets_of(sampled, times=SAMPLE_OF)


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
