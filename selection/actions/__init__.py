"""Every write of this room."""

from selection.actions.announcement import announce_result
from selection.actions.attendance import mark_absent, mark_present
from selection.actions.conflicts import declare_conflict, retract_conflict
from selection.actions.corrections import decide_correction, propose_correction
from selection.actions.imports import import_scores
from selection.actions.opening import open_selection
from selection.actions.ranking import compute_ranking
from selection.actions.result import submit_result, withdraw_result
from selection.actions.scores import reopen_sheet, save_sheet

__all__ = [
    "announce_result",
    "compute_ranking",
    "decide_correction",
    "declare_conflict",
    "import_scores",
    "mark_absent",
    "mark_present",
    "open_selection",
    "propose_correction",
    "reopen_sheet",
    "retract_conflict",
    "save_sheet",
    "submit_result",
    "withdraw_result",
]
