"""Filling a post from the succession group: the approval that allows it to an agency, and each proposal with its people."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import Agency, User
from approvals.models import ApprovalRequest
from core.append_only import AppendOnly
from core.models import Letter
from talent.enums import FillState
from talent.models.placement import BOX_READERS
from talent.models.pool import PoolMembership
from talent.models.target import TargetPost

# National deciders and readers of the proposals.
FILL_READERS = (Role.WASDAL, Role.SETKAB, Role.AUDITOR)


class MeritApprovalQuerySet(models.QuerySet["MeritApproval"]):
    def in_force(self, agency_id: int, day: date) -> "MeritApproval | None":
        """The agency's newest approval that holds on a day."""
        held = self.filter(agency_id=agency_id, letter_on__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))
        return held.order_by("-letter_on", "-id").first()


class MeritApproval(AppendOnly):
    """The letter by which the overseer lets an agency rated "Sangat Baik" fill posts from its own group (seed 003)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="merit_approvals")
    letter_number = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    file = models.FileField(upload_to="merit")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MeritApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("letter_on")),
                name="merit_approval_in_order",
                violation_error_message="Masa berlaku tidak boleh berakhir sebelum tanggal surat.",
            ),
        ]


class PoolFillQuerySet(models.QuerySet["PoolFill"]):
    def visible_to(self, user: User) -> "PoolFillQuerySet":
        """The agency's own proposals; all of them for those who decide or watch nationally."""
        if user.has_any_role(FILL_READERS):
            return self
        return self.filter(target__agency_id__in=user.agency_ids(*BOX_READERS))


class PoolFill(models.Model):
    """One proposal to fill a target post, sent into its chain when it is made."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(TargetPost, on_delete=models.PROTECT, related_name="fills")
    approval = models.ForeignKey(MeritApproval, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(ApprovalRequest, null=True, on_delete=models.PROTECT, related_name="pool_fill")
    state = models.CharField(max_length=12, choices=FillState, default=FillState.REVIEW)
    reason = models.CharField("pertimbangan", max_length=500)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PoolFillQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(state__in=["REVIEW", "DETERMINED"]),
                name="one_fill_a_post",
                violation_error_message="Jabatan ini sudah diusulkan diisi dari kelompok rencana suksesi.",
            ),
        ]


class PoolFillCandidate(models.Model):
    """One of at most three names, in the order of the proposal."""

    fill = models.ForeignKey(PoolFill, on_delete=models.PROTECT, related_name="candidates")
    membership = models.ForeignKey(PoolMembership, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    is_chosen = models.BooleanField(default=False)
    choice_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["fill", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["fill", "membership"],
                name="fill_candidate_once",
                violation_error_message="Orang ini sudah ada dalam usulan.",
            ),
        ]
