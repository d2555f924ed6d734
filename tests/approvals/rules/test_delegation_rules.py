"""Who may stand in for whom: tables an officer can read, and properties over all days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import delegation as rules
from approvals.rules.chain import Stage
from approvals.rules.delegation import MANDATE, PLH, PLT, DelegationFacts, StepScope

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 11)
STARTS, ENDS = rules.day_span(FIRST, LAST, "Asia/Jakarta")
NOON = datetime(2026, 12, 9, 12, 0, tzinfo=JAKARTA)
LETTER = DelegationFacts(PLH, "PPK", 1, "Badan Uji", "Surya", "user:2", "", "", "800/12/2026", STARTS, ENDS, True)
REVIEW = StepScope("PPK", 1, "JPT Pratama", "PLAN", Stage.REVIEW)


@pytest.mark.parametrize("kind", [PLH, PLT, MANDATE])
@pytest.mark.parametrize(
    ("stage", "may"),
    [(Stage.REVIEW, True), (Stage.ADVICE, True), (Stage.PROPOSAL, False), (Stage.DETERMINATION, False)],
)
def test_nobody_who_stands_in_determines_or_proposes(kind, stage, may):
    reason = rules.stage_refusal(replace(LETTER, kind=kind), stage)
    assert (reason is None) == may
    if not may:
        assert "UU 30/2014 pasal 14 ayat (7)" in reason
        assert "800/12/2026" in reason


@pytest.mark.parametrize(
    ("letter", "step", "now", "words"),
    [
        (LETTER, REVIEW, NOON, None),
        (LETTER, REVIEW, STARTS, None),
        (LETTER, REVIEW, ENDS - timedelta(microseconds=1), None),
        (LETTER, REVIEW, STARTS - timedelta(microseconds=1), "belum mulai"),
        (LETTER, REVIEW, ENDS, "sudah berakhir"),
        (replace(LETTER, is_accepted=False), REVIEW, NOON, "belum disahkan"),
        (replace(LETTER, level_label="JPT Madya"), REVIEW, NOON, "hanya untuk JPT Madya"),
        (replace(LETTER, chain_code="RESULT_PRATAMA"), REVIEW, NOON, "tidak mencakup jenis berkas"),
        (LETTER, replace(REVIEW, agency_id=2), NOON, "tidak mencakup tahap"),
        (LETTER, replace(REVIEW, role="PYB"), NOON, "tidak mencakup tahap"),
        (LETTER, replace(REVIEW, stage=Stage.DETERMINATION), NOON, "menunggu Surya"),
    ],
)
def test_right_of_a_letter(letter, step, now, words):
    reason = rules.refusal(letter, step, now)
    assert reason is None if words is None else words in reason


def test_both_names_and_the_number_are_in_the_signature():
    assert LETTER.signature == "Plh. PPK Badan Uji, a.n. Surya, surat nomor 800/12/2026"
    vacant = replace(LETTER, kind=PLT, official_name="")
    assert vacant.signature == "Plt. PPK Badan Uji (jabatan lowong), surat nomor 800/12/2026"


def test_the_letter_that_reaches_is_chosen_and_else_the_nearest_one_explains():
    over = replace(LETTER, letter_number="1", ends_at=STARTS + timedelta(hours=1))
    narrow = replace(LETTER, letter_number="2", level_label="JPT Utama")
    assert rules.choose([over, narrow, LETTER], REVIEW, NOON) == (LETTER, "")
    chosen, reason = rules.choose([over, narrow], REVIEW, NOON)
    assert chosen is None
    assert "hanya untuk JPT Utama" in reason
    assert rules.choose([], REVIEW, NOON) == (None, "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"letter_on": date(2026, 12, 8)}, "letter_on"),
        ({"last": date(2026, 12, 6)}, "valid_until"),
        ({"first": date(2026, 11, 1), "last": date(2026, 12, 5)}, "valid_until"),
        ({"last": FIRST + timedelta(days=91)}, None),
        ({"last": FIRST + timedelta(days=92)}, "valid_until"),
    ],
)
def test_days_of_a_letter(changes, field):
    values = {"kind": PLH, "letter_on": date(2026, 12, 1), "first": FIRST, "last": LAST, "today": FIRST, **changes}
    problem = rules.days_refusal(**values)
    assert (problem[0] if problem else None) == field


PEOPLE = {
    "kind": PLH, "role": "PPK", "official_name": "Surya", "official_holds": True, "holder_name": "Surya",
    "delegate_is_official": False, "delegate_is_registrar": False, "official_is_registrar": False, "delegate_hands_on": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"role": "SETKAB"}, "office", "tidak dapat dilimpahkan"),
        ({"role": "PANEL_CHAIR"}, "office", "tidak dapat dilimpahkan"),
        ({"official_holds": False, "holder_name": ""}, "office", "tidak dilimpahkan lagi"),
        ({"kind": PLT}, "kind", "masih menjabat"),
        ({"kind": PLT, "official_name": "", "official_holds": False}, "office", "masih dipegang Surya"),
        ({"kind": PLT, "official_name": "", "official_holds": False, "holder_name": ""}, None, ""),
        ({"official_name": "", "official_holds": False, "holder_name": ""}, "kind", "hanya Plt."),
        ({"delegate_is_official": True}, "delegate", "dua orang"),
        ({"delegate_is_registrar": True}, "delegate", "diri sendiri"),
        ({"official_is_registrar": True}, "office", "sekretariat"),
        ({"delegate_hands_on": "Plh. PyB"}, "delegate", "melimpahkan tugasnya sendiri"),
    ],
)
def test_people_of_a_letter(changes, field, words):
    problem = rules.people_refusal(**{**PEOPLE, **changes})
    assert (problem[0] if problem else None) == field
    if problem:
        assert words in problem[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        ({"state_is_waiting": False}, "sudah dijawab"),
        ({"is_registrar": True}, "orang kedua"),
        ({"is_delegate": True}, "orang lain"),
        ({"may_accept": False}, "disahkan pejabatnya"),
        ({"is_over": True}, "sudah lewat"),
    ],
)
def test_acceptance_takes_a_second_person(changes, words):
    values = {
        "state_is_waiting": True, "is_registrar": False, "is_delegate": False, "may_accept": True, "is_over": False, **changes
    }  # fmt: skip
    reason = rules.acceptance_refusal(**values)
    assert reason is None if words is None else words in reason


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
zones = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


@given(days, st.integers(0, 60), zones, st.integers(-3, 63), st.integers(0, 86_399))
def test_a_letter_is_in_force_exactly_on_its_days(first, length, zone, offset, second):
    """No gap and no overlap at midnight: in force if and only if the local day is one of the letter's days."""
    last = first + timedelta(days=length)
    starts, ends = rules.day_span(first, last, zone)
    letter = replace(LETTER, starts_at=starts, ends_at=ends)
    day = first + timedelta(days=offset)
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(seconds=second)
    assert rules.is_in_force(letter, moment) == (first <= day <= last)


