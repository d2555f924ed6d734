"""Objection: an applicant says, once a stage, that a verdict on the own application is wrong."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.models import User
from core.append_only import AppendOnly
from employees.models import EvidenceDocument
from vacancies.enums import ObjectionOutcome, ObjectionStage
from vacancies.models.application import Application, ApplicationDocument
from vacancies.models.plan import PanelMember
from vacancies.models.vacancy import Vacancy


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> "ObjectionQuerySet":
        """Without an answer."""
        return self.filter(answered_at=None)

    def overdue(self, now: datetime) -> "ObjectionQuerySet":
        """Without an answer although its time is over, in selections that still run; the oldest first."""
        return self.open().filter(due_at__lte=now, application__vacancy__state="SCORING").order_by("due_at", "id")

    def due_soon(self, now: datetime, within: timedelta) -> "ObjectionQuerySet":
        """Without an answer that is late in so short a time, in selections that still run; the most urgent first."""
        near = self.open().filter(due_at__gt=now, due_at__lte=now + within, application__vacancy__state="SCORING")
        return near.order_by("due_at", "id")

    def of_vacancy(self, vacancy: Vacancy) -> "ObjectionQuerySet":
        return self.filter(application__vacancy=vacancy)

    def of(self, user: User) -> "ObjectionQuerySet":
        """The person's own."""
        return self.filter(application__employee__user=user)

    def visible_to(self, user: User) -> "ObjectionQuerySet":
        """Who may know whose it is: the owner, the office and chair of the selection, Wasdal and auditors; never a co-applicant.

        Whoever judged the file is told nothing before the answer (docs/product.md section 8).
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(application__employee__user=user)
        judged = Q(judge_ids__contains=[user.pk], answered_at=None)
        impartial = ~Q(application__vacancy__in=Application.objects.of(user).values("vacancy"))
        if user.has_any_role([Role.WASDAL, Role.AUDITOR]):
            others = Q()
        else:
            office = Q(application__vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
            others = office | Q(application__vacancy__panel__in=_chaired_panels(user))
        return self.filter(own | (others & impartial & ~judged))

    def waiting_for_office(self, user: User) -> "ObjectionQuerySet":
        """Open ones of running selections that this person's offices may answer and this person has not judged; urgent first."""
        offices = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)
        found = self.open().visible_to(user).filter(application__vacancy__agency_id__in=offices)
        found = found.filter(application__vacancy__state="SCORING").exclude(application__employee__user=user)
        return found.order_by("due_at", "id")

    def for_list(self) -> "ObjectionQuerySet":
        return self.select_related(
            "application__vacancy__agency", "application__employee__agency", "application__employee__user", "answered_by"
        )


def _chaired_panels(user: User) -> models.QuerySet:
    return PanelMember.objects.filter(
        user=user, is_chair=True, panel__vacancy__agency_id__in=user.agency_ids(Role.PANEL_CHAIR)
    ).values("panel")


class Objection(models.Model):
    """What was filed never changes, and neither does its answer (trigger `vacancies_keep_objection`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    stage = models.CharField(max_length=16, choices=ObjectionStage, default=ObjectionStage.ADMINISTRATION)
    lines = models.JSONField("hal yang disanggah", help_text="Baris hasil verifikasi seperti yang dibaca pelamar, beku")
    text = models.TextField("uraian", max_length=2000)
    judge_ids = models.JSONField(default=list, help_text="Akun semua orang yang pernah menilai berkas ini sampai diajukan")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Saat pertama ketika jawaban terlambat")
    outcome = models.CharField(max_length=8, choices=ObjectionOutcome, blank=True, default="")
    answer = models.TextField("alasan jawaban", max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_duty = models.CharField(max_length=160, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["filed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "stage"],
                name="objection_once_a_stage",
                violation_error_message="Anda sudah mengajukan sanggahan untuk tahap ini; sanggahan hanya satu kali.",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("filed_at")), name="objection_due_after_filing"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None, answer="")
                | (Q(outcome__in=("GRANTED", "REFUSED"), answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="objection_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(answered_at=None), name="objection_open_due")]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def subjects(self) -> list[str]:
        """Subjects of the disputed lines."""
        return [line["subject"] for line in self.lines]


class ObjectionAttachment(AppendOnly):
    """A document that was there before the verdict became public: of the application, or of the person's locker."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="attachments")
    document = models.ForeignKey(ApplicationDocument, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(EvidenceDocument, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, evidence__isnull=True) | Q(document__isnull=True, evidence__isnull=False),
                name="objection_attachment_is_one",
            ),
            models.UniqueConstraint(fields=["objection", "document"], name="objection_document_once"),
            models.UniqueConstraint(fields=["objection", "evidence"], name="objection_evidence_once"),
        ]

    @property
    def source(self) -> ApplicationDocument | EvidenceDocument:
        """The one document it is; read with both relations."""
        return self.document if self.document is not None else cast(EvidenceDocument, self.evidence)


def open_objections(applications: Iterable[Application]) -> frozenset[int]:
    """Ids of those among these applications whose objection waits for an answer.

    One query, and none when no failed application can be objected to, so that lists without one cost what they did.
    """
    failed = [each.pk for each in applications if each.state == "FAILED" and each.vacancy.pack.takes_objections]
    if not failed:
        return frozenset()
    return frozenset(
        Objection.objects.open().filter(application_id__in=failed).order_by("pk").values_list("application_id", flat=True)
    )
