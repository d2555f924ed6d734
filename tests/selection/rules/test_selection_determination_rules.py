"""Chains of a result by level, and whom the determiner may choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.engine import ChainFacts, PlanRefused, plan
from selection.rules.chains import RESULT_MADYA_UTAMA, RESULT_PRATAMA, result_chain
from selection.rules.determination import ChoiceFact, choice_problem, needs_reason, published_reason, seats_to_fill

SHORTLIST = {"a": 1, "b": 2, "c": 3}


def roles(chain):
    return [layer.role for layer in chain.layers]


def test_pratama_ends_at_ppk_and_never_needs_setkab():
    assert roles(result_chain("PRATAMA")) == ["PYB", "PPK", "WASDAL", "PPK"]
    assert RESULT_PRATAMA.layers[-1].repeats_actor_of == "ppk"


@pytest.mark.parametrize("level", ["MADYA", "UTAMA"])
def test_madya_and_utama_end_at_setkab(level):
    assert roles(result_chain(level)) == ["PYB", "PANEL_CHAIR", "PPK", "WASDAL", "SETKAB"]


def test_only_the_last_layer_determines():
    for chain in (RESULT_PRATAMA, RESULT_MADYA_UTAMA):
        assert ["DETERMINE" in layer.verdicts for layer in chain.layers] == [False] * (len(chain.layers) - 1) + [True]


def test_other_levels_have_no_chain():
    with pytest.raises(KeyError):
        result_chain("ADMINISTRATOR")


def test_one_ppk_is_enough_for_pratama_but_not_also_as_pyb():
    holders = {"pyb": {"x"}, "ppk": {"y"}, "wasdal": {"z"}, "determination": {"y"}}
    holders = {code: frozenset(people) for code, people in holders.items()}
    assert len(plan(RESULT_PRATAMA, ChainFacts("admin", holders))) == 4
    with pytest.raises(PlanRefused):
        plan(RESULT_PRATAMA, ChainFacts("admin", {**holders, "pyb": frozenset("y")}))


@pytest.mark.parametrize(
    ("choices", "quota", "sentence"),
    [
        ([ChoiceFact("a")], 1, None),
        ([ChoiceFact("b", "Pengalaman lebih sesuai.", "EXPERIENCE")], 1, None),
        ([ChoiceFact("b", "Pengalaman lebih sesuai.")], 1, "Pilih jenis alasan memilih peserta peringkat 2."),
        ([ChoiceFact("b", "Pengalaman lebih sesuai.", "LUCK")], 1, "Pilih jenis alasan memilih peserta peringkat 2."),
        ([ChoiceFact("a"), ChoiceFact("b")], 2, None),
        ([ChoiceFact("b"), ChoiceFact("a")], 2, None),
        ([ChoiceFact("a"), ChoiceFact("b"), ChoiceFact("c")], 5, None),
        (
            [ChoiceFact("b", " ")],
            1,
            "Tulis alasan memilih peserta peringkat 2, karena ada peringkat lebih tinggi yang tidak dipilih.",
        ),
        (
            [ChoiceFact("a"), ChoiceFact("c")],
            2,
            "Tulis alasan memilih peserta peringkat 3, karena ada peringkat lebih tinggi yang tidak dipilih.",
        ),
        ([], 1, "Pilih tepat 1 peserta; sekarang 0."),
        ([ChoiceFact("a"), ChoiceFact("b")], 1, "Pilih tepat 1 peserta; sekarang 2."),
        ([ChoiceFact("a"), ChoiceFact("a")], 2, "Satu peserta dipilih lebih dari sekali."),
        ([ChoiceFact("z")], 1, "Pilihan hanya boleh dari daftar pendek."),
    ],
)
def test_whom_the_determiner_may_choose(choices, quota, sentence):
    assert choice_problem(choices, SHORTLIST, quota) == sentence


def test_empty_shortlist_fills_no_seat():
    assert choice_problem([], {}, 1) == "Daftar pendek kosong, jadi belum ada yang dapat ditetapkan."


def test_equal_rank_needs_no_reason():
    assert not needs_reason("b", ["b"], {"a": 1, "b": 1})


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 6), min_size=1), st.integers(1, 4))
def test_choosing_the_best_ranks_never_needs_a_reason(shortlist, quota):
    best = sorted(shortlist, key=lambda key: (shortlist[key], key))[: seats_to_fill(shortlist, quota)]
    assert choice_problem([ChoiceFact(key) for key in best], shortlist, quota) is None


def test_the_published_reason_names_its_kind_where_one_was_chosen():
    assert published_reason("TEAM", "Melengkapi dua rekannya.") == "Melengkapi pejabat lain di unit: Melengkapi dua rekannya."
    assert published_reason("", "Tertulis sebelum ada jenis alasan.") == "Tertulis sebelum ada jenis alasan."
    assert published_reason("TEAM", "") == ""
