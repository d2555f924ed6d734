"""Invitations for tests: `InvitationFactory(state="SENT")` to a person with an account."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talent.models import Invitation, InvitationPause
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

UNSENT = ("QUEUED", "FAILED")
ANSWERED = ("ACCEPTED", "DECLINED")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    vacancy = factory.SubFactory(VacancyFactory, state="OPEN")
    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    invited_by = factory.SubFactory(UserFactory)
    state = "SENT"
    expires_at = factory.LazyAttribute(lambda o: o.vacancy.closes_at)
    sent_at = factory.LazyAttribute(lambda o: None if o.state in UNSENT else timezone.now() - timedelta(days=1))
    answered_at = factory.LazyAttribute(lambda o: timezone.now() if o.state in ANSWERED else None)


class InvitationPauseFactory(DjangoModelFactory):
    """A pause of everything for a month; `scope="FIELD", field="SDM"` for one field."""

    class Meta:
        model = InvitationPause

    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    scope = "ALL"
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    created_at = factory.LazyFunction(timezone.now)
