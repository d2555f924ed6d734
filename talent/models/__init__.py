"""Search log, search projection and official invitations."""

from talent.models.invitation import GROUPS, Invitation, InvitationBatch, InvitationOpening, InvitationQuerySet
from talent.models.pause import InvitationPause
from talent.models.search import SavedSearch, TalentSearch, TalentView, ViewKind

__all__ = [
    "GROUPS",
    "Invitation",
    "InvitationBatch",
    "InvitationOpening",
    "InvitationPause",
    "InvitationQuerySet",
    "SavedSearch",
    "TalentSearch",
    "TalentView",
    "ViewKind",
]
