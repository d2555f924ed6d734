"""What a person keeps in the portal beside the register: the locker of documents, and own additions with their proof."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from employees.enums import DocumentType, OwnRecordKind, ReportOutcome
from employees.models.employee import Employee


class EvidenceDocumentQuerySet(models.QuerySet["EvidenceDocument"]):
    def of(self, user: User) -> "EvidenceDocumentQuerySet":
        """Documents in the person's own locker that were not put away."""
        return self.owned_by(user).filter(archived_at=None)

    def owned_by(self, user: User) -> "EvidenceDocumentQuerySet":
        """All documents of the person, also those put away."""
        return self.filter(employee__user=user)

    def visible_to(self, user: User) -> "EvidenceDocumentQuerySet":
        """Own ones; for the admin of an agency those that prove a report waiting there or answered there."""
        if not user.is_authenticated:
            return self.none()
        reported = Q(reports__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN)) & ~Q(reports__outcome=ReportOutcome.WITHDRAWN)
        return self.filter(Q(employee__user=user) | reported).distinct()

    def matching(self, *, words: str = "", type: str = "") -> "EvidenceDocumentQuerySet":
        """Documents whose title, issuer or file name hold every word, of one type; what is left empty filters nothing."""
        found = self.filter(type=type) if type else self
        for part in words.split():
            found = found.filter(Q(title__icontains=part) | Q(issuer__icontains=part) | Q(original_name__icontains=part))
        return found

    def for_list(self) -> "EvidenceDocumentQuerySet":
        return self.order_by("type", "-uploaded_at", "-id")


class EvidenceDocument(models.Model):
    """A document in a person's locker: uploaded once, byte for byte, reused in many applications. A new file is a new row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="evidence")
    type = models.CharField("jenis", max_length=20, choices=DocumentType)
    title = models.CharField("judul", max_length=150)
    issuer = models.CharField("penerbit", max_length=150, blank=True)
    issued_on = models.DateField("tanggal dokumen", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to="evidence")
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issued_on=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("issued_on")),
                name="evidence_valid_after_issue",
                violation_error_message="Masa berlaku tidak boleh berakhir sebelum tanggal dokumen.",
            ),
        ]
        indexes = [models.Index(fields=["employee", "type"])]

    def __str__(self) -> str:
        return f"{self.get_type_display()}: {self.title}"


class OwnRecordQuerySet(models.QuerySet["OwnRecord"]):
    def of(self, user: User) -> "OwnRecordQuerySet":
        return self.filter(employee__user=user)

    def for_list(self) -> "OwnRecordQuerySet":
        """Newest first, with the proof."""
        return self.select_related("proof").order_by("-started_on", "-id")


class OwnRecord(models.Model):
    """What a person added to the own profile, with proof from the locker. Never mixed with the register."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="own_records")
    kind = models.CharField("jenis", max_length=16, choices=OwnRecordKind)
    title = models.CharField("judul", max_length=200)
    issuer = models.CharField("penyelenggara atau pemberi", max_length=200, blank=True)
    started_on = models.DateField("mulai")
    ended_on = models.DateField("selesai", null=True, blank=True)
    note = models.CharField("keterangan", max_length=500, blank=True)
    proof = models.ForeignKey(EvidenceDocument, on_delete=models.PROTECT, related_name="own_records")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="own_record_ends_after_start",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
        ]
