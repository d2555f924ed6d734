"""Tables every room uses: trail, outbox, bell, letters, demo mailbox, demo clock."""

import uuid

from django.conf import settings
from django.db import models

from core.append_only import AppendOnly
from core.condition_models import ConditionSample, TaskRound  # noqa: F401
from core.file_key_models import FileKey  # noqa: F401
from core.letter_models import LetterBatch, LetterEnd, LetterEndKind, Letterhead, LetterheadSize, LetterWording  # noqa: F401


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def matching(
        self,
        *,
        chain: str = "",
        actors: list[int] | None = None,
        act: str = "",
        since_us: int | None = None,
        until_us: int | None = None,
    ) -> "AuditEntryQuerySet":
        """Rows of a process, by any of these people, of one kind of act, from `since_us` to before `until_us`; each if given."""
        found = self.filter(chain=chain) if chain else self
        found = found.filter(actor_id__in=actors) if actors is not None else found
        found = found.filter(act=act) if act else found
        found = found.filter(at_us__gte=since_us) if since_us is not None else found
        return found.filter(at_us__lt=until_us) if until_us is not None else found

    def newest_first(self, before: tuple[int, int] | None = None) -> "AuditEntryQuerySet":
        """By time; only what comes after the row (microseconds, id) `before` in this order."""
        found = self
        if before is not None:
            at_us, key = before
            found = found.filter(models.Q(at_us__lt=at_us) | models.Q(at_us=at_us, id__lt=key), at_us__lte=at_us)
        return found.order_by("-at_us", "-id")


class AuditEntry(AppendOnly):
    """One act. Written only through the database function `core_audit_append` (see core/audit.py)."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=80)
    sequence = models.BigIntegerField()
    at_us = models.BigIntegerField(help_text="Waktu transaksi, mikrodetik sejak 1970 UTC")
    act = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    body = models.TextField(help_text="JSON kanonik yang masuk ke hash")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_chain_sequence")]
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["actor_id", "at_us"]),
            models.Index(fields=["at_us", "id"], name="audit_by_time"),
            models.Index(fields=["act", "at_us", "id"], name="audit_by_act"),
        ]


class AuditHead(models.Model):
    """Newest link of each chain; locked last in a transaction."""

    chain = models.CharField(max_length=80, primary_key=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)


class Seal(AppendOnly):
    """A Merkle root over the rows of the trail that came since the seal before (core/seals.py); chained like the rows."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(help_text="Waktu sebenarnya, juga bila jam demo digeser")
    entries = models.PositiveIntegerField(help_text="Banyak baris yang disegel")
    root = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)


class SealedRange(AppendOnly):
    """Rows `first` to `last` of one chain, all of them inside one seal."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="ranges")
    chain = models.CharField(max_length=80)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "first"], name="sealed_range_first"),
            models.UniqueConstraint(fields=["chain", "last"], name="sealed_range_last"),
        ]


class SealReceipt(AppendOnly):
    """Somebody outside the database holds a seal: the seal file, or a time-stamping service."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="receipts")
    keeper = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    authority = models.CharField(max_length=200, blank=True)
    is_certified = models.BooleanField(default=False)
    token = models.TextField(blank=True, help_text="Bukti waktu (RFC 3161), Base64")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["keeper", "seal"], name="seal_receipt_once")]


class ExportState(models.TextChoices):
    WAITING = "WAITING", "Menunggu dibuat"
    READY = "READY", "Siap diunduh"
    FAILED = "FAILED", "Gagal dibuat"


class TrailExportQuerySet(models.QuerySet["TrailExport"]):
    def of(self, user) -> "TrailExportQuerySet":
        """Bundles this person asked for."""
        return self.filter(requested_by=user)

    def for_list(self) -> "TrailExportQuerySet":
        """Newest first."""
        return self.order_by("-created_at", "-id")


