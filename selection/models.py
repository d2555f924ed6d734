"""Candidates, scores, rankings and determinations."""

import json
import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.enums import Role
from accounts.models import User
from approvals.models import ApprovalRequest
from core.append_only import AppendOnly
from selection.rules.packet import scaled_parts
from vacancies.models import Application, PanelMember, ScoreComponent, Vacancy

# A candidate in one of these states takes part; withdrawn and absent people keep their number and leave the lists.
PRESENT_STATES = ("CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED", "SELECTED", "NOT_SELECTED")


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def present(self) -> "CandidateQuerySet":
        """Neither absent nor withdrawn: the ones that are scored and ranked."""
        return self.filter(is_absent=False, application__state__in=PRESENT_STATES)

    def judged_by(self, user: User) -> "CandidateQuerySet":
        """Candidates of the vacancies on whose panel the person sits."""
        return self.filter(vacancy__panel__members__user=user)

    def run_by(self, user: User) -> "CandidateQuerySet":
        """Candidates whose selection the person runs: admin or secretariat of the agency, or chair of the panel.

        Never where the person applied too: that ends every right of office on the vacancy (docs/security.md 4.3, S3).
        """
        office = models.Q(vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        chair = models.Q(vacancy__panel__members__user=user, vacancy__panel__members__is_chair=True)
        taking_part = Application.objects.of(user).values("vacancy")
        return self.filter(office | chair).exclude(vacancy__in=taking_part).distinct()

    def for_list(self) -> "CandidateQuerySet":
        return self.select_related("application__employee__agency").order_by("number")


class Candidate(models.Model):
    """An application that passed the document check: from here on a participant with a number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="candidates")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="candidate")
    number = models.PositiveSmallIntegerField("nomor peserta")
    is_absent = models.BooleanField(default=False)
    absent_note = models.CharField(max_length=300, blank=True)
    result_letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["vacancy", "number"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "number"], name="candidate_number_once")]

    @property
    def key(self) -> str:
        """The number as rules, packets and screens write it: three digits, so that text sorts like numbers."""
        return f"{self.number:03d}"


class Recusal(models.Model):
    """A panel member's declared conflict of interest with one candidate: no sheet, no sight of the others' scores."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField("alasan", max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["candidate", "member"]
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="recusal_once")]


class ScoreSheet(models.Model):
    """One panel member's scores for one candidate; a draft until handed in, hidden from the others until theirs are in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="sheets")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sheets")
    version = models.PositiveIntegerField(default=1)
    note = models.TextField("catatan", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="sheet_once")]


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
    reason = models.TextField("alasan memilih", blank=True)

    class Meta:
        ordering = ["determination", "seat"]
        constraints = [models.UniqueConstraint(fields=["determination", "seat"], name="seat_once")]
