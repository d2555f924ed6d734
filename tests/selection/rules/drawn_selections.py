"""Whole selections drawn by Hypothesis: components, scores, tie order, seats, rule pack."""

from decimal import Decimal

from hypothesis import strategies as st

from selection.rules.ranking import MEAN, MEDIAN, CandidateScores, ComponentFact
from vacancies.rules.rule_pack import RulePack

D = Decimal

# Few different values, so that ties are common.
RAW = st.sampled_from([D("0"), D("50"), D("70"), D("70.5"), D("71"), D("80"), D("100")])


@st.composite
def selections(draw, minimums=True):
    """A selection: two or three components with weights that sum to 100, up to twelve candidates, one to three scorers."""
    size = draw(st.integers(2, 3))
    codes = ["A", "B", "C"][:size]
    first = draw(st.integers(1, 98 if size == 3 else 99))
    second = draw(st.integers(1, 99 - first)) if size == 3 else 100 - first
    weights = [first, second, 100 - first - second][:size]
    minimum = st.sampled_from([None, D(50), D("70.5")]) if minimums else st.none()
    components = tuple(
        ComponentFact(code, D(weight), draw(minimum), aggregate=draw(st.sampled_from([MEAN, MEDIAN])))
        for code, weight in zip(codes, weights, strict=True)
    )
    scores = st.fixed_dictionaries({code: st.lists(RAW, min_size=1, max_size=3).map(tuple) for code in codes})
    people = [CandidateScores(f"{number:03d}", draw(scores)) for number in range(draw(st.integers(0, 12)))]
    tie_order = tuple(draw(st.permutations(codes)))
    places = draw(st.sampled_from([None, 0, 3]))
    return people, components, tie_order, draw(st.integers(1, 3)), draw(st.integers(1, 3)), RulePack(component_places=places)
