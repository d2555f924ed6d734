"""Giving time back after an outage: which windows, how long, until when (product.md section 9, incident kind)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.extension import ExtensionFacts, extension_refusal
from vacancies.rules.incident import (
    Incident,
    WindowFacts,
    incident_deadline,
    incident_problems,
    incident_refusal,
    length_words,
    met,
    span_problem,
)
from vacancies.rules.rule_pack import RulePack

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 17, tzinfo=UTC)
WINDOW = WindowFacts(state="OPEN", opens_at=OPENS, closes_at=CLOSES, pack=RulePack())
OUTAGE = Incident("GGN-1", CLOSES - 6 * HOUR, CLOSES - HOUR, "Jaringan putus.", 5 * HOUR)
NOW = CLOSES - HOUR / 2


@pytest.mark.parametrize(
    ("window", "incident", "at", "sentence"),
    [
        ({}, {}, NOW, None),
        ({"state": "VERIFICATION"}, {}, CLOSES + 7 * DAY - HOUR, None),
        ({"state": "VERIFICATION"}, {}, CLOSES + 7 * DAY, "ditutup lebih dari 7 hari, yaitu sejak 21 November 2026"),
        ({"state": "SCORING"}, {}, NOW, "statusnya “Penilaian”"),
        ({"state": "PUBLISHED"}, {}, NOW, "statusnya “Terjadwal”"),
        ({}, {"started_at": CLOSES, "ended_at": CLOSES + HOUR}, CLOSES + 2 * HOUR, "tidak terkena gangguan"),
        ({}, {"started_at": OPENS - DAY, "ended_at": OPENS}, NOW, "tidak terkena gangguan"),
        ({"references": frozenset({"GGN-1"})}, {}, NOW, "sudah diperpanjang untuk gangguan nomor GGN-1"),
        ({"references": frozenset({"GGN-2"})}, {}, NOW, None),
        ({"is_asked_to_continue": True, "state": "VERIFICATION"}, {}, CLOSES + HOUR, "Wasdal BKN sedang memutus"),
        ({}, {"length": 14 * DAY}, NOW, None),
        ({}, {"length": 14 * DAY + HOUR}, NOW, "paling lama 14 hari"),
        ({"pack": RulePack(incident_max_days=1)}, {"length": 2 * DAY}, NOW, "paling lama 1 hari"),
    ],
)
def test_whose_window_may_be_extended(window, incident, at, sentence):
    reason = incident_refusal(replace(WINDOW, **window), replace(OUTAGE, **incident), at)
    assert reason is None if sentence is None else sentence in reason


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"reference": " "}, ["reference"]),
        ({"sentence": ""}, ["sentence"]),
        ({"ended_at": OUTAGE.started_at}, ["ended_at"]),
        ({"ended_at": NOW + HOUR}, ["ended_at"]),
        ({"length": 5 * HOUR - timedelta(minutes=1)}, ["length"]),
        ({"reference": "", "sentence": " ", "length": HOUR}, ["reference", "sentence", "length"]),
    ],
)
def test_what_is_wrong_with_an_incident_as_typed(change, fields):
    assert [problem.field for problem in incident_problems(replace(OUTAGE, **change), NOW)] == fields


def test_an_outage_that_still_lasts_is_extended_for_what_is_lost_so_far():
    assert span_problem(NOW - HOUR, NOW, NOW) is None
    assert "isi dengan waktu sekarang" in span_problem(NOW - HOUR, NOW + HOUR, NOW).sentence


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 menit"),
        (timedelta(seconds=1), "1 menit"),
        (5 * HOUR, "5 jam"),
        (2 * DAY + 3 * HOUR + timedelta(minutes=4), "2 hari 3 jam 4 menit"),
        (DAY, "1 hari"),
    ],
)
def test_length_in_words_never_hides_a_part(length, words):
    assert length_words(length) == words


minutes = st.integers(-60 * 24 * 40, 60 * 24 * 40).map(lambda count: timedelta(minutes=count))
lengths = st.integers(1, 60 * 24 * 20).map(lambda count: timedelta(minutes=count))


@given(now=minutes, length=lengths)
def test_the_window_is_open_for_all_the_time_given_back(now, length):
    at = CLOSES + now
    after = incident_deadline(CLOSES, at, length)
    assert after - max(at, CLOSES) == length


@given(start=minutes, length=lengths, now=minutes, given_back=lengths)
def test_nothing_is_given_that_was_not_lost(start, length, now, given_back):
    """Whenever the rule and the typed incident pass, the outage met the window, is past, and at least its time comes back."""
    incident = Incident("GGN-9", CLOSES + start, CLOSES + start + length, "Listrik padam.", given_back)
    at = CLOSES + now
    if incident_problems(incident, at) or incident_refusal(WINDOW, incident, at):
        return
    assert met(WINDOW, incident.started_at, incident.ended_at)
    assert incident.ended_at <= at
    assert given_back >= length
    assert at < CLOSES + 7 * DAY


@given(submitted=st.integers(0, 9), count=st.integers(0, 5))
def test_it_neither_reads_nor_spends_what_the_ordinary_rule_counts(submitted, count):
    references = frozenset(f"GGN-{number}" for number in range(10, 10 + count))
    assert incident_refusal(replace(WINDOW, references=references), OUTAGE, NOW) is None
    ordinary = extension_refusal(ExtensionFacts("OPEN", submitted, 0, CLOSES, RulePack()), NOW)
    assert (ordinary is None) == (submitted < 4)
