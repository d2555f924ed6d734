"""Clocks that are wrong (docs/security.md section 3, row 14): of the browser, of the web server, of the database's zone.

What counts is PostgreSQL's transaction timestamp, an instant without a zone. The agency's zone only decides which instant a day
ends at, and how an instant is told.
"""

import os
import random
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.models import AuditEntry
from tests.factories.applications import complete_draft
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Vacancy
from vacancies.rules.deadline import end_of_day, format_deadline
from vacancies.rules.submission import IN_TIME, LATE, SendingWindow, sending_verdict

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
# One that springs forward and falls back, one a day away, one off by three quarters of an hour, one that moves by half an hour.
FOREIGN = ["America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe"]
# Nights on which clocks of others change, a leap day, the end of a year.
NIGHTS = [datetime(2026, 3, 8), datetime(2026, 11, 1), datetime(2028, 2, 29), datetime(2026, 12, 31)]


@pytest.fixture
def zone_of_server():
    """Function that sets the zone of this process; put back at the end."""
    before = os.environ.get("TZ")

    def set_zone(name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    yield set_zone
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def zone_of_database(owner_connection):
    """Function that makes a zone the database's own, as a wrong setting of the server would; put back at the end."""
    name = connection.settings_dict["NAME"]

    def set_zone(zone: str) -> None:
        with owner_connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} SET timezone = %s", [zone])
        # Whoever connects from now on gets it.
        connection.close()

    yield set_zone
    with owner_connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} RESET timezone")
    connection.close()


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("zone", ZONES)
def test_the_border_lies_at_the_same_instant_wherever_the_server_stands(zone, night, zone_of_server):
    """Five seconds on both sides, in steps of a microsecond near the border and at random further away."""
    own = ZoneInfo(ZONES[zone])
    wanted = (night + timedelta(days=1)).replace(tzinfo=own).astimezone(UTC)
    dice = random.Random(f"{zone}{night}")
    ticks = {*range(-50, 51), *(dice.randrange(-5_000_000, 5_000_001) for _ in range(200))}
    for name in FOREIGN:
        zone_of_server(name)
        closes = end_of_day(night.date(), ZONES[zone])
        assert closes == wanted
        window = SendingWindow("OPEN", closes - timedelta(days=15), closes - timedelta(days=15), closes, 0, zone)
        for tick in ticks:
            # The same instant, written in the server's zone: whoever compares walls instead of instants is wrong here.
            arrival = (closes + timedelta(microseconds=tick)).astimezone(ZoneInfo(name))
            assert sending_verdict(window, arrival, None).outcome == (IN_TIME if tick < 0 else LATE)
    assert format_deadline(closes, zone).endswith(zone)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", FOREIGN)
def test_a_sending_is_judged_by_the_database_whatever_other_clocks_say(client, zone_of_server, zone_of_database, name):
    """The browser's date is years off, server and database stand in a foreign zone: only the instant of closing counts."""
    zone_of_server(name)
    zone_of_database(name)
    lie = {"HTTP_DATE": "Sat, 01 Jan 2000 00:00:00 GMT", "HTTP_IF_UNMODIFIED_SINCE": "Sat, 01 Jan 2000 00:00:00 GMT"}
    now = timezone.now()
    vacancy = VacancyFactory(state="OPEN", opens_at=now - timedelta(days=15), closes_at=now + timedelta(hours=1))
    answers = {}
    for seconds in (60, -5):
        draft = complete_draft(vacancy)
        client.force_login(draft.employee.user)
        page = client.get(reverse("check_application", args=[draft.public_id]), **lie)
        Vacancy.objects.filter(pk=vacancy.pk).update(closes_at=clock.database_now() + timedelta(seconds=seconds))
        address = reverse("submit_application", args=[draft.public_id])
        answer = client.post(address, {"reviewed": page.context["reviewed"], "date": "2000-01-01"}, **lie)
        draft.refresh_from_db()
        answers[seconds] = (answer.status_code, draft.state)
    assert answers == {60: (302, "SUBMITTED"), -5: (409, "DRAFT")}
    acts = AuditEntry.objects.filter(act__in=("submit_application", "attempt_late_submission")).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["submit_application", "attempt_late_submission"]
