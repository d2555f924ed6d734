"""Sessions: lawful ones, seats, overlaps and how people are spread."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.sessions import SessionFacts, capacity_problem, overlaps, session_problem, spread, time_words

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def facts(**fields) -> SessionFacts:
    start = fields.pop("start", HOUR)
    length = fields.pop("length", HOUR)
    return SessionFacts(
        **{"starts_at": NOW + start, "ends_at": NOW + start + length, "place": "Ruang 1", "link": "", "capacity": 5, **fields}
    )


@pytest.mark.parametrize(
    ("session", "field"),
    [
        (facts(), None),
        (facts(place=" ", link="https://rapat.example/a"), None),
        (facts(length=timedelta(hours=12)), None),
        (facts(taken=5), None),
        (facts(start=timedelta()), "starts_at"),
        (facts(start=-HOUR), "starts_at"),
        (facts(length=timedelta()), "ends_at"),
        (facts(length=-HOUR), "ends_at"),
        (facts(length=timedelta(hours=12, minutes=1)), "ends_at"),
        (facts(place=" "), "place"),
        (facts(capacity=0), "capacity"),
        (facts(taken=6), "capacity"),
    ],
)
def test_first_thing_wrong_with_a_session(session, field):
    problem = session_problem(session, NOW)
    assert (problem and problem[0]) == field


@pytest.mark.parametrize(
    ("capacity", "taken", "wanted", "sentence"),
    [
        (3, 0, 3, None),
        (3, 2, 1, None),
        (3, 3, 0, None),
        (3, 2, 2, "Sesi ini tinggal punya 1 kursi kosong, sedangkan yang dipilih 2 peserta."),
        (3, 3, 1, "Sesi ini sudah penuh."),
        (3, 4, 1, "Sesi ini sudah penuh."),
    ],
)
def test_seats(capacity, taken, wanted, sentence):
    assert capacity_problem(capacity, taken, wanted) == sentence


def test_spans_that_only_touch_do_not_overlap():
    assert overlaps((NOW, NOW + HOUR), (NOW + HOUR / 2, NOW + 2 * HOUR))
    assert not overlaps((NOW, NOW + HOUR), (NOW + HOUR, NOW + 2 * HOUR))


@given(st.lists(st.integers(), unique=True, max_size=30), st.lists(st.integers(-2, 6), max_size=8))
def test_spreading_loses_nobody_and_fills_in_order(people, free):
    rooms = list(enumerate(free))
    seated, left = spread(people, rooms)
    assert [person for room, _ in rooms for person in seated.get(room, [])] + left == people
    assert all(len(seated.get(room, [])) <= max(seats, 0) for room, seats in rooms)
    assert not left or all(len(seated.get(room, [])) == max(seats, 0) for room, seats in rooms)


def test_time_in_words_names_all_three_clocks():
    assert (
        time_words(NOW, NOW + 2 * HOUR, "Asia/Jakarta")
        == "Selasa, 1 Desember 2026 pukul 09.00 sampai 11.00 WIB (mulai 10.00 WITA, 11.00 WIT)"
    )
    assert "Rabu, 2 Desember 2026 pukul 00.00 WIB" in time_words(NOW, NOW + 15 * HOUR, "Asia/Jakarta")
