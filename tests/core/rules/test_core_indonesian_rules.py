"""Dates as Indonesians write them, and birthdays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indonesian import (
    add_years,
    date_and_clock_words,
    date_words,
    local_date,
    moment_words,
    whole_years,
    zone_info,
    zone_label,
)


def test_dates_in_words():
    assert date_words(date(2026, 12, 4)) == "4 Desember 2026"
    assert moment_words(date(2026, 12, 4)) == "Jumat, 4 Desember 2026"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("WIB", "4 Desember 2026 pukul 22.05 WIB"),
        ("WITA", "4 Desember 2026 pukul 23.05 WITA"),
        ("WIT", "5 Desember 2026 pukul 00.05 WIT"),
        ("Asia/Jayapura", "5 Desember 2026 pukul 00.05 WIT"),
    ],
)
def test_moment_in_each_zone(zone, text):
    assert date_and_clock_words(datetime(2026, 12, 4, 15, 5, tzinfo=UTC), zone) == text


def test_local_date_differs_by_zone():
    late = datetime(2026, 12, 4, 15, 5, tzinfo=UTC)
    assert (local_date(late, "WIB"), local_date(late, "WIT")) == (date(2026, 12, 4), date(2026, 12, 5))


def test_unknown_zone_and_naive_moment_are_refused():
    for call in (zone_info, zone_label):
        with pytest.raises(KeyError):
            call("Europe/Paris")
    with pytest.raises(ValueError, match="zone"):
        date_and_clock_words(datetime(2026, 1, 1), "WIB")


def test_leap_day_birthday_falls_on_the_first_of_march():
    assert add_years(date(1968, 2, 29), 57) == date(2025, 3, 1)
    assert add_years(date(1968, 2, 29), 60) == date(2028, 2, 29)
    assert whole_years(date(1968, 2, 29), date(2025, 2, 28)) == 56
    assert whole_years(date(1968, 2, 29), date(2025, 3, 1)) == 57


@given(st.dates(date(1940, 1, 1), date(2000, 12, 31)), st.integers(0, 80))
def test_age_changes_exactly_on_the_birthday(born, years):
    birthday = add_years(born, years)
    assert whole_years(born, birthday) == years
    assert whole_years(born, birthday - timedelta(days=1)) == years - 1
