"""How ready a person is for the next level: the requirements of that level, asked of the register."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from employees.models import Employee
from talent.rules.succession import Readiness, suggest_readiness
from vacancies.rules.eligibility import assess, obstacles
from vacancies.rules.rule_pack import default_requirements


def readiness_of(person: Employee, *, box: int, target_level: str, today: date, match: Decimal | None) -> Readiness:
    """What the rule suggests for the level one step up.

    Args:
        person: loaded with `with_records()`. target_level: code of PositionLevel; only JPT levels have requirements in law.
        match: job person match used for the placement; the register's newest one when there is none.
    """
    facts = person.facts()
    if match is None:
        newest = max(facts.assessments, key=lambda each: each.assessed_on, default=None)
        match = newest.job_person_match if newest else None
    unmet: list[str] = []
    if target_level.startswith("JPT_"):
        requirements = [
            replace(each, text=person.field) if each.kind == "FIELD_EXPERIENCE" else each
            for each in default_requirements(target_level.removeprefix("JPT_"))
        ]
        unmet = [each.label for each in obstacles(assess(requirements, facts, today))]
    return suggest_readiness(box=box, match=match, unmet=unmet)
