"""Every instant around closing, with every grace and every review page: the rule against a plain reading of the law."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vacancies.rules.deadline import late_sentence, lateness_words, settles_at
from vacancies.rules.submission import GRACED, IN_TIME, LATE, SHUT, SendingWindow, sending_verdict

CLOSES = datetime(2026, 12, 4, 17, tzinfo=UTC)
OPENS = CLOSES - timedelta(days=15)
TICK = timedelta(microseconds=1)
# Microseconds from closing; dense where it matters, and far away.
around = st.one_of(
    st.integers(-3, 3),
    st.integers(-130_000_000, 130_000_000),
    st.integers(-20 * 86_400_000_000, 20 * 86_400_000_000),
)


def window(grace=0, state="OPEN", state_since=OPENS):
    return SendingWindow(state, state_since, OPENS, CLOSES, grace, "WIB")


def oracle(arrival: int, grace: int, opened: int | None) -> str:
    """Whole microseconds from closing, read aloud: before opening no, before closing yes, then grace for who looked in time."""
    fifteen_days = 15 * 24 * 60 * 60 * 1_000_000
    if arrival < -fifteen_days:
        return SHUT
    if arrival <= -1:
        return IN_TIME
    if opened is not None and -fifteen_days <= opened <= -1 and arrival <= grace * 1_000_000 - 1:
        return GRACED
    return LATE


@settings(max_examples=1000)
@example(arrival=-1, grace=0, opened=None)
@example(arrival=0, grace=0, opened=-1)
@example(arrival=0, grace=1, opened=-1)
@example(arrival=0, grace=1, opened=0)
@example(arrival=999_999, grace=1, opened=-1)
@example(arrival=1_000_000, grace=1, opened=-1)
@given(arrival=around, grace=st.one_of(st.integers(0, 3), st.integers(0, 600)), opened=st.one_of(st.none(), around))
def test_verdict_equals_the_oracle(arrival, grace, opened):
    seen = None if opened is None else CLOSES + opened * TICK
    verdict = sending_verdict(window(grace), CLOSES + arrival * TICK, seen)
    assert verdict.outcome == oracle(arrival, grace, opened)
    assert verdict.late_by == (arrival * TICK if verdict.outcome in (GRACED, LATE) else timedelta(0))
    assert bool(verdict.reason) == (verdict.outcome == SHUT)


@given(arrival=around, grace=st.integers(0, 600), opened=st.one_of(st.none(), around))
def test_nothing_is_accepted_once_the_registration_has_settled(arrival, grace, opened):
    """Closing counts from `settles_at` on, so no count can change after it."""
    now = CLOSES + arrival * TICK
    seen = None if opened is None else CLOSES + opened * TICK
    if now >= settles_at(CLOSES, grace):
        assert sending_verdict(window(grace), now, seen).outcome == LATE


@pytest.mark.parametrize(("state", "state_since", "outcome"), [
    ("VERIFICATION", CLOSES, IN_TIME),  # closed by the clock while this sending waited for its turn
    ("VERIFICATION", OPENS, SHUT),  # closed before this sending began
    ("CANCELLED", CLOSES, SHUT),
    ("FAILED", CLOSES, SHUT),
    ("PUBLISHED", OPENS - timedelta(days=9), IN_TIME),  # open by its times, the job has not come by yet
    ("DRAFT", OPENS, SHUT),
])  # fmt: skip
def test_state_decides_when_the_time_is_right(state, state_since, outcome):
    assert sending_verdict(window(0, state, state_since), CLOSES - TICK, None).outcome == outcome


@pytest.mark.parametrize("state", ["OPEN", "VERIFICATION", "SCORING", "FAILED"])
def test_late_is_late_in_every_later_state(state):
    assert sending_verdict(window(0, state, CLOSES), CLOSES + timedelta(hours=1), None).outcome == LATE


def test_cancelled_vacancy_says_so_also_after_closing():
    verdict = sending_verdict(window(600, "CANCELLED"), CLOSES + TICK, CLOSES - TICK)
    assert (verdict.outcome, verdict.reason) == (SHUT, "Lowongan ini dibatalkan, jadi tidak menerima lamaran.")


@pytest.mark.parametrize(("late_by", "words"), [
    (timedelta(0), "0,000000 detik"),
    (timedelta(microseconds=999), "0,000999 detik"),
    (timedelta(seconds=3, milliseconds=412, microseconds=999), "3,412 detik"),
    (timedelta(seconds=59, microseconds=999_999), "59,999 detik"),
    (timedelta(seconds=60), "1 menit 0 detik"),
    (timedelta(minutes=59, seconds=59.9), "59 menit 59 detik"),
    (timedelta(hours=3, minutes=20), "3 jam 20 menit"),
    (timedelta(days=2, hours=4, minutes=59), "2 hari 4 jam"),
])  # fmt: skip
def test_lateness_in_words_is_cut_off_and_never_rounded_up(late_by, words):
    assert lateness_words(late_by) == words


@pytest.mark.parametrize(("zone", "clock"), [
    ("WIB", "00.00.03,412 WIB"), ("WITA", "01.00.03,412 WITA"), ("WIT", "02.00.03,412 WIT"),
])  # fmt: skip
def test_sentence_of_a_late_sending(zone, clock):
    now = CLOSES + timedelta(seconds=3, milliseconds=412)
    assert late_sentence(now, CLOSES, zone) == (
        f"Kiriman Anda tiba pukul {clock}, 3,412 detik sesudah penutupan. Isi tetap tersimpan sebagai draf dan belum terkirim."
    )


def test_sentence_names_the_day_when_closing_is_long_past():
    assert "pukul 08.00.00,000 WIB tanggal 5 Desember 2026, 8 jam 0 menit sesudah" in late_sentence(
        CLOSES + timedelta(hours=8), CLOSES, "WIB"
    )
