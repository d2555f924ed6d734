"""A panel member's queue: which vacancies, how many sheets are done, what comes next."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from selection.conflicts import closed_candidates
from selection.models import PRESENT_STATES, Candidate, ScoreSheet
from selection.scoreboard import Scoreboard
from vacancies.enums import AggregateKind
from vacancies.models import ScoreComponent, Vacancy

# A panel sits from publication on; before that its composition is only a plan.
ASSIGNED_STATES = ("PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED")
RUNNING_STATES = ("SCORING", "RANKED")


def assigned_vacancies(user: User) -> QuerySet[Vacancy]:
    """Vacancies on whose panel the person sits, with the own progress counted.

    Annotates `present_count` (candidates that take part), `done_count` (own sheets handed in, of those), `recused_count` (own
    conflicts among those), `has_named` and `has_blind` (which kinds of sheets there are a candidate).
    """
    panel_scored = ScoreComponent.objects.filter(vacancy=OuterRef("pk"), aggregate__in=(AggregateKind.MEAN, AggregateKind.MEDIAN))
    takes_part = Q(candidates__is_absent=False, candidates__application__state__in=PRESENT_STATES)
    return (
        Vacancy.objects.assigned_to(user)
        .filter(state__in=ASSIGNED_STATES)
        .select_related("agency")
        .annotate(
            has_named=Exists(panel_scored.filter(is_blind=False)),
            has_blind=Exists(panel_scored.filter(is_blind=True)),
            present_count=Count("candidates", filter=takes_part, distinct=True),
            done_count=Count(
                "candidates__sheets",
                filter=takes_part & Q(candidates__sheets__member__user=user, candidates__sheets__submitted_at__isnull=False),
                distinct=True,
            ),
            recused_count=Count(
                "candidates__recusals", filter=takes_part & Q(candidates__recusals__member__user=user), distinct=True
            ),
        )
        .order_by("-state_since", "id")
    )


def own_sheet_rows(board: Scoreboard, candidates: list[Candidate], user: User) -> list[dict[str, Any]]:
    """One row a candidate for the person's own scoring: status, and the own values where they are stored.

    Args:
        candidates: all candidates of the vacancy by number, absent and withdrawn ones too.
    """
    vacancy = board.vacancy
    sheets = {
        sheet.candidate_id: sheet
        for sheet in ScoreSheet.objects.filter(candidate__vacancy=vacancy, member__user=user, is_blind=False).prefetch_related(
            "scores__component"
        )
    }
    closed = closed_candidates(user, vacancy)
    return [_own_row(board, candidate, sheets.get(candidate.pk), candidate.pk in closed) for candidate in candidates]


def _own_row(board: Scoreboard, candidate: Candidate, sheet: ScoreSheet | None, is_recused: bool) -> dict[str, Any]:
    tone, status = sheet_status(candidate, sheet, is_recused)
    values = {score.component.code: score.value for score in sheet.scores.all()} if sheet and not is_recused else {}
    return {
        "candidate": candidate,
        "key": candidate.key,
        "name": candidate.application.employee.name,
        "agency": candidate.application.employee.agency.name,
        "tone": tone,
        "status": status,
        "is_open": not is_recused,
        "is_done": sheet is not None and sheet.submitted_at is not None,
        "must_score": not is_recused and not candidate.is_absent and candidate.application.state in PRESENT_STATES,
        "values": [
            {"label": component.label, "value": values.get(component.code)}
            for component in board.panel_components
            if not component.is_blind
        ],
    }


def sheet_status(candidate: Candidate, sheet: ScoreSheet | None, is_recused: bool) -> tuple[str, str]:
    """Tone and words of the own sheet's state."""
    if is_recused:
        return "plain", "Konflik kepentingan"
    if candidate.is_absent:
        return "plain", "Tidak hadir"
    if candidate.application.state not in PRESENT_STATES:
        return "plain", "Mengundurkan diri"
    if sheet is None:
        return "wait", "Belum diisi"
    if sheet.submitted_at is None:
        return "wait", "Draf"
    return "good", "Terkirim"
