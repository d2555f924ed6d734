"""Search log, search projection and official invitations."""

from talent.models.invitation import GROUPS, Invitation, InvitationQuerySet
from talent.models.projection import NameWord, SearchBuild, SearchChange, SearchFresh
from talent.models.search import SavedSearch, TalentSearch, TalentView, ViewKind

__all__ = [
    "GROUPS",
    "Invitation",
    "InvitationQuerySet",
    "NameWord",
    "SavedSearch",
    "SearchBuild",
    "SearchChange",
    "SearchFresh",
    "TalentSearch",
    "TalentView",
    "ViewKind",
]
