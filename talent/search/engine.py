"""The search of the register: one page of people, the total, and counts beside the filters.

    page = find(Query(text="keuangan daerah", provinces=("31",)))
    next_page = find(query, after=page.after)

Design and measured figures: docs/talent-search.md.
"""

from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from typing import Any

from django.core import signing
from django.utils.timezone import localdate

from core import clock
from core.standby import asked_of_standby, reading_connection
from talent.search.counting import InForce, base_in_force, number_of_filters, tally_of_filters, tally_of_people
from talent.search.facets import Count, FacetCount, Facets, facets_of, tally_by_sql
from talent.search.projection import SAMPLE, SAMPLE_OF, TABLE
from talent.search.sql import Condition, Query, condition_of
from talent.search.words import asked_of, suggestions

__all__ = ["Count", "FacetCount", "Page", "Query", "find", "suggestions"]

# People counted before a total is said as "1.000+".
CAP = 1000
# Searches with words that find more take their counts from the sample: fetching each person reads one page of disk or memory.
EXACT_BY_WORDS = 5_000
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


@asked_of_standby
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
    with reading_connection().cursor() as cursor:
        search = Search(cursor, query, condition, today, base_in_force(cursor))
        if mark is None:
            found = search.first(size, with_facets)
        else:
            people = search.walk(mark, size + 1)
            found = Found(people, mark.total, search.first(0, True).facets if with_facets else {})
    people = found.people[: size + 1]
    following = _written(Mark(*people[size - 1], found.total)) if len(people) > size else None
    return Page(tuple(person for person, _ in people[:size]), following, found.total, found.facets, corrections)


Person = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """(person, score) of a page and of one person more, the total, and the counts."""

    people: list[Person]
    total: Count
    facets: Facets


@dataclass
class Search:
    """One search under way. `in_force`: the bands of the projection, and the count files if there are any."""

    cursor: Any
    query: Query
    condition: Condition
    today: date
    in_force: InForce

    def first(self, size: int, with_facets: bool) -> Found:
        """The first page. How it is read depends on what is known about the number of people beforehand."""
        base = self.in_force.base
        if base is None:
            return self._without_files(size, with_facets)
        if self.condition.is_filters_only:
            tally = tally_of_filters(base, self.query, self.today) if with_facets else None
            number = tally.total if tally else number_of_filters(base, self.query, self.today)
            people = self.walk(None, size + 1) if number > CAP else self._few(size + 1) if number else []
            return Found(people, Count(number), facets_of(tally) if tally else {})
        sampled = self._ids(SAMPLE) if self.condition.has_words else []
        if len(sampled) * SAMPLE_OF > EXACT_BY_WORDS:
            # So many of the sample that the total is beyond the cap for certain.
            facets = facets_of(tally_of_people(base.people(sampled), self.today), times=SAMPLE_OF) if with_facets else {}
            return Found(self.walk(None, size + 1), Count(CAP, is_capped=True), facets)
        ids, scores = self._everybody()
        facets = facets_of(tally_of_people(base.people(ids), self.today)) if with_facets else {}
        return Found(_best(ids, scores, size + 1), Count(len(ids)), facets)

    def _few(self, limit: int) -> list[Person]:
        """The best of a few people, who are fetched all."""
        return _best(*self._everybody(), limit)

    def walk(self, mark: Mark | None, limit: int) -> list[Person]:
        """The best people after the mark, band by band from the top, until there are enough.

        Each band is a statement of its own: PostgreSQL then chooses by the statistics of that band between walking down the
        scores and fetching the matches, where over all bands at once it could only do one of them.
        """
        found: list[Person] = []
        high = 1001
        for low in (*reversed(self.in_force.bounds), 0):
            if len(found) < limit and (mark is None or low <= mark.score):
                is_begun = mark is not None and mark.score < high
                found += self._band(low, high, mark if is_begun else None, limit - len(found))
            high = low
        return found

    def _band(self, low: int, high: int, mark: Mark | None, limit: int) -> list[Person]:
        where = f"score >= {low} AND score < {high} AND {self.condition.sql}"
        parameters = self.condition.values
        if mark is not None:
            where += " AND score <= %(score)s AND (score, id) < (%(score)s, %(after)s)"
            parameters |= {"score": mark.score, "after": mark.person}
        self.cursor.execute(
            f"SELECT id, score FROM {TABLE} WHERE {where} ORDER BY score DESC, id DESC LIMIT {limit}",  # noqa: S608
            parameters,
        )
        return list(self.cursor.fetchall())

    def _without_files(self, size: int, with_facets: bool) -> Found:
        people = self.walk(None, max(CAP, size) + 1)
        total = Count(min(len(people), CAP), is_capped=len(people) > CAP)
        if not with_facets:
            return Found(people, total, {})
        exact = tally_by_sql(self.cursor, self.condition, self.today, of_sample=False)
        if exact is not None:
            return Found(people, Count(exact.total), facets_of(exact))
        sampled = tally_by_sql(self.cursor, self.condition, self.today, of_sample=True)
        assert sampled is not None
        return Found(people, total, facets_of(sampled, times=SAMPLE_OF))

    def _everybody(self) -> tuple[list[int], list[int]]:
        self.cursor.execute(
            f"SELECT coalesce(array_agg(id), '{{}}'), coalesce(array_agg(score), '{{}}')"  # noqa: S608 - own constants
            f" FROM {TABLE} WHERE {self.condition.sql}",
            self.condition.values,
        )
        ids, scores = self.cursor.fetchone()
        return ids, scores

    def _ids(self, table: str) -> list[int]:
        self.cursor.execute(
            f"SELECT coalesce(array_agg(id), '{{}}') FROM {table} WHERE {self.condition.sql}",  # noqa: S608 - own constants
            self.condition.values,
        )
        return list(self.cursor.fetchone()[0])


def _best(ids: list[int], scores: list[int], limit: int) -> list[Person]:
    return [(person, score) for score, person in nlargest(limit, zip(scores, ids, strict=True))]


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
