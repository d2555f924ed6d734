"""What stands between the ranking and its chain: the answers to a short list and to a tie, and the chair's minutes."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from approvals.models import ApprovalRequest
from core.append_only import AppendOnly
from selection.models.ranking import Ranking
from selection.rules.shortfall import SHORTFALL_WAYS
from selection.rules.ties import TIE_WAYS
from vacancies.models import Vacancy


class ShortfallAnswer(AppendOnly):
    """Which way the panel took when fewer people qualified than the shortlist holds, and why."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="shortfall_answers")
    way = models.CharField(max_length=12, choices=SHORTFALL_WAYS)
    reason = models.CharField("alasan", max_length=1000)
    qualified = models.PositiveSmallIntegerField(help_text="Peserta yang memenuhi nilai minimum saat itu")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["ranking", "id"]


class TieAnswer(AppendOnly):
    """Which way out of a tie on the last place the chair took, and why; the newest one counts."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="tie_answers")
    way = models.CharField(max_length=12, choices=TIE_WAYS)
    reason = models.CharField("alasan", max_length=1000)
    numbers = ArrayField(models.CharField(max_length=12), help_text="Nomor peserta yang nilainya sama pada batas")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["ranking", "id"]


class OfficialMinutesQuerySet(models.QuerySet["OfficialMinutes"]):
    def of(self, vacancy: Vacancy) -> "OfficialMinutesQuerySet":
        """Every version of one selection, the newest first, with its signature."""
        found = self.filter(ranking__vacancy=vacancy)
        return found.select_related("ranking", "prepared_by", "signature__signed_by", "signature__letter").order_by("-version")


class OfficialMinutes(AppendOnly):
    """The minutes of a ranking (berita acara) as somebody prepared them; a mended text is a new version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(help_text="Urutan di dalam satu seleksi")
    content = models.JSONField(help_text="Semua kata berita acara, dari selection/minutes_words.py")
    digest = models.CharField(max_length=64, help_text="SHA-256 JSON kanonik isinya")
    held_at = models.DateTimeField("waktu rapat")
    place = models.CharField("tempat rapat", max_length=160)
    note = models.CharField("catatan untuk pemutus", max_length=2000, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    objects = OfficialMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["ranking", "version"]
        constraints = [models.UniqueConstraint(fields=["ranking", "version"], name="minutes_version_once")]


class MinutesSignature(AppendOnly):
    """The chair's signature; it opens the chain, so it carries the request."""

    minutes = models.OneToOneField(OfficialMinutes, on_delete=models.PROTECT, related_name="signature")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    second_factor = models.CharField(max_length=16)
    letter = models.OneToOneField("core.Letter", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="minutes_signature")
