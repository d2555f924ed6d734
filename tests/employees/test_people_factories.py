from datetime import date

import pytest

from accounts.enums import Role
from employees.rules.nip import nip_problem
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from vacancies.rules.eligibility import assess, is_eligible
from vacancies.rules.rule_pack import default_requirements

pytestmark = pytest.mark.django_db


def test_employee_of_the_factory_has_a_lawful_nip_and_is_eligible_for_pratama():
    first, second = EmployeeFactory.create_batch(2, with_user=True)
    assert first.nip != second.nip
    assert nip_problem(first.nip, first.birth_date, "M", first.cpns_on) is None
    assert is_eligible(assess(default_requirements("PRATAMA"), first.facts(), date(2026, 12, 1)))
    assert first.user.has_any_role([Role.APPLICANT])


def test_user_of_the_factory_holds_the_duty_asked_for():
    agency = AgencyFactory()
    assert UserFactory(role=Role.PPK, agency=agency).holds(Role.PPK, agency.pk)
    assert UserFactory(role=Role.WASDAL).holds(Role.WASDAL)


def test_rank_is_written_for_pns_and_pppk():
    assert EmployeeFactory(grade=33).rank_label == "III/c Penata"
    assert EmployeeFactory(grade=None, kind="PPPK", pppk_grade="IX", with_records=False).rank_label == "Golongan IX"
