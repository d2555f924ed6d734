"""What the composition root ties together: who hears of an extension, and where the demo clock can jump to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock, demo_clock
from tests.factories.invitations import InvitationFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.notifications.registration import window_audience

pytestmark = pytest.mark.django_db


def test_invited_people_are_in_the_audience_of_an_extension():
    invitation = InvitationFactory(vacancy=VacancyFactory(state="OPEN"))
    assert window_audience(invitation.vacancy).invitees == (invitation.employee.user,)


def test_demo_clock_jumps_just_past_openings_and_closings(client):
    closing, opening = VacancyFactory(state="OPEN"), VacancyFactory(state="PUBLISHED")
    VacancyFactory(state="DRAFT")
    found = demo_clock.landmarks(clock.now())
    assert {(mark.at - timedelta(minutes=1)) for mark in found} == {closing.closes_at, opening.opens_at}
    assert sorted(mark.label.rsplit(" ", 1)[1] for mark in found) == ["dibuka", "ditutup"]
    client.post(reverse("show_demo_clock"), {"tujuan": next(m for m in found if m.label.endswith("ditutup")).at.isoformat()})
    assert clock.now() > closing.closes_at
