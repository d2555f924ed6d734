"""Reminders to owners of drafts and to people asked for a document: once a mark, none for what is done, again when extended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from core.delivery import deliver_due
from core.models import NoticePreference, Notification, OutboxMessage, OutboxState
from tests.factories.applications import ApplicationFactory
from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies import tasks
from vacancies.models import DocumentRequest

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=30)


@pytest.fixture
def clock(monkeypatch):
    """A hand on the portal's clock: `clock.at(moment)` is what the sweep sees."""

    class Hand:
        def at(self, moment):
            monkeypatch.setattr("core.clock.now", lambda: moment)
            return tasks.send_reminders()

    return Hand()


@pytest.fixture
def draft():
    application = ApplicationFactory(vacancy=VacancyFactory(state="OPEN"))
    application.state_since = timezone.now() - LONG_AGO
    application.save(update_fields=["state_since"])
    return application


def mails(application):
    return OutboxMessage.objects.filter(kind="draft_reminder", recipient=application.employee.user).order_by("id")


def before(application, **span):
    return application.vacancy.closes_at - timedelta(**span)


def test_seven_three_and_one_day_before_closing_each_once(clock, draft):
    assert clock.at(before(draft, days=8)) == 0
    for days in (7, 3, 1):
        assert [clock.at(before(draft, days=days)), clock.at(before(draft, days=days) + timedelta(hours=1))] == [1, 0]
    assert clock.at(before(draft, seconds=-1)) == 0
    assert mails(draft).count() == 3
    assert Notification.objects.filter(kind="draft_reminder").count() == 3


def test_words_name_the_post_the_agency_the_deadline_and_the_page(clock, draft):
    clock.at(before(draft, days=3))
    mail = mails(draft).get()
    vacancy = draft.vacancy
    for word in (vacancy.position_title, vacancy.agency.name, "pukul 23.59 WIB"):
        assert word in mail.subject
        assert word in mail.text
    assert f"/lamaran/{draft.public_id}/" in mail.text
    assert "hari lagi" not in mail.subject + mail.text, "a mail may be read later than it was written"
    assert str(Calendar.from_ical(mail.calendar).walk("VEVENT")[0]["uid"]) == f"tenggat-{vacancy.public_id}@asnkarier"


def test_a_clock_that_jumps_sends_one_reminder_not_three(clock, draft):
    clock.at(before(draft, hours=5))
    assert mails(draft).count() == 1


@pytest.mark.parametrize("state", ["SUBMITTED", "WITHDRAWN", "EXPIRED"])
def test_nobody_else_is_reminded(clock, state):
    application = ApplicationFactory(vacancy=VacancyFactory(state="OPEN"), state=state)
    assert clock.at(before(application, days=1)) == 0


def test_a_discarded_draft_is_silent(clock, draft):
    draft.delete()
    assert clock.at(before(draft, days=1)) == 0


def test_a_closed_vacancy_is_silent(clock, draft):
    draft.vacancy.state = "CANCELLED"
    draft.vacancy.save(update_fields=["state"])
    assert clock.at(before(draft, days=1)) == 0


def test_a_draft_begun_yesterday_is_not_reminded_of_the_week(clock, draft):
    draft.state_since = before(draft, days=6)
    draft.save(update_fields=["state_since"])
    assert clock.at(before(draft, days=5)) == 0
    assert clock.at(before(draft, days=3)) == 1


def extend(vacancy, days):
    vacancy.closes_at += timedelta(days=days)
    vacancy.save(update_fields=["closes_at"])


def test_an_extension_arms_the_reminders_again(clock, draft):
    clock.at(before(draft, days=1))
    extend(draft.vacancy, 10)
    assert clock.at(before(draft, days=8)) == 0
    assert clock.at(before(draft, days=7)) == 1
    assert mails(draft).count() == 2


def test_a_waiting_reminder_does_not_leave_once_the_draft_was_sent(clock, draft, smtp_sink):
    clock.at(before(draft, days=3))
    draft.state, draft.submitted_at = "SUBMITTED", timezone.now()
    draft.save(update_fields=["state", "submitted_at"])
    assert deliver_due() == 0
    assert mails(draft).get().state == OutboxState.DROPPED
    assert smtp_sink.messages == []


def test_a_waiting_reminder_does_not_leave_with_a_deadline_that_moved(clock, draft, smtp_sink):
    clock.at(before(draft, days=3))
    extend(draft.vacancy, 10)
    assert deliver_due() == 0
    assert smtp_sink.messages == []


def test_a_true_reminder_leaves_with_its_calendar(clock, draft, smtp_sink):
    clock.at(before(draft, days=3))
    assert deliver_due() == 1
    (part,) = smtp_sink.messages[0].iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "tenggat.ics")
    assert part["Content-Type"].params["method"] == "PUBLISH"
    assert Calendar.from_ical(part.get_content()).walk("VALARM")


@pytest.mark.parametrize(
    ("days", "way", "state"),
    [(3, "DIGEST", "HELD"), (3, "BELL", None), (1, "DIGEST", "PENDING"), (1, "BELL", None), (1, "AT_ONCE", "PENDING")],
)
def test_preferences_hold_the_early_ones_and_never_the_last(clock, draft, days, way, state):
    NoticePreference.objects.create(user=draft.employee.user, kind="draft_reminder", way=way)
    assert clock.at(before(draft, days=days)) == 1
    assert mails(draft).values_list("state", flat=True).first() == state
    assert clock.at(before(draft, days=days)) == 0, "muted mail rings the bell once, too"


def test_a_sweep_costs_the_same_for_one_draft_and_for_four(clock, draft, django_assert_num_queries):
    for _ in range(2):
        clock.at(before(draft, days=3))
        with django_assert_num_queries(12):
            clock.at(before(draft, days=3))
        for application in ApplicationFactory.create_batch(3, vacancy=draft.vacancy):
            application.state_since = timezone.now() - LONG_AGO
            application.save(update_fields=["state_since"])


@pytest.fixture
def asked():
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="NEEDS_DOCUMENT")
    now = timezone.now()
    return DocumentRequest.objects.create(
        application=application, type="SKP", reason="Halaman 2 tidak terbaca.", asked_by=UserFactory(), asked_at=now,
        due_at=now + timedelta(days=3),
    )  # fmt: skip


def test_a_missing_document_is_reminded_of_once_a_day_before(clock, asked):
    assert clock.at(asked.due_at - timedelta(hours=25)) == 0
    assert [clock.at(asked.due_at - timedelta(hours=24)), clock.at(asked.due_at - timedelta(hours=2))] == [1, 0]
    mail = OutboxMessage.objects.get(kind="document_request_reminder")
    assert asked.application.vacancy.position_title in mail.subject
    assert "Halaman 2 tidak terbaca." in mail.text


@pytest.mark.parametrize("ending", ["fulfilled_at", "withdrawn_at", "lapsed_at"])
def test_an_ended_request_is_silent_and_a_waiting_reminder_stays_home(clock, asked, ending, smtp_sink):
    clock.at(asked.due_at - timedelta(hours=20))
    setattr(asked, ending, timezone.now())
    asked.save(update_fields=[ending])
    assert deliver_due() == 0
    assert smtp_sink.messages == []
    Notification.objects.all().delete()
    assert clock.at(asked.due_at - timedelta(hours=2)) == 0
