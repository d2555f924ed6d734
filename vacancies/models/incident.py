"""What an agency tells BKN about an outage during its registration, and what BKN answered."""

import uuid

from django.conf import settings
from django.db import models

from vacancies.models.vacancy import RegistrationExtension, Vacancy


class IncidentRequestQuerySet(models.QuerySet["IncidentRequest"]):
    def waiting(self) -> "IncidentRequestQuerySet":
        return self.filter(answered_at=None)

    def for_list(self) -> "IncidentRequestQuerySet":
        return self.select_related("vacancy", "vacancy__agency", "asked_by").order_by("asked_at", "id")


class IncidentRequest(models.Model):
    """An agency asks BKN to extend one registration because of an outage; at most one waits for an answer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="incident_requests")
    started_at = models.DateTimeField("gangguan mulai")
    ended_at = models.DateTimeField("gangguan selesai")
    description = models.TextField("yang terjadi", max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField("jawaban", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    extension = models.OneToOneField(
        RegistrationExtension, null=True, blank=True, on_delete=models.PROTECT, related_name="incident_request"
    )

    objects = IncidentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy"],
                condition=models.Q(answered_at=None),
                name="incident_request_one_waiting",
                violation_error_message="Permintaan sebelumnya untuk lowongan ini masih menunggu jawaban BKN.",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__gt=models.F("started_at")),
                name="incident_request_times_in_order",
                violation_error_message="Waktu selesai gangguan harus sesudah waktu mulainya.",
            ),
        ]
