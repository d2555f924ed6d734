"""The final decision: who fills the seats."""

import uuid

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly
from selection.models.ranking import Ranking, RankingLine
from selection.rules.determination import REASONS, published_reason
from vacancies.models import Vacancy


class Determination(AppendOnly):
    """The final decision: who fills the seats."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.OneToOneField(Vacancy, on_delete=models.PROTECT, related_name="determination")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=240)
    decided_at = models.DateTimeField()
    letter = models.ForeignKey("core.Letter", on_delete=models.PROTECT, related_name="+")


class DeterminationSeat(AppendOnly):
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="seats")
    seat = models.PositiveSmallIntegerField()
    line = models.OneToOneField(RankingLine, on_delete=models.PROTECT, related_name="seat")
    reason_code = models.CharField(
        "jenis alasan",
        max_length=20,
        choices=REASONS,
        blank=True,
        help_text="Kosong bila tidak ada peringkat lebih tinggi terlewati",
    )
    reason = models.TextField("alasan memilih", blank=True)

    class Meta:
        ordering = ["determination", "seat"]
        constraints = [models.UniqueConstraint(fields=["determination", "seat"], name="seat_once")]

    @property
    def published_reason(self) -> str:
        """Why this person and not a higher rank, as everybody may read it; "" when no reason was needed."""
        return published_reason(self.reason_code, self.reason)
