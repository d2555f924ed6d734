"""The ranking packet: exactly the announced keys, one text for one ranking, and the ranking back out of it."""

import json
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from hypothesis import given

from selection.rules.packet import packet
from selection.rules.ranking import SINGLE, CandidateScores, ComponentFact, rank
from tests.selection.rules.drawn_selections import selections
from vacancies.rules.rule_pack import RulePack

D = Decimal
PACK = RulePack()
ONE = ComponentFact("A", D(100))


def written(selection, *, with_result=True):
    people, components, tie_order, quota, multiple, pack = selection
    result = rank(*selection) if with_result else None
    return packet("JPT-2026-0001", quota, multiple, components, tie_order, people, pack, result)


def test_packet_has_exactly_the_announced_keys():
    components = (ComponentFact("A", D("60.0"), minimum=D(50)), ComponentFact("B", D(40), scale_max=D(30)))
    people = [
        CandidateScores("002", {"A": (D(80), D(81)), "B": (D("20.50"),)}),
        CandidateScores("001", {"A": (D(40),), "B": (D(30),)}),
    ]
    made = written((people, components, ("B", "A"), 1, 3, PACK))
    assert json.loads(made.content) == {
        "format": "asnkarier.ranking/1",
        "vacancy": {"reference": "JPT-2026-0001", "quota": 1, "multiple": 3},
        "rounding": {"component_places": None, "total_places": 2, "mode": "HALF_UP"},
        "components": [
            {"code": "A", "weight": "60", "min": "0", "max": "100", "pass_mark": "50"},
            {"code": "B", "weight": "40", "min": "0", "max": "30", "pass_mark": None},
        ],
        "tie_order": ["B", "A"],
        "candidates": [
            {"number": "001", "scores": {"A": "40", "B": "30"}},
            {"number": "002", "scores": {"A": "80.5", "B": "20.5"}},
        ],
        "result": [
            {
                "number": "002",
                "total": "75.63",
                "rank": 1,
                "decided_by": None,
                "passed": True,
                "shortlisted": True,
                "tied_at_cut": False,
            },
            {
                "number": "001",
                "total": "64.00",
                "rank": None,
                "decided_by": None,
                "passed": False,
                "shortlisted": False,
                "tied_at_cut": False,
            },
        ],
        "sha256": made.sha256,
    }


def test_packet_of_inputs_alone_may_show_a_missing_score():
    made = written(([CandidateScores("1", {})], (ONE,), ("A",), 1, 3, PACK), with_result=False)
    content = json.loads(made.content)
    assert content["candidates"] == [{"number": "1", "scores": {"A": None}}]
    assert "result" not in content


@given(selections())
def test_packet_seals_itself_and_ignores_the_order_of_input(selection):
    made = written(selection)
    content = json.loads(made.content)
    digest = content.pop("sha256")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == made.sha256 == sha256(text.encode()).hexdigest()
    people, *rest = selection
    assert written((people[::-1], *rest)) == made


@given(selections())
def test_ranking_read_from_its_packet_is_the_same_ranking(selection):
    _, components, *rest = selection
    content = json.loads(written(selection).content)
    single = tuple(replace(component, aggregate=SINGLE) for component in components)
    people = [
        CandidateScores(item["number"], {code: (D(score),) for code, score in item["scores"].items()})
        for item in content["candidates"]
    ]
    assert rank(people, single, *rest) == rank(*selection)
