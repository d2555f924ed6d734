"""Every write of talent search and invitations."""

from talent.actions.answers import accept_invitation, decline_invitation, log_opening, remind_invited
from talent.actions.invitations import (
    follow_window,
    invite_talent,
    note_named_applicants,
    record_invitation_export,
    revoke_invitation,
)
from talent.actions.pauses import lift_pause, pause_invitations
from talent.actions.privacy import switch_own_visibility
from talent.actions.search import (
    LimitReached,
    delete_saved_search,
    find_by_nip,
    log_search,
    log_views,
    rename_saved_search,
    report_limit,
    save_search,
)
from talent.actions.sending import NO_ADDRESS, WINDOW_OVER, retry_invitation, send_chunk, send_invitation

__all__ = [
    "NO_ADDRESS",
    "WINDOW_OVER",
    "LimitReached",
    "accept_invitation",
    "decline_invitation",
    "delete_saved_search",
    "find_by_nip",
    "follow_window",
    "invite_talent",
    "lift_pause",
    "log_opening",
    "log_search",
    "log_views",
    "note_named_applicants",
    "pause_invitations",
    "record_invitation_export",
    "remind_invited",
    "rename_saved_search",
    "report_limit",
    "retry_invitation",
    "revoke_invitation",
    "save_search",
    "send_chunk",
    "send_invitation",
    "switch_own_visibility",
]
