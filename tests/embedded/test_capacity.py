"""Capacity is arithmetic over measured figures: what goes in twice comes out twice, and nobody who came is forgotten."""

import dataclasses

import pytest

from asnkarier import capacity
from asnkarier.capacity import PEOPLE, TABLES, cores_at_the_close, cores_at_the_results, last_day, read_figures, shown, size


@pytest.fixture(scope="module")
def figures():
    """Those of the page, with a mail of a quarter of a second: a short run may have seen none leave."""
    found = read_figures()
    evening = found["deadline evening"] | {"worker ms a mail": 250.0, "mails": {"delivered": 1, "waiting": 0}}
    return found | {"deadline evening": evening}


def test_a_run_that_saw_no_mail_leave_says_so(figures):
    quiet = figures | {"deadline evening": figures["deadline evening"] | {"worker ms a mail": None, "mails": {"delivered": 0}}}
    assert "not measured" in TABLES["day"](quiet, PEOPLE)
    assert "workers" not in TABLES["cores"](quiet, PEOPLE)
    assert "workers" in TABLES["cores"](figures, PEOPLE)


def test_the_page_asks_for_every_table_once(figures):
    page = (capacity.settings.BASE_DIR / capacity.PAGE).read_text()
    assert sorted(found[1] for found in capacity.MARK.findall(page)) == sorted(TABLES)
    assert capacity.capacity() == capacity.capacity()


def test_twice_the_people_take_twice_the_cores(figures):
    twice = dataclasses.replace(PEOPLE, applicants=2 * PEOPLE.applicants, readers=2 * PEOPLE.readers)
    # The proxy keeps the page of results for a second, so the web hardly hears of its readers.
    for cores, busy in ((cores_at_the_close, "web"), (cores_at_the_results, "proxy")):
        once = cores(figures, PEOPLE)
        assert cores(figures, twice) == pytest.approx({part: 2 * number for part, number in once.items()})
        assert once[busy] > 0


def test_the_busiest_minute_by_hand():
    people = dataclasses.replace(PEOPLE, applicants=3_600_000, last_day=0.5, last_hour=0.2, peak=1.0, acts=(("send", 2.0),))
    assert people.sent_a_second == 100
    cost = {"send": {"cost ms": {"web": 5.0, "proxy": 1.0, "database": 2.5}}}
    assert cores_at_the_close({"cost of one": cost}, people) == {"web": 1.0, "proxy": 0.2, "database": 0.5}


def test_everybody_of_the_last_day_comes_and_enough_cores_make_nobody_wait(figures):
    hours = last_day(figures, PEOPLE, 100_000, 1_000_000)
    assert sum(hour.come for hour in hours) == pytest.approx(PEOPLE.applicants * PEOPLE.last_day, abs=24)
    assert len(hours) == 24
    assert {(hour.wait_seconds, hour.mails) for hour in hours} == {(0.0, 0)}


def test_too_few_cores_leave_a_line_that_only_grows(figures):
    hours = last_day(figures, PEOPLE, 1, 0.001)
    waits = [hour.wait_seconds for hour in hours]
    assert waits == sorted(waits)
    assert waits[-1] > 3600
    assert hours[-1].mails > hours[0].mails > 0


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.01234, "0.012"), (1.26, "1.3"), (26.4, "26"), (1234.5, "1,200"), (133.3, "130")]
)
def test_figures_have_two_digits_that_count(value, words):
    assert shown(value) == words


def test_bytes_in_their_unit():
    assert [size(each) for each in (900, 21_000, 40e12)] == ["900 B", "21 kB", "40 TB"]
