"""Finding people who fit a vacancy: the search gives them in order, the rules judge them in small groups until a page is full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from employees.models import Employee
from talent.rules.limits import MOST_JUDGED, PAGE_SIZE
from talent.rules.standing import Standing
from talent.search.engine import Page, Query, find
from talent.standings import standings_of
from vacancies.models import Vacancy

# People read at once: as many as a page lists while many of them fit, more when few do.
LONG_GROUP = 60


@dataclass(frozen=True)
class Walk:
    """What a walk along the search found.

    Args:
        first: the first group as the engine gave it, with total and facets of the whole search.
        people: those who may be invited, in the order of the search; standings: how they stand, by primary key.
        judged: how many were read rule by rule; after: mark to go on from, None at the end of the search.
    """

    first: Page
    people: tuple[Employee, ...]
    standings: dict[int, Standing]
    judged: int
    after: str | None


def people_in_order(ids: Sequence[int]) -> list[Employee]:
    """The employees of these keys in their order, to be judged; whoever switched the search off meanwhile is left out."""
    found = Employee.objects.searchable().filter(pk__in=ids).select_related("agency").order_by("pk").with_records()
    by_key = {person.pk: person for person in found}
    return [by_key[key] for key in ids if key in by_key]


def narrowed(query: Query, vacancy: Vacancy) -> Query:
    """The search without people whom one column already rules out; the rules judge the rest.

    Only the lowest grade is a plain comparison of one column; every other requirement reads histories.
    """
    lowest = [row.number for row in vacancy.requirements.all() if row.kind == "MIN_GRADE" and row.number is not None]
    return replace(query, grade_from=max([*lowest, query.grade_from or 0])) if lowest else query


def walk(query: Query, vacancy: Vacancy, *, after: str = "", wanted: int = PAGE_SIZE, most_judged: int = MOST_JUDGED) -> Walk:
    """Judge the people of a search in its order until `wanted` may be invited, the search ends, or `most_judged` were read.

    The last group is always kept whole, so the page may hold a few more than `wanted`; the mark then follows the last one
    judged and nobody is skipped. At most `most_judged` / `PAGE_SIZE` rounds of a fixed number of queries.
    """
    query = narrowed(query, vacancy)
    first: Page | None = None
    people: list[Employee] = []
    standings: dict[int, Standing] = {}
    judged = 0
    mark: str | None = after
    while mark is not None and len(people) < wanted and judged < most_judged:
        size = LONG_GROUP if len(people) * 4 < judged else PAGE_SIZE
        group = find(query, after=mark, size=size, with_facets=first is None)
        first = first or group
        read = people_in_order(group.employee_ids)
        answers = standings_of(vacancy, read) if read else {}
        allowed = [person for person in read if answers[person.pk].may_be_invited]
        people += allowed
        standings |= {person.pk: answers[person.pk] for person in allowed}
        judged += len(group.employee_ids)
        mark = group.after
    assert first is not None
    return Walk(first, tuple(people), standings, judged, mark)
