"""The deadline as a calendar file: public once published, moved by an extension, struck out when cancelled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.models import OutboxMessage
from tests.factories.applications import ApplicationFactory
from tests.factories.vacancies import RegistrationExtensionFactory, VacancyFactory
from vacancies.calendar_entries import vacancy_calendar
from vacancies.models import Vacancy
from vacancies.notifications.registration import announce_extension, window_audience

pytestmark = pytest.mark.django_db


def fetch(client, vacancy):
    return client.get(reverse("download_deadline", args=[vacancy.public_id]))


def deadline(text):
    return next(event for event in Calendar.from_ical(text).walk("VEVENT") if str(event["uid"]).startswith("tenggat-"))


def test_the_last_minute_that_counts_with_three_reminders(client):
    vacancy = VacancyFactory(state="OPEN")
    response = fetch(client, vacancy)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="tenggat-{vacancy.reference}.ics"'
    event = deadline(response.content)
    assert event.decoded("dtend") == vacancy.closes_at
    assert event.decoded("dtstart") == vacancy.closes_at - timedelta(minutes=1)
    assert int(event["sequence"]) == 0
    assert vacancy.position_title in str(event["summary"])
    assert str(event["description"]).count(" WIB") == 1, "the own clock once, then the two others"
    assert f"/lowongan/{vacancy.public_id}/" in str(event["url"])
    assert len(event.walk("VALARM")) == 3


def test_each_stage_stands_in_it_as_whole_days(client):
    vacancy = VacancyFactory(state="OPEN")
    events = Calendar.from_ical(fetch(client, vacancy).content).walk("VEVENT")
    stages = {str(event["uid"]): event for event in events if str(event["uid"]).startswith("tahap-")}
    assert len(stages) == vacancy.stages.count() == 7
    interview = vacancy.stages.get(code="INTERVIEW")
    event = stages[f"tahap-interview-{vacancy.public_id}@asnkarier"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (interview.starts_on, interview.ends_on + timedelta(days=1))


def test_an_extension_moves_the_same_entry(client):
    vacancy = VacancyFactory(state="OPEN")
    before = deadline(fetch(client, vacancy).content)
    vacancy.closes_at += timedelta(days=7)
    vacancy.save(update_fields=["closes_at"])
    RegistrationExtensionFactory(vacancy=vacancy)
    after = deadline(fetch(client, vacancy).content)
    assert (str(after["uid"]), int(before["sequence"]), int(after["sequence"])) == (str(before["uid"]), 0, 1)
    assert after.decoded("dtend") - before.decoded("dtend") == timedelta(days=7)


def test_the_mail_about_an_extension_carries_the_new_version():
    vacancy = VacancyFactory(state="OPEN")
    ApplicationFactory(vacancy=vacancy)
    extension = RegistrationExtensionFactory(vacancy=vacancy)
    announce_extension(vacancy, extension, window_audience(vacancy))
    assert int(deadline(OutboxMessage.objects.get(kind="registration_extended").calendar)["sequence"]) == 1


def test_a_cancelled_vacancy_strikes_the_entry_out(client):
    vacancy = VacancyFactory(state="CANCELLED")
    event = deadline(fetch(client, vacancy).content)
    assert (str(event["status"]), int(event["sequence"]), event.walk("VALARM")) == ("CANCELLED", 1, [])


def test_the_same_bytes_until_something_moves(client):
    vacancy = VacancyFactory(state="OPEN")
    assert fetch(client, vacancy).content == fetch(client, vacancy).content == vacancy_calendar(vacancy).encode()


@pytest.mark.parametrize("state", ["DRAFT", "REVIEW", "APPROVED"])
def test_what_is_not_public_is_not_found(client, state):
    assert fetch(client, VacancyFactory(state=state)).status_code == 404


def test_costs_three_queries(client, django_assert_num_queries):
    vacancy = VacancyFactory(state="OPEN")
    RegistrationExtensionFactory(vacancy=vacancy)
    with django_assert_num_queries(3):
        vacancy_calendar(Vacancy.objects.select_related("agency").get(pk=vacancy.pk))


def test_a_visitor_gets_no_session(client):
    assert fetch(client, VacancyFactory(state="OPEN")).cookies == {}
