"""Target posts: senior posts that fall vacant within a year, and the vacancy that was opened for each."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import Agency, User
from employees.enums import JobField, PositionLevel
from employees.models import Employee
from talent.enums import VacancyCause
from talent.models.placement import BOX_READERS
from vacancies.models import Vacancy

JPT_CHOICES = [choice for choice in PositionLevel.choices if choice[0].startswith("JPT_")]
# National duties that see where the country's senior posts fall vacant.
NATIONAL_READERS = (Role.WASDAL, Role.AUDITOR)


class TargetPostQuerySet(models.QuerySet["TargetPost"]):
    def open(self) -> "TargetPostQuerySet":
        """Not yet taken off the list."""
        return self.filter(closed_at=None)

    def within(self, until: date) -> "TargetPostQuerySet":
        """Vacant already or vacant until a day."""
        return self.filter(vacant_on__lte=until)

    def visible_to(self, user: User) -> "TargetPostQuerySet":
        """The agency's own posts; all of them for national duties."""
        if user.has_any_role(NATIONAL_READERS):
            return self
        return self.filter(agency_id__in=user.agency_ids(*BOX_READERS))

    def tally(self) -> list[tuple[str, str, int, str, int]]:
        """How many by family, level, agency id and agency code."""
        grouped = self.order_by().values_list("field", "level", "agency_id", "agency__code")
        return list(grouped.annotate(number=Count("pk")))

    def for_list(self) -> "TargetPostQuerySet":
        return self.select_related("agency", "incumbent", "vacancy").prefetch_related("fills").order_by("vacant_on", "id")


class TargetPost(models.Model):
    """A senior post and the day it falls vacant; retirements are computed, other causes written by the agency."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="target_posts")
    title = models.CharField("nama jabatan", max_length=200)
    unit = models.CharField("unit kerja", max_length=200, blank=True)
    level = models.CharField("jenjang", max_length=16, choices=JPT_CHOICES)
    field = models.CharField("rumpun jabatan", max_length=20, choices=JobField, blank=True)
    incumbent = models.ForeignKey(Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    vacant_on = models.DateField("kosong mulai")
    cause = models.CharField("sebab", max_length=12, choices=VacancyCause)
    note = models.CharField("keterangan", max_length=300, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    vacancy = models.OneToOneField(Vacancy, null=True, blank=True, on_delete=models.SET_NULL, related_name="target_post")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField("alasan dihapus dari daftar", max_length=300, blank=True)

    objects = TargetPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "incumbent"],
                condition=Q(closed_at=None),
                name="target_post_once",
                violation_error_message="Jabatan orang ini sudah ada dalam daftar.",
            ),
        ]
        indexes = [models.Index(fields=["agency", "vacant_on"], condition=Q(closed_at=None), name="target_post_open")]

    def __str__(self) -> str:
        return self.title
