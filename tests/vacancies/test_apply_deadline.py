"""The closing second: what arrives in time, within the grace seconds, and after them. Nothing is lost in any case."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused, Stale
from tests.factories.applications import complete_draft
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import sending
from vacancies.actions.registration import close_vacancy
from vacancies.applicants import content_digest
from vacancies.models import Application
from vacancies.reviews import SALT, Review, read_review, review_mark
from vacancies.sending_function import Answer

pytestmark = pytest.mark.django_db

CLOSES = datetime(2026, 12, 4, 17, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Function that sets the portal's time, of every kind."""

    def set_time(moment: datetime) -> None:
        for name in ("now", "database_now", "transaction_now"):
            monkeypatch.setattr(clock, name, lambda: moment)
        # The sending in one statement asks PostgreSQL for the time itself (test_sending_function.py).
        monkeypatch.setattr(sending, "_send_at_once", lambda *known: None)
        monkeypatch.setattr(sending, "send_prepared", lambda **words: Answer("UNPREPARED", None))

    return set_time


def draft(grace: int = 0) -> Application:
    vacancy = VacancyFactory(state="OPEN", opens_at=CLOSES - timedelta(days=15), closes_at=CLOSES)
    vacancy.rule_pack = {**vacancy.rule_pack, "grace_seconds": grace}
    vacancy.save(update_fields=["rule_pack"])
    return complete_draft(vacancy)


def seen(application: Application, opened_at: datetime | None) -> Review:
    return Review(content_digest(application, list(application.documents.all())), opened_at)


def send(application: Application, opened_at: datetime | None = CLOSES - timedelta(minutes=1)) -> Application:
    review = seen(application, opened_at)
    return sending.submit_application(application_id=application.pk, actor=application.employee.user, review=review)


def test_last_microsecond_counts_and_the_closing_instant_does_not(at):
    first, second = draft(), draft()
    at(CLOSES - timedelta(microseconds=1))
    assert send(first).state == "SUBMITTED"
    at(CLOSES)
    with pytest.raises(sending.TooLate, match=r"tiba pukul 00\.00\.00,000 WIB, 0,000000 detik sesudah penutupan"):
        send(second)


def test_late_sending_is_noted_and_stays_a_draft(at):
    application = draft()
    at(CLOSES + timedelta(seconds=3, microseconds=412_900))
    with pytest.raises(sending.TooLate) as caught:
        send(application)
    assert caught.value.reason == (
        "Kiriman Anda tiba pukul 00.00.03,412 WIB, 3,412 detik sesudah penutupan. "
        "Isi tetap tersimpan sebagai draf dan belum terkirim."
    )
    application.refresh_from_db()
    assert (application.state, application.receipt_number) == ("DRAFT", None)
    assert application.late_attempt_at == CLOSES + timedelta(seconds=3, microseconds=412_900)
    assert not OutboxMessage.objects.exists()
    entry = AuditEntry.objects.get(act="attempt_late_submission")
    assert '"late_seconds":"3.412"' in entry.body


def test_second_late_attempt_keeps_the_first_time_and_says_its_own(at):
    application = draft()
    for late in (2, 90):
        at(CLOSES + timedelta(seconds=late))
        with pytest.raises(sending.TooLate) as caught:
            send(application)
    assert "pukul 00.01.30,000 WIB, 1 menit 30 detik sesudah penutupan" in caught.value.reason
    application.refresh_from_db()
    assert application.late_attempt_at == CLOSES + timedelta(seconds=2)
    assert AuditEntry.objects.filter(act="attempt_late_submission").count() == 1


def test_late_sending_of_a_draft_the_clock_has_already_ended(at):
    application = draft()
    at(CLOSES + timedelta(seconds=5))
    assert close_vacancy(vacancy_id=application.vacancy_id) == "closed"
    with pytest.raises(sending.TooLate, match=r"5,000 detik"):
        send(application)
    application.refresh_from_db()
    assert (application.state, application.late_attempt_at) == ("EXPIRED", CLOSES + timedelta(seconds=5))


def test_grace_takes_a_page_opened_in_time_and_says_by_how_much(at):
    application = draft(grace=60)
    at(CLOSES + timedelta(seconds=59, microseconds=999_999))
    sent = send(application)
    assert (sent.state, sent.graced_seconds) == ("SUBMITTED", Decimal("59.999"))
    entry = AuditEntry.objects.get(act="submit_application")
    assert '"graced_seconds":"59.999"' in entry.body
    assert '"reviewed_at":' in entry.body


