"""Application: what one ASN sends for one vacancy."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import User
from core.append_only import AppendOnly
from employees.enums import DocumentType
from employees.models import HISTORIES, Employee, EvidenceDocument
from vacancies.enums import APPLICATION_STATES, CheckVerdict
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES, Vacancy


class ApplicationQuerySet(models.QuerySet["Application"]):
    def submitted(self) -> "ApplicationQuerySet":
        """Sent and not withdrawn: the ones the rule "fewer than 4" counts."""
        return self.filter(state__in=COUNTED_APPLICATION_STATES)

    def drafts(self) -> "ApplicationQuerySet":
        return self.filter(state="DRAFT")

    def of(self, user: User) -> "ApplicationQuerySet":
        return self.filter(employee__user=user)

    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Own ones; sent ones for the agency's admin and secretariat, the panel once scoring runs, and oversight."""
        if not user.is_authenticated:
            return self.none()
        sent = Q(state__in=(*COUNTED_APPLICATION_STATES, "WITHDRAWN"))
        # Sets looked up and not joined: a join reads the register for every row, and gives one for every seat of a panel.
        own = Q(employee__in=Employee.objects.filter(user=user).values("pk"))
        # Whoever takes part in a selection loses every right of office on it (security.md 4.3, S3).
        impartial = ~Q(vacancy__in=Application.objects.of(user).values("vacancy"))
        if user.has_any_role([r for r in NATIONAL_ROLES if r in (Role.WASDAL, Role.AUDITOR)]):
            return self.filter(own | (sent & impartial))
        office = Q(vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        panelled = Vacancy.objects.filter(
            panel__members__user=user,
            agency_id__in=user.agency_ids(Role.PANEL_MEMBER, Role.PANEL_CHAIR),
            state__in=("SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED"),
        )
        panel = Q(vacancy__in=panelled.values("pk"))
        return self.filter(own | (sent & impartial & (office | panel)))

    def for_list(self) -> "ApplicationQuerySet":
        return self.select_related("vacancy", "vacancy__agency", "employee", "employee__agency")

    def with_contents(self) -> "ApplicationQuerySet":
        """Everything a page about one application reads, in a fixed number of queries."""
        return self.for_list().prefetch_related(
            "documents",
            "vacancy__requirements",
            "vacancy__required_documents",
            *(f"employee__{name}" for name in HISTORIES),
        )


class Application(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="applications", db_index=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="applications", db_index=False)
    state = models.CharField(max_length=16, choices=APPLICATION_STATES, default="DRAFT")
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Naik tiap simpan, penanda halaman usang")
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=20, blank=True)
    motivation = models.TextField("alasan melamar", blank=True)
    special_needs = models.TextField("kebutuhan khusus", blank=True)
    agrees = models.BooleanField("pernyataan kebenaran", default=False)
    was_invited = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True, help_text="Waktu transaksi isian draf terakhir disimpan")
    saved_from = models.JSONField(null=True, blank=True, help_text="Tanda halaman yang terakhir menyimpan tiap isian")
    submitted_at = models.DateTimeField(null=True, blank=True)
    late_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="Waktu transaksi ketika dikirim sesudah penutupan; isinya tetap tersimpan sebagai draf"
    )
    graced_seconds = models.DecimalField(
        max_digits=9, decimal_places=3, null=True, blank=True, help_text="Detik sesudah penutupan bila diterima masa tenggang"
    )
    receipt_number = models.CharField(max_length=24, unique=True, null=True, blank=True)
    receipt = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.TextField(blank=True, help_text="JSON kanonik profil, syarat, dan dokumen saat dikirim")
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    reason_codes = models.JSONField("alasan tidak memenuhi syarat", default=list)
    verification_note = models.TextField(blank=True)
    second_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Pemeriksa kedua"
    )
    second_checked_at = models.DateTimeField(null=True, blank=True)
    reasons_helped = models.BooleanField(
        null=True, blank=True, help_text="Jawaban pelamar sekali saja: apakah alasan penolakan membantu"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "employee"],
                name="one_application_a_person",
                violation_error_message="Anda sudah punya lamaran untuk lowongan ini.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "EXPIRED")) | Q(submitted_at__isnull=False), name="application_sent_has_time"
            ),
        ]
        # Both begin with a foreign key, which therefore has no index of its own: a sending writes each of them.
        indexes = [
            # With the person, whom the policy of the table asks for: counting reads no row of the table.
            models.Index(fields=["vacancy", "state"], include=("employee",), name="application_by_vacancy"),
            models.Index(fields=["employee", "-created_at"]),
            models.Index(
                fields=["vacancy", "reasons_helped"],
                include=("employee",),
                condition=Q(reasons_helped__isnull=False),
                name="application_reasons_rated",
            ),
        ]


