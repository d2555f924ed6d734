"""Tables around a letter: what became of it, how an agency words and heads its letters, and sendings that wait for release."""

import uuid

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly


class LetterEndKind(models.TextChoices):
    REPLACED = "REPLACED", "Diganti"
    WITHDRAWN = "WITHDRAWN", "Ditarik"


class LetterEnd(AppendOnly):
    """A letter is no longer in force: a new version took its place, or it was withdrawn. Written once, never undone."""

    letter = models.OneToOneField("core.Letter", on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(max_length=10, choices=LetterEndKind)
    successor = models.OneToOneField("core.Letter", null=True, on_delete=models.PROTECT, related_name="predecessor")
    reason = models.CharField(max_length=500)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=500)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="REPLACED", successor__isnull=False) | models.Q(kind="WITHDRAWN", successor__isnull=True),
                name="letter_end_successor",
            ),
        ]


class LetterWordingQuerySet(models.QuerySet["LetterWording"]):
    def in_force(self, register: str, kind: str) -> "LetterWording | None":
        """The newest wording of an agency for a kind; None while the agency uses the usual one."""
        return self.filter(register=register, kind=kind).order_by("-version").first()


class LetterWording(AppendOnly):
    """One version of an agency's own words for a kind of letter; {{names}} stand for fields of a closed list."""

    register = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    opening = models.TextField()
    closing = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "kind", "version"], name="letter_wording_version")]


class LetterheadSize(models.TextChoices):
    FULL = "FULL", "Besar, lambang di atas nama"
    COMPACT = "COMPACT", "Kecil, lambang di samping nama"


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def in_force(self, register: str) -> "Letterhead | None":
        """The newest letterhead of an agency; None while it uses the usual one."""
        return self.filter(register=register).order_by("-version").first()


class Letterhead(AppendOnly):
    """One version of the head of an agency's letters."""

    register = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    size = models.CharField(max_length=8, choices=LetterheadSize)
    contact = models.CharField(max_length=160, blank=True, help_text="Baris di bawah alamat")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "version"], name="letterhead_version")]


class LetterBatchQuerySet(models.QuerySet["LetterBatch"]):
    def waiting(self) -> "LetterBatchQuerySet":
        """Not released yet."""
        return self.filter(released_at=None)

    def of(self, registers) -> "LetterBatchQuerySet":
        """Sendings of these agencies."""
        return self.filter(register__in=registers)

    def for_list(self) -> "LetterBatchQuerySet":
        """What waits first, then the newest."""
        return self.select_related("created_by", "released_by").order_by(
            models.F("released_at").desc(nulls_first=True), "-created_at", "-id"
        )


class LetterBatch(models.Model):
    """Mails of one act to many people, kept until somebody has seen them and confirmed how many leave."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    chain = models.CharField(max_length=80, help_text="Rantai jejak yang mencatat pelepasannya")
    about = models.UUIDField(null=True, help_text="Nomor publik perkara yang dikabarkan")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_count = models.PositiveIntegerField(null=True, help_text="Jumlah yang dipastikan saat dilepas")

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None, released_count=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False, released_count__isnull=False),
                name="letter_batch_released_whole",
            ),
        ]
        indexes = [models.Index(fields=["register", "-created_at"], name="letter_batch_list")]
