"""Every act that the code writes into the trail has words on the auditor's pages: nothing English is left over."""

import ast

from tests.architecture.sources import modules
from vacancies.trail_words import act_words

WRITERS = {"record", "_record", "record_act", "record_reading"}


def acts_of(node: ast.Call) -> set[str]:
    """Names of acts in one call: the argument `act`, or the first text of a short writer."""
    named = [word.value for word in node.keywords if word.arg == "act"]
    places = named or [each for each in node.args if isinstance(each, ast.Constant | ast.IfExp)][:1]
    found = set()
    for place in places:
        for each in ast.walk(place):
            # The test of a condition is no act.
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.islower():
                found.add(each.value)
    return found


def written_acts() -> set[str]:
    found: set[str] = set()
    for name, tree in modules().items():
        if name.startswith(("asnkarier/bench", "core/audit")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in WRITERS:
                    found |= acts_of(node)
    return found


def test_every_act_has_words():
    acts = written_acts()
    assert len(acts) > 100
    assert {act for act in acts if act_words(act).startswith("Tindakan ")} == set()


def test_an_unknown_act_shows_its_code():
    assert act_words("something_new") == "Tindakan something_new"
