"""The succession group (KRS) of an agency: who is in it, how ready, until when, and how people in it are developed."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import Agency, User
from employees.enums import PositionLevel
from employees.models import Employee
from talent.enums import DevelopmentKind, LeaveReason, Readiness
from talent.models.placement import BOX_READERS, Placement
from talent.rules.succession import NATIONAL_BOX


class PoolMembershipQuerySet(models.QuerySet["PoolMembership"]):
    def proposed(self) -> "PoolMembershipQuerySet":
        return self.filter(readiness="", left_on=None)

    def active(self, day: date) -> "PoolMembershipQuerySet":
        """Confirmed, not left, not expired on a day."""
        return self.exclude(readiness="").filter(left_on=None, joined_on__lte=day, expires_on__gte=day)

    def ready(self, day: date) -> "PoolMembershipQuerySet":
        return self.active(day).filter(readiness=Readiness.READY_NOW)

    def overdue(self, day: date) -> "PoolMembershipQuerySet":
        """Still open after their last day."""
        return self.filter(left_on=None, expires_on__lt=day)

    def national(self) -> "PoolMembershipQuerySet":
        return self.filter(box=NATIONAL_BOX)

    def visible_to(self, user: User) -> "PoolMembershipQuerySet":
        """The agency's own group; the national one as well for national duties."""
        own = Q(agency_id__in=user.agency_ids(*BOX_READERS))
        if user.has_any_role([Role.WASDAL, Role.AUDITOR]):
            own |= Q(box=NATIONAL_BOX) & ~Q(readiness="")
        return self.filter(own)

    def with_hours(self, year: int) -> "PoolMembershipQuerySet":
        """Annotates `planned_hours` and `done_hours`: training of one year in the plan, and what is finished of it."""
        items = DevelopmentItem.objects.filter(membership=OuterRef("pk"), kind=DevelopmentKind.TRAINING, year=year)
        total = items.order_by().values("membership").annotate(total=Sum("hours")).values("total")
        finished = items.filter(progress=100).order_by().values("membership").annotate(total=Sum("hours")).values("total")
        return self.annotate(
            planned_hours=Coalesce(Subquery(total, output_field=models.IntegerField()), 0),
            done_hours=Coalesce(Subquery(finished, output_field=models.IntegerField()), 0),
        )

    def tally(self) -> list[tuple[str, str, int, str, int]]:
        """How many by family, target level, agency id and agency code."""
        grouped = self.order_by().values_list("field", "target_level", "agency_id", "agency__code")
        return list(grouped.annotate(number=Count("pk")))

    def for_list(self) -> "PoolMembershipQuerySet":
        return self.select_related("employee", "agency").order_by("employee__name_key", "id")


class PoolMembership(models.Model):
    """A person's time in the succession group. Proposed while `readiness` is empty; over once `left_on` is set."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="pool")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="pool")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    box = models.PositiveSmallIntegerField("kotak saat masuk")
    target_level = models.CharField("jenjang tujuan", max_length=16, choices=PositionLevel)
    field = models.CharField("rumpun jabatan", max_length=20, blank=True)
    suggested = models.CharField("saran kesiapan", max_length=16, choices=Readiness)
    suggestion_missing = models.JSONField(default=list, help_text="Yang belum terpenuhi menurut aturan, beku saat diusulkan")
    readiness = models.CharField("kesiapan", max_length=16, choices=Readiness, blank=True)
    readiness_note = models.CharField("alasan berbeda dari saran", max_length=500, blank=True)
    reason = models.CharField("alasan masuk", max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField("berlaku sampai", null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField("sebab keluar", max_length=16, choices=LeaveReason, blank=True)
    left_note = models.CharField("penjelasan", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PoolMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(left_on=None),
                name="one_open_membership",
                violation_error_message="Orang ini sudah tercatat dalam kelompok rencana suksesi.",
            ),
            models.CheckConstraint(
                condition=Q(box__range=(7, 9)),
                name="pool_box",
                violation_error_message="Kelompok rencana suksesi hanya untuk kotak 7, 8, dan 9.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_reason="") | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="pool_left_whole",
                violation_error_message="Yang keluar punya sebab dan tanggal.",
            ),
            models.CheckConstraint(
                condition=Q(readiness="") | Q(joined_on__isnull=False, expires_on__gte=F("joined_on")),
                name="pool_joined_whole",
                violation_error_message="Anggota yang dikukuhkan punya tanggal masuk dan masa berlaku.",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "readiness"], condition=Q(left_on=None), name="pool_open"),
            models.Index(fields=["expires_on"], condition=Q(left_on=None), name="pool_expiring"),
        ]

    @property
    def is_proposed(self) -> bool:
        return not self.readiness and self.left_on is None

    @property
    def is_open(self) -> bool:
        return bool(self.readiness) and self.left_on is None

    @property
    def is_national(self) -> bool:
        return self.box == NATIONAL_BOX


class DevelopmentItem(models.Model):
    """One line of a development plan, with how far it has come."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(PoolMembership, on_delete=models.PROTECT, related_name="plan")
    kind = models.CharField("bentuk", max_length=12, choices=DevelopmentKind)
    title = models.CharField("kegiatan", max_length=200)
    year = models.PositiveSmallIntegerField("tahun")
    hours = models.PositiveSmallIntegerField("jam pelajaran (JP)", default=0)
    due_on = models.DateField("target selesai")
    progress = models.PositiveSmallIntegerField("kemajuan (persen)", default=0)
    note = models.CharField("catatan", max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__range=(0, 100)),
                name="development_progress",
                violation_error_message="Kemajuan 0 sampai 100 persen.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="TRAINING") | Q(hours__gte=1),
                name="development_training_hours",
                violation_error_message="Tulis jumlah JP pelatihan, paling sedikit 1.",
            ),
        ]
