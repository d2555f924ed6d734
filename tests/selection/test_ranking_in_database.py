"""The ranking made in the database against the rules of the portal and the public packet command: the same bytes."""

import json
import random
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from selection import actions
from selection.models import LockedScore, Ranking, RankingLine, ScoreLock
from selection.ranking_sql import shape, store_rankings
from selection.rules.declaration import Declaration
from selection.rules.packet import packet
from selection.rules.ranking import PASS_FAIL, SINGLE, CandidateScores, ComponentFact, rank
from selection.rules.recompute import canonical, read_packet, recompute
from tests.factories.selection import chair_of, scoring_vacancy
from vacancies.rules.rule_pack import RulePack

pytestmark = pytest.mark.django_db
D = Decimal
CODES = ("TRACK", "ASSESS", "PAPER", "INTERVIEW", "CAT", 'Ä "9"')
EVEN = {1: [100], 2: [50, 50], 3: [25, 25, 50], 4: [25] * 4, 5: [20] * 5, 6: [20, 20, 20, 20, 10, 10]}
PEOPLE = 14
SELECTIONS_A_ROUND = 240


def drawn(dice: random.Random) -> tuple[Declaration, list[CandidateScores]]:
    """A selection full of ties: few values, odd scales, marks, missing scores, every rounding."""
    codes = dice.sample(CODES, dice.randint(1, len(CODES)))
    cuts = sorted(dice.sample(range(1, 10_000), len(codes) - 1))
    weights = [D(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    is_even = dice.random() < 0.8
    if is_even:
        weights = [D(weight) for weight in EVEN[len(codes)]]
    has_marks = dice.random() < 0.3
    steps = dice.choice([(D(0), D(5)), (D(1), D(3), D(4)), (D(0), D(1), D(3), D(4), D(5))])
    components = []
    for code, weight in zip(codes, weights, strict=True):
        low, high = dice.choice([(D(0), D(100)), (D(1), D(5)), (D("-2.5"), D("4.75")), (D(0), D("0.07"))])
        mark = low + (high - low) / 4 if has_marks and dice.random() < 0.5 else None
        components.append(ComponentFact(code, weight, mark, low, high, SINGLE))
    if dice.random() < 0.3:
        # Passed or failed: it weighs nothing and decides no tie.
        components.insert(dice.randint(0, len(components)), ComponentFact("HEALTH", D(0), D(1), D(0), D(1), PASS_FAIL))
    people = []
    for number in dice.sample(range(1, 1200), dice.randint(0, PEOPLE)):
        scores = {}
        for part in components:
            raw = part.scale_min + (part.scale_max - part.scale_min) * dice.choice(steps) / 5
            if not is_even and dice.random() < 0.1:
                raw = (raw - part.scale_min) * D("0.123456789") + part.scale_min
            # As stored: a mean that does not end has twelve decimals.
            scores[part.code] = () if dice.random() < 0.01 else (round(raw, 12),)
        people.append(CandidateScores(f"{number:03d}", scores))
    order = dice.sample(codes, dice.choice([0, len(codes) // 2, len(codes), len(codes)]))
    pack = RulePack(component_places=dice.choice([None, None, 0, 3]), total_places=dice.choice([0, 2, 3, 4]))
    return Declaration("JPT-2026-0001", dice.randint(1, 3), dice.randint(1, 3), components, order, pack), people


def freeze(vacancy, version: int, declaration: Declaration, people: list[CandidateScores]) -> ScoreLock:
    lock = ScoreLock.objects.create(
        vacancy=vacancy, version=version, declaration=declaration.frozen(), locked_by=vacancy.created_by, locked_at=timezone.now()
    )
    candidates = vacancy.candidates.order_by("number")
    rows = []
    for candidate, person in zip(candidates, people, strict=False):
        raw = [person.scores[code][0] if person.scores[code] else None for code in declaration.codes]
        frozen = declaration.frozen_candidate(person.key, raw)
        rows.append(LockedScore(lock=lock, candidate=candidate, key=person.key, raw=raw, frozen=frozen))
    LockedScore.objects.bulk_create(rows)
    return lock


def ranked(locks: list[ScoreLock]):
    first = locks[0]
    keys = [lock.pk for lock in locks]
    return store_rankings(locks=keys, declaration=first.declaration, by=first.locked_by_id, at=timezone.now())


def inputs(declaration: Declaration, people: list[CandidateScores], result=None):
    return packet(
        declaration.reference,
        declaration.quota,
        declaration.multiple,
        declaration.components,
        declaration.tie_order,
        people,
        declaration.pack,
        result,
    )


def test_database_rules_and_packet_command_agree_on_tie_heavy_selections(request):
    dice = random.Random(20261122)
    vacancy = scoring_vacancy(candidates=PEOPLE)
    drawn_ones = [drawn(dice) for _ in range(SELECTIONS_A_ROUND * request.config.getoption("rounds"))]
    by_shape: dict[tuple, list[ScoreLock]] = {}
    known = {}
    for version, (declaration, people) in enumerate(drawn_ones, start=1):
        lock = freeze(vacancy, version, declaration, people)
        by_shape.setdefault(shape(lock.declaration), []).append(lock)
        known[lock.pk] = (declaration, people)
    stored = [row for locks in by_shape.values() for row in ranked(locks)]
    assert {row.lock_id for row in stored} == set(known)
    compared = ties = cut_ties = complete = 0
    for ranking in Ranking.objects.filter(vacancy=vacancy).prefetch_related("lines").order_by("version"):
        declaration, people = known[ranking.lock_id]
        full = recompute(read_packet(inputs(declaration, people).content))
        assert ranking.packet == canonical(full)
        assert (ranking.sha256, ranking.cut) == (full["sha256"], declaration.quota * declaration.multiple)
        lines = list(ranking.lines.all())
        assert [line.position for line in lines] == list(range(1, len(people) + 1))
        assert [(line.rank, f"{line.total:.{declaration.pack.total_places}f}", line.decided_by or None) for line in lines] == [
            (row["rank"], row["total"], row["decided_by"]) for row in full["result"]
        ]
        if all(person.scores[code] for person in people for code in declaration.codes):
            outcome = rank(
                people, declaration.components, declaration.tie_order, declaration.quota, declaration.multiple, declaration.pack
            )
            assert ranking.packet.encode() == inputs(declaration, people, outcome).content
            assert ranking.flags == list(outcome.flags)
            assert ranking.scaled() == {line.key: line.values for line in outcome.lines}
            complete += 1
        compared += 1
        ties += any(row["decided_by"] for row in full["result"])
        cut_ties += any(row["tied_at_cut"] for row in full["result"])
    # The draw is worth its name: if ties became rare, this test would prove little.
    assert compared == len(drawn_ones)
    assert ties > compared / 6
    assert cut_ties > compared / 10
    assert complete > compared / 3


def test_nobody_changes_what_was_locked_or_ranked():
    vacancy = scoring_vacancy(candidates=3)
    declaration, people = drawn(random.Random(7))
    lock = freeze(vacancy, 1, declaration, people)
    ranked([lock])
    assert RankingLine.objects.filter(ranking__lock=lock).count() == min(3, len(people))
    for statement in (
        "UPDATE selection_lockedscore SET raw = raw",
        "DELETE FROM selection_lockedscore",
        "UPDATE selection_scorelock SET declaration = declaration",
        "DELETE FROM selection_rankingline",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_owner_is_refused_too(owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only' ORDER BY 1")
        guarded = {row[0] for row in cursor.fetchall()}
    assert {"selection_scorelock", "selection_lockedscore", "selection_rankingline"} <= guarded


def test_chair_reads_the_packet_of_the_stored_list():
    vacancy = scoring_vacancy(candidates=4, filled=True)
    ranking = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    content = json.loads(ranking.packet)
    assert [row["number"] for row in content["result"]] == ["001", "002", "003", "004"]
    assert ranking.lock.scores.count() == 4
