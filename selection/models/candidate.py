"""Participants of a selection, and the panel members recused from one."""

import uuid

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import User
from vacancies.models import Application, PanelMember, Vacancy

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
    paper_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Alamat makalah tanpa nama")
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
    """A panel member's conflict of interest with one candidate, declared or imposed: no sheet, no sight of the others' scores."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField("alasan", max_length=300)
    declared_at = models.DateTimeField()
    imposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Kosong bila anggota menyatakannya sendiri",
    )

    class Meta:
        ordering = ["candidate", "member"]
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="recusal_once")]
