"""The market test of a plan: people by the columns of the search, a bounded sample of them by every rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.timezone import localdate

from core import clock
from employees.enums import Grade
from employees.models import Employee
from talent.rules.market import SMALLEST_REGISTER, Judged, Loss, Meeting, is_scarce, losses, meeting
from talent.search.engine import Query
from talent.search.projection import SAMPLE, SAMPLE_OF, TABLE
from talent.search.sql import condition_of
from talent.search.words import asked_of
from vacancies.applicants import counting_day
from vacancies.models import Vacancy
from vacancies.rules.eligibility import RequirementFact, assess, obstacles

# People read rule by rule: of those whom no column rules out, and of everybody.
MOST_CANDIDATES = 900
MOST_OF_EVERYBODY = 600


@dataclass(frozen=True)
class MarketTest:
    """Answer of the test.

    Args:
        meeting: how many meet everything; losses: what each requirement leaves out by itself, the largest first.
        judged: people read rule by rule; everybody_is_exact: whether the shares are of all people and not of a sample.
        is_scarce: fewer people than a full shortlist needs.
        is_telling: whether the register holds enough people for anything to follow from that.
    """

    meeting: Meeting
    losses: tuple[Loss, ...]
    judged: int
    everybody_is_exact: bool
    is_scarce: bool
    is_telling: bool

    @property
    def asks_reason(self) -> bool:
        """Whether whoever agrees to the plan must say why its requirements are needed."""
        return self.is_scarce and self.is_telling


@dataclass(frozen=True)
class Drawn:
    """People drawn evenly: their keys, from how many, and whether these are all of them."""

    ids: tuple[int, ...]
    out_of: int
    is_all: bool


def run_market_test(vacancy: Vacancy) -> MarketTest:
    """Judge the saved requirements of a plan. A fixed number of queries; at most 1,500 people are read.

    Args:
        vacancy: loaded with its requirements.
    """
    now = clock.now()
    today = localdate(now)
    facts = [row.facts() for row in vacancy.requirements.all()]
    on = counting_day(vacancy, today)
    candidates = _draw(implied_by(facts), MOST_CANDIDATES, today)
    everybody = _draw(Query(), MOST_OF_EVERYBODY, today)
    answers = _judge({*candidates.ids, *everybody.ids}, facts, on, today)
    found = meeting(candidates.out_of, [answers[key] for key in candidates.ids if key in answers], is_exact=candidates.is_all)
    lost = losses(
        [fact.label for fact in facts],
        [answers[key] for key in everybody.ids if key in answers],
        is_exact=everybody.is_all,
    )
    scarce, telling = is_scarce(found, vacancy.quota), everybody.out_of >= SMALLEST_REGISTER
    return MarketTest(found, tuple(lost), len(answers), everybody.is_all, scarce, telling)


def implied_by(facts: Sequence[RequirementFact]) -> Query:
    """A search that leaves out only people whom a column already rules out.

    One step of grade below the lowest is kept: a promotion decided but not yet in force may count on the day.
    """
    grades = [fact.number for fact in facts if fact.kind == "MIN_GRADE" and fact.number is not None]
    education = [fact.number for fact in facts if fact.kind == "MIN_EDUCATION" and fact.number is not None]
    lowest = max(grades) if grades else None
    below = max((code for code in Grade.values if lowest is not None and code < lowest), default=lowest)
    return Query(grade_from=below, education_from=max(education) if education else None)


def _draw(query: Query, most: int, today: date) -> Drawn:
    """Draw at most `most` people of a search, each equally likely.

    From the whole table while the search finds few, else from its fixed sample of one person in fifty.
    """
    condition = condition_of(query, asked_of(query.text, query.name), today)
    where = condition.sql or "TRUE"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABLE} WHERE {where} LIMIT {most + 1}", condition.values)  # noqa: S608 - own constants
        few = [row[0] for row in cursor.fetchall()]
        if len(few) <= most:
            return Drawn(tuple(sorted(few)), len(few), True)
        cursor.execute(
            f"SELECT id, count(*) OVER () FROM {SAMPLE} WHERE {where} ORDER BY hashint8(id + 7), id LIMIT {most}",  # noqa: S608
            condition.values,
        )
        rows = cursor.fetchall()
        if len(rows) == most:
            return Drawn(tuple(row[0] for row in rows), rows[0][1] * SAMPLE_OF, False)
        # Too few in the sample, so at most a few ten thousand in all: count and draw among them.
        cursor.execute(
            f"SELECT id, count(*) OVER () FROM {TABLE} WHERE {where} ORDER BY hashint8(id + 7), id LIMIT {most}",  # noqa: S608
            condition.values,
        )
        rows = cursor.fetchall()
    return Drawn(tuple(row[0] for row in rows), rows[0][1], False)


def _judge(ids: set[int], facts: Sequence[RequirementFact], on: date, today: date) -> dict[int, Judged]:
    people = Employee.objects.searchable().filter(pk__in=ids).with_records().order_by("pk")
    return {person.pk: Judged(_broken(person, facts, on, today)) for person in people}


def _broken(person: Employee, facts: Sequence[RequirementFact], on: date, today: date) -> frozenset[int]:
    results = assess(facts, person.facts(), on, today)
    return frozenset(place for place, result in enumerate(results) if obstacles((result,)))
