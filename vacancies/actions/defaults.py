"""What a new plan is filled with, so that a newcomer only adjusts: lists of its level and a calendar that keeps the law."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.indonesian import local_date
from vacancies.models import (
    CompetencyRequirement,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
    Vacancy,
)
from vacancies.rules.deadline import end_of_day, start_of_day
from vacancies.rules.rule_pack import (
    COMPONENT_KINDS,
    COMPONENT_LABELS,
    COMPONENT_STAGES,
    default_competencies,
    default_documents,
    default_requirements,
    default_tie_order,
    default_weights,
)

# Approval takes up to 11 working days (3 + 3 + 5), so registration is proposed for after that.
DAYS_UNTIL_OPENING = 16
DAYS_OF_REGISTRATION = 15
# Later stages as (code, length in days), one after the other.
STAGE_LENGTHS = (
    ("VERIFICATION", 7),
    ("ASSESSMENT", 5),
    ("PAPER", 2),
    ("INTERVIEW", 3),
    ("RANKING", 2),
    ("APPROVAL", 14),
    ("DETERMINATION", 5),
)


@dataclass(frozen=True)
class ProposedCalendar:
    """Registration window (`closes_at` exclusive), day on which age is counted, and stages as (code, first, last day)."""

    opens_at: datetime
    closes_at: datetime
    reference_on: date
    stages: tuple[tuple[str, date, date], ...]


def default_calendar(now: datetime, zone: str) -> ProposedCalendar:
    """A calendar that starts after the usual time of approval and keeps fifteen days of registration."""
    opens_on = local_date(now, zone) + timedelta(days=DAYS_UNTIL_OPENING)
    closes_on = opens_on + timedelta(days=DAYS_OF_REGISTRATION)
    stages = []
    day = closes_on + timedelta(days=1)
    for code, length in STAGE_LENGTHS:
        last = day + timedelta(days=length - 1)
        stages.append((code, day, last))
        day = last + timedelta(days=1)
    return ProposedCalendar(
        opens_at=start_of_day(opens_on, zone),
        closes_at=end_of_day(closes_on, zone),
        reference_on=day + timedelta(days=14),
        stages=tuple(stages),
    )


def write_default_lists(vacancy: Vacancy, calendar: ProposedCalendar) -> None:
    """Save a new vacancy with the lists of its level (rules/rule_pack.py)."""
    vacancy.tie_order = list(default_tie_order())
    vacancy.save(force_insert=True)
    write_requirements(vacancy)
    write_documents(vacancy)
    write_competencies(vacancy)
    ScoreComponent.objects.bulk_create(
        ScoreComponent(
            vacancy=vacancy,
            position=place,
            code=line.component,
            label=COMPONENT_LABELS[line.component],
            weight=line.weight,
            stage=COMPONENT_STAGES[line.component],
            aggregate=COMPONENT_KINDS.get(line.component, "MEAN"),
        )
        for place, line in enumerate(default_weights(vacancy.level), start=1)
    )
    Stage.objects.bulk_create(
        Stage(vacancy=vacancy, code=code, starts_on=first, ends_on=last) for code, first, last in calendar.stages
    )
    SelectionPanel.objects.create(vacancy=vacancy)


def write_requirements(vacancy: Vacancy) -> None:
    """Requirements of the vacancy's level; experience is counted in the field of the post."""
    Requirement.objects.bulk_create(
        Requirement(
            vacancy=vacancy,
            position=place,
            kind=line.kind,
            number=line.number,
            text=vacancy.field if line.kind == "FIELD_EXPERIENCE" else line.text,
            label=line.label,
        )
        for place, line in enumerate(default_requirements(vacancy.level), start=1)
    )


def write_documents(vacancy: Vacancy) -> None:
    RequiredDocument.objects.bulk_create(
        RequiredDocument(vacancy=vacancy, position=place, type=line.code, is_required=line.required)
        for place, line in enumerate(default_documents(vacancy.level), start=1)
    )


def write_competencies(vacancy: Vacancy) -> None:
    CompetencyRequirement.objects.bulk_create(
        CompetencyRequirement(vacancy=vacancy, position=place, code=line.code, name=line.name, kind=line.kind, level=line.level)
        for place, line in enumerate(default_competencies(vacancy.level), start=1)
    )
