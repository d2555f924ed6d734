"""The frozen rules the database ranks by: whole numbers that give the same totals, pieces that give the same packet."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from core.canonical import canonical_json
from selection.rules.declaration import Declaration
from selection.rules.packet import packet, scaled_parts
from selection.rules.ranking import SINGLE, CandidateScores, ComponentFact, aggregate, rank, round_half_up, scaled_value
from tests.selection.rules.drawn_selections import selections
from vacancies.rules.rule_pack import RulePack

D = Decimal
PACK = RulePack()
HEALTH = ComponentFact("H", D(0), D(1), D(0), D(1), SINGLE)
PAPER = ComponentFact("P", D(100), None, D(-13), D(17), SINGLE)


def raw_of(person: CandidateScores, components) -> list[Decimal]:
    return [aggregate(person.scores[part.code], part.aggregate) for part in components]


@given(selections())
def test_factors_over_one_denominator_give_the_totals_of_the_rules(selection):
    people, components, tie_order, quota, multiple, pack = selection
    frozen = Declaration("X", quota, multiple, components, tie_order, pack).frozen()
    places = frozen["component_places"]
    totals = {}
    for person in people:
        numerator = 0
        for part, raw, factor, low in zip(components, raw_of(person, components), frozen["factor"], frozen["low"], strict=True):
            points = Fraction(raw) - Fraction(low) if places is None else scaled_value(raw, part, places) * 10**places
            numerator += points * int(factor)
        totals[person.key] = round_half_up(Fraction(numerator) / int(frozen["denominator"]), frozen["total_places"])
    assert totals == {line.key: line.total for line in rank(*selection).lines}
    assert frozen["cut"] == quota * multiple


@given(selections())
def test_pieces_and_lines_put_together_are_the_packet(selection):
    people, components, tie_order, quota, multiple, pack = selection
    made = packet("X", quota, multiple, components, tie_order, people, pack, rank(*selection))
    declaration = Declaration("X", quota, multiple, components, tie_order, pack)
    candidates = ",".join(
        declaration.frozen_candidate(person.key, raw_of(person, components)) for person in sorted(people, key=lambda p: p.key)
    )
    first, second, third = declaration.frozen()["frame"]
    lines = canonical_json(json.loads(made.content)["result"])
    whole = f'{{"candidates":[{candidates}],{first},"result":{lines},{second},"sha256":"{made.sha256}",{third}}}'
    assert whole.encode() == made.content


def test_marks_scales_and_order_stand_as_declared():
    frozen = Declaration("JPT-1", 2, 3, (HEALTH, PAPER), ("P",), replace(PACK, component_places=3, total_places=3)).frozen()
    assert frozen["codes"] == ["H", "P"]
    assert (frozen["low"], frozen["span"], frozen["mark"]) == (["0", "-13"], ["1", "30"], ["1", None])
    assert (frozen["factor"][0], frozen["order"], frozen["cut"]) == ("0", [2], 6)


def test_a_missing_score_is_null_in_the_packet_and_has_no_scaled_part():
    declaration = Declaration("JPT-1", 1, 3, (HEALTH, PAPER), ("P",), PACK)
    assert declaration.frozen_candidate("001", [None, D("2.0")]) == '{"number":"001","scores":{"H":null,"P":"2"}}'
    people = [CandidateScores("001", {"P": (D(2),)})]
    for places, shown in ((None, D("50.00")), (0, D(50))):
        pack = replace(PACK, component_places=places)
        content = json.loads(packet("JPT-1", 1, 3, (HEALTH, PAPER), ("P",), people, pack).content)
        assert scaled_parts(content) == {"001": {"P": shown}}
