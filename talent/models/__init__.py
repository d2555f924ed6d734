"""Search log, search projection and official invitations."""

from talent.models.invitation import GROUPS, Invitation, InvitationQuerySet
from talent.models.search import TalentSearch

__all__ = ["GROUPS", "Invitation", "InvitationQuerySet", "TalentSearch"]
