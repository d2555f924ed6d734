"""The calibration room of a vacancy: where it stands, and what one viewer may see in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from selection.models import CalibrationAct, CalibrationAttendee, CalibrationStep, Candidate, Score, ScoreChange
from selection.rules.calibration import Agreement, Given, Spread, agreements, outliers, scaled, spreads
from selection.rules.ranking import MEAN, MEDIAN
from selection.scoreboard import SHEET, Scoreboard
from vacancies.models import PanelMember, Vacancy


def latest_step(vacancy: Vacancy) -> CalibrationStep | None:
    """The newest act of the chair; None before the first meeting or closing."""
    return CalibrationStep.objects.filter(vacancy=vacancy).order_by("-id").first()


def is_closed(vacancy: Vacancy) -> bool:
    """Whether the chair has closed the calibration, or there is nothing a panel could calibrate (any more)."""
    step = latest_step(vacancy)
    if step is not None:
        return step.act == CalibrationAct.CLOSED
    # Ranked before there were calibration rooms: the scores are locked, and nothing is left to talk about.
    return vacancy.score_locks.exists() or not vacancy.components.filter(aggregate__in=(MEAN, MEDIAN)).exists()


def running_meeting(vacancy: Vacancy) -> CalibrationStep | None:
    """The meeting in which scores may be changed now; None when there is none."""
    step = latest_step(vacancy)
    return step if step is not None and step.act == CalibrationAct.MEETING else None


def is_complete(board: Scoreboard) -> bool:
    """Whether every sheet is in, so that the room may open."""
    return bool(board.panel_components) and bool(board.candidates) and not any(gap.kind == SHEET for gap in board.gaps())


@dataclass(frozen=True)
class Room:
    """What one viewer sees: nothing about candidates with whom the viewer has a conflict, in no number either.

    Args:
        candidates: present ones without a conflict of the viewer, by number. members: everybody who scores.
        scores: (candidate id, component id, member id) -> stored score. marks: those of them that stand out.
        spreads: by (member id, component id). agreements: by (candidate id, component id).
    """

    board: Scoreboard
    candidates: list[Candidate]
    members: list[PanelMember]
    scores: dict[tuple[int, int, int], Score]
    marks: frozenset[tuple[int, int, int]]
    spreads: dict[tuple[int, int], Spread]
    agreements: dict[tuple[int, int], Agreement]


def read_room(board: Scoreboard, closed: frozenset[int] = frozenset()) -> Room:
    """Every counted score of the panel that one viewer may know of, with what the rules say about them.

    Args:
        closed: `closed_candidates` of the viewer.
    """
    candidates = [candidate for candidate in board.candidates if candidate.pk not in closed]
    shown = {candidate.pk for candidate in candidates}
    scoring = {member.pk for member in board.members}
    stored = (
        Score.objects.filter(candidate__vacancy=board.vacancy, sheet__submitted_at__isnull=False)
        .select_related("sheet", "component")
        .order_by("candidate__number", "component__position", "sheet__member_id", "id")
    )
    scores = {}
    for score in stored:
        member_id = score.sheet.member_id if score.sheet else 0
        counts = member_id in scoring and (score.candidate_id, member_id) not in board.recused
        if score.candidate_id in shown and counts and score.component.is_scored_by_panel:
            scores[score.candidate_id, score.component_id, member_id] = score
    given = [
        Given(str(member), str(candidate), str(component), scaled(s.value, s.component.scale_min, s.component.scale_max))
        for (candidate, component, member), s in scores.items()
    ]
    return Room(
        board=board,
        candidates=candidates,
        members=board.members,
        scores=scores,
        marks=frozenset((int(candidate), int(component), int(scorer)) for scorer, candidate, component in outliers(given)),
        spreads={(int(line.scorer), int(line.component)): line for line in spreads(given)},
        agreements={(int(line.candidate), int(line.component)): line for line in agreements(given)},
    )


def spread_rows(room: Room) -> list[dict[str, Any]]:
    """One plain row a component and scorer, on the scale 0-100, for tables and charts.

    Keys: component, scorer, count, mean, deviation (None below two scores), lowest, highest, severity (None when nobody else
    scored), is_marked.
    """
    rows = []
    for component in room.board.panel_components:
        for member in room.members:
            line = room.spreads.get((member.pk, component.pk))
            if line is not None:
                rows.append(
                    {
                        "component": component.label,
                        "scorer": member.user.full_name,
                        "count": line.count,
                        "mean": line.mean,
                        "deviation": line.deviation,
                        "lowest": line.lowest,
                        "highest": line.highest,
                        "severity": line.severity,
                        "is_marked": line.is_marked,
                    }
                )
    return rows


def change_rows(vacancy: Vacancy, closed: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    """Every change made in a meeting, oldest first: before, after, reason, who was present.

    Keys: at, scorer, key (participant number), component, before, after, reason, present (names).

    Args:
        closed: `closed_candidates` of the viewer, whose changes are left out.
    """
    changes = (
        ScoreChange.objects.filter(meeting__vacancy=vacancy)
        .exclude(score__candidate__in=closed)
        .select_related("score__candidate", "score__component", "changed_by")
        .order_by("id")
    )
    changes = list(changes)
    present = present_names({change.meeting_id for change in changes})
    return [
        {
            "at": change.changed_at,
            "scorer": change.changed_by.full_name,
            "key": change.score.candidate.key,
            "paper_id": change.score.candidate.paper_id,
            "is_blind": change.score.component.is_blind,
            "component": change.score.component.label,
            "before": change.before,
            "after": change.after,
            "reason": change.reason,
            "present": present.get(change.meeting_id, []),
        }
        for change in changes
    ]


def present_names(step_ids: Iterable[int]) -> dict[int, list[str]]:
    """Names of the people present, by primary key of the meeting."""
    found: dict[int, list[str]] = {}
    attendees = CalibrationAttendee.objects.filter(step__in=step_ids).select_related("member__user").order_by("id")
    for attendee in attendees:
        found.setdefault(attendee.step_id, []).append(attendee.member.user.full_name)
    return found
