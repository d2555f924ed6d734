"""Search log, search projection, official invitations, boxes, the succession group and target posts."""

from talent.models.fill import MeritApproval, PoolFill, PoolFillCandidate
from talent.models.invitation import GROUPS, Invitation, InvitationBatch, InvitationOpening, InvitationQuerySet
from talent.models.pause import InvitationPause
from talent.models.placement import BoxThreshold, ImportedAssessment, MappingPeriod, Placement, PlacementChange
from talent.models.pool import DevelopmentItem, PoolMembership
from talent.models.projection import NameWord, SearchBuild, SearchChange, SearchFresh
from talent.models.search import SavedSearch, TalentSearch, TalentView, ViewKind
from talent.models.target import TargetPost

__all__ = [
    "GROUPS",
    "BoxThreshold",
    "DevelopmentItem",
    "ImportedAssessment",
    "Invitation",
    "InvitationBatch",
    "InvitationOpening",
    "InvitationPause",
    "InvitationQuerySet",
    "MappingPeriod",
    "MeritApproval",
    "NameWord",
    "Placement",
    "PlacementChange",
    "PoolFill",
    "PoolFillCandidate",
    "PoolMembership",
    "SavedSearch",
    "SearchBuild",
    "SearchChange",
    "SearchFresh",
    "TalentSearch",
    "TalentView",
    "TargetPost",
    "ViewKind",
]
