"""Every write of this room."""

from selection.actions.announcement import announce_result
from selection.actions.attendance import mark_absent, mark_attendance, mark_present
from selection.actions.conflicts import (
    declare_conflict,
    deny_conflict,
    impose_recusal,
    lift_recusal,
    retract_conflict,
    search_conflicts,
)
from selection.actions.corrections import decide_correction, propose_correction
from selection.actions.imports import import_scores
from selection.actions.minutes import prepare_minutes, sign_minutes
from selection.actions.objections import answer_objection
from selection.actions.opening import open_selection
from selection.actions.ranking import compute_ranking
from selection.actions.relatives import declare_relative, take_back_relative
from selection.actions.reminders import remind_scorers
from selection.actions.result import withdraw_result
from selection.actions.scores import reopen_sheet, save_sheet
from selection.actions.seats import ask_other_slot, confirm_seat
from selection.actions.sessions import (
    call_assessors,
    cancel_session,
    fill_sessions,
    move_session,
    refuse_other_slot,
    release_seat,
    seat_participants,
    set_session,
)
from selection.actions.shortfall import answer_shortfall
from selection.actions.ties import settle_tie

__all__ = [
    "announce_result",
    "answer_objection",
    "answer_shortfall",
    "ask_other_slot",
    "call_assessors",
    "cancel_session",
    "compute_ranking",
    "confirm_seat",
    "decide_correction",
    "declare_conflict",
    "declare_relative",
    "deny_conflict",
    "fill_sessions",
    "import_scores",
    "impose_recusal",
    "lift_recusal",
    "mark_absent",
    "mark_attendance",
    "mark_present",
    "move_session",
    "open_selection",
    "prepare_minutes",
    "propose_correction",
    "refuse_other_slot",
    "release_seat",
    "remind_scorers",
    "reopen_sheet",
    "retract_conflict",
    "save_sheet",
    "search_conflicts",
    "seat_participants",
    "set_session",
    "settle_tie",
    "sign_minutes",
    "take_back_relative",
    "withdraw_result",
]
