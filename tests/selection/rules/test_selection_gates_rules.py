"""Gates, short lists and ties, as an officer could check them by hand."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules import shortfall, ties
from selection.rules.gates import RankingFacts, ResultFacts, ranking_gates, refusal_of, result_gates
from selection.rules.shortfall import CANCEL, CONTINUE, EXTEND, ShortfallFacts, is_unanswered, ways
from selection.rules.spread import bins
from selection.rules.ties import INTERVIEW, KEEP_ALL, RECHECK, TieFacts, is_unsettled, running_way, settled_by

# Gates before the ranking ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "code", "words"),
    [
        ({"present": 0}, "PRESENT", "Tidak ada peserta yang hadir"),
        ({"sheets": 3}, "SHEETS", "Masih ada 3 nilai yang belum lengkap"),
        ({"alone": 1}, "SCORERS", "Masih ada 1 nilai yang belum lengkap"),
        ({"values": 2}, "VALUES", "Masih ada 2 nilai yang belum lengkap"),
        ({"entries": 4, "takes_entries": True}, "ENTRIES", "4 perbedaan nilai antara dua petugas"),
        ({"conflicts": 2}, "CONFLICTS", "2 usul konflik kepentingan"),
        ({"is_calibrated": False}, "CALIBRATION", "Kalibrasi nilai belum ditutup"),
        ({"corrections": 1}, "CORRECTIONS", "1 usul koreksi"),
        ({"objections": 2, "takes_objections": True}, "OBJECTIONS", "2 sanggahan atas hasil administrasi"),
        ({"objections_until": "besok", "takes_objections": True}, "OBJECTIONS", "berjalan sampai besok"),
        ({"objections": 1, "objections_until": "besok", "takes_objections": True}, "OBJECTIONS", "1 sanggahan"),
    ],
)
def test_one_thing_missing_closes_one_gate_and_gives_its_sentence(missing, code, words):
    gates = ranking_gates(RankingFacts(**{"present": 5, **missing}))
    assert [gate.code for gate in gates if not gate.is_met] == [code]
    assert words in refusal_of(gates)


def test_nothing_missing_opens_every_gate():
    assert refusal_of(ranking_gates(RankingFacts(present=1, takes_entries=True, takes_objections=True))) is None


def test_a_plan_without_panel_imports_or_paper_has_no_such_gates():
    facts = RankingFacts(present=1, sheets=9, values=9, entries=9, is_calibrated=False, takes_values=False, takes_panel=False)
    assert [gate.code for gate in ranking_gates(facts)] == ["PRESENT", "CONFLICTS", "CORRECTIONS"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ResultFacts("Susun ulang peringkat.", 3, False, False, True), "CURRENT"),
        (ResultFacts("", 0, False, False, True), "LISTED"),
        (ResultFacts("", 3, True, False, True), "SHORTFALL"),
        (ResultFacts("", 3, False, True, True), "TIE"),
        (ResultFacts("", 3, False, False, False), "MINUTES"),
        (ResultFacts("", 3, False, False, True, conflicts=1), "CONFLICTS"),
    ],
)
def test_result_waits_for_one_open_gate(facts, code):
    gates = result_gates(facts)
    assert [gate.code for gate in gates if not gate.is_met] == [code]
    assert refusal_of(gates)
    assert refusal_of(gates, leaving_out=code) is None


@pytest.mark.parametrize(("is_running", "said"), [(False, "Pilih jalan keluar"), (True, "Pemeriksaan berjalan")])
def test_a_tie_that_is_looked_at_again_is_said_to_be_under_way_and_still_keeps_the_gate_shut(is_running, said):
    (gate,) = [each for each in result_gates(ResultFacts("", 3, False, True, True, is_tie_running=is_running)) if not each.is_met]
    assert (gate.code, gate.open) == ("TIE", said)


# Short lists ----------------------------------------------------------------------------------------------------------

CLOSED = "Perpanjangan hanya untuk lowongan yang pendaftarannya dibuka."


def short(qualified: int, *, state: str = "RANKED", answered: tuple[int, ...] = (), extension: str | None = CLOSED):
    return ShortfallFacts(state, qualified, 3, True, answered, extension)


@pytest.mark.parametrize(
    ("facts", "unanswered", "open_ways"),
    [
        (short(3), False, []),
        (short(2), True, [CONTINUE, CANCEL]),
        (short(2, answered=(2,)), False, [CANCEL]),
        (short(1, answered=(2,)), True, [CONTINUE, CANCEL]),
        (short(0), True, [CANCEL]),
        (short(2, extension=None), True, [EXTEND, CONTINUE, CANCEL]),
        (short(2, state="RESULT_REVIEW"), True, []),
    ],
)
def test_ways_out_of_a_short_list(facts, unanswered, open_ways):
    assert is_unanswered(facts) is unanswered
    assert [way.code for way in ways(facts) if not way.closed] == open_ways


def test_every_closed_way_says_why():
    assert ways(short(2))[0].closed == CLOSED
    assert "sudah dicatat" in ways(short(2, answered=(2,)))[1].closed
    assert "tidak ada yang dapat diajukan" in ways(short(0))[1].closed
    assert "cukup untuk daftar pendek" in ways(short(4))[2].closed
    assert "status lowongan sekarang" in shortfall.answer_refusal(short(2, state="SCORING"))


def test_no_ranking_is_not_a_short_list():
    assert not is_unanswered(ShortfallFacts("SCORING", 0, 3, False))


# Ties -----------------------------------------------------------------------------------------------------------------


def tied(*answers: tuple[str, tuple[str, ...], int], people: tuple[str, ...] = ("003", "004"), state: str = "RANKED", version=1):
    return TieFacts(state, people, answers, version)


PAIR = ("004", "003")


@pytest.mark.parametrize(
    ("facts", "settled", "running"),
    [
        (tied(), None, None),
        (tied((KEEP_ALL, PAIR, 1)), KEEP_ALL, None),
        (tied((INTERVIEW, PAIR, 1)), None, INTERVIEW),
        (tied((RECHECK, PAIR, 1)), None, RECHECK),
        # A new version with the same tie: keeping all still holds, an interview has been and must be followed by a choice.
        (tied((KEEP_ALL, PAIR, 1), version=2), KEEP_ALL, None),
        (tied((INTERVIEW, PAIR, 1), version=2), None, None),
        (tied((INTERVIEW, PAIR, 1), (KEEP_ALL, PAIR, 2), version=2), KEEP_ALL, None),
        # Other people: nothing that was said before is about them.
        (tied((KEEP_ALL, ("001", "002"), 1)), None, None),
        (tied((KEEP_ALL, ("003", "004", "005"), 1)), None, None),
    ],
)
def test_ways_out_of_a_tie(facts, settled, running):
    assert (settled_by(facts), running_way(facts)) == (settled, running)
    assert is_unsettled(facts) is (settled is None)


def test_no_tie_needs_no_way_out():
    facts = tied(people=())
    assert not is_unsettled(facts)
    assert "Tidak ada nilai yang sama" in ties.answer_refusal(facts)


def test_the_choice_is_open_once_and_only_after_the_ranking():
    assert ties.answer_refusal(tied()) is None
    assert ties.answer_refusal(tied((INTERVIEW, PAIR, 1))) is None
    assert "sudah dipilih" in ties.answer_refusal(tied((KEEP_ALL, PAIR, 1)))
    assert "status lowongan sekarang" in ties.answer_refusal(tied(state="SCORING"))


# Spread of totals -----------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.integers(min_value=0, max_value=10000).map(lambda cents: Decimal(cents) / 100),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_every_total_stands_in_exactly_one_bin(totals):
    drawn = bins(totals)
    assert sum(each.listed for each in drawn) == sum(is_listed for _, is_listed in totals)
    assert sum(each.listed + each.others for each in drawn) == len(totals)
    assert all(before.high == after.low for before, after in pairwise(drawn))


def test_a_full_score_belongs_to_the_last_bin():
    (only,) = bins([(Decimal(100), True), (Decimal("95.00"), False)])
    assert (only.label, only.listed, only.others) == ("95–100", 1, 1)
