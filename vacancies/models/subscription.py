"""What a visitor keeps of the public portal: saved posts and alerts."""

import uuid
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models

from vacancies.enums import AlertFrequency, AlertStopReason
from vacancies.models.vacancy import Vacancy
from vacancies.rules.alerts import due_since


class SavedVacancy(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_vacancies")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="saved_by")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "vacancy"], name="saved_vacancy_once")]


class VacancyAlertQuerySet(models.QuerySet["VacancyAlert"]):
    def running(self) -> "VacancyAlertQuerySet":
        """Confirmed and not stopped; an alert of an account rests while the account does."""
        awake = models.Q(user=None) | models.Q(user__is_active=True)
        return self.filter(awake, confirmed_at__isnull=False, stopped_at=None)

    def due(self, now: datetime) -> "VacancyAlertQuerySet":
        """Running ones whose sending moment has passed since their last mail."""
        moments = [models.Q(frequency=each, sent_until__lt=due_since(each, now)) for each in AlertFrequency.values]
        return self.running().filter(reduce(or_, moments))


class VacancyAlert(models.Model):
    """A wish to hear of new vacancies that fit some filters. Nothing is sent before the address is confirmed by a POST."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="vacancy_alerts"
    )
    email = models.EmailField("surel")
    filters = models.CharField(max_length=500, blank=True, help_text="Saringan daftar publik, seperti di alamat halaman")
    label = models.CharField(max_length=300, help_text="Saringan dalam kata-kata")
    frequency = models.CharField("seberapa sering", max_length=6, choices=AlertFrequency, default=AlertFrequency.DAILY)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(
        "alasan berhenti", max_length=12, choices=AlertStopReason, blank=True, default="", db_default=""
    )
    sent_until = models.DateTimeField(help_text="Lowongan yang terbit sampai saat ini sudah dikabarkan")

    objects = VacancyAlertQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["frequency", "sent_until"],
                condition=models.Q(confirmed_at__isnull=False, stopped_at=None),
                name="vacancy_alert_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "filters"],
                condition=models.Q(stopped_at=None),
                name="vacancy_alert_once",
                violation_error_message="Alamat ini sudah berlangganan saringan yang sama.",
            )
        ]

    def due_since(self, now: datetime) -> datetime:
        """The newest sending moment of this alert that has passed."""
        return due_since(self.frequency, now)
