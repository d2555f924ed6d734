"""Counts beside the filters: how many of the people found have each value.

Exact whenever that is cheap: from the count files for searches without words (`talent/search/columns.py`), by SQL for up to
EXACT_UP_TO people; beyond that from the sample of one person in fifty, with the error said.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import sqrt
from typing import Any, NamedTuple

from talent.search.codes import (
    COMPETENCIES,
    COMPETENCY_COLUMNS,
    GROUPED,
    JOB_FIELDS,
    LANGUAGES,
    LEVELS,
    PERFORMANCE,
    SERVICE_STEPS,
    SHOWN_BOXES,
    STEPS,
    STUDIES,
    TRAININGS,
)
from talent.search.projection import SAMPLE, SAMPLE_OF, TABLE
from talent.search.sql import Condition, years_before

EXACT_UP_TO = 20_000
# Half the width of the 95 % interval of a count of a sample.
CERTAINTY = 1.96


class Count(NamedTuple):
    """A number of people: exact, capped ("1.000+"), or from a sample with the largest error to be expected, in percent."""

    number: int
    is_exact: bool = True
    error_percent: Decimal | None = None
    is_capped: bool = False


@dataclass(slots=True)
class FacetCount:
    """How many of the people found have one value, which is written as in `Query`. Not frozen: a page makes a thousand."""

    value: Any
    count: Count


Facets = dict[str, list[FacetCount]]
# Column of the projection -> name of the filter, and the value of `Query` for a number of the column (None: not shown).
_NAMES: dict[str, tuple[str, Callable[[int], Any]]] = {
    "agency": ("agencies", int),
    "province": ("provinces", str),
    "level": ("levels", lambda number: _code(LEVELS, number)),
    "field": ("fields", lambda number: _code(JOB_FIELDS, number)),
    "grade": ("grades", lambda number: number or None),
    "education": ("education", int),
    "study": ("education_field", lambda number: _code(STUDIES, number)),
    "box": ("boxes", lambda number: number if number in SHOWN_BOXES else None),
    "performance": ("performance", lambda number: _code(PERFORMANCE, number)),
    "ready": ("ready_now", lambda number: True if number else None),
}


def _code(codes: tuple[str, ...], number: int) -> str | None:
    return codes[number - 1] if number else None


@dataclass
class Tally:
    """Raw counts by column: how many people have each number. `service` and `competencies` count cumulative steps."""

    columns: dict[str, dict[int, int]]
    service: dict[int, int]
    competencies: dict[tuple[str, int], int]
    total: int


def facets_of(tally: Tally, *, times: int = 1) -> Facets:
    """Counts as the page shows them, the largest first.

    Args:
        times: 1 for an exact tally, SAMPLE_OF for one of the sample.
    """

    count = Count if times == 1 else estimate
    found: Facets = {}
    for column, (name, value_of) in _NAMES.items():
        pairs = [(value_of(number), people) for number, people in tally.columns.get(column, {}).items() if people]
        found[name] = [FacetCount(value, count(people)) for value, people in _sorted(pairs) if value is not None]
    for column, name, codes in (("languages", "languages", LANGUAGES), ("trainings", "training", TRAININGS)):
        bits: Counter[str] = Counter()
        for number, people in tally.columns.get(column, {}).items():
            bits.update({code: people for place, code in enumerate(codes) if number & (1 << place)})
        found[name] = [FacetCount(code, count(people)) for code, people in _sorted(bits.items()) if people]
    found["service_from"] = [FacetCount(years, count(people)) for years, people in tally.service.items() if people]
    found["competencies"] = [
        FacetCount(f"{code}:{step}", count(people)) for (code, step), people in tally.competencies.items() if people
    ]
    return found


@lru_cache(maxsize=10_000)
def estimate(number: int) -> Count:
    """The count in all that a count in the sample stands for."""
    error = Decimal(round(100 * CERTAINTY / sqrt(number))) if number else None
    return Count(number * SAMPLE_OF, is_exact=False, error_percent=error)


def _sorted(pairs: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    return sorted((pair for pair in pairs if pair[0] is not None), key=lambda pair: (-pair[1], str(pair[0])))


def tally_by_sql(cursor: Any, condition: Condition, today: date, *, of_sample: bool) -> Tally | None:
    """Count by grouping rows; None when more than EXACT_UP_TO people are found and the sample was not asked."""
    limit = f" LIMIT {EXACT_UP_TO + 1}" if not of_sample else ""
    columns = ", ".join((*GROUPED, "cpns", *COMPETENCY_COLUMNS))
    service = ", ".join(f"count(*) FILTER (WHERE cpns <= %(since_{years})s)" for years in SERVICE_STEPS)
    sets = ", ".join(f"({column})" for column in (*GROUPED, *COMPETENCY_COLUMNS))
    keys = (*GROUPED, *COMPETENCY_COLUMNS)
    statement = f"""
        WITH m AS MATERIALIZED (SELECT {columns} FROM {SAMPLE if of_sample else TABLE} WHERE {condition.sql}{limit})
        SELECT {", ".join(keys)}, {" + ".join(f"(1 - grouping({key})) * {place}" for place, key in enumerate(keys, 1))},
            count(*), {service}
        FROM m GROUP BY GROUPING SETS ((), {sets})"""  # noqa: S608 - own constants
    since = {f"since_{years}": years_before(today, years) for years in SERVICE_STEPS}
    cursor.execute(statement, condition.values | since)
    tally = Tally({key: {} for key in GROUPED}, {}, {}, 0)
    levels: dict[str, dict[int, int]] = {column: {} for column in COMPETENCY_COLUMNS}
    for row in cursor.fetchall():
        place, people = row[len(keys)], row[len(keys) + 1]
        if place == 0:
            tally.total = people
            tally.service = dict(zip(SERVICE_STEPS, row[len(keys) + 2 :], strict=True))
        else:
            (tally.columns | levels)[keys[place - 1]][row[place - 1]] = people
    if not of_sample and tally.total > EXACT_UP_TO:
        return None
    tally.competencies = {
        (code, step): sum(people for score, people in levels[code.lower()].items() if score >= step)
        for code in COMPETENCIES
        for step in STEPS
    }
    return tally