@pytest.mark.parametrize(
    ("opened_at", "late"),
    [
        (CLOSES, timedelta(seconds=1)),  # opened at the closing instant
        (None, timedelta(seconds=1)),  # no proof of when it was opened
        (CLOSES - timedelta(days=16), timedelta(seconds=1)),  # opened before registration did
        (CLOSES - timedelta(minutes=1), timedelta(seconds=60)),  # the grace is over
    ],
)
def test_grace_takes_nothing_else(at, opened_at, late):
    application = draft(grace=60)
    at(CLOSES + late)
    with pytest.raises(sending.TooLate):
        send(application, opened_at)
    application.refresh_from_db()
    assert (application.state, application.graced_seconds) == ("DRAFT", None)


def test_grace_needs_the_contents_that_were_reviewed(at):
    application = draft(grace=60)
    review = seen(application, CLOSES - timedelta(minutes=1))
    Application.objects.filter(pk=application.pk).update(motivation="Diubah sesudah halaman dibuka")
    at(CLOSES + timedelta(seconds=1))
    with pytest.raises(Stale):
        sending.submit_application(application_id=application.pk, actor=application.employee.user, review=review)


def test_registration_closes_only_after_the_grace(at):
    vacancy = draft(grace=60).vacancy
    at(CLOSES + timedelta(seconds=59))
    assert close_vacancy(vacancy_id=vacancy.pk) == ""
    at(CLOSES + timedelta(seconds=60))
    assert close_vacancy(vacancy_id=vacancy.pk) == "closed"


def test_sending_begun_in_time_counts_though_the_clock_closed_while_it_waited(at):
    application = draft()
    at(CLOSES)
    close_vacancy(vacancy_id=application.vacancy_id)
    at(CLOSES - timedelta(microseconds=1))
    sent = send(application)
    assert (sent.state, sent.graced_seconds, sent.submitted_at) == ("SUBMITTED", None, CLOSES - timedelta(microseconds=1))
    assert [event.action for event in sent.events.order_by("pk")] == ["start", "expire", "revive", "submit"]


def test_cancelled_vacancy_takes_nothing_and_keeps_the_draft(at):
    application = draft(grace=60)
    application.vacancy.state = "CANCELLED"
    application.vacancy.save(update_fields=["state"])
    at(CLOSES - timedelta(hours=1))
    with pytest.raises(Refused, match=r"dibatalkan.*Draf Anda tetap tersimpan"):
        send(application)


def test_mark_is_bound_to_the_application_and_signed():
    one, other = complete_draft(), complete_draft()
    mark = review_mark(one, "abc", CLOSES)
    assert read_review(mark, one.public_id) == Review("abc", CLOSES)
    assert read_review(mark, other.public_id) == Review("", None)
    assert read_review(mark[:-2] + "xx", one.public_id) == Review("", None)
    assert read_review("", one.public_id) == Review("", None)
    assert SALT not in mark


@pytest.mark.parametrize(("grace", "status"), [(0, 409), (600, 302)])
def test_page_opened_before_closing_and_posted_after_it(client, at, grace, status):
    application = draft(grace)
    Application.objects.filter(pk=application.pk).update(motivation="Kalimat yang tidak boleh hilang")
    at(CLOSES - timedelta(seconds=30))
    client.force_login(application.employee.user)
    body = client.get(reverse("check_application", args=[application.public_id])).content.decode()
    mark = re.search(r'name="reviewed" value="([^"]+)"', body).group(1)
    at(CLOSES + timedelta(seconds=3, microseconds=412_000))
    response = client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": mark})
    assert response.status_code == status
    application.refresh_from_db()
    if grace:
        assert application.graced_seconds == Decimal("3.412")
        public = client.get(reverse("show_vacancy", args=[application.vacancy.public_id])).content.decode()
        assert "3,412 detik sesudah penutupan" in public
        assert application.employee.name not in public
    else:
        assert application.state == "DRAFT"
        assert "Isi tetap tersimpan sebagai draf dan belum terkirim." in response.content.decode()
        assert "Kalimat yang tidak boleh hilang" in response.content.decode()
