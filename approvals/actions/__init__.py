"""Every write of this room."""

from approvals.actions.decisions import decide, forget_sheets, open_sheets, sign_decision
from approvals.actions.reminders import remind_of_due_steps
from approvals.actions.requests import close_by_sender, submit_request, supersede_request
from approvals.actions.stakes import declare_own_stake, end_stake, write_stake

__all__ = [
    "close_by_sender",
    "decide",
    "declare_own_stake",
    "end_stake",
    "forget_sheets",
    "open_sheets",
    "remind_of_due_steps",
    "sign_decision",
    "submit_request",
    "supersede_request",
    "write_stake",
]
