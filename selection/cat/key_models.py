"""Tables around the seal of questions: whose keys, who has opened a paper, and what it said once it was opened."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Agency, User
from core.append_only import AppendOnly
from selection.cat.models import AUTHOR_ROLES, Exam, ExamItem
from selection.cat.sealing import SLOTS

SLOT_CHOICES = [(slot, f"Kunci {slot}") for slot in SLOTS]


class ExamKeyQuerySet(models.QuerySet["ExamKey"]):
    def in_force(self) -> "ExamKeyQuerySet":
        """Not cleared."""
        return self.filter(cleared_at=None)

    def visible_to(self, user: User) -> "ExamKeyQuerySet":
        """Keys of the agencies for which the person writes or reviews questions."""
        return self.filter(agency_id__in=user.agency_ids(*AUTHOR_ROLES))


class ExamKey(models.Model):
    """One of the two keys of an agency's bank. The private half lies here locked with a code that only its holder has."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="exam_keys")
    slot = models.PositiveSmallIntegerField("kunci", choices=SLOT_CHOICES)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=64)
    locked_key = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    held_since = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = ExamKeyQuerySet.as_manager()

    class Meta:
        app_label = "selection"
        ordering = ["agency", "slot", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "slot"],
                condition=models.Q(cleared_at=None),
                name="exam_key_once",
                violation_error_message="Kunci ini sudah dibuat.",
            ),
            models.UniqueConstraint(
                # Two keys in one hand would be one key.
                fields=["agency", "holder"],
                condition=models.Q(cleared_at=None),
                name="exam_key_two_people",
                violation_error_message="Satu orang hanya memegang satu kunci soal.",
            ),
        ]


class ExamOpening(AppendOnly):
    """One holder's part of opening a paper: the halves of its questions' keys, under the portal's key, as a list by position."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="openings")
    slot = models.PositiveSmallIntegerField(choices=SLOT_CHOICES)
    key = models.ForeignKey(ExamKey, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    sealed_halves = models.TextField()

    class Meta:
        app_label = "selection"
        ordering = ["exam", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "slot"], name="exam_opening_once"),
            models.UniqueConstraint(fields=["exam", "opened_by"], name="exam_opening_two_people"),
        ]


class ExamItemText(AppendOnly):
    """What a question of a paper said, in clear from the first counting on, so that everybody can count again.

    The database takes it only if its SHA-256 is the item's, and counts every result by it (migration 0011).
    """

    item = models.OneToOneField(ExamItem, on_delete=models.PROTECT, related_name="opened", primary_key=True)
    text = models.TextField()

    class Meta:
        app_label = "selection"
