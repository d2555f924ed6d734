"""Locked scores, rankings and their lines."""

import json
import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from approvals.models import ApprovalRequest
from core.append_only import AppendOnly
from selection.models.candidate import Candidate
from selection.rules.packet import scaled_parts
from vacancies.models import Vacancy


class ScoreLock(AppendOnly):
    """The inputs of one ranking, frozen: the declared rules, and below it one row of scores a candidate.

    A correction or a withdrawal is a new lock with a new version; what was ranked before can always be ranked again.
    """

    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="score_locks")
    version = models.PositiveSmallIntegerField()
    declaration = models.JSONField(help_text="Aturan pemeringkatan, dari selection/rules/declaration.py")
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()

    class Meta:
        ordering = ["vacancy", "version"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "version"], name="score_lock_version_once")]


class LockedScore(AppendOnly):
    """One candidate's aggregated raw scores in the order of the lock's codes; wide, because ranking reads them all at once."""

    # No index of their own: the constraint serves the lock, and nobody asks from the candidate's side.
    lock = models.ForeignKey(ScoreLock, on_delete=models.PROTECT, related_name="scores", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=12, help_text="Nomor peserta seperti di paket")
    raw = ArrayField(models.DecimalField(max_digits=24, decimal_places=12, null=True))
    frozen = models.TextField(help_text="Nomor dan nilai peserta seperti di paket, JSON kanonik")

    class Meta:
        ordering = ["lock", "key"]
        constraints = [
            models.UniqueConstraint(fields=["lock", "candidate"], name="locked_score_once"),
            models.CheckConstraint(
                # The ranking writes it between quotation marks as it is.
                condition=models.Q(key__regex=r"^[0-9A-Z-]+$"),
                name="locked_score_key_is_plain",
                violation_error_message="Nomor peserta hanya memuat angka, huruf besar, dan tanda hubung.",
            ),
        ]


class Ranking(models.Model):
    """One run of the ranking: an immutable version. A correction is a new run."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="rankings")
    lock = models.OneToOneField(ScoreLock, null=True, blank=True, on_delete=models.PROTECT, related_name="ranking")
    version = models.PositiveSmallIntegerField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()
    reason = models.TextField("alasan susun ulang", blank=True)
    cut = models.PositiveSmallIntegerField(help_text="3 x formasi")
    flags = models.JSONField(default=list)
    packet = models.TextField(help_text="JSON kanonik masukan, aturan, dan hasil")
    sha256 = models.CharField(max_length=64)
    request = models.OneToOneField(ApprovalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="ranking")

    class Meta:
        ordering = ["vacancy", "version"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "version"], name="ranking_version_once")]

    def scaled(self) -> dict[str, dict[str, Decimal]]:
        """Each candidate's components on the scale 0-100, by participant number; read from the packet, made from its inputs."""
        return scaled_parts(json.loads(self.packet))


class RankingLine(AppendOnly):
    # Neither key is asked for again for each of a million lines: one statement writes ranking and lines, no role may delete a
    # ranking (trigger), and the candidate is kept by the locked score that the line follows from. The constraint below begins
    # with the ranking and serves as its index.
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="lines", db_constraint=False, db_index=False)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="ranking_lines", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField(help_text="Urutan tampil")
    rank = models.PositiveSmallIntegerField(null=True, help_text="Kosong bila di bawah nilai minimum")
    total = models.DecimalField(max_digits=7, decimal_places=4)
    decided_by = models.CharField(max_length=16, blank=True, help_text="Komponen penentu bila nilai total sama")
    is_shortlisted = models.BooleanField()
    is_tied_at_cut = models.BooleanField(default=False)
    is_below_minimum = models.BooleanField(default=False)

    class Meta:
        ordering = ["ranking", "position"]
        constraints = [models.UniqueConstraint(fields=["ranking", "candidate"], name="ranking_line_once")]
