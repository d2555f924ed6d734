"""Who may chair a panel: only somebody who holds the chair's duty for the agency, because later steps need it."""

import pytest

from accounts.enums import Role
from core.refusals import Refused
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions.plan import MemberValues, save_panel

pytestmark = pytest.mark.django_db


def seat(person, *, is_chair: bool) -> MemberValues:
    return MemberValues(user_id=person.pk, is_chair=is_chair, is_internal=False, origin="Universitas Contoh", expertise="")


@pytest.mark.parametrize(("role", "accepted"), [(Role.PANEL_CHAIR, True), (Role.PANEL_MEMBER, False)])
def test_only_the_holder_of_the_chairs_duty_may_chair(role, accepted):
    vacancy = VacancyFactory(state="DRAFT")
    admin, person = UserFactory(), UserFactory()
    MembershipFactory(user=admin, role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    MembershipFactory(user=person, role=role, agency=vacancy.agency)

    def save():
        save_panel(vacancy_id=vacancy.pk, actor=admin, version=vacancy.version, basis="SK-1", rows=[seat(person, is_chair=True)])

    if accepted:
        save()
        assert vacancy.panel.members.get(is_chair=True).user == person
    else:
        with pytest.raises(Refused, match="tugas ketua pansel"):
            save()
        assert not hasattr(vacancy, "panel") or not vacancy.panel.members.filter(user=person).exists()
