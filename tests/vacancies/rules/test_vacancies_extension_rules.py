"""Closing times and extensions (docs/product.md decision 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.deadline import (
    end_of_day,
    format_deadline,
    format_opening,
    in_three_zones,
    is_open,
    last_day,
    remaining_text,
    start_of_day,
)
from vacancies.rules.extension import (
    ExtensionFacts,
    automatic_extension_due,
    effect,
    extension_refusal,
    may_continue,
    new_deadline,
)
from vacancies.rules.rule_pack import RulePack

PACK = RulePack()
CLOSES = end_of_day(date(2026, 12, 4), "WIB")
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)


def facts(state="OPEN", submitted=3, used=0, pack=PACK):
    return ExtensionFacts(state, submitted, used, CLOSES, pack)


def test_last_minute_of_the_day_counts_and_midnight_does_not():
    assert datetime(2026, 12, 4, 17, tzinfo=UTC) == CLOSES
    opens = start_of_day(date(2026, 11, 20), "WIB")
    assert not is_open(opens, CLOSES, opens - TICK)
    assert is_open(opens, CLOSES, opens)
    assert is_open(opens, CLOSES, CLOSES - TICK)
    assert not is_open(opens, CLOSES, CLOSES)
    assert is_open(opens, CLOSES, CLOSES + timedelta(seconds=29), grace_seconds=30)
    assert not is_open(opens, CLOSES, CLOSES + timedelta(seconds=30), grace_seconds=30)


def test_deadline_is_shown_as_the_last_minute_that_counts():
    assert format_deadline(CLOSES, "WIB") == "Jumat, 4 Desember 2026 pukul 23.59 WIB"
    assert in_three_zones(CLOSES) == (
        "Jumat, 4 Desember 2026 pukul 23.59 WIB",
        "Sabtu, 5 Desember 2026 pukul 00.59 WITA",
        "Sabtu, 5 Desember 2026 pukul 01.59 WIT",
    )
    assert last_day(CLOSES, "WIB") == date(2026, 12, 4)
    assert format_opening(start_of_day(date(2026, 11, 20), "WIT"), "WIT") == "20 November 2026 pukul 00.00 WIT"


@pytest.mark.parametrize("zone", ["WIB", "WITA", "WIT"])
def test_end_of_day_is_the_same_day_in_its_own_zone(zone):
    assert last_day(end_of_day(date(2026, 12, 4), zone), zone) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (13 * DAY + 5 * HOUR, "13 hari lagi"),
        (DAY, "1 hari lagi"),
        (DAY - TICK, "23 jam lagi"),
        (5 * HOUR, "5 jam lagi"),
        (timedelta(minutes=59, seconds=59), "59 menit lagi"),
        (timedelta(seconds=59), "kurang dari 1 menit lagi"),
        (timedelta(0), "sudah ditutup"),
        (-DAY, "sudah ditutup"),
    ],
)
def test_remaining_time_in_words(left, text):
    assert remaining_text(CLOSES, CLOSES - left) == text


@pytest.mark.parametrize(
    ("case", "at", "sentence"),
    [
        (facts(submitted=0), -HOUR, None),
        (facts(submitted=3), -HOUR, None),
        (facts(submitted=4), -HOUR, "4 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4."),
        (facts(submitted=5), -HOUR, "5 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4."),
        (facts(used=1), -HOUR, None),
        (facts(used=2), -HOUR, "Pendaftaran sudah diperpanjang 2 kali; paling banyak 2 kali."),
        (
            facts(),
            -DAY - TICK,
            "Perpanjangan baru dapat dilakukan mulai 4 Desember 2026 pukul 00.00 WIB, yaitu 24 jam sebelum penutupan.",
        ),
        (facts(), -DAY, None),
        (facts(state="VERIFICATION"), 3 * DAY - TICK, None),
        (
            facts(state="VERIFICATION"),
            3 * DAY,
            "Batas perpanjangan sudah lewat: 3 hari setelah penutupan, yaitu Senin, 7 Desember 2026 pukul 23.59 WIB.",
        ),
        (
            facts(state="SCORING"),
            HOUR,
            "Perpanjangan hanya untuk lowongan yang pendaftarannya dibuka atau baru ditutup; status sekarang “Penilaian”.",
        ),
        (facts(submitted=4, pack=RulePack(min_submitted=5)), -HOUR, None),
        (facts(used=2, pack=RulePack(max_extensions=3)), -HOUR, None),
    ],
)
def test_when_a_window_may_be_extended(case, at, sentence):
    assert extension_refusal(case, CLOSES + at) == sentence


def test_new_deadline_is_seven_days_after_the_old_one():
    assert new_deadline(CLOSES, CLOSES - HOUR, PACK) == CLOSES + 7 * DAY
    assert new_deadline(CLOSES, CLOSES + 3 * DAY, PACK) == CLOSES + 7 * DAY


def test_new_deadline_is_never_in_the_past():
    late = CLOSES + 30 * DAY
    assert new_deadline(CLOSES, late, PACK) == late + 7 * DAY
    assert new_deadline(CLOSES, CLOSES + 7 * DAY, PACK) == CLOSES + 14 * DAY


def test_automatic_extension_waits_for_the_closing_time():
    assert not automatic_extension_due(facts(), CLOSES - TICK)
    assert automatic_extension_due(facts(), CLOSES)
    assert not automatic_extension_due(facts(submitted=4), CLOSES)
    assert not automatic_extension_due(facts(used=2), CLOSES)


def test_preview_shows_old_and_new():
    rows = [(row.label, row.before, row.after) for row in effect(facts(state="VERIFICATION", used=1), CLOSES + HOUR)]
    assert rows == [
        (
            "Penutupan pendaftaran",
            "Jumat, 4 Desember 2026 pukul 23.59 WIB",
            "Jumat, 11 Desember 2026 pukul 23.59 WIB",
        ),
        ("Perpanjangan terpakai", "1 dari 2", "2 dari 2"),
        ("Status", "Verifikasi administrasi", "Pendaftaran dibuka"),
    ]


def test_effect_leaves_out_what_stays_as_it_is():
    labels = [row.label for row in effect(facts(state="OPEN", used=0), CLOSES - HOUR)]
    assert labels == ["Penutupan pendaftaran", "Perpanjangan terpakai"]


def test_three_applications_are_enough_to_go_on_after_the_last_extension():
    assert may_continue(3, PACK)
    assert not may_continue(2, PACK)


@given(
    st.sampled_from(["DRAFT", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "ANNOUNCED"]),
    st.integers(0, 10),
    st.integers(0, 4),
    st.timedeltas(-3 * DAY, 6 * DAY),
)
def test_extension_is_never_possible_beyond_any_of_its_limits(state, submitted, used, at):
    case, now = facts(state=state, submitted=submitted, used=used), CLOSES + at
    allowed = extension_refusal(case, now) is None
    assert allowed == (state in ("OPEN", "VERIFICATION") and submitted < 4 and used < 2 and -DAY <= at < 3 * DAY)
    assert automatic_extension_due(case, now) == (allowed and at >= timedelta(0))
    if allowed:
        assert new_deadline(CLOSES, now, PACK) > max(now, CLOSES)
