"""What a searcher may be told about why a person fits: nothing of age, sanctions or the past."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.rules.explain import FIT, LATER, UNFIT, UNKNOWN, WITHHELD_LABEL, fitting, reasons, unfitting
from talent.rules.standing import standing
from vacancies.rules.eligibility import KINDS, RuleResult

SECRETS = {"MAX_AGE": "Lahir 17 April 1962", "NO_DISCIPLINE": "Hukuman disiplin berat", "INTEGRITY": "Hukuman disiplin sedang"}


def result(kind: str, outcome: str = "MET", *, later: bool = False) -> RuleResult:
    record = SECRETS.get(kind, f"catatan {kind}")
    return RuleResult(kind, f"Syarat {kind}", outcome, None, record, f"Penjelasan {record}.", later)


def test_answers_stand_in_the_order_of_the_vacancy_with_the_withheld_as_one_line():
    found = reasons(
        [result("MIN_GRADE"), result("MAX_AGE"), result("MIN_EDUCATION", "NOT_MET"), result("NO_DISCIPLINE", "NOT_MET")]
    )
    assert [(each.label, each.verdict) for each in found] == [
        ("Syarat MIN_GRADE", FIT),
        (WITHHELD_LABEL, UNFIT),
        ("Syarat MIN_EDUCATION", UNFIT),
    ]
    assert [each.label for each in fitting(found)] == ["Syarat MIN_GRADE"]
    assert [each.label for each in unfitting(found)] == [WITHHELD_LABEL, "Syarat MIN_EDUCATION"]


@pytest.mark.parametrize(
    ("outcome", "later", "verdict"),
    [
        ("MET", False, FIT),
        ("MET_FROM", False, FIT),
        ("NOT_MET", False, UNFIT),
        ("MISSING", False, UNKNOWN),
        ("MISSING", True, LATER),
    ],
)
def test_verdicts(outcome, later, verdict):
    [found] = reasons([result("HELD_LEVEL", outcome, later=later)])
    assert found.verdict == verdict


outcomes = st.sampled_from(["MET", "NOT_MET", "MISSING", "MET_FROM"])


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), outcomes), max_size=12))
def test_no_record_of_age_or_sanction_is_ever_told(pairs):
    results = [result(kind, outcome) for kind, outcome in pairs]
    told = standing(results=results)
    words = " ".join([told.label, told.refusal, *told.unmet, *(each.label + each.note for each in told.reasons)])
    for secret in SECRETS.values():
        assert secret not in words
    for kind in ("MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"):
        assert f"Syarat {kind}" not in words


@given(st.permutations(["MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"]), st.data())
def test_which_withheld_rule_is_broken_makes_no_difference(kinds, data):
    """Any one, two or three of them broken give the same answer: what is hidden cannot be told apart, nor counted."""
    others = [result("MIN_GRADE"), result("PERFORMANCE", data.draw(outcomes))]
    broken = data.draw(st.lists(st.sampled_from(kinds), min_size=1, unique=True))
    first = [result(kind, "NOT_MET" if kind in broken else "MET") for kind in kinds]
    second = [result(kind, "NOT_MET" if kind == kinds[0] else "MET") for kind in kinds]
    assert standing(results=[*first, *others]) == standing(results=[*second, *others])


def test_person_who_fits_everything_may_be_invited():
    answer = standing(results=[result("MIN_GRADE"), result("MAX_AGE"), result("STATEMENT", "MISSING", later=True)])
    assert (answer.label, answer.refusal, answer.may_be_invited) == ("Memenuhi 2 dari 2 syarat", "", True)
    assert [each.label for each in answer.later] == ["Syarat STATEMENT"]
