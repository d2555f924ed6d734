"""Conflicts of interest that the register suggests, and what was answered to them."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import User
from core.append_only import AppendOnly
from selection.models.candidate import Candidate, Recusal
from vacancies.models import Application, PanelMember, Vacancy


class ConflictProposalQuerySet(models.QuerySet["ConflictProposal"]):
    def unanswered(self) -> "ConflictProposalQuerySet":
        """Neither denied nor followed by a recusal, about somebody who takes part and a member who may score at all.

        A recusal that is taken back leaves its proposal unanswered again.
        """
        recused = Recusal.objects.filter(candidate=models.OuterRef("candidate"), member=models.OuterRef("member"))
        applied = Application.objects.filter(
            vacancy=models.OuterRef("candidate__vacancy"), employee__user=models.OuterRef("member__user")
        )
        return self.filter(
            ~models.Exists(recused),
            ~models.Exists(applied),
            denial=None,
            candidate__in=Candidate.objects.present().values("pk"),
        )

    def waiting(self, vacancy: Vacancy) -> "ConflictProposalQuerySet":
        """Of this selection, without an answer: they keep the ranking back."""
        return self.unanswered().filter(candidate__vacancy=vacancy)

    def waiting_for(self, user: User) -> "ConflictProposalQuerySet":
        """Those that this member of a panel has to answer."""
        return self.unanswered().filter(member__user=user)


class ConflictProposal(AppendOnly):
    """What the register says about one member and one candidate: each ground names the record it rests on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="conflict_proposals")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="conflict_proposals")
    grounds = models.JSONField(help_text="Daftar {kind, text}, dari selection/rules/conflicts.py")
    found_at = models.DateTimeField()

    objects = ConflictProposalQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "member", "id"]


class ConflictDenial(AppendOnly):
    """A member's answer that a proposal is no conflict, with the reason. The other answer is a recusal."""

    proposal = models.OneToOneField(ConflictProposal, on_delete=models.PROTECT, related_name="denial")
    reason = models.CharField("alasan", max_length=600)
    denied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    denied_at = models.DateTimeField()
