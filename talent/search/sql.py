"""From a query to the condition on the projection: which filters are tokens of `doc`, which are columns.

Measured (docs/talent-search.md): tokens in one GIN serve every mixture of text and facets; only an agency without text is
faster as plain columns behind its own index. Ranges are unions of tokens, never `>=` on an indexed column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from employees.enums import EducationLevel, Grade
from talent.search.codes import (
    COMPETENCIES,
    JOB_FIELDS,
    LANGUAGES,
    LEVELS,
    PERFORMANCE,
    STEPS,
    STUDIES,
    TRAININGS,
    YEARS,
    competency_token,
    number_of,
)
from talent.search.words import Alternatives, Asked


@dataclass(frozen=True)
class Query:
    """A search. Within one filter any value does, between filters all must hold; an empty filter filters nothing.

    Args:
        text: words of posts, training and studies, all of which must occur; "atau" between two words lets either do.
        name: parts of the name.
        agencies: primary keys; provinces, levels, fields: codes; grade_from, grade_to: golongan, inclusive.
        education_from: lowest level; education_field: code of `talent/rules/study_fields.py`.
        boxes: 1 to 9; performance_from: lowest predicate of the newest year.
        competencies: (code, least score); service_from: whole years since CPNS.
        languages: ISO codes; training: PKN_I, PKN_II, PKA, PKP; ready_now: in a succession group as ready now.
        person: primary key of one person, who is found when everything else holds too.
    """

    text: str = ""
    name: str = ""
    agencies: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    grade_from: int | None = None
    grade_to: int | None = None
    education_from: int | None = None
    education_field: str = ""
    boxes: tuple[int, ...] = ()
    performance_from: str = ""
    competencies: tuple[tuple[str, int], ...] = ()
    service_from: int | None = None
    languages: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    ready_now: bool = False
    person: int | None = None


@dataclass
class Condition:
    """WHERE over the projection: `sql` with named parameters, one tsquery among them."""

    clauses: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    has_words: bool = False
    is_impossible: bool = False

    @property
    def is_filters_only(self) -> bool:
        """True when neither words nor one person were asked for, only values of columns."""
        return not self.has_words and "person" not in self.parameters

    @property
    def sql(self) -> str:
        """The condition; TRUE for a search of everybody."""
        clauses = list(self.clauses)
        if self.tokens:
            clauses.insert(0, "doc @@ %(tokens)s::tsquery")
        return " AND ".join(clauses) or "TRUE"

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of `sql`."""
        return self.parameters | ({"tokens": " & ".join(self.tokens)} if self.tokens else {})


@dataclass(frozen=True)
class Filter:
    """One filter in both writings: a union of tokens, or a list of the values of one column."""

    column: str
    mark: str
    values: tuple[int, ...]

    def as_tokens(self) -> str:
        """Tokens of any of the values."""
        return any_of(f"#{self.mark}{value}" for value in self.values)


def any_of(tokens: Iterable[str]) -> str:
    """Part of a tsquery: one of these tokens, which hold no quotes."""
    return "(" + "|".join(f"'{token}'" for token in tokens) + ")"


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def filters_of(query: Query) -> list[Filter]:
    """Filters by a value of one column; one that names only unknown codes can hold for nobody."""
    found = []
    for column, mark, wanted in (
        ("agency", "a", tuple(query.agencies)),
        ("province", "p", tuple(int(code) for code in query.provinces if code.isdecimal())),
        ("level", "l", tuple(number_of(LEVELS, code) for code in query.levels)),
        ("field", "f", tuple(number_of(JOB_FIELDS, code) for code in query.fields)),
        ("study", "s", (number_of(STUDIES, query.education_field),) if query.education_field else ()),
        ("box", "k", tuple(query.boxes)),
    ):
        if wanted:
            found.append(Filter(column, mark, tuple(dict.fromkeys(wanted))))
    if query.provinces and not any(each.column == "province" for each in found):
        found.append(Filter("province", "p", (-1,)))
    if query.grade_from is not None or query.grade_to is not None:
        low, high = query.grade_from or 0, query.grade_to if query.grade_to is not None else 99
        found.append(Filter("grade", "g", tuple(code for code in Grade.values if low <= code <= high)))
    if query.education_from is not None:
        found.append(Filter("education", "e", tuple(code for code in EducationLevel.values if code >= query.education_from)))
    if query.performance_from:
        lowest = number_of(PERFORMANCE, query.performance_from)
        found.append(Filter("performance", "r", tuple(range(lowest, len(PERFORMANCE) + 1)) if lowest else ()))
    if query.ready_now:
        found.append(Filter("ready", "q", (1,)))
    return found


def condition_of(query: Query, asked: Asked, today: date) -> Condition:
    """What rows must fulfil.

    Args:
        asked: the words of the query as tokens (`talent/search/words.py`); today: for the years of service.
    """
    made = Condition(has_words=bool(asked.text or asked.names))
    made.is_impossible = asked.is_impossible
    if query.person is not None:
        made.clauses.append("id = %(person)s")
        made.parameters["person"] = query.person
    for group in (*asked.text, *asked.names):
        made.tokens.append(_group(group))
    # The measured cure: a plain index on the agency beats the union of tokens, unless words narrow it already.
    by_columns = bool(query.agencies) and not made.has_words
    for each in filters_of(query):
        if not each.values or 0 in each.values:
            made.is_impossible = True
        elif by_columns:
            made.clauses.append(f"{each.column} = ANY(%({each.column})s)")
            made.parameters[each.column] = list(each.values)
        else:
            made.tokens.append(each.as_tokens())
    _add_competencies(made, query, by_columns)
    _add_service(made, query, today, by_columns)
    _add_bits(made, "languages", "b", LANGUAGES, query.languages, by_columns)
    _add_bits(made, "trainings", "t", TRAININGS, query.training, by_columns)
    return made


def _group(group: Alternatives) -> str:
    return "(" + "|".join(f"'{token}'{':*' if group.is_prefix else ''}" for token in group.tokens) + ")"


def _add_competencies(made: Condition, query: Query, by_columns: bool) -> None:
    for code, least in query.competencies:
        if code not in COMPETENCIES:
            made.is_impossible = True
            continue
        step = max((each for each in STEPS if each <= least), default=None)
        if step is not None and not by_columns:
            made.tokens.append(f"'{competency_token(code, step)}'")
        if step != least or by_columns:
            name = f"least_{code.lower()}"
            made.clauses.append(f"{code.lower()} >= %({name})s")
            made.parameters[name] = least


def _add_service(made: Condition, query: Query, today: date, by_columns: bool) -> None:
    if query.service_from is None:
        return
    latest = years_before(today, query.service_from)
    year = min((each for each in YEARS if each >= latest.year), default=None)
    if year is not None and not by_columns:
        made.tokens.append(f"'#y{year}'")
    made.clauses.append("cpns <= %(latest)s")
    made.parameters["latest"] = latest


def _add_bits(made: Condition, column: str, mark: str, codes: tuple[str, ...], wanted: Sequence[str], by_columns: bool) -> None:
    known = [code for code in wanted if code in codes]
    if wanted and not known:
        made.is_impossible = True
    elif known and by_columns:
        made.clauses.append(f"{column} & %({column})s > 0")
        made.parameters[column] = sum(1 << codes.index(code) for code in set(known))
    elif known:
        made.tokens.append(any_of(f"#{mark}{code}" for code in known))
