"""The ranked list: cases an officer can check by hand, and what is refused."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.ranking import (
    FEWER_THAN_CUT,
    MEAN,
    MEDIAN,
    SINGLE,
    TIE_AT_CUT,
    CandidateScores,
    ComponentFact,
    RankingRefused,
    aggregate,
    missing_scores,
    rank,
    round_half_up,
    trimmed,
)
from vacancies.rules.rule_pack import RulePack, default_tie_order, default_weights

D = Decimal
PACK = RulePack()
FOUR = tuple(ComponentFact(line.component, line.weight) for line in default_weights("PRATAMA"))
TIE_ORDER = default_tie_order()


def person(key, track, assess, paper, interview):
    """One candidate with one scorer; the numbers in the order of the announcement."""
    values = {"TRACK": track, "ASSESS": assess, "PAPER": paper, "INTERVIEW": interview}
    return CandidateScores(key, {code: (D(value),) for code, value in values.items()})


def listed(people, quota=1, multiple=3, components=FOUR, pack=PACK, tie_order=TIE_ORDER):
    return rank(people, components, tie_order, quota, multiple, pack)


def test_total_is_the_weighted_sum_rounded_once():
    (line,) = listed([person("01", "80", "75.5", "90", "85.25")]).lines
    # 20 % of 80 + 25 % of 75.5 + 20 % of 90 + 35 % of 85.25 = 16 + 18.875 + 18 + 29.8375 = 82.7125
    assert str(line.total) == "82.71"
    assert (line.rank, line.shortlisted, line.decided_by) == (1, True, None)


def test_half_is_rounded_up():
    components = (ComponentFact("A", D(50)), ComponentFact("B", D(50)))
    people = [CandidateScores("1", {"A": (D("80.01"),), "B": (D("80"),)})]
    assert str(listed(people, components=components, tie_order=("A", "B")).lines[0].total) == "80.01"


def test_case_table_of_nine_people_for_two_seats():
    """Two seats, shortlist of six: equal totals are separated by interview, then by assessment, and one pair stays equal."""
    people = [
        person("001", "90", "90", "90", "90"),  # 90.00
        person("002", "80", "80", "80", "88"),  # 82.80, interview 88
        person("003", "94", "80", "80", "80"),  # 82.80, interview 80
        person("004", "80", "80", "80", "80"),  # 80.00, assessment 80
        person("005", "75", "84", "80", "80"),  # 80.00, assessment 84
        person("006", "70", "70", "70", "70"),  # 70.00
        person("007", "70", "70", "70", "70"),  # 70.00
        person("008", "60", "60", "60", "60"),  # 60.00
        person("009", "50", "50", "50", "50"),  # 50.00
    ]
    result = listed(people, quota=2)
    assert [
        (line.key, str(line.total), line.rank, line.decided_by, line.shortlisted, line.tied_at_cut) for line in result.lines
    ] == [
        ("001", "90.00", 1, None, True, False),
        ("002", "82.80", 2, None, True, False),
        ("003", "82.80", 3, "INTERVIEW", True, False),
        ("005", "80.00", 4, None, True, False),
        ("004", "80.00", 5, "ASSESS", True, False),
        ("006", "70.00", 6, None, True, True),
        ("007", "70.00", 6, None, True, True),
        ("008", "60.00", 8, None, False, False),
        ("009", "50.00", 9, None, False, False),
    ]
    assert result.flags == (TIE_AT_CUT,)
    assert [line.key for line in result.shortlist] == ["001", "002", "003", "005", "004", "006", "007"]
    assert result.cut == 6


def test_declared_order_decides_ties_not_the_order_of_components():
    people = [person("1", "80", "84", "80", "80"), person("2", "85", "80", "80", "80")]
    assert [line.key for line in listed(people).lines] == ["1", "2"]
    swapped = listed(people, tie_order=("TRACK", "ASSESS", "PAPER", "INTERVIEW"))
    assert [(line.key, line.decided_by) for line in swapped.lines] == [("2", None), ("1", "TRACK")]


def test_totals_are_equal_when_their_rounded_form_is():
    """80.005 and 80.01 are both announced as 80.01, so the declared order decides, not the digits nobody sees."""
    components = (ComponentFact("A", D(50)), ComponentFact("B", D(50)))
    people = [
        CandidateScores("1", {"A": (D("80.02"),), "B": (D("80.00"),)}),
        CandidateScores("2", {"A": (D("80.00"),), "B": (D("80.01"),)}),
    ]
    result = listed(people, components=components, tie_order=("B", "A"))
    assert [(line.key, str(line.total), line.decided_by) for line in result.lines] == [("2", "80.01", None), ("1", "80.01", "B")]


def test_tie_within_the_shortlist_raises_no_flag():
    people = [person("1", "80", "80", "80", "80"), person("2", "80", "80", "80", "80"), person("3", "70", "70", "70", "70")]
    result = listed(people)
    assert [line.rank for line in result.lines] == [1, 1, 3]
    assert result.flags == ()
    assert not any(line.tied_at_cut for line in result.lines)


def test_fewer_people_than_the_cut_are_flagged_and_never_padded():
    result = listed([person("1", "80", "80", "80", "80"), person("2", "70", "70", "70", "70")])
    assert result.flags == (FEWER_THAN_CUT,)
    assert len(result.shortlist) == 2


def test_nobody_gives_an_empty_list():
    result = listed([])
    assert (result.lines, result.flags) == ((), (FEWER_THAN_CUT,))


def test_below_minimum_is_listed_last_without_rank_and_never_shortlisted():
    components = (*FOUR[:3], replace(FOUR[3], minimum=D(70)))
    people = [person("1", "99", "99", "99", "69.99"), person("2", "60", "60", "60", "70")]
    result = listed(people, components=components)
    first, last = result.lines
    assert (first.key, first.rank, first.below_minimum) == ("2", 1, ())
    assert (last.key, last.rank, last.shortlisted, last.below_minimum) == ("1", None, False, ("INTERVIEW",))
    assert str(last.total) == "88.85"
    assert result.flags == (FEWER_THAN_CUT,)


def test_minimum_is_in_raw_units_and_scales_differ():
    component = ComponentFact("CAT", D(100), minimum=D(300), scale_min=D(200), scale_max=D(800))
    people = [CandidateScores("1", {"CAT": (D(300),)}), CandidateScores("2", {"CAT": (D("299.9"),)})]
    result = listed(people, components=(component,), tie_order=("CAT",))
    assert [(line.rank, str(line.total), str(line.values["CAT"])) for line in result.lines] == [
        (1, "16.67", "16.666667"),
        (None, "16.65", "16.650000"),
    ]


def test_component_rounding_is_used_only_when_the_pack_says_so():
    components = (
        ComponentFact("A", D(50), scale_max=D(3)),
        ComponentFact("B", D(50), scale_max=D(3)),
    )
    people = [CandidateScores("1", {"A": (D(1),), "B": (D(1),)})]
    exact = listed(people, components=components, tie_order=("A",))
    rounded = listed(people, components=components, tie_order=("A",), pack=RulePack(component_places=0))
    assert str(exact.lines[0].total) == "33.33"
    assert (str(rounded.lines[0].total), str(rounded.lines[0].values["A"])) == ("33.00", "33")


@pytest.mark.parametrize(
    ("scores", "rule", "expected"),
    [
        (("80", "81"), MEAN, "80.5"),
        (("80", "80", "81"), MEAN, "80.333333333333"),
        (("0", "0", "2"), MEAN, "0.666666666667"),
        (("70", "99", "80"), MEDIAN, "80"),
        (("70", "99", "80", "81"), MEDIAN, "80.5"),
        (("77.70",), SINGLE, "77.7"),
    ],
)
def test_several_scorers_become_one_score(scores, rule, expected):
    assert str(aggregate([D(score) for score in scores], rule)) == expected


@pytest.mark.parametrize(("scores", "rule"), [((), MEAN), ((D(1), D(2)), SINGLE), ((D(1),), "MAXIMUM")])
def test_scores_that_do_not_fit_the_rule_are_refused(scores, rule):
    with pytest.raises(ValueError, match=r"fit|unknown"):
        aggregate(scores, rule)


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(12345, 1000), 2, "12.35"),
        (Fraction(12344999, 1000000), 2, "12.34"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(1, 1000), 3, "0.001"),
    ],
)
def test_rounding(number, places, expected):
    assert str(round_half_up(number, places)) == expected


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 6))
def test_rounding_agrees_with_decimal(number, places):
    with localcontext() as context:
        context.prec = 50
        expected = number.quantize(D(1).scaleb(-places), ROUND_HALF_UP)
    assert round_half_up(Fraction(number), places) == expected
    assert trimmed(number) == number


def test_missing_scores_are_all_named():
    people = [CandidateScores("2", {"TRACK": (D(80),)}), person("1", "80", "80", "80", "80")]
    with pytest.raises(RankingRefused) as caught:
        listed(people)
    assert caught.value.missing == (("2", "ASSESS"), ("2", "PAPER"), ("2", "INTERVIEW"))
    assert caught.value.reason == (
        "Peringkat belum dapat disusun karena nilai ini belum lengkap: peserta 2: ASSESS; peserta 2: PAPER; peserta 2: INTERVIEW."
    )


def test_every_scorer_who_is_needed_must_have_scored():
    components = (replace(FOUR[0], weight=D(100), scorers_needed=3),)
    people = [CandidateScores("1", {"TRACK": (D(80), D(81))})]
    assert missing_scores(people, components) == (("1", "TRACK"),)


ONE = ComponentFact("A", D(100))


@pytest.mark.parametrize(
    ("people", "components", "tie_order", "quota", "multiple", "part"),
    [
        ([], (), (), 1, 3, "kosong"),
        ([], (ONE, ONE), (), 1, 3, "dua kali"),
        ([CandidateScores("1", {"A": (D(1),)})] * 2, (ONE,), (), 1, 3, "lebih dari sekali"),
        ([], (ONE,), ("B",), 1, 3, "tidak dikenal atau berulang"),
        ([], (ONE,), ("A", "A"), 1, 3, "tidak dikenal atau berulang"),
        ([], (ONE,), ("A",), 0, 3, "paling sedikit 1"),
        ([], (ONE,), ("A",), 1, 0, "paling sedikit 1"),
        ([], (replace(ONE, weight=100.0),), ("A",), 1, 3, "harus bilangan desimal"),
        ([], (replace(ONE, minimum=D("NaN")),), ("A",), 1, 3, "harus bilangan desimal"),
        ([], (replace(ONE, scale_max=D(0)),), ("A",), 1, 3, "di atas nilai terendah"),
        ([], (replace(ONE, aggregate="MAXIMUM"),), ("A",), 1, 3, "tidak dikenal"),
        ([], (replace(ONE, weight=D("99.99")),), ("A",), 1, 3, "tepat 100"),
        ([CandidateScores("1", {"A": (80.0,)})], (ONE,), ("A",), 1, 3, "Nilai A peserta 1 harus bilangan desimal."),
        ([CandidateScores("1", {"A": (D("100.01"),)})], (ONE,), ("A",), 1, 3, "adalah 100.01; harus antara 0 dan 100."),
        ([CandidateScores("1", {"A": (D(-1),)})], (ONE,), ("A",), 1, 3, "adalah -1; harus antara 0 dan 100."),
        (
            [CandidateScores("1", {"A": (D(1), D(2))})],
            (replace(ONE, aggregate=SINGLE),),
            ("A",),
            1,
            3,
            "hanya boleh memiliki satu nilai",
        ),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_words(people, components, tie_order, quota, multiple, part):
    with pytest.raises(RankingRefused) as caught:
        rank(people, components, tie_order, quota, multiple, PACK)
    assert part in caught.value.reason
    assert caught.value.reason.endswith(".")