class TrailExport(models.Model):
    """A signed bundle of the trail that somebody asked for; made in the background (core/bundles.py)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    filters = models.JSONField(help_text="Saringan pencarian, seperti pada alamat halaman")
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    created_at = models.DateTimeField()
    total = models.BigIntegerField(default=0, help_text="Baris yang akan ditulis")
    done = models.BigIntegerField(default=0, help_text="Baris yang sudah ditulis")
    finished_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = TrailExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["requested_by", "-created_at"], name="trail_export_own")]


class LetterQuerySet(models.QuerySet["Letter"]):
    def issued_by(self, registers) -> "LetterQuerySet":
        """Letters of these agencies, by the code in the number."""
        return self.filter(register__in=registers)

    def with_end(self) -> "LetterQuerySet":
        """With what became of each, and the letter that took its place."""
        return self.select_related("end__successor", "end__ended_by")

    def for_list(self) -> "LetterQuerySet":
        """Newest first, without the words."""
        return self.with_end().defer("words").order_by("-created_at", "-id")


class Letter(models.Model):
    """A numbered PDF: its words are fixed when the row is written, the file is made once, from them.

    A trigger keeps number and words as they were written, and file, hash and signer as they were made.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    template = models.CharField(max_length=120)
    words = models.JSONField(help_text="Isi surat, beku saat surat dibuat")
    created_at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(upload_to="letters/%Y/%m", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    signer = models.CharField(max_length=160, blank=True, default="", db_default="", help_text="Nama pada sertifikat")
    is_certified = models.BooleanField(default=False, db_default=False, help_text="Sertifikat penyelenggara yang diakui")
    # Every number ends with /REGISTER/YEAR; the SQL that sends applications writes numbers too, so the database reads it off.
    register = models.GeneratedField(
        expression=models.Func(
            models.Func(models.F("number"), models.Value("/"), models.Value(3), function="split_part"), function="upper"
        ),
        output_field=models.CharField(max_length=80),
        db_persist=True,
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["register", "-created_at"], name="letter_by_register"),
            models.Index(fields=["sha256"], condition=~models.Q(sha256=""), name="letter_by_hash"),
        ]


class LetterRegister(models.Model):
    """Last number given, per register and year; the row is locked while a number is taken, so no number is skipped."""

    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "year"], name="letter_register_year")]


class OutboxState(models.TextChoices):
    PENDING = "PENDING", "Menunggu dikirim"
    UNRELEASED = "UNRELEASED", "Menunggu dilepas dari kotak keluar"
    HELD = "HELD", "Menunggu ringkasan harian"
    DIGESTED = "DIGESTED", "Masuk ringkasan harian"
    SENT = "SENT", "Terkirim"
    FAILED = "FAILED", "Gagal"
    DROPPED = "DROPPED", "Tidak berlaku lagi sebelum dikirim"


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now) -> "OutboxMessageQuerySet":
        """Waiting, its time has come, and no worker has it in hand."""
        return self.filter(state=OutboxState.PENDING, next_attempt_at__lte=now, claim=None)

    def claimed(self) -> "OutboxMessageQuerySet":
        """In the hands of a worker, alive or not."""
        return self.exclude(claim=None)

    def held(self) -> "OutboxMessageQuerySet":
        """Waiting for somebody's daily digest."""
        return self.filter(state=OutboxState.HELD)

    def waiting_on(self, decisions) -> "OutboxMessageQuerySet":
        """Letters on these decisions that have not left."""
        waiting = models.Q(state__in=(OutboxState.PENDING, OutboxState.HELD, OutboxState.UNRELEASED))
        return self.filter(waiting, decision__in=decisions).exclude(decision="")


