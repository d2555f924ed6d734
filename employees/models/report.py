"""A person says that a line of the register is wrong; the admin of the agency answers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import Agency, User
from employees.enums import RegisterSection, ReportOutcome
from employees.models.employee import Employee
from employees.models.evidence import EvidenceDocument
from employees.rules.names import name_key


class RecordReportQuerySet(models.QuerySet["RecordReport"]):
    def of(self, user: User) -> "RecordReportQuerySet":
        """The person's own reports."""
        return self.filter(employee__user=user)

    def open(self) -> "RecordReportQuerySet":
        """Not answered and not withdrawn."""
        return self.filter(answered_at=None)

    def kept_by(self, user: User) -> "RecordReportQuerySet":
        """Reports about people of the agencies whose admin this person is; a withdrawn one is nobody's work."""
        found = self.filter(agency_id__in=user.agency_ids(Role.AGENCY_ADMIN))
        return found.exclude(outcome=ReportOutcome.WITHDRAWN)

    def waiting_for(self, user: User) -> "RecordReportQuerySet":
        """Open reports this admin can answer; the own ones are for a colleague."""
        return self.kept_by(user).open().exclude(employee__user=user)

    def matching(self, *, words: str = "", section: str = "") -> "RecordReportQuerySet":
        """Reports of people whose name or NIP fits, about one part of the register."""
        found = self.filter(section=section) if section else self
        digits = "".join(words.split())
        if digits.isascii() and digits.isdigit():
            return found.filter(employee__nip__startswith=digits)
        for part in name_key(words).split():
            found = found.filter(employee__name_key__contains=part)
        return found

    def for_list(self) -> "RecordReportQuerySet":
        return self.select_related("employee", "agency", "proof", "answered_by")


class RecordReport(models.Model):
    """ "Laporkan salah": a person says a line of the register is wrong; the agency's admin answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    section = models.CharField("bagian", max_length=12, choices=RegisterSection)
    record_id = models.BigIntegerField(null=True, blank=True)
    record_words = models.CharField(max_length=300, help_text="Isi baris saat dilaporkan, beku")
    message = models.TextField("yang benar menurut pelapor", max_length=1000)
    proof = models.ForeignKey(EvidenceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    created_at = models.DateTimeField()
    outcome = models.CharField("hasil", max_length=10, choices=ReportOutcome, blank=True)
    answer = models.TextField("jawaban", max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RecordReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "section", "record_id"],
                condition=Q(answered_at=None),
                nulls_distinct=False,
                name="record_report_one_open",
                violation_error_message="Baris ini sudah Anda laporkan dan laporannya belum dijawab.",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, outcome="") | models.Q(answered_at__isnull=False) & ~models.Q(outcome=""),
                name="record_report_answer_whole",
            ),
        ]
        indexes = [models.Index(fields=["agency", "created_at"], condition=models.Q(answered_at=None), name="record_report_open")]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