class ApplicationDocumentQuerySet(models.QuerySet["ApplicationDocument"]):
    def visible_to(self, user: User) -> "ApplicationDocumentQuerySet":
        """Own files at any time; files of others once registration is closed, for who may see the application."""
        if not user.is_authenticated:
            return self.none()
        closed = ~Q(application__vacancy__state__in=("PUBLISHED", "OPEN"))
        others = Q(application__in=Application.objects.visible_to(user).values("pk")) & closed
        return self.filter(Q(application__employee__user=user) | others)


class ApplicationDocument(models.Model):
    """An uploaded file, kept byte for byte in private storage under its own random name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    type = models.CharField(max_length=20, choices=DocumentType)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to="documents")
    evidence = models.ForeignKey(
        EvidenceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="uses", help_text="Asal dari lemari bukti"
    )
    request = models.OneToOneField(
        "DocumentRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="document",
        help_text="Jawaban susulan",
    )
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    objects = ApplicationDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["type", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "type"], condition=Q(request=None), name="document_once_a_type")
        ]


class ApplicationEvent(models.Model):
    """Every change of state, for the applicant's timeline."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=16, choices=APPLICATION_STATES)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class DocumentCheck(models.Model):
    """The verifier's answer for one document or one rule of one application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    subject = models.CharField(max_length=40, help_text="DOC:<jenis> atau RULE:<id syarat>")
    verdict = models.CharField(max_length=4, choices=CheckVerdict)
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "subject"], name="check_once_a_subject")]


class DocumentRequestQuerySet(models.QuerySet["DocumentRequest"]):
    def open(self) -> "DocumentRequestQuerySet":
        """Not answered, not taken back, not lapsed."""
        return self.filter(fulfilled_at=None, withdrawn_at=None, lapsed_at=None)

    def due(self, now: datetime) -> "DocumentRequestQuerySet":
        """Open ones whose time is over; `due_at` is the first instant that no longer counts."""
        return self.open().filter(due_at__lte=now)

    def of(self, user: User) -> "DocumentRequestQuerySet":
        """Those put to the person as an applicant."""
        return self.filter(application__employee__user=user)

    def for_list(self) -> "DocumentRequestQuerySet":
        return self.select_related("application", "application__vacancy", "application__vacancy__agency", "application__employee")


class DocumentRequest(models.Model):
    """The secretariat asks a sent application for one more document, with a due time; one open request at a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="document_requests")
    type = models.CharField("jenis", max_length=20, choices=DocumentType)
    reason = models.CharField("alasan", max_length=500)
    due_at = models.DateTimeField("batas waktu")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    late_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="Waktu transaksi ketika berkas datang sesudah batas; berkasnya ada di lemari bukti"
    )

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(fulfilled_at=None, withdrawn_at=None, lapsed_at=None),
                name="document_request_one_open",
                violation_error_message="Masih ada permintaan dokumen yang belum dijawab untuk lamaran ini.",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(fulfilled_at=None, withdrawn_at=None, lapsed_at=None),
                name="document_request_due",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Not answered, not taken back, not lapsed."""
        return self.fulfilled_at is None and self.withdrawn_at is None and self.lapsed_at is None


class WithdrawnSubmission(AppendOnly):
    """What was sent and then taken back: its receipt stays valid as proof, also after the person has sent again."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="withdrawn_submissions")
    receipt_number = models.CharField(max_length=24, unique=True)
    receipt = models.ForeignKey("core.Letter", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    snapshot = models.TextField(blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-withdrawn_at", "-id"]
