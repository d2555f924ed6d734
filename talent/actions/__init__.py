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
from talent.actions.search import log_search

__all__ = [
    "MAX_PEOPLE_A_TIME",
    "NO_ADDRESS",
    "WINDOW_OVER",
    "accept_invitation",
    "decline_invitation",
    "follow_window",
    "invite_talent",
    "log_search",
    "retry_invitation",
    "revoke_invitation",
    "send_invitation",
]
