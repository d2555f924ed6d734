"""SQL that repeats a rule says the same as the rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Employee
from talent.models import Invitation
from talent.rules.answer import answer_refusal
from talent.search.engine import Query, find
from talent.search.follow import follow_changes
from talent.standings import standings_of
from talent.walking import narrowed
from tests.factories.invitations import InvitationFactory
from tests.factories.people import EmployeeFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.rules.lifecycle import VACANCY_LABELS

pytestmark = pytest.mark.django_db


def test_waiting_overdue_and_renewable_agree_with_the_rule_in_every_state():
    now = timezone.now()
    person = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    invitation = InvitationFactory(vacancy=vacancy, employee=person)
    one = Invitation.objects.filter(pk=invitation.pk)
    for vacancy_state in VACANCY_LABELS:
        for closes_at in (now - timedelta(days=1), now, now + timedelta(microseconds=1), now + timedelta(days=1)):
            type(vacancy).objects.filter(pk=vacancy.pk).update(state=vacancy_state, closes_at=closes_at)
            for state in ("QUEUED", "SENT", "FAILED", "ACCEPTED", "DECLINED", "EXPIRED", "REVOKED"):
                one.update(state=state)
                may = answer_refusal(state, vacancy_state=vacancy_state, closes_at=closes_at, now=now, zone=vacancy.zone) is None
                where = (vacancy_state, closes_at - now, state)
                assert one.waiting_for(person.user, now).exists() == may, where
                assert one.overdue(now).exists() == (state == "SENT" and not may), where
                assert one.renewable(now).exists() == (state == "EXPIRED" and may), where


def test_narrowing_by_grade_drops_nobody_who_may_be_invited():
    vacancy = VacancyFactory(state="OPEN", level="PRATAMA")
    for grade in (31, 34, 41, 42, 45):
        EmployeeFactory(grade=grade, name=f"Orang {grade}")
    everybody = list(Employee.objects.with_records().for_list())
    standings = standings_of(vacancy, everybody)
    allowed = {person.pk for person in everybody if standings[person.pk].may_be_invited}
    follow_changes()
    kept = set(find(narrowed(Query(), vacancy)).employee_ids)
    assert allowed
    assert allowed <= kept < {person.pk for person in everybody}
