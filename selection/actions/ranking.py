"""Computing the ranking: one immutable version with its packet; the shortlist follows from it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.refusals import Refused, require
from selection import notifications
from selection.actions.moves import lock_applications, lock_vacancy, move_applications, move_vacancy
from selection.conflicts import closed_candidates
from selection.gates import gates_for
from selection.models import LockedScore, Ranking, ScoreLock
from selection.permissions import can_rank, duty_of
from selection.ranking_sql import store_rankings
from selection.rules.ranking import RankingRefused, RankingResult, aggregate
from selection.scoreboard import Scoreboard, read_scoreboard
from vacancies.assessment_plan import plan_agreement_refusal
from vacancies.models import Vacancy


@transaction.atomic
def compute_ranking(*, vacancy_id: int, actor: User, version: int | None = None, reason: str = "") -> Ranking:
    """Rank all present candidates by the declared rules and shortlist seats times the multiple.

    Args:
        reason: why it is computed again; obligatory from the second version on.
        version: `Vacancy.version` of the page, None when no page was involved.

    Raises:
        Refused: no right, a score is missing, or the reason of a second version is.
        Stale: the vacancy changed since the page was drawn.

    Source: docs/product.md R2 and decision 3.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    lock_applications(vacancy)
    board = read_scoreboard(vacancy)
    require(can_rank(actor, vacancy, gates=gates_for(board, closed_candidates(actor, vacancy))))
    require(plan_agreement_refusal(vacancy))
    number = (Ranking.objects.filter(vacancy=vacancy).aggregate(last=Max("version"))["last"] or 0) + 1
    if number > 1 and not reason.strip():
        raise Refused("Tulis alasan menyusun ulang peringkat.", field="reason")
    try:
        outcome, packet = board.result()
    except RankingRefused as error:
        raise Refused(error.reason) from error
    lock = _lock_scores(vacancy, board, number, actor, now)
    (stored,) = store_rankings(locks=[lock.pk], declaration=lock.declaration, by=actor.pk, at=now, reason=reason.strip())
    if stored.sha256 != packet.sha256:
        # Two ways that share no code must agree before a list may exist; nothing of this transaction stays.
        raise RuntimeError(f"ranking of {vacancy.reference}: database {stored.sha256}, rules {packet.sha256}")
    ranking = Ranking.objects.get(pk=stored.ranking_id)
    _sort_out(board, outcome, now)
    move_vacancy(vacancy, "rank", now)
    notifications.call_stand_in(vacancy, ranking)
    audit.record(
        chain=vacancy.trail_chain,
        act="compute_ranking",
        actor=actor,
        duty=duty_of(actor, vacancy),
        rule_version=sha256_hex(canonical_json(lock.declaration)),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={
            "version": number,
            "sha256": ranking.sha256,
            "cut": outcome.cut,
            "flags": list(outcome.flags),
            "reason": ranking.reason,
            "lines": [[line.key, line.rank, line.total, line.shortlisted] for line in outcome.lines],
        },
    )
    return ranking


def _lock_scores(vacancy: Vacancy, board: Scoreboard, version: int, actor: User, now: datetime) -> ScoreLock:
    """Freeze rules and scores of this version; from here on the database refuses to change the sheets below it."""
    declaration = board.declaration()
    lock = ScoreLock.objects.create(
        vacancy=vacancy, version=version, declaration=declaration.frozen(), locked_by=actor, locked_at=now
    )
    facts = {fact.code: fact for fact in board.component_facts()}
    rows = []
    for candidate, person in zip(board.candidates, board.candidate_scores(), strict=True):
        raw = [aggregate(person.scores[code], facts[code].aggregate) for code in declaration.codes]
        frozen = declaration.frozen_candidate(candidate.key, raw)
        rows.append(LockedScore(lock=lock, candidate=candidate, key=candidate.key, raw=raw, frozen=frozen))
    LockedScore.objects.bulk_create(rows)
    return lock


def _sort_out(board: Scoreboard, outcome: RankingResult, now: datetime) -> None:
    """Move applications into and out of the shortlist; the applicant sees none of it before the announcement."""
    listed = {line.key for line in outcome.shortlist}
    inside = [c.application for c in board.candidates if c.key in listed and c.application.state != "SHORTLISTED"]
    outside = [c.application for c in board.candidates if c.key not in listed and c.application.state != "NOT_SHORTLISTED"]
    move_applications(inside, "shortlist", now, is_public=False)
    move_applications(outside, "leave_out", now, is_public=False)
