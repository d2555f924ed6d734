"""Every write of talent search and invitations."""

from talent.actions.invitations import (
    MAX_PEOPLE_A_TIME,
    NO_ADDRESS,
    WINDOW_OVER,
    accept_invitation,
    decline_invitation,
    follow_window,
    invite_talent,
    retry_invitation,
    revoke_invitation,
    send_invitation,
)
from talent.actions.search import (
    LimitReached,
    delete_saved_search,
    log_search,
    log_views,
    note_saved_run,
    rename_saved_search,
    report_limit,
    save_search,
)

__all__ = [
    "MAX_PEOPLE_A_TIME",
    "NO_ADDRESS",
    "WINDOW_OVER",
    "LimitReached",
    "accept_invitation",
    "decline_invitation",
    "delete_saved_search",
    "follow_window",
    "invite_talent",
    "log_search",
    "log_views",
    "note_saved_run",
    "rename_saved_search",
    "report_limit",
    "retry_invitation",
    "revoke_invitation",
    "save_search",
    "send_invitation",
]
