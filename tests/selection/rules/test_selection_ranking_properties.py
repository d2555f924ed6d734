"""The ranked list computed a second way, and properties no list may break."""

import itertools
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cmp_to_key

from hypothesis import given, settings
from hypothesis import strategies as st

from selection.rules.ranking import FEWER_THAN_CUT, MEAN, TIE_AT_CUT, CandidateScores, rank
from tests.selection.rules.drawn_selections import selections

D = Decimal


def second_way(people, components, tie_order, quota, multiple, pack):
    """The same list computed plainly with Decimal at high precision and pairwise comparison."""
    with localcontext() as context:
        context.prec = 60
        rows = []
        for candidate in people:
            scaled, below = {}, False
            for component in components:
                values = sorted(candidate.scores[component.code])
                count = len(values)
                if component.aggregate == MEAN:
                    raw = sum(values) / count
                elif count % 2:
                    raw = values[count // 2]
                else:
                    raw = (values[count // 2 - 1] + values[count // 2]) / 2
                raw = raw.quantize(D("1e-12"), ROUND_HALF_UP)
                below = below or (component.minimum is not None and raw < component.minimum)
                value = (raw - component.scale_min) / (component.scale_max - component.scale_min) * 100
                if pack.component_places is not None:
                    value = value.quantize(D(1).scaleb(-pack.component_places), ROUND_HALF_UP)
                scaled[component.code] = value
            total = sum(component.weight * scaled[component.code] for component in components) / 100
            total = total.quantize(D(1).scaleb(-pack.total_places), ROUND_HALF_UP)
            rows.append((candidate.key, total, scaled, below))

    def better(one, two):
        for left, right in [(one[1], two[1]), *((one[2][code], two[2][code]) for code in tie_order)]:
            if left != right:
                return left > right
        return False

    passed = [row for row in rows if not row[3]]
    found = {}
    for row in rows:
        number = None if row[3] else 1 + sum(better(other, row) for other in passed)
        found[row[0]] = (row[1], number, number is not None and number <= quota * multiple)
    order = sorted(
        passed, key=cmp_to_key(lambda one, two: -1 if better(one, two) else 1 if better(two, one) else (one[0] > two[0]) * 2 - 1)
    )
    return found, [row[0] for row in order]


@settings(max_examples=300, deadline=None)
@given(selections())
def test_list_agrees_with_the_second_way(selection):
    result = rank(*selection)
    expected, order = second_way(*selection)
    assert {line.key: (line.total, line.rank, line.shortlisted) for line in result.lines} == expected
    assert [line.key for line in result.lines if line.rank is not None] == order


@given(selections(), st.randoms(use_true_random=False))
def test_order_of_input_never_matters(selection, randomness):
    people, *rest = selection
    shuffled = list(people)
    randomness.shuffle(shuffled)
    assert rank(shuffled, *rest) == rank(people, *rest)


@given(selections())
def test_shortlist_is_never_longer_than_the_cut_except_for_a_flagged_tie(selection):
    people, _, _, quota, multiple, _ = selection
    result = rank(*selection)
    qualified = [line for line in result.lines if line.rank is not None]
    assert len(result.lines) == len(people)
    if TIE_AT_CUT in result.flags:
        tied = [line for line in result.lines if line.tied_at_cut]
        assert len(result.shortlist) > quota * multiple
        assert len(tied) >= 2
        assert len({line.rank for line in tied}) == 1
        assert len(result.shortlist) - len(tied) < quota * multiple
    else:
        assert len(result.shortlist) == min(quota * multiple, len(qualified))
        assert not any(line.tied_at_cut for line in result.lines)
    assert (FEWER_THAN_CUT in result.flags) == (len(qualified) < quota * multiple)
    worst_in = max((line.rank for line in result.shortlist), default=0)
    assert all(line.rank > worst_in for line in qualified if not line.shortlisted)


@given(selections())
def test_ranks_count_the_people_above(selection):
    ranks = [line.rank for line in rank(*selection).lines if line.rank is not None]
    assert ranks == [1 + sum(other < number for other in ranks) for number in ranks]


@given(selections())
def test_decided_by_names_a_component_that_differs_and_only_at_equal_totals(selection):
    result = rank(*selection)
    tie_order = selection[2]
    ranked = [line for line in result.lines if line.rank is not None]
    for above, line in itertools.pairwise(ranked):
        if above.total != line.total or above.rank == line.rank:
            assert line.decided_by is None
        else:
            assert line.decided_by in tie_order
            earlier = tie_order[: tie_order.index(line.decided_by)]
            assert all(above.values[code] == line.values[code] for code in earlier)
            assert above.values[line.decided_by] > line.values[line.decided_by]


@given(selections(minimums=False), st.data())
def test_a_better_score_never_worsens_the_rank(selection, data):
    people, *rest = selection
    if not people:
        return
    chosen = data.draw(st.sampled_from(people))
    code = data.draw(st.sampled_from(sorted(chosen.scores)))
    raised = tuple(min(D(100), score + D("7.5")) for score in chosen.scores[code])
    changed = [CandidateScores(item.key, {**item.scores, code: raised}) if item is chosen else item for item in people]
    before = {line.key: line.rank for line in rank(people, *rest).lines}
    after = {line.key: line.rank for line in rank(changed, *rest).lines}
    assert after[chosen.key] <= before[chosen.key]


@given(selections(), st.sampled_from([D(2), D(10), D("0.5")]), st.sampled_from([D(0), D(7)]))
def test_another_scale_for_the_same_scores_changes_nothing(selection, factor, shift):
    people, components, *rest = selection
    if any(len(scores) == 3 for item in people for scores in item.scores.values()):
        return  # a mean of thirds is cut at twelve decimals of its own scale
    stretched = tuple(
        replace(
            component,
            scale_min=component.scale_min * factor + shift,
            scale_max=component.scale_max * factor + shift,
            minimum=None if component.minimum is None else component.minimum * factor + shift,
        )
        for component in components
    )
    moved = [
        CandidateScores(item.key, {code: tuple(s * factor + shift for s in scores) for code, scores in item.scores.items()})
        for item in people
    ]
    first, second = rank(people, components, *rest), rank(moved, stretched, *rest)
    assert [replace(line, raw={}) for line in second.lines] == [replace(line, raw={}) for line in first.lines]


@given(selections())
def test_only_decimals_come_out(selection):
    for line in rank(*selection).lines:
        assert isinstance(line.total, Decimal)
        assert all(isinstance(value, Decimal) for value in [*line.raw.values(), *line.values.values()])
        assert 0 <= line.total <= 100
