"""Talent search log and official invitations."""

import uuid

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import User
from employees.models import Employee
from talent.rules.lifecycle import INVITATION
from vacancies.models import Vacancy


class TalentSearch(models.Model):
    """Who searched for whom: every search is logged (product.md 3.20)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    query = models.JSONField()
    result_count = models.PositiveIntegerField()
    searched_at = models.DateTimeField(auto_now_add=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def queued(self) -> "InvitationQuerySet":
        return self.filter(state="QUEUED")

    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(
            models.Q(employee__user=user, state__in=("SENT", "ACCEPTED", "DECLINED", "EXPIRED", "REVOKED"))
            | models.Q(vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        )

    def for_list(self) -> "InvitationQuerySet":
        return self.select_related("vacancy", "vacancy__agency", "employee", "employee__agency").order_by("-created_at", "-id")


class Invitation(models.Model):
    """One official invitation of one person to one vacancy; opens a door, gives no score (R1)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="invitations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField("pesan pengantar", blank=True)
    state = models.CharField(max_length=10, choices=list(INVITATION.states.items()), default="QUEUED")
    failure = models.CharField(max_length=200, blank=True)
    letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField("alasan menolak", max_length=300, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "employee"],
                name="one_invitation_a_person",
                violation_error_message="Orang ini sudah diundang untuk lowongan ini.",
            )
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="QUEUED"), name="invitation_queued")]
