"""The approval engine's rows. It knows no vacancy: what is approved owns a one-to-one to its request."""

import uuid

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import Agency, User
from approvals.enums import RequestState, StepState, Verdict
from core.append_only import AppendOnly


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    def visible_to(self, user: User) -> "ApprovalRequestQuerySet":
        """Requests the person sent, may decide at some step, once decided, or oversees (auditor)."""
        if user.has_any_role([Role.AUDITOR]):
            return self.all()
        mine = models.Q(sender=user) | models.Q(steps__holder=user) | models.Q(steps__decisions__actor=user)
        for duty in user.duties:
            if duty.agency_id is None:
                mine |= models.Q(steps__role=duty.role, steps__agency=None, steps__holder=None)
            else:
                mine |= models.Q(steps__role=duty.role, steps__agency_id=duty.agency_id)
        office = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)
        return self.filter(mine | models.Q(agency_id__in=office)).distinct()

    def decided_by(self, user: User) -> "ApprovalRequestQuerySet":
        return self.filter(steps__decisions__actor=user).distinct()

    def with_chain(self) -> "ApprovalRequestQuerySet":
        """Steps with decisions and their actors, for the chain strip."""
        return self.select_related("agency", "sender", "previous").prefetch_related("steps__decisions__actor")


class ApprovalRequest(models.Model):
    """One round of one chain. Title, summary and digest are frozen at submission: the inbox reads nothing else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chain_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    level_label = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    summary = models.JSONField(default=list, help_text="Baris [label, nilai] yang dibaca pemutus, beku saat dikirim")
    digest = models.CharField(max_length=64, help_text="SHA-256 isi yang diajukan")
    trail_chain = models.CharField(max_length=80, help_text="Rantai jejak tempat putusan dicatat")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("catatan pengirim", blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_rounds")
    round_number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.IN_PROGRESS)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalRequestQuerySet.as_manager()


class ApprovalStepQuerySet(models.QuerySet["ApprovalStep"]):
    def open(self) -> "ApprovalStepQuerySet":
        return self.filter(state=StepState.OPEN)

    def waiting_for(self, user: User) -> "ApprovalStepQuerySet":
        """Open steps this person holds by a duty valid today, own requests left out: nobody decides on those.

        One derived, indexed query, never a stored to-do list.
        """
        scope = models.Q(pk__in=[])
        for duty in user.duties:
            if duty.agency_id is None:
                scope |= models.Q(role=duty.role, agency=None, holder=None)
            else:
                scope |= models.Q(role=duty.role, agency_id=duty.agency_id, holder=None)
        scope |= models.Q(holder=user)
        return self.open().filter(scope).exclude(request__sender=user)

    def for_list(self) -> "ApprovalStepQuerySet":
        return self.select_related("request", "request__agency", "request__sender").order_by("due_on", "opened_at", "id")


class ApprovalStep(models.Model):
    """A layer of the chain as it was when the request was sent; editing a chain never touches a run in flight."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    scope = models.CharField(max_length=12, help_text="AGENCY, PANEL_CHAIR atau NATIONAL")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    repeats_actor_of = models.CharField(max_length=40, blank=True)
    verdicts = models.JSONField()
    working_days = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=StepState, default=StepState.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["request"], condition=models.Q(state="OPEN"), name="one_open_step"),
        ]
        indexes = [
            models.Index(fields=["role", "agency", "due_on", "id"], condition=models.Q(state="OPEN"), name="inbox_by_duty"),
            models.Index(fields=["holder", "due_on", "id"], condition=models.Q(state="OPEN"), name="inbox_by_holder"),
        ]


class Decision(AppendOnly):
    """What one person decided at one step. Never changed, never deleted (database trigger, and no rights)."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="decisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    duty = models.CharField(max_length=240)
    verdict = models.CharField(max_length=24, choices=Verdict)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 dari yang tampak di layar pemutus")
    second_factor = models.CharField(max_length=20, default="totp")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "id"]
