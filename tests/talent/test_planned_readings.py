"""Readings of the search page that are planned once a connection: they find what their querysets find."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import RegionKind, Role
from accounts.models import Membership, Region
from employees.models import Employee
from talent.forms import TalentSearchForm
from talent.standings import choices_to_invite_for, listed_rows, person_rows, vacancies_to_invite_for
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, RegionFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


def test_people_of_a_page_read_like_whole_people():
    grade = {"kind": "PPPK", "grade": None, "pppk_grade": "IX"}
    found = [EmployeeFactory(with_records=False), EmployeeFactory(with_records=False, talent_box=8)]
    found += [EmployeeFactory(with_records=False, **grade), EmployeeFactory(with_records=False, talent_box=3)]
    gone = EmployeeFactory(with_records=False, is_searchable=False)
    keys = [found[2].pk, gone.pk, found[0].pk, 10**12, found[3].pk, found[1].pk]
    listed = listed_rows(keys)
    whole = Employee.objects.select_related("agency").in_bulk(keys)
    assert list(listed) == [key for key in keys if key in whole and key != gone.pk]
    assert list(listed.values()) == person_rows([whole[key] for key in listed], {})
    assert {row.education for row in listed.values()} == {
        whole[key].get_education_level_display() + " " + whole[key].education_program for key in listed
    }
    assert listed_rows([]) == {}


def test_vacancies_of_the_drop_down_are_those_that_can_be_chosen():
    agency, now = AgencyFactory(), timezone.now()
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    late, soon = (VacancyFactory(state="OPEN", agency=agency, closes_at=now + timedelta(days=days)) for days in (9, 3))
    for state in ("DRAFT", "VERIFICATION"):
        VacancyFactory(state=state, agency=agency)
    VacancyFactory(state="OPEN", agency=agency, closes_at=now - timedelta(days=1), opens_at=now - timedelta(days=20))
    VacancyFactory(state="OPEN")
    wanted = [(each.public_id, each.position_title, each.reference) for each in vacancies_to_invite_for(user)]
    assert choices_to_invite_for(user) == wanted
    assert [row[0] for row in wanted] == [soon.public_id, late.public_id]
    assert choices_to_invite_for(UserFactory()) == []


def test_provinces_are_all_of_them_by_name():
    for code, name in (("31", "Jakarta"), ("11", "Aceh"), ("73", "Sulawesi Selatan")):
        RegionFactory(code=code, name=name, kind=RegionKind.PROVINCE)
    wanted = Region.objects.filter(kind=RegionKind.PROVINCE).order_by("name").values_list("code", "name")
    assert list(TalentSearchForm(user=UserFactory()).provinces.items()) == list(wanted)


def test_duties_of_a_page_are_the_valid_ones_with_their_agency(django_assert_num_queries):
    user, today = UserFactory(role=Role.WASDAL), date(2026, 5, 10)
    for role, since, until in (
        (Role.SECRETARIAT, today, None),
        (Role.PPK, today - timedelta(days=9), today),
        (Role.PYB, today + timedelta(days=1), None),
        (Role.AGENCY_ADMIN, today - timedelta(days=9), today - timedelta(days=1)),
    ):
        MembershipFactory(user=user, role=role, agency=AgencyFactory(), valid_from=since, valid_until=until)
    Membership.objects.filter(user=user, role=Role.WASDAL).update(valid_from=today)
    MembershipFactory(role=Role.PPK, agency=AgencyFactory(), valid_from=today)
    wanted = list(Membership.objects.valid_on(today).filter(user=user).select_related("agency").order_by("role", "id"))
    with django_assert_num_queries(1):
        duties = Membership.objects.duties_of(user, today)
        labels = [duty.label for duty in duties]
        assert all(duty.user is user for duty in duties)
    assert {duty.role for duty in duties} == {Role.SECRETARIAT, Role.PPK, Role.WASDAL}
    assert duties == wanted
    assert labels == [duty.label for duty in wanted]
    assert [vars(duty.agency)["code"] if duty.agency else None for duty in duties] == [
        duty.agency.code if duty.agency else None for duty in wanted
    ]
