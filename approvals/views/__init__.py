"""Inbox, decision page, decisions on several items, and declared ties."""

from approvals.views.inbox import count_steps, list_steps
from approvals.views.sheet import decide_step, download_recommendation
from approvals.views.stakes import declare_stake
from approvals.views.together import decide_together, show_together

__all__ = [
    "count_steps",
    "decide_step",
    "decide_together",
    "declare_stake",
    "download_recommendation",
    "list_steps",
    "show_together",
]
