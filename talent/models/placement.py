"""Nine-box placements: thresholds by date, periods, one placement a person and period, every change, imported assessments."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When

from accounts.enums import Role
from accounts.models import Agency, User
from core.append_only import AppendOnly
from employees.enums import PerformancePredicate
from employees.models import Employee
from talent.enums import AssessmentSource, PlacementState
from talent.rules.nine_box import BOXES, NineBoxPack, axis_words

# Who looks at the boxes of an agency's own people: its office, and the officials who confirm and decide.
BOX_READERS = (Role.AGENCY_ADMIN, Role.PYB, Role.PPK)


def box_column(upright: str, lying: str) -> models.GeneratedField:
    """A stored column that derives the number of the box from two axis columns, as `rules.nine_box.box_of` does."""
    cases = [When(Q(**{upright: up, lying: on}), then=Value(box)) for (up, on), box in sorted(BOXES.items())]
    return models.GeneratedField(
        expression=Case(*cases), output_field=models.PositiveSmallIntegerField(null=True), db_persist=True
    )


class BoxThresholdQuerySet(models.QuerySet["BoxThreshold"]):
    def in_force(self, agency_id: int, day: date) -> "BoxThreshold | None":
        """The agency's own thresholds on a day; None when it never set any, and the defaults of the rule hold."""
        return self.filter(agency_id=agency_id, valid_from__lte=day).order_by("-valid_from", "-id").first()


class BoxThreshold(AppendOnly):
    """The rule pack of an agency from one day on. A correction is a new row."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("berlaku mulai")
    pack_values = models.JSONField(help_text="NineBoxPack.as_json()")
    basis = models.CharField("dasar", max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = BoxThresholdQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "-valid_from", "-id"], name="box_threshold_newest")]

    @property
    def pack(self) -> NineBoxPack:
        return NineBoxPack.from_json(self.pack_values)


class MappingPeriodQuerySet(models.QuerySet["MappingPeriod"]):
    def visible_to(self, user: User) -> "MappingPeriodQuerySet":
        """Periods of the agencies whose boxes the person may read."""
        return self.filter(agency_id__in=user.agency_ids(*BOX_READERS))

    def for_list(self) -> "MappingPeriodQuerySet":
        """Oldest first, as on the slider."""
        return self.select_related("agency").order_by("ends_on", "id")


class MappingPeriod(models.Model):
    """A period in which an agency maps its people. The thresholds are frozen when it is opened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mapping_periods")
    name = models.CharField("nama periode", max_length=60)
    starts_on = models.DateField("awal periode")
    ends_on = models.DateField("akhir periode")
    pack_values = models.JSONField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)

    objects = MappingPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "ends_on"],
                name="mapping_period_once",
                violation_error_message="Sudah ada periode yang berakhir pada tanggal ini.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="mapping_period_in_order",
                violation_error_message="Akhir periode harus sesudah awalnya.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pack(self) -> NineBoxPack:
        return NineBoxPack.from_json(self.pack_values)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def in_box(self, box: int) -> "PlacementQuerySet":
        return self.filter(box=box)

    def proposed(self) -> "PlacementQuerySet":
        return self.filter(state=PlacementState.PROPOSED)

    def confirmed(self) -> "PlacementQuerySet":
        return self.filter(state=PlacementState.CONFIRMED)

    def calibrated(self) -> "PlacementQuerySet":
        """Those that people put elsewhere than the computation did."""
        return self.exclude(upright=F("proposed_upright"), lying=F("proposed_lying"))

    def visible_to(self, user: User) -> "PlacementQuerySet":
        return self.filter(period__agency_id__in=user.agency_ids(*BOX_READERS))

    def counts(self) -> dict[int, dict[str, int]]:
        """People and confirmed people by box; a box without anybody is left out."""
        rows = self.order_by().values("box").annotate(people=Count("id"), done=Count("id", filter=Q(state="CONFIRMED")))
        return {row["box"]: {"people": row["people"], "confirmed": row["done"]} for row in rows}

    def for_list(self) -> "PlacementQuerySet":
        return self.select_related("employee", "period").order_by("-box", "employee__name_key", "id")

    def history_of(self, employee_ids: Iterable[int]) -> "PlacementQuerySet":
        """Confirmed places of these people, newest period first."""
        return self.confirmed().filter(employee_id__in=employee_ids).select_related("period").order_by("-period__ends_on", "-id")


