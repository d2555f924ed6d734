"""Who may read from the second server: figures, requests, and what happens when it fails.

A real one follows a real primary in tests/faults/test_standby.py.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.http import HttpResponse

from core import standby
from core.standby import PRIMARY, STANDBY, OwnWritesMiddleware, Reader, Replayed, StandbyRouter, seconds_behind

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("behind", "last", "now", "wanted"),
    [
        (0, NOON - timedelta(hours=3), NOON, 0.0),  # nothing happened for hours
        (900, NOON - timedelta(seconds=4), NOON, 4.0),
        (900, None, NOON, float("inf")),  # never replayed anything
        (900, NOON + timedelta(seconds=1), NOON, 0.0),  # the two clocks differ
        (None, NOON - timedelta(hours=3), None, 0.0),  # the primary is gone: nothing newer can be had
    ],
)
def test_age_of_the_standby(behind, last, now, wanted):
    assert seconds_behind(Replayed(behind, last, 1), now) == wanted


@pytest.fixture
def near(monkeypatch, settings):
    """A standby that has version 5 of the public pages; the connections are never opened. Gives the list of measurements."""
    monkeypatch.setitem(settings.DATABASES, STANDBY, {})
    asked = []

    def measured():
        asked.append(1)
        return True, 5

    monkeypatch.setattr(standby, "_measured", measured)
    monkeypatch.setattr(standby, "measurement", standby.Measurement())
    primary = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(standby, "connections", {PRIMARY: primary, STANDBY: SimpleNamespace(close=lambda: None)})
    return asked


def shown(rf, method="get", cookies=None, version=None, view=None):
    """Where the readings of one request go, told by the router from inside the view."""
    request = getattr(rf, method)("/statistik/")
    request.COOKIES = cookies or {}
    if version is not None:
        request.META[standby.VERSION_WANTED] = str(version)
    found = []

    def usual(request):
        found.append(StandbyRouter().db_for_read(None))
        return HttpResponse()

    response = OwnWritesMiddleware(standby.shown_from_standby(view or usual))(request)
    return found, response


def test_a_stranger_reads_from_the_standby_and_gets_no_cookie(rf, near):
    found, response = shown(rf)
    assert found == [STANDBY]
    assert not response.cookies
    assert StandbyRouter().db_for_read(None) == PRIMARY


def test_one_measurement_serves_many_requests(rf, near):
    for _ in range(5):
        shown(rf)
    assert len(near) == 1


@pytest.mark.parametrize(
    "reading",
    [
        {"cookies": {"baru": "1"}},  # wrote a moment ago
        {"cookies": {"sesi": "abc"}},  # has rows of the own
        {"method": "post"},
        {"version": 6},  # the page is kept under a version the standby has not seen
    ],
)
def test_these_read_from_the_primary(rf, near, reading):
    assert shown(rf, **reading)[0] == [PRIMARY]


def test_a_page_kept_under_a_version_the_standby_has_is_read_there(rf, near):
    assert shown(rf, version=5)[0] == [STANDBY]


def test_a_write_is_noted_in_the_browser(rf, near, settings):
    cookie = shown(rf, "post")[1].cookies["baru"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", settings.STANDBY_HOLD_SECONDS)
    # What was written before the hold ends is on the standby: it never answers with rows older than the lag it may have.
    assert settings.STANDBY_HOLD_SECONDS > settings.STANDBY_LAG_SECONDS + standby.MEASURED_FOR


def test_who_writes_reads_from_the_primary_to_the_end_of_the_request(rf, near):
    places = []

    def writing(request):
        places.append(StandbyRouter().db_for_read(None))
        places.append(StandbyRouter().db_for_write(None))
        places.append(StandbyRouter().db_for_read(None))
        places.append(standby.asked_of_standby(lambda: StandbyRouter().db_for_read(None))())
        return HttpResponse()

    shown(rf, view=writing)
    assert places == [STANDBY, PRIMARY, PRIMARY, PRIMARY]


def test_a_standby_that_fails_while_reading_is_not_seen_and_then_left_alone(rf, near):
    places = []

    def failing(request):
        places.append(StandbyRouter().db_for_read(None))
        if places[-1] == STANDBY:
            raise OperationalError("canceling statement due to conflict with recovery")
        return HttpResponse("isi")

    assert shown(rf, view=failing)[1].content == b"isi"
    assert places == [STANDBY, PRIMARY]
    assert shown(rf, view=failing)[1].content == b"isi"
    assert places == [STANDBY, PRIMARY, PRIMARY]


def test_a_primary_that_is_gone_leaves_a_standby_that_was_behind_to_answer(rf, near, monkeypatch):
    answers, places = [(False, 5), (True, 5), (True, 5), (True, 5)], []
    monkeypatch.setattr(standby, "_measured", lambda: answers.pop(0))

    def failing(request):
        places.append(StandbyRouter().db_for_read(None))
        if places[-1] == PRIMARY:
            raise OperationalError("server closed the connection unexpectedly")
        return HttpResponse("isi")

    assert shown(rf, view=failing)[1].content == b"isi"
    assert places == [PRIMARY, STANDBY]
    # What it does not have, it does not show.
    with pytest.raises(OperationalError):
        shown(rf, view=failing, version=6)
    assert places == [PRIMARY, STANDBY, PRIMARY]


def test_an_error_of_the_primary_is_shown(rf, near):
    def failing(request):
        StandbyRouter().db_for_write(None)
        raise OperationalError("deadlock")

    with pytest.raises(OperationalError):
        shown(rf, view=failing)


def test_outside_of_a_request_and_inside_a_transaction_the_primary_answers(near, monkeypatch):
    ask = standby.asked_of_standby(lambda: StandbyRouter().db_for_read(None))
    assert ask() == PRIMARY
    token = standby._reader.set(Reader(may_lag=True))
    try:
        assert ask() == STANDBY
        standby.connections[PRIMARY].in_atomic_block = True
        assert ask() == PRIMARY
    finally:
        standby._reader.reset(token)


def test_migrations_know_one_database():
    assert StandbyRouter().allow_migrate(PRIMARY, "core")
    assert not StandbyRouter().allow_migrate(STANDBY, "core")


def test_without_a_standby_nothing_of_it_runs(settings):
    assert STANDBY not in settings.DATABASES
    assert settings.DATABASE_ROUTERS == []
    with pytest.raises(MiddlewareNotUsed):
        OwnWritesMiddleware(lambda request: HttpResponse())