@given(days, st.integers(0, 30), st.integers(0, 30), zones)
def test_letters_of_following_days_neither_overlap_nor_leave_a_gap(first, length, following, zone):
    last = first + timedelta(days=length)
    one = replace(LETTER, **dict(zip(("starts_at", "ends_at"), rules.day_span(first, last, zone), strict=True)))
    span = rules.day_span(last + timedelta(days=1), last + timedelta(days=1 + following), zone)
    other = replace(LETTER, starts_at=span[0], ends_at=span[1])
    assert one.ends_at == other.starts_at
    assert not rules.overlap(one, other)
    assert rules.overlap(one, replace(other, starts_at=other.starts_at - timedelta(microseconds=1)))


@given(st.sampled_from(["", "JPT Pratama", "JPT Madya"]), st.sampled_from(["", "PLAN", "RESULT_PRATAMA"]))
def test_two_letters_overlap_when_some_step_is_in_both_scopes(level, chain):
    one, other = replace(LETTER, level_label=level), replace(LETTER, chain_code=chain, level_label="JPT Madya")
    steps = [
        replace(REVIEW, level_label=lv, chain_code=ch) for lv in ("JPT Pratama", "JPT Madya") for ch in ("PLAN", "RESULT_PRATAMA")
    ]
    shared = any(rules.refusal(one, step, NOON) is None and rules.refusal(other, step, NOON) is None for step in steps)
    assert rules.overlap(one, other) == shared
