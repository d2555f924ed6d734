"""Who may be invited, and what a searcher may see."""

from datetime import date

import pytest

from talent.rules.lifecycle import INVITATION_LABELS
from talent.rules.standing import shown_talent_box, standing
from vacancies.rules.eligibility import RuleResult

DAY = date(2026, 12, 4)


def results(*outcomes):
    return [RuleResult("KIND", f"Syarat {number}", outcome, None, "", "") for number, outcome in enumerate(outcomes, 1)]


@pytest.mark.parametrize(
    ("outcomes", "label", "tone", "may"),
    [
        (("MET", "MET"), "Memenuhi 2 dari 2 syarat", "good", True),
        (("MET", "MET_FROM"), "Memenuhi 2 dari 2 syarat", "good", True),
        (("MET", "NOT_MET"), "Memenuhi 1 dari 2 syarat", "wait", False),
        (("MET", "MISSING"), "Memenuhi 1 dari 2 syarat", "wait", False),
        (("NOT_MET", "MISSING"), "Memenuhi 0 dari 2 syarat", "wait", False),
        ((), "Memenuhi 0 dari 0 syarat", "good", True),
    ],
)
def test_requirements_decide(outcomes, label, tone, may):
    found = standing(on=DAY, results=results(*outcomes))
    assert (found.label, found.tone, found.may_be_invited) == (label, tone, may)


def test_refusal_names_every_requirement_that_is_not_met():
    found = standing(on=DAY, results=results("NOT_MET", "MET", "MISSING"))
    assert found.refusal == "Belum memenuhi syarat “Syarat 1”; “Syarat 3”."
    assert found.note == "Syarat 1; Syarat 3"


@pytest.mark.parametrize("state", list(INVITATION_LABELS))
def test_one_invitation_a_person_whatever_became_of_it(state):
    found = standing(on=DAY, results=results("MET"), invitation_state=state)
    assert not found.may_be_invited
    assert INVITATION_LABELS[state].lower() in found.refusal


def test_a_duty_in_the_selection_bars_even_the_eligible():
    found = standing(on=DAY, results=results("MET"), duty="anggota pansel")
    assert found.refusal == "Bertugas dalam seleksi ini sebagai anggota pansel."


@pytest.mark.parametrize(("box", "shown"), [(None, None), (1, None), (6, None), (7, 7), (8, 8), (9, 9)])
def test_only_the_upper_boxes_are_shown(box, shown):
    assert shown_talent_box(box) == shown
