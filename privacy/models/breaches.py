"""A failure of protection (UU 27/2022 article 46): what happened, to whom, and the letters that tell of it."""

import uuid
from datetime import datetime

from django.db import models

from accounts.models import User
from core.models import Letter, LetterBatch
from employees.models import Employee
from privacy.rules.notice_clock import due_at


class BreachQuerySet(models.QuerySet["Breach"]):
    def open(self) -> "BreachQuerySet":
        """The letters have not left."""
        return self.filter(told_at=None)

    def for_list(self) -> "BreachQuerySet":
        """What still waits first, by its time; then the newest."""
        return self.select_related("recorded_by").order_by(models.F("told_at").desc(nulls_first=True), "-found_at", "-id")

    def with_people(self) -> "BreachQuerySet":
        """With how many people are on the list."""
        return self.annotate(people_count=models.Count("people"))


class Breach(models.Model):
    """One incident, or one drill of it. Who is affected stands in `people`; nothing is deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_drill = models.BooleanField("latihan")
    title = models.CharField("judul", max_length=150)
    found_at = models.DateTimeField("diketahui")
    happened_from = models.DateTimeField("terjadi sejak", null=True, blank=True)
    happened_until = models.DateTimeField("terjadi sampai", null=True, blank=True)
    kinds = models.JSONField("data yang terungkap", help_text="Kode dari BreachedData")
    cause = models.TextField("bagaimana terungkap", max_length=2000)
    handling = models.TextField("penanganan dan pemulihan", max_length=2000)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="Surat dilepas")

    objects = BreachQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(happened_from=None)
                | models.Q(happened_until=None)
                | models.Q(happened_until__gte=models.F("happened_from")),
                name="breach_span_in_order",
                violation_error_message="Kejadian tidak boleh berakhir sebelum mulai.",
            ),
        ]
        indexes = [models.Index(fields=["-found_at"], name="breach_by_time")]

    @property
    def due_at(self) -> datetime:
        """When everybody must have been told."""
        return due_at(self.found_at)


class BreachPerson(models.Model):
    """Somebody whose data the incident touched, and how the list came to the name."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="people", db_index=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "employee"], name="breach_person_once")]


class BreachLetters(models.Model):
    """The letters of an incident, written and waiting until a second person confirms how many leave."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="letters")
    batch = models.OneToOneField(LetterBatch, on_delete=models.PROTECT, related_name="+")
    authority_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+")
    people_count = models.PositiveIntegerField(help_text="Orang yang terdampak saat surat disiapkan")
    unreachable_count = models.PositiveIntegerField(help_text="Tanpa surel, disurati lewat instansinya")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField("alasan", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach"], condition=models.Q(verdict=""), name="breach_letters_one_open"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("prepared_by")),
                name="breach_letters_second_person",
                violation_error_message="Surat dilepas oleh orang lain daripada yang menyiapkannya.",
            ),
        ]
