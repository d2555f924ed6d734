"""Computing the ranking: one immutable version with its packet; the shortlist follows from it."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_applications, lock_vacancy, move_applications, move_vacancy
from selection.models import Candidate, Ranking, RankingLine
from selection.permissions import can_rank, duty_of
from selection.rules.ranking import RankingRefused, RankingResult
from selection.scoreboard import Scoreboard, read_scoreboard


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
    require(can_rank(actor, vacancy, missing=len(board.gaps()), present=len(board.candidates)))
    number = (Ranking.objects.filter(vacancy=vacancy).aggregate(last=Max("version"))["last"] or 0) + 1
    if number > 1 and not reason.strip():
        raise Refused("Tulis alasan menyusun ulang peringkat.", field="reason")
    try:
        outcome, packet = board.result()
    except RankingRefused as error:
        raise Refused(error.reason) from error
    ranking = Ranking.objects.create(
        vacancy=vacancy,
        version=number,
        computed_by=actor,
        computed_at=now,
        reason=reason.strip(),
        cut=outcome.cut,
        flags=list(outcome.flags),
        packet=packet.content.decode(),
        sha256=packet.sha256,
    )
    _write_lines(ranking, board, outcome)
    _sort_out(board, outcome, now)
    move_vacancy(vacancy, "rank", now)
    audit.record(
        chain=vacancy.trail_chain,
        act="compute_ranking",
        actor=actor,
        duty=duty_of(actor, vacancy),
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


def _write_lines(ranking: Ranking, board: Scoreboard, outcome: RankingResult) -> None:
    candidates: dict[str, Candidate] = {candidate.key: candidate for candidate in board.candidates}
    RankingLine.objects.bulk_create(
        RankingLine(
            ranking=ranking,
            candidate=candidates[line.key],
            position=position,
            rank=line.rank,
            total=Decimal(line.total),
            components={code: format(value, "f") for code, value in line.values.items()},
            decided_by=line.decided_by or "",
            is_shortlisted=line.shortlisted,
            is_tied_at_cut=line.tied_at_cut,
            is_below_minimum=bool(line.below_minimum),
        )
        for position, line in enumerate(outcome.lines, start=1)
    )


def _sort_out(board: Scoreboard, outcome: RankingResult, now) -> None:
    """Move applications into and out of the shortlist; the applicant sees none of it before the announcement."""
    listed = {line.key for line in outcome.shortlist}
    inside = [c.application for c in board.candidates if c.key in listed and c.application.state != "SHORTLISTED"]
    outside = [c.application for c in board.candidates if c.key not in listed and c.application.state != "NOT_SHORTLISTED"]
    move_applications(inside, "shortlist", now, is_public=False)
    move_applications(outside, "leave_out", now, is_public=False)
