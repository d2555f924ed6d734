"""The daily digest: one mail a person and morning, at 07.00 on the own clock, nothing for who has nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role, Zone
from core.calendar_files import CalendarEntry, calendar_text
from core.digest import write_digests
from core.models import NoticePreference, OutboxMessage, OutboxState
from core.outbox import queue_mail
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
# A Tuesday; mails of these tests are written the evening before.
TUESDAY = datetime(2026, 11, 24, tzinfo=ZoneInfo("Asia/Jakarta"))
EVENING = TUESDAY - timedelta(hours=5)


def at(hour, minute=0, day=TUESDAY):
    return day + timedelta(hours=hour, minutes=minute)


def hold(person, name, *, kind="draft_reminder", since=EVENING, **more):
    NoticePreference.objects.get_or_create(user=person, kind=kind, defaults={"way": "DIGEST"})
    queue_mail(
        kind=kind,
        key=f"{kind}:{name}:{person.pk}",
        to_address="lama@uji.example",
        recipient=person,
        subject=f"Kabar {name}: Direktur Uji, Kementerian Uji",
        text=f"Isi kabar {name}.\n\nhttp://127.0.0.1:8000/lamaran/\n\n--\nASN Karier\nKaki surat.\n",
        **more,
    )
    OutboxMessage.objects.filter(key=f"{kind}:{name}:{person.pk}").update(created_at=since)


@pytest.fixture(autouse=True)
def reminders_stay_true(monkeypatch):
    """These tests are about the digest, not about drafts."""
    monkeypatch.setattr("core.notices.still_true", {})
    monkeypatch.setattr("core.outbox.still_true", {})


def digests():
    return list(OutboxMessage.objects.filter(kind="daily_digest").order_by("id"))


def test_held_mails_become_one_digest_with_every_word_and_one_foot():
    person = UserFactory()
    hold(person, "satu")
    hold(person, "dua", kind="registration_extended")
    assert write_digests(at(6, 59)) == 0
    assert write_digests(at(7)) == 1
    (mail,) = digests()
    assert mail.to_address == person.email
    assert mail.subject == "Ringkasan harian: Kabar satu: Direktur Uji, Kementerian Uji dan 1 kabar lain"
    assert "Isi kabar satu." in mail.text
    assert "Isi kabar dua." in mail.text
    assert "Selasa, 24 November 2026" in mail.text
    assert mail.text.count("\n--\nASN Karier") == 1
    assert "Kaki surat" not in mail.text
    assert "/akun/pemberitahuan/" in mail.text
    assert mail.state == OutboxState.PENDING
    held = OutboxMessage.objects.exclude(kind="daily_digest")
    assert set(held.values_list("state", flat=True)) == {OutboxState.DIGESTED}


def test_a_digest_of_one_carries_its_subject():
    hold(UserFactory(), "satu")
    write_digests(at(7))
    assert digests()[0].subject == "Ringkasan harian: Kabar satu: Direktur Uji, Kementerian Uji"


def test_nobody_without_held_mail_gets_one():
    UserFactory()
    assert write_digests(at(7)) == 0
    assert digests() == []


def test_later_sweeps_and_later_mail_wait_for_the_next_morning():
    person = UserFactory()
    hold(person, "satu")
    assert [write_digests(at(7)), write_digests(at(7, 1))] == [1, 0]
    hold(person, "dua", since=at(8))
    assert [write_digests(at(9)), write_digests(at(23))] == [0, 0]
    assert write_digests(at(24 + 7)) == 1
    assert "Isi kabar satu." not in digests()[1].text


def test_mail_held_after_seven_does_not_leave_the_same_day():
    hold(UserFactory(), "satu", since=at(8))
    assert write_digests(at(8, 30)) == 0


def test_a_sweep_that_slept_through_the_morning_still_sends():
    hold(UserFactory(), "satu")
    assert write_digests(at(15)) == 1


@pytest.mark.parametrize(("zone", "hour"), [(Zone.WIB, 7), (Zone.WITA, 6), (Zone.WIT, 5)])
def test_seven_is_seven_on_the_clock_of_the_own_agency(zone, hour):
    agency = AgencyFactory(zone=zone)
    hold(UserFactory(role=Role.AGENCY_ADMIN, agency=agency), "tugas")
    hold(EmployeeFactory(agency=agency, with_user=True).user, "pegawai")
    assert write_digests(at(hour) - timedelta(seconds=1)) == 0
    assert write_digests(at(hour)) == 2


def test_a_duty_elsewhere_sets_the_clock():
    employee = EmployeeFactory(agency=AgencyFactory(zone=Zone.WIB), with_user=True)
    from tests.factories.people import MembershipFactory

    MembershipFactory(user=employee.user, role=Role.AGENCY_ADMIN, agency=AgencyFactory(zone=Zone.WIT))
    hold(employee.user, "satu")
    assert write_digests(at(5)) == 1


def test_requests_for_a_decision_leave_on_working_days_only():
    person = UserFactory()
    saturday = TUESDAY + timedelta(days=4)
    hold(person, "langkah", kind="step_arrived", since=saturday - timedelta(hours=6))
    assert write_digests(at(7, day=saturday)) == 0
    assert write_digests(at(7, day=saturday + timedelta(days=1))) == 0
    assert write_digests(at(7, day=saturday + timedelta(days=2))) == 1


def test_requests_for_a_decision_wait_over_a_holiday():
    person = UserFactory()
    friday = datetime(2026, 12, 25, tzinfo=ZoneInfo("Asia/Jakarta"))
    hold(person, "izin", kind="step_arrived", since=friday - timedelta(hours=30))
    assert write_digests(at(8, day=friday)) == 0
    assert write_digests(at(8, day=friday + timedelta(days=3))) == 1


def test_a_reminder_that_lost_its_reason_stays_out(monkeypatch):
    person = UserFactory()
    hold(person, "satu")
    monkeypatch.setattr("core.outbox.still_true", {"draft_reminder": lambda key: False})
    assert write_digests(at(7)) == 0
    assert OutboxMessage.objects.get().state == OutboxState.DROPPED


def test_who_is_inactive_gets_none():
    person = UserFactory(is_active=False)
    hold(person, "satu")
    assert write_digests(at(7)) == 0
    assert digests() == []


def test_calendar_files_travel_in_one():
    person = UserFactory()
    for number in (1, 2):
        entry = CalendarEntry(
            uid=f"tenggat-{number}@asnkarier",
            title="Tenggat",
            starts=datetime(2026, 12, 4, tzinfo=UTC),
            ends=datetime(2026, 12, 4, 1, tzinfo=UTC),
            sequence=0,
            changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        hold(person, f"k{number}", calendar=calendar_text([entry]))
    write_digests(at(7))
    assert digests()[0].calendar.count("BEGIN:VEVENT") == 2
    assert digests()[0].calendar.count("BEGIN:VCALENDAR") == 1


def test_a_sweep_with_nothing_to_do_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    for wanted in (1, 3):
        while OutboxMessage.objects.held().count() < wanted:
            hold(UserFactory(), "satu", since=at(8))
            write_digests(at(7))
        with django_assert_num_queries(3):
            write_digests(at(6))
