"""Every write of this room."""

from approvals.actions.asks import answer_ask, ask_documents
from approvals.actions.calendar import change_calendar
from approvals.actions.decisions import decide, forget_sheets, open_sheets, sign_decision
from approvals.actions.delegations import (
    accept_delegation,
    announce_delegations,
    decline_delegation,
    end_delegation,
    register_delegation,
    withdraw_delegation,
)
from approvals.actions.reminders import remind_of_due_steps
from approvals.actions.requests import close_by_sender, submit_request, supersede_request
from approvals.actions.stakes import declare_own_stake, end_stake, write_stake

__all__ = [
    "accept_delegation",
    "announce_delegations",
    "answer_ask",
    "ask_documents",
    "change_calendar",
    "close_by_sender",
    "decide",
    "declare_own_stake",
    "decline_delegation",
    "end_delegation",
    "end_stake",
    "forget_sheets",
    "open_sheets",
    "register_delegation",
    "remind_of_due_steps",
    "sign_decision",
    "submit_request",
    "supersede_request",
    "withdraw_delegation",
    "write_stake",
]
