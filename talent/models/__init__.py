"""Search log, search projection and official invitations."""

from talent.models.invitation import GROUPS, Invitation, InvitationQuerySet
from talent.models.search import SavedSearch, TalentSearch, TalentView, ViewKind

__all__ = ["GROUPS", "Invitation", "InvitationQuerySet", "SavedSearch", "TalentSearch", "TalentView", "ViewKind"]
