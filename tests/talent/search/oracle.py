"""Another way to the same answers: the register read row by row into Python, every rule applied to every person.

Knows nothing of tokens, bands, files or samples. Stems alone come from the database, one word at a time.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from django.db import connection

from talent.rules.score import talent_score
from talent.rules.study_fields import study_field
from talent.search.sql import Query

PREDICATES = ["SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN", "BAIK", "SANGAT_BAIK"]
STOP_WORDS = frozenset(
    "yang dan di ke dari pada untuk dengan dalam oleh atau tahun sebagai serta para antar bagi kepada secara tentang"  # noqa: SIM905
    " the of and in for to".split()
)


study = cache(study_field)


@dataclass
class Person:
    """One person as the register has them."""

    id: int
    names: list[str]
    agency: int
    province: str
    level: str
    field: str
    grade: int | None
    education: int
    program: str
    box: int | None
    cpns: date
    words: set[str] = field(default_factory=set)
    predicates: list[str] = field(default_factory=list)
    match: Decimal | None = None
    languages: set[str] = field(default_factory=set)
    training: set[str] = field(default_factory=set)
    competencies: dict[str, int] = field(default_factory=dict)
    is_ready: bool = False

    @cached_property
    def study(self) -> str:
        return study(self.program)

    @cached_property
    def score(self) -> int:
        return talent_score(performance=tuple(self.predicates), box=self.box, job_person_match=self.match, level=self.level)


Check = Callable[..., bool]


class Register:
    """Everybody who can be searched.

    Args:
        cursor: of a connection that may read the register.
    """

    def __init__(self, cursor) -> None:
        self.cursor = cursor
        self.stems: dict[str, str] = {}
        self.phrases: dict[str, frozenset[str]] = {}
        cursor.execute(
            "SELECT id, name_key, agency_id, province_id, position_level, field, grade, education_level, education_program,"
            " talent_box, cpns_on, position_title FROM employees_employee WHERE is_searchable"
        )
        self.people: dict[int, Person] = {}
        titles = []
        for row in cursor.fetchall():
            self.people[row[0]] = Person(row[0], row[1].split(), *row[2:11])
            titles += [(row[0], row[8]), (row[0], row[11])]
        for table, column in (("positionrecord", "title"), ("trainingrecord", "title"), ("educationrecord", "program")):
            titles += self._rows(f"SELECT employee_id, {column} FROM employees_{table}")
        self._learn({phrase for _, phrase in titles})
        for person, phrase in titles:
            self.people[person].words |= self.phrases[phrase]
        for person, predicate in self._rows("SELECT employee_id, predicate FROM employees_performancerecord ORDER BY year DESC"):
            self.people[person].predicates.append(predicate)
        for person, match in self._rows(
            "SELECT employee_id, job_person_match FROM employees_assessmentrecord ORDER BY assessed_on, id"
        ):
            self.people[person].match = match
        for person, language in self._rows("SELECT employee_id, language FROM employees_languagerecord"):
            self.people[person].languages.add(language)
        for person, code in self._rows("SELECT employee_id, code FROM employees_trainingrecord WHERE code <> ''"):
            self.people[person].training.add(code)
        for person, code, score in self._rows("SELECT employee_id, code, score FROM employees_competencyrecord"):
            self.people[person].competencies[code] = score
        ready = "SELECT employee_id FROM talent_poolmembership WHERE readiness = 'READY_NOW' AND left_on IS NULL"
        for (person,) in self._rows(ready):
            self.people[person].is_ready = True
        self.names = {name for person in self.people.values() for name in person.names}

    def _rows(self, statement: str) -> list[tuple]:
        self.cursor.execute(statement)
        return [row for row in self.cursor.fetchall() if row[0] in self.people]

    def _learn(self, phrases: set[str]) -> None:
        for phrase in phrases:
            words = [word for word in re.split(r"[\W_]+", phrase) if len(word) > 1 and word.lower() not in STOP_WORDS]
            is_mixed = phrase != phrase.upper()
            self.phrases[phrase] = frozenset(
                f"*{word.lower()}" if word.isupper() and is_mixed else self.stem(word.lower()) for word in words
            )

    def stem(self, word: str) -> str:
        """Stem of one small word."""
        if word not in self.stems:
            with connection.cursor() as cursor:
                cursor.execute("SELECT coalesce((ts_lexize('indonesian_stem', %s))[1], %s)", [word, word])
                self.stems[word] = cursor.fetchone()[0]
        return self.stems[word]

    def find(self, query: Query, today: date, corrections: dict[str, tuple[str, ...]]) -> list[Person]:
        """Everybody found, best first. `corrections`: what names typed wrongly were taken for."""
        checks = [*self._filters(query, today), *self._texts(query.text), *self._names(query.name, corrections)]
        found = list(self.people.values())
        for check in checks:
            found = [person for person in found if check(person)]
        return sorted(found, key=lambda person: (-person.score, -person.id))

    def _filters(self, query: Query, today: date) -> Iterator[Check]:
        """One check for each filter that is set."""
        if query.agencies:
            yield lambda person: person.agency in query.agencies
        if query.provinces:
            yield lambda person: person.province in query.provinces
        if query.levels:
            yield lambda person: person.level in query.levels
        if query.fields:
            yield lambda person: person.field in query.fields
        if query.grade_from is not None:
            yield lambda person: (person.grade or 0) >= query.grade_from
        if query.grade_to is not None:
            yield lambda person: 0 < (person.grade or 0) <= query.grade_to
        if query.education_from is not None:
            yield lambda person: person.education >= query.education_from
        if query.education_field:
            yield lambda person: person.study == query.education_field
        if query.boxes:
            yield lambda person: person.box in query.boxes
        if query.performance_from:
            enough = PREDICATES[PREDICATES.index(query.performance_from) :]
            yield lambda person: bool(person.predicates) and person.predicates[0] in enough
        for code, least in query.competencies:
            yield lambda person, code=code, least=least: person.competencies.get(code, 0) >= least
        if query.service_from is not None:
            latest = date(today.year - query.service_from, today.month, today.day)
            yield lambda person: person.cpns <= latest
        if query.languages:
            yield lambda person: not person.languages.isdisjoint(query.languages)
        if query.training:
            yield lambda person: not person.training.isdisjoint(query.training)
        if query.ready_now:
            yield lambda person: person.is_ready

    def _texts(self, text: str) -> Iterator[Check]:
        for group in re.sub(r" atau ", "|", text.lower()).split():
            words = [word for word in group.split("|") if word not in STOP_WORDS]
            tokens = {self.stem(word) for word in words} | {f"*{word}" for word in words}
            if words:
                yield lambda person, tokens=tokens: not person.words.isdisjoint(tokens)

    def _names(self, name: str, corrections: dict[str, tuple[str, ...]]) -> Iterator[Check]:
        for word in name.lower().split():
            if word in self.names:
                wanted = {word}
            else:
                wanted = {each for each in self.names if each.startswith(word)} or set(corrections[word])
            yield lambda person, wanted=wanted: not wanted.isdisjoint(person.names)


def counts(people: list[Person]) -> dict[str, dict]:
    """What the filters should count for a list of people."""
    found: dict[str, dict] = defaultdict(lambda: defaultdict(int))
    for person in people:
        found["agencies"][person.agency] += 1
        found["provinces"][person.province] += 1
        found["levels"][person.level] += 1
        found["education"][person.education] += 1
        for name, value in (
            ("fields", person.field),
            ("grades", person.grade),
            ("education_field", person.study),
            ("performance", person.predicates[0] if person.predicates else ""),
        ):
            if value:
                found[name][value] += 1
        if person.box and person.box >= 7:
            found["boxes"][person.box] += 1
        if person.is_ready:
            found["ready_now"][True] += 1
        for language in person.languages:
            found["languages"][language] += 1
        for code in person.training:
            found["training"][code] += 1
        for code, score in person.competencies.items():
            for step in range(60, 100, 5):
                if score >= step:
                    found["competencies"][f"{code}:{step}"] += 1
    return found