class Placement(models.Model):
    """Where one person stands in one period: axis values are stored, the box is derived by the database.

    `upright` is performance or competence by the mode of the period, `lying` is potential; 1 low, 2 middle, 3 high.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(MappingPeriod, on_delete=models.PROTECT, related_name="placements")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="placements")
    proposed_upright = models.PositiveSmallIntegerField()
    proposed_lying = models.PositiveSmallIntegerField()
    proposed_box = box_column("proposed_upright", "proposed_lying")
    upright = models.PositiveSmallIntegerField()
    lying = models.PositiveSmallIntegerField()
    box = box_column("upright", "lying")
    # Where the values come from, frozen with them.
    rated_year = models.PositiveSmallIntegerField(null=True, blank=True)
    predicate = models.CharField(max_length=16, choices=PerformancePredicate, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    provider = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=12, choices=AssessmentSource, blank=True)
    potential_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    job_person_match = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    computed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PlacementState, default=PlacementState.PROPOSED)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "employee"],
                name="placement_once_a_period",
                violation_error_message="Orang ini sudah punya penempatan pada periode ini.",
            ),
            models.CheckConstraint(
                condition=Q(
                    proposed_upright__range=(1, 3), proposed_lying__range=(1, 3), upright__range=(1, 3), lying__range=(1, 3)
                ),
                name="placement_axes",
                violation_error_message="Nilai sumbu 1 sampai 3.",
            ),
            models.CheckConstraint(
                condition=Q(state="CONFIRMED", confirmed_at__isnull=False) | Q(state="PROPOSED", confirmed_at=None),
                name="placement_confirmed_whole",
                violation_error_message="Pengukuhan punya waktu, usulan tidak.",
            ),
        ]
        indexes = [models.Index(fields=["period", "box", "state"], name="placement_grid")]

    @property
    def words(self) -> str:
        """Both axes in words; needs the period."""
        return axis_words(self.period.pack.mode, self.upright, self.lying)

    @property
    def is_confirmed(self) -> bool:
        return self.state == PlacementState.CONFIRMED


class PlacementChange(AppendOnly):
    """One change by people, before and after, with its reason."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="changes")
    from_upright = models.PositiveSmallIntegerField()
    from_lying = models.PositiveSmallIntegerField()
    to_upright = models.PositiveSmallIntegerField()
    to_lying = models.PositiveSmallIntegerField()
    from_box = box_column("from_upright", "from_lying")
    to_box = box_column("to_upright", "to_lying")
    reason = models.CharField("alasan", max_length=500)
    after_confirmation = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]


class ImportedAssessment(models.Model):
    """A result of an assessment centre that an agency brought in: CACT of BKN or another institution."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="imported_assessments")
    source = models.CharField(max_length=12, choices=AssessmentSource)
    provider = models.CharField("lembaga penilai", max_length=120)
    assessed_on = models.DateField("tanggal asesmen")
    potential_score = models.DecimalField("nilai potensial", max_digits=5, decimal_places=2)
    job_person_match = models.DecimalField("kesesuaian kompetensi", max_digits=5, decimal_places=2)
    file_name = models.CharField(max_length=120)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "assessed_on", "provider"],
                name="imported_assessment_once",
                violation_error_message="Hasil asesmen ini sudah tercatat.",
            ),
            models.CheckConstraint(
                condition=Q(potential_score__range=(0, 100), job_person_match__range=(0, 100)),
                name="imported_assessment_scale",
                violation_error_message="Nilai 0 sampai 100.",
            ),
        ]
