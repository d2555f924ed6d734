"""For which agency and vacancy a searcher looks: both are named to the people who are looked at."""

from accounts.enums import Role
from accounts.models import Agency, User
from talent.forms import chosen_people
from talent.standings import vacancies_to_invite_for
from vacancies.models import Vacancy


def agency_of(user: User, vacancy: Vacancy | None = None) -> Agency:
    """The vacancy's agency, else the first agency whose admin the person is.

    Args:
        user: somebody whom `@allow(Role.AGENCY_ADMIN)` let in; vacancy: one of their agencies', loaded with its agency.
    """
    if vacancy is not None:
        return vacancy.agency
    return next(duty.agency for duty in user.duties if duty.role == Role.AGENCY_ADMIN and duty.agency is not None)


def chosen_vacancy(user: User, given: str) -> Vacancy | None:
    """The vacancy a public id names: one of the person's agencies that takes applications, else none."""
    keys = chosen_people([given])
    return vacancies_to_invite_for(user).filter(public_id=keys[0]).first() if keys else None
