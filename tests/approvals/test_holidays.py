"""The calendar of working days: drawn from the library, mended by hand, agreeing with the decree of 2026."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from approvals import holidays as calendar
from approvals.actions import change_calendar
from approvals.management.commands.draw_holidays import drawn_table
from approvals.models import CalendarChange
from approvals.rules.calendar import change_refusal
from approvals.rules.clock import due_on
from core.models import AuditEntry
from core.refusals import Refused, Stale
from tests.factories.people import AgencyFactory, UserFactory


def test_the_drawn_table_is_what_the_library_says():
    assert (calendar.folder() / calendar.DRAWN).read_text(encoding="utf-8") == drawn_table(), "Run: manage.py draw_holidays"


@pytest.mark.parametrize(
    ("day", "is_off"),
    [
        (date(2026, 3, 18), True),
        (date(2026, 3, 19), True),
        (date(2026, 3, 25), False),
        (date(2026, 8, 17), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 26), True),
        (date(2026, 12, 28), False),
    ],
    ids=["joint leave of Nyepi", "Nyepi", "after Idulfitri", "independence", "joint leave of Christmas", "Saturday", "Monday"],
)
def test_days_of_2026(day, is_off):
    assert calendar.is_day_off(day) == is_off


def test_a_span_over_new_year_is_counted_with_one_set():
    assert due_on(date(2026, 12, 23), 5, calendar.holidays(2026)) == date(2027, 1, 4)


def test_changes_by_hand_win_over_the_drawn_table(monkeypatch, tmp_path):
    (tmp_path / calendar.DRAWN).write_text("tanggal,nama,jenis\n2026-12-25,Natal,libur nasional\n2026-12-24,Cuti,cuti bersama\n")
    changes = "tanggal,perubahan,nama,dasar\n2026-12-24,hapus,,SKB uji\n2026-12-28,tambah,Cuti bersama tambahan,SKB uji\n"
    (tmp_path / calendar.CHANGES).write_text(changes)
    monkeypatch.setattr(calendar, "folder", lambda: tmp_path)
    calendar.shipped_holidays.cache_clear()
    try:
        assert calendar.shipped_holidays() == {date(2026, 12, 25): "Natal", date(2026, 12, 28): "Cuti bersama tambahan"}
        (tmp_path / calendar.CHANGES).write_text("tanggal,perubahan,nama,dasar\n2026-12-24,buang,,SKB uji\n")
        calendar.shipped_holidays.cache_clear()
        with pytest.raises(ValueError, match="buang"):
            calendar.shipped_holidays()
    finally:
        calendar.shipped_holidays.cache_clear()


# Changed on a page

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"becomes_off": False, "is_off": True, "name": ""}, None, ""),
        ({"day": TODAY}, "day", "sudah lewat"),
        ({"day": date(2030, 1, 2)}, "day", "Paling jauh tahun 2029"),
        ({"day": date(2026, 12, 26)}, "day", "Sabtu dan Minggu"),
        ({"is_off": True}, "day", "sudah tercatat"),
        ({"becomes_off": False}, "day", "tidak tercatat"),
        ({"name": " "}, "name", "nama harinya"),
        ({"decree": " "}, "decree", "dasarnya"),
    ],
)
def test_what_may_be_changed(changes, field, words):
    values = {"day": date(2026, 12, 28), "becomes_off": True, "name": "Cuti bersama", "decree": "SKB uji", "is_off": False}
    refused = change_refusal(today=TODAY, **values | changes)
    assert (refused[0] if refused else None) == field
    assert words in (refused[1] if refused else "")


@pytest.fixture
def bkn(db):
    return UserFactory(role=Role.BKN_ADMIN)


@pytest.fixture
def workday():
    """A working day ahead, from Monday to Thursday."""
    day = timezone.localdate() + timedelta(days=30)
    while day.weekday() > 3 or calendar.is_day_off(day):
        day += timedelta(days=1)
    return day


def test_a_day_is_put_on_the_calendar_and_taken_off_again_with_its_decree_in_the_trail(client, bkn, workday):
    client.force_login(bkn)
    page, place = reverse("change_calendar"), reverse("show_calendar")
    values = {"day": workday.isoformat(), "becomes": "libur", "name": "Cuti bersama uji", "decree": ""}
    answer = client.post(page, values)
    assert "Tulis keputusan yang menjadi dasarnya" in answer.content.decode()
    assert 'value="Cuti bersama uji"' in answer.content.decode()
    answer = client.post(page, values | {"decree": "SKB 9/2026"}, follow=True)
    assert answer.redirect_chain == [(f"{place}?tahun={workday.year}", 302)]
    body = answer.content.decode()
    assert body.count("Cuti bersama uji") == 2
    assert "SKB 9/2026" in body
    calendar.read_again()
    assert calendar.is_day_off(workday)
    assert due_on(workday - timedelta(days=1), 1, calendar.holidays(workday.year)) > workday
    assert f"?tanggal={workday.isoformat()}&amp;menjadi=kerja" in body
    form = client.get(page, {"tanggal": workday.isoformat(), "menjadi": "kerja"}).content.decode()
    assert f'value="{workday.isoformat()}"' in form
    client.post(page, values | {"becomes": "kerja", "decree": "SKB 10/2026"})
    calendar.read_again()
    assert not calendar.is_day_off(workday)
    written = CalendarChange.objects.order_by("revision").values_list("is_off", "name", "decree")
    assert list(written) == [(True, "Cuti bersama uji", "SKB 9/2026"), (False, "", "SKB 10/2026")]
    trail = [json.loads(entry.body)["details"] for entry in AuditEntry.objects.filter(act="change_calendar").order_by("sequence")]
    assert [each["decree"] for each in trail] == ["SKB 9/2026", "SKB 10/2026"]


def test_a_day_of_the_files_can_be_made_a_working_day(bkn):
    year = timezone.localdate().year + 1
    day = next(day for day in sorted(calendar.shipped_holidays()) if day.year == year)
    change_calendar(actor=bkn, day=day, is_off=False, name="", decree="SKB uji")
    calendar.read_again()
    assert day not in calendar.named_holidays()
    assert day not in calendar.holidays(year - 1)


def test_only_bkn_changes_it_and_of_two_at_once_one_looks_again(bkn, workday, monkeypatch):
    given = {"day": workday, "is_off": True, "name": "Cuti", "decree": "SKB uji"}
    with pytest.raises(Refused, match="admin BKN"):
        change_calendar(actor=UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory()), **given)
    change_calendar(actor=bkn, **given)
    # The other one read the calendar a moment before.
    calendar.believe_shipped(60)
    monkeypatch.setattr(calendar, "read_again", lambda: None)
    monkeypatch.setattr("approvals.models.calendar.CalendarChangeQuerySet.first", lambda rows: None)
    with pytest.raises(Stale, match="baru saja diubah"):
        change_calendar(actor=bkn, **given)
    assert CalendarChange.objects.count() == 1


def test_a_process_reads_the_page_again_after_a_while(bkn, workday, monkeypatch):
    CalendarChange.objects.create(
        day=workday, revision=1, is_off=True, name="Cuti", decree="SKB uji", written_by=bkn, written_at=timezone.now()
    )
    assert not calendar.is_day_off(workday)
    passed = calendar.time.monotonic() + 3601
    monkeypatch.setattr(calendar.time, "monotonic", lambda: passed)
    assert calendar.is_day_off(workday)


LIST_QUERIES = 9


def test_calendar_costs_the_same_at_every_size(client, bkn, workday, django_assert_num_queries):
    client.force_login(bkn)
    url = reverse("show_calendar")
    client.get(url)
    ahead = (workday + timedelta(days=number) for number in range(30))
    workdays = [day for day in ahead if not calendar.is_day_off(day)]
    for count in (1, 3):
        for day in workdays[CalendarChange.objects.count() : count]:
            change_calendar(actor=bkn, day=day, is_off=True, name="Cuti", decree="SKB uji")
        with django_assert_num_queries(LIST_QUERIES):
            client.get(url)
