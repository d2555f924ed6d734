"""The calibration room: meetings of the panel, what was changed in them, and the closing."""

import uuid

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly
from selection.models.scores import Score
from vacancies.models import PanelMember, Vacancy


class CalibrationAct(models.TextChoices):
    MEETING = "MEETING", "Rapat kalibrasi dibuka"
    CLOSED = "CLOSED", "Kalibrasi ditutup"
    REOPENED = "REOPENED", "Kalibrasi dibuka kembali"


class CalibrationStep(AppendOnly):
    """One act of the chair. The newest one of a vacancy says where its calibration stands; there is no state beside it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="calibration_steps")
    act = models.CharField(max_length=8, choices=CalibrationAct)
    note = models.CharField("catatan", max_length=600, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["vacancy", "id"]


class CalibrationAttendee(AppendOnly):
    """A panel member present at a meeting."""

    step = models.ForeignKey(CalibrationStep, on_delete=models.PROTECT, related_name="attendees")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["step", "id"]
        constraints = [models.UniqueConstraint(fields=["step", "member"], name="attendee_once")]


class ScoreChange(AppendOnly):
    """A scorer's own score moved in a meeting. Who was present stands with the meeting, which never changes."""

    meeting = models.ForeignKey(CalibrationStep, on_delete=models.PROTECT, related_name="changes")
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="changes")
    before = models.DecimalField("nilai lama", max_digits=6, decimal_places=2)
    after = models.DecimalField("nilai baru", max_digits=6, decimal_places=2)
    reason = models.CharField("alasan", max_length=600)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
