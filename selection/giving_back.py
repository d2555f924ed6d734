"""Who gives a handed-in sheet back to its scorer, and which sheets wait on somebody's page for it.

The chair does. Two sheets the chair does not give back: of a candidate who is closed to the chair, because the act leads to a
changed score of that very file; and the chair's own, because whoever has read the others' scores could give it back to move
towards them. There the first member without a conflict with that candidate does it (docs/decisions/0037).
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from selection.calibration import latest_step
from selection.models import ConflictProposal, Recusal, ScoreSheet
from selection.scoreboard import Scoreboard
from vacancies.models import PanelMember


def keeper_among(seats: Sequence[PanelMember], owner: int, closed: Collection[int]) -> PanelMember | None:
    """The first of these seats that neither wrote the sheet nor has a conflict with its candidate.

    Args:
        seats: the chair first. owner: seat (primary key) that wrote the sheet. closed: seats the candidate is closed to.
    """
    return next((seat for seat in seats if seat.pk != owner and seat.pk not in closed), None)


def keeper_of(sheet: ScoreSheet) -> PanelMember | None:
    """Who gives this sheet back; None when a conflict closes its candidate to everybody else."""
    candidate = sheet.candidate
    seats = PanelMember.objects.filter(panel__vacancy=candidate.vacancy).select_related("user").order_by("-is_chair", "id")
    applied = set(candidate.vacancy.applications.exclude(employee__user=None).values_list("employee__user_id", flat=True))
    recused = Recusal.objects.filter(candidate=candidate).values_list("member_id", flat=True)
    asked = ConflictProposal.objects.waiting(candidate.vacancy).filter(candidate=candidate).values_list("member_id", flat=True)
    closed = frozenset(recused.union(asked))
    return keeper_among([seat for seat in seats if seat.user_id not in applied], sheet.member_id, closed)


def returnable_rows(board: Scoreboard, user: User) -> list[dict[str, Any]]:
    """Handed-in sheets that this person may give back now, by candidate: key, name, sheets (name of the scorer, url).

    A fixed number of queries, whatever the number of sheets.
    """
    if board.vacancy.state != "SCORING" or not any(seat.user_id == user.pk for seat in board.members):
        return []
    if latest_step(board.vacancy) is not None:
        return []
    asked = ConflictProposal.objects.waiting(board.vacancy).values_list("candidate_id", "member_id")
    closed = board.recused | frozenset(asked)
    rows = []
    for candidate in board.candidates:
        barred = {member_id for candidate_id, member_id in closed if candidate_id == candidate.pk}
        sheets = [
            {
                "name": f"{member.user.full_name} (makalah)" if sheet.is_blind else member.user.full_name,
                "url": reverse("reopen_sheet", args=[sheet.public_id]),
            }
            for member in board.members
            if member.pk not in barred
            and (keeper := keeper_among(board.members, member.pk, barred)) is not None
            and keeper.user_id == user.pk
            for sheet in board.handed_in(candidate, member)
        ]
        if sheets:
            rows.append({"key": candidate.key, "name": candidate.application.employee.name, "sheets": sheets})
    return rows
