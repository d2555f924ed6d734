"""Documents oversight asks for while its step waits."""

import uuid

from django.db import models

from accounts.models import User
from approvals.models.delegation import Delegation
from approvals.models.requests import ApprovalStep


class DocumentAskQuerySet(models.QuerySet["DocumentAsk"]):
    def waiting(self) -> "DocumentAskQuerySet":
        """Asked, and not answered yet."""
        return self.filter(answered_at=None, closed_at=None)


class DocumentAsk(models.Model):
    """Oversight asks the sender for documents. The step stays open; its clock stops until the answer, at most to `due_on`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="asks")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=500)
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.CharField("yang diminta", max_length=1000)
    due_on = models.DateField("batas jawaban")
    days_left = models.PositiveSmallIntegerField(help_text="Hari kerja yang tersisa pada tahap saat jam berhenti")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("jawaban", max_length=2000, blank=True)
    file = models.FileField(upload_to="asks/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Tahap berakhir sebelum dijawab")

    objects = DocumentAskQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["step"], condition=models.Q(answered_at=None, closed_at=None), name="one_waiting_ask")
        ]
