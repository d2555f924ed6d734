"""Reading people against a vacancy: a page of search results in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import Membership, User
from core import clock
from core.prepared import read_prepared
from employees.enums import EducationLevel
from employees.models import Employee
from employees.rules.grades import rank_label
from talent.models import Invitation
from talent.pauses import paused_people
from talent.rules.standing import LEFT, Standing, shown_talent_box, standing
from vacancies.applicants import counting_day
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.permissions.applications import SELECTION_DUTIES
from vacancies.rules.eligibility import assess
from vacancies.rules.lifecycle import COUNTED_AS_SUBMITTED
from vacancies.rules.submission import REGISTRATION_STATES

_CHOICES = """
SELECT public_id, position_title, reference FROM vacancies_vacancy
WHERE agency_id = ANY(%(agencies)s) AND state = ANY(%(states)s) AND closes_at > %(now)s ORDER BY closes_at, id
"""
# What a line of the list shows of a person.
_LISTED_COLUMNS = (
    "public_id", "name", "position_title", "grade", "pppk_grade", "education_level", "education_program", "talent_box",
)  # fmt: skip
_LISTED = f"""
SELECT e.id, a.name, {", ".join(f"e.{column}" for column in _LISTED_COLUMNS)}
FROM employees_employee e JOIN accounts_agency a ON a.id = e.agency_id WHERE e.id = ANY(%(ids)s) AND e.is_searchable
"""  # noqa: S608 - own constants
_SCHOOLS = {level.value: str(level.label) for level in EducationLevel}


@dataclass(frozen=True)
class PersonRow:
    """What a searcher may see of one person (domain.md 11 row 27). No NIP, no contact."""

    public_id: str
    name: str
    post: str
    agency: str
    grade: str
    education: str
    talent_box: int | None
    standing: Standing | None

    @classmethod
    def of_absent(cls, name: str, standing: Standing) -> "PersonRow":
        """Somebody who left the search after being ticked: the name that was read then, and nothing else."""
        return cls("", name, "", "", "", "", None, standing)

    @property
    def box_label(self) -> str:
        return f"Kotak {self.talent_box}" if self.talent_box else ""


def vacancies_to_invite_for(user: User):
    """Vacancies of the person's agencies that people may be invited to now, soonest closing first."""
    return (
        Vacancy.objects.filter(
            agency_id__in=user.agency_ids(Role.AGENCY_ADMIN), state__in=REGISTRATION_STATES, closes_at__gt=clock.now()
        )
        .select_related("agency")
        .order_by("closes_at", "id")
    )


def choices_to_invite_for(user: User) -> list[tuple[Any, str, str]]:
    """The same vacancies as a drop-down shows them, planned once: public id, title, reference."""
    agencies = user.agency_ids(Role.AGENCY_ADMIN)
    return read_prepared(_CHOICES, {"agencies": agencies, "states": list(REGISTRATION_STATES), "now": clock.now()})


def standings_of(vacancy: Vacancy, people: Sequence[Employee], *, to_invite: bool = False) -> dict[int, Standing]:
    """How each person stands to the vacancy, by primary key.

    Args:
        people: loaded with `EmployeeQuerySet.with_records()`, so that their number costs no further queries.
        to_invite: they are about to be invited, so it is also asked who has applied and who has left the search.
    """
    today = localdate(clock.now())
    requirements = [requirement.facts() for requirement in vacancy.requirements.all()]
    on = counting_day(vacancy, today)
    invited = dict(Invitation.objects.filter(vacancy=vacancy, employee__in=people).values_list("employee_id", "state"))
    duties = _duties(vacancy, [person.user_id for person in people if person.user_id], today)
    applied = _applicants(vacancy, people) if to_invite else frozenset()
    paused = paused_people(vacancy, [person.pk for person in people], today)
    return {
        person.pk: LEFT
        if to_invite and not person.is_searchable
        else standing(
            results=assess(requirements, person.facts(), on, today),
            on=on,
            invitation_state=invited.get(person.pk, ""),
            has_applied=person.pk in applied,
            duty=duties.get(person.user_id, ""),
            is_paused=person.pk in paused,
        )
        for person in people
    }


def person_rows(people: Sequence[Employee], standings: dict[int, Standing]) -> list[PersonRow]:
    """Plain rows for the page; without a vacancy (`standings` empty) nobody is judged."""
    return [
        PersonRow.of_absent(person.name, LEFT)
        if standings.get(person.pk) is LEFT
        else _row([getattr(person, name) for name in _LISTED_COLUMNS], person.agency.name, standings.get(person.pk))
        for person in people
    ]


def listed_rows(ids: Sequence[int]) -> dict[int, PersonRow]:
    """The same rows by primary key, in the order of `ids` and judged by nothing, read without the rest of the register.

    Whoever switched the search off meanwhile is left out.
    """
    found = {key: _row(columns, agency, None) for key, agency, *columns in read_prepared(_LISTED, {"ids": list(ids)})}
    return {key: found[key] for key in ids if key in found}


def _row(columns: Sequence[Any], agency: str, standing: Standing | None) -> PersonRow:
    public_id, name, post, grade, pppk_grade, level, program, box = columns
    return PersonRow(
        public_id=str(public_id),
        name=name,
        post=post,
        agency=agency,
        grade=rank_label(grade, pppk_grade),
        education=f"{_SCHOOLS[level]} {program}" if program else _SCHOOLS[level],
        talent_box=shown_talent_box(box),
        standing=standing,
    )


def _applicants(vacancy: Vacancy, people: Sequence[Employee]) -> frozenset[int]:
    sent = Application.objects.filter(vacancy=vacancy, employee__in=people, state__in=COUNTED_AS_SUBMITTED)
    return frozenset(sent.values_list("employee_id", flat=True))


def _duties(vacancy: Vacancy, user_ids: list[int], today: date) -> dict[int | None, str]:
    """What each of these people does in the vacancy's selection, in words, by user id."""
    found: dict[int | None, str] = {}
    held = Membership.objects.valid_on(today).filter(agency_id=vacancy.agency_id, role__in=SELECTION_DUTIES, user_id__in=user_ids)
    for user_id, role in held.order_by("id").values_list("user_id", "role"):
        found.setdefault(user_id, Role(role).label)
    for user_id in PanelMember.objects.filter(panel__vacancy=vacancy, user_id__in=user_ids).values_list("user_id", flat=True):
        found[user_id] = "anggota pansel"
    return found
