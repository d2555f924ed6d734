"""One archive of everything the portal holds on a person, made for that person."""

import uuid

from django.db import models

from accounts.models import User
from privacy.enums import CopyState


class PersonalCopyQuerySet(models.QuerySet["PersonalCopy"]):
    def of(self, user: User) -> "PersonalCopyQuerySet":
        """Copies this person asked for; nobody else ever sees one."""
        return self.filter(person=user)

    def waiting(self) -> "PersonalCopyQuerySet":
        """Asked for and not made yet."""
        return self.filter(state=CopyState.WAITING)

    def ready(self, now) -> "PersonalCopyQuerySet":
        """Made, and its link still opens at `now`."""
        return self.filter(state=CopyState.READY, expires_at__gt=now)

    def over(self, now) -> "PersonalCopyQuerySet":
        """Made, and to be deleted by now."""
        return self.filter(state=CopyState.READY, expires_at__lte=now)

    def for_list(self) -> "PersonalCopyQuerySet":
        """Newest first."""
        return self.order_by("-created_at", "-id")


class PersonalCopy(models.Model):
    """A person asked for all data held on them; made in the background, deleted with its link after some days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.WAITING)
    created_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0, help_text="Bagian yang akan ditulis")
    done = models.PositiveIntegerField(default=0, help_text="Bagian yang sudah ditulis")
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Sejak saat ini berkasnya tidak ada lagi")
    path = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = PersonalCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="WAITING"),
                name="personal_copy_one_waiting",
                violation_error_message="Salinan data Anda masih dibuat.",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="personal_copy_own"),
            models.Index(fields=["expires_at"], condition=models.Q(state="READY"), name="personal_copy_ends"),
        ]
