"""Wishes not to be invited: by everybody, one agency, for one field or one level, until a day."""

import uuid
from datetime import date

from django.db import models

from accounts.models import Agency, User
from employees.enums import JobField
from employees.models import Employee
from talent.rules.pause import SCOPES, Pause
from vacancies.enums import Level


class InvitationPauseQuerySet(models.QuerySet["InvitationPause"]):
    def of(self, user: User) -> "InvitationPauseQuerySet":
        return self.filter(employee__user=user)

    def running(self, today: date) -> "InvitationPauseQuerySet":
        """Neither over nor ended by the person."""
        return self.filter(until__gte=today, lifted_at=None)

    def for_list(self) -> "InvitationPauseQuerySet":
        return self.select_related("agency").order_by("until", "id")


class InvitationPause(models.Model):
    """One wish of one person. The office of no agency may read it; it learns only that the person takes no invitation now."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="invitation_pauses")
    scope = models.CharField("undangan mana", max_length=8, choices=list(SCOPES.items()))
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField("rumpun jabatan", max_length=20, choices=JobField, blank=True, default="")
    level = models.CharField("tingkat", max_length=8, choices=Level, blank=True, default="")
    until = models.DateField("sampai tanggal")
    created_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationPauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="ALL", agency=None, field="", level="")
                | models.Q(scope="AGENCY", agency__isnull=False, field="", level="")
                | (models.Q(scope="FIELD", agency=None, level="") & ~models.Q(field=""))
                | (models.Q(scope="LEVEL", agency=None, field="") & ~models.Q(level="")),
                name="pause_names_its_subject",
                violation_error_message="Pilih instansi, rumpun jabatan, atau tingkat yang dimaksud.",
            )
        ]
        indexes = [models.Index(fields=["employee"], condition=models.Q(lifted_at=None), name="pause_running")]

    def facts(self) -> Pause:
        """As the rule reads it."""
        subjects = {"ALL": "", "AGENCY": str(self.agency_id or ""), "FIELD": self.field, "LEVEL": self.level}
        return Pause(self.scope, subjects[self.scope], self.until, lifted=self.lifted_at is not None)

    @property
    def words(self) -> str:
        """What it keeps away, for the person who made it."""
        if self.agency is not None:
            return f"Undangan dari {self.agency.name}"
        if self.field:
            return f"Undangan untuk rumpun {self.get_field_display()}"
        if self.level:
            return f"Undangan untuk {self.get_level_display()}"
        return SCOPES["ALL"]