class OutboxMessage(models.Model):
    """A mail that must leave: written in the business transaction, delivered by a worker, at least once."""

    key = models.CharField(max_length=160, unique=True, help_text="Satu kunci per peristiwa dan orang")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(LetterBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="mails", db_index=False)
    kind = models.CharField(max_length=40, blank=True, default="", db_default="", help_text="Kode pada katalog pemberitahuan")
    calendar = models.TextField(blank=True, default="", db_default="", help_text="Berkas .ics yang dilampirkan")
    decision = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Keputusan yang dikabarkan: dua surat tidak boleh menunggu",
    )
    stop_url = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="Alamat berhenti berlangganan sekali klik (RFC 8058)"
    )
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    reply = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Jawaban server yang menolak, atau laporan pentalan",
    )
    bounced_at = models.DateTimeField(null=True, blank=True, help_text="Sudah diterima server, lalu dipentalkan")
    is_bulk = models.BooleanField(default=False, db_default=False, help_text="Bagian kiriman massal, mengalah pada yang lain")
    claim = models.IntegerField(null=True, blank=True, help_text="Nomor pekerja yang sedang mengirimnya")
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        indexes = [
            # One mail to one person never waits behind a mass mailing, however many are in it.
            models.Index(fields=["is_bulk", "next_attempt_at", "id"], condition=models.Q(state="PENDING"), name="outbox_due"),
            models.Index(fields=["claim"], condition=models.Q(claim__isnull=False), name="outbox_claimed"),
            models.Index(fields=["recipient", "created_at"], condition=models.Q(state="HELD"), name="outbox_held"),
            models.Index(fields=["decision"], condition=~models.Q(decision=""), name="outbox_decision"),
            models.Index(fields=["batch", "id"], condition=models.Q(batch__isnull=False), name="outbox_batch"),
        ]


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def for_list(self) -> "NotificationQuerySet":
        return self.order_by("-created_at", "-id")

    def for_bell(self) -> "NotificationQuerySet":
        """Unread lines first, each group newest first."""
        return self.order_by(models.F("read_at").desc(nulls_first=True), "-created_at", "-id")


class Notification(models.Model):
    """The bell: one line a person, with the page to open."""

    key = models.CharField(max_length=160, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=40, blank=True, default="", db_default="", help_text="Kode pada katalog pemberitahuan")
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            # The badge on every signed-in page reads only this index, which holds unread lines alone.
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"),
        ]


class MailboxMessageQuerySet(models.QuerySet["MailboxMessage"]):
    def matching(self, words: str) -> "MailboxMessageQuerySet":
        """Mails whose address or subject holds `words`; all of them for the empty text."""
        if not words:
            return self
        return self.filter(models.Q(to_address__icontains=words) | models.Q(subject__icontains=words))

    def for_list(self) -> "MailboxMessageQuerySet":
        """Newest first, without the attachment's bytes."""
        return self.defer("attachment", "html").order_by("-received_at", "-id")


class MailboxMessage(models.Model):
    """Demo mailbox: what would have left by SMTP. Filled only by the demo's mail backend."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True)
    to_address = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=200, blank=True)
    attachment = models.BinaryField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = MailboxMessageQuerySet.as_manager()


class DemoClock(models.Model):
    """One row (id 1): seconds the demo runs ahead of true time."""

    seconds = models.BigIntegerField(default=0)


class NoticeWay(models.TextChoices):
    AT_ONCE = "AT_ONCE", "Surel segera"
    DIGEST = "DIGEST", "Ringkasan harian"
    BELL = "BELL", "Hanya di portal"


class NoticePreference(models.Model):
    """How one person wants to hear about one kind of event; no row means the default of the catalogue."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=10, choices=NoticeWay)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once")]


class UploadQuerySet(models.QuerySet["Upload"]):
    def open(self) -> "UploadQuerySet":
        """Not used yet: pieces may still come, or the whole file waits to be taken in."""
        return self.exclude(path="")

    def of(self, owner, *purposes: str) -> "UploadQuerySet":
        """One person's uploads for these purposes, the one touched last first."""
        return self.filter(owner=owner, purpose__in=purposes).order_by("-updated_at", "-pk")


class Upload(models.Model):
    """A file on its way in, piece by piece. The pieces lie in a file of their own until the last one has come.

    `purpose` says what the file is for ("application:<public id>:<type>", "evidence"), `fingerprint` is what the browser knows
    of the file before sending it (name, size, time), so that a broken upload is found again and goes on where it stopped.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bita seluruhnya, menurut peramban")
    received = models.PositiveIntegerField(default=0, help_text="Bita yang sudah tersimpan")
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "purpose", "fingerprint"], name="upload_once_a_file")]
        indexes = [models.Index(fields=["updated_at"])]

    @property
    def is_taken(self) -> bool:
        """The file was taken in; the row only remembers it, for a post that comes twice."""
        return not self.path

    @property
    def is_whole(self) -> bool:
        """Every byte is here and waits to be taken in."""
        return bool(self.path) and self.received == self.size


class Publication(models.Model):
    """One row (id 1): the version of everything the public may read, raised by triggers (core/publication.py)."""

    version = models.BigIntegerField()
    changed_by = models.BigIntegerField(help_text="Transaksi yang terakhir menaikkannya")
