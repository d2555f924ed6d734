"""Scores on paper, keyed twice: what two operators typed, and what a third person decided where they differ."""

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly
from selection.models.candidate import Candidate
from vacancies.models import ScoreComponent, Vacancy

TURNS = (1, 2)


class EntryValueQuerySet(models.QuerySet["EntryValue"]):
    def differing(self, vacancy: Vacancy) -> "EntryValueQuerySet":
        """First values whose second one says something else, as long as nobody has decided; annotates `second_value`."""
        second = EntryValue.objects.filter(candidate=models.OuterRef("candidate"), component=models.OuterRef("component"), turn=2)
        decided = EntryDecision.objects.filter(candidate=models.OuterRef("candidate"), component=models.OuterRef("component"))
        return (
            self.filter(turn=1, candidate__in=Candidate.objects.filter(vacancy=vacancy).present())
            .annotate(second_value=models.Subquery(second.values("value")[:1]))
            .exclude(second_value=None)
            .exclude(value=models.F("second_value"))
            .exclude(models.Exists(decided))
        )


class EntryValue(AppendOnly):
    """One operator's reading of one paper score; two different operators read each, and neither sees the other's."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="entries")
    component = models.ForeignKey(ScoreComponent, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField("giliran", choices=[(1, "Pengetik pertama"), (2, "Pengetik kedua")])
    value = models.DecimalField("nilai", max_digits=6, decimal_places=2)
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()

    objects = EntryValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "component", "turn"], name="entry_turn_once"),
            models.UniqueConstraint(fields=["candidate", "component", "keyed_by"], name="entry_by_two_people"),
            models.CheckConstraint(condition=models.Q(turn__in=TURNS), name="entry_turn_is_known"),
        ]


class EntryDecision(AppendOnly):
    """The value a third person read on the paper where the two operators differ."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="entry_decisions")
    component = models.ForeignKey(ScoreComponent, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("nilai", max_digits=6, decimal_places=2)
    reason = models.CharField("alasan", max_length=600)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "component"], name="entry_decision_once")]
