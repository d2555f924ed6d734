"""For which agency a searcher looks: it is named to the people who are looked at."""

from accounts.enums import Role
from accounts.models import Agency, User
from vacancies.models import Vacancy


def agency_of(user: User, vacancy: Vacancy | None = None) -> Agency:
    """The vacancy's agency, else the first agency whose admin the person is.

    Args:
        user: somebody whom `@allow(Role.AGENCY_ADMIN)` let in; vacancy: one of their agencies', loaded with its agency.
    """
    if vacancy is not None:
        return vacancy.agency
    return next(duty.agency for duty in user.duties if duty.role == Role.AGENCY_ADMIN and duty.agency is not None)
