"""Documents destroyed at the end of their time: proposed by one, approved by another, done with the key."""

import uuid

from django.db import models

from accounts.models import User
from core.append_only import AppendOnly


class DestructionProposal(models.Model):
    """Documents of one retention class that are due, as counted when they were proposed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    retention_class = models.CharField(max_length=40, help_text="Kode dari privacy/rules/retention.py")
    due_before = models.DateTimeField(help_text="Yang waktunya habis sebelum saat ini")
    count = models.PositiveIntegerField()
    total_bytes = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, help_text="SHA-256 atas daftar nomor dan hash dokumennya")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField("alasan", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retention_class"], condition=models.Q(verdict=""), name="destruction_one_open_a_class"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="destruction_second_person",
                violation_error_message="Pemusnahan disetujui oleh orang lain daripada yang mengusulkannya.",
            ),
        ]


class DestroyedFile(AppendOnly):
    """What stays of a destroyed document: its number, place and digest, never its content."""

    proposal = models.ForeignKey(DestructionProposal, on_delete=models.PROTECT, related_name="files")
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id"], name="destroyed_once")]
