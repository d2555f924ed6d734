"""Score sheets, scores and their corrections."""

import uuid

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly
from selection.models.candidate import Candidate
from vacancies.models import PanelMember, ScoreComponent, Vacancy


class ScoreSheet(models.Model):
    """One panel member's scores for one candidate; a draft until handed in, hidden from the others until theirs are in.

    Components marked without a name (`is_blind`) stand on a sheet of their own, handed in by itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="sheets")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sheets")
    version = models.PositiveIntegerField(default=1)
    is_blind = models.BooleanField(default=False, help_text="Lembar makalah, dinilai tanpa nama")
    note = models.TextField("catatan", blank=True)
    reasons = models.JSONField(default=dict, blank=True, help_text="Alasan nilai per kode komponen")
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "member", "is_blind"], name="sheet_once")]


class Score(models.Model):
    """One value. `sheet` is empty for a component whose single value is imported (assessment centre, CAT)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="scores")
    component = models.ForeignKey(ScoreComponent, on_delete=models.PROTECT, related_name="scores")
    sheet = models.ForeignKey(ScoreSheet, null=True, blank=True, on_delete=models.CASCADE, related_name="scores")
    value = models.DecimalField("nilai", max_digits=6, decimal_places=2)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "component", "sheet"], nulls_distinct=False, name="score_once")
        ]


class ScoreCorrectionQuerySet(models.QuerySet["ScoreCorrection"]):
    def waiting(self, vacancy: Vacancy) -> "ScoreCorrectionQuerySet":
        """Of this selection, without a second person's answer."""
        return self.filter(score__candidate__vacancy=vacancy, verdict=None)


class ScoreCorrection(AppendOnly):
    """A proposal to put another value in the place of a locked one; it counts once somebody else has accepted it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="corrections")
    before = models.DecimalField("nilai lama", max_digits=6, decimal_places=2)
    after = models.DecimalField("nilai baru", max_digits=6, decimal_places=2)
    reason = models.CharField("alasan", max_length=600)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = ScoreCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "id"]


class CorrectionVerdict(AppendOnly):
    """What a second person said to a correction."""

    correction = models.OneToOneField(ScoreCorrection, on_delete=models.PROTECT, related_name="verdict")
    is_accepted = models.BooleanField()
    note = models.CharField("catatan", max_length=600, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
