"""Delivery of the outbox: waiting mails leave in groups, each worker over one connection to the mail server.

A worker first claims a group of rows, commits, hands the mails over, and marks the whole group by one statement. A crash
between the server's "250" and that statement sends the group again, with the same Message-IDs: at most one group a crash,
none lost. A claim lives as long as its worker's session with the database, which PostgreSQL ends with the process; its lease
is for a worker that is cut off and does not know it (docs/mail-delivery.md).
"""

import contextlib
import functools
import logging
import re
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from email.policy import Compat32
from email.utils import formataddr, parseaddr
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from core.bounces import return_address
from core.letters import letter_bytes, render_if_free
from core.models import OutboxMessage, OutboxState
from core.notices import given_up, still_true
from core.outbox import is_still_true, message_id

logger = logging.getLogger(__name__)
# At ten minutes apart: three days, longer than any outage of a mail server we expect to survive.
MAX_ATTEMPTS = 432
GROUP = 100
# Longer than any group takes: no mail of it is begun after half of the lease.
LEASE = timedelta(minutes=5)
# First halves of the advisory locks of claims and of the workers that deliver at the same time.
CLAIM_LOCKS, TURN_LOCKS = 720_001, 720_002
# Characters of a header's line that nobody folds.
_ONE_LINE = 76
# An address that means the same in an envelope as it stands: visible ASCII without what the grammar of addresses gives a meaning.
_PLAIN = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


class ShortHeaders(Compat32):
    """Writes headers as `email` does; those that fit on one line of plain ASCII at once, without its search for places to fold.

    That search is a third of the work of a mass mailing.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and value.isascii() and value.isprintable() and len(name) + 2 + len(value) <= _ONE_LINE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


def has_due() -> bool:
    """Whether a mail waits that no worker has in hand."""
    return OutboxMessage.objects.due(timezone.now()).exists()


def deliver_due(*, limit: int = 100_000, seconds: float = 600) -> int:
    """Send waiting mails, those to one person before mass mailings, oldest first. Returns how many were sent.

    Two workers never have the same row in hand. When the mail server cannot be reached at all, no row is touched: that is not
    the fault of any mail, so none is ever given up for it.

    Args:
        limit: mails at most; seconds: no group is begun after that time.
    """
    release_lost_claims()
    if not has_due():
        return 0
    _render_waiting_letters()
    mail_connection = get_connection()
    sent = tried = 0
    begun = time.monotonic()
    with _held_claim() as claim:
        while tried < limit and time.monotonic() - begun < seconds and _is_reachable(mail_connection):
            rows = _claim_group(claim, min(GROUP, limit - tried))
            if not rows:
                break
            tried += len(rows)
            sent += _deliver_group(rows, mail_connection)
    _hang_up(mail_connection)
    return sent


@contextlib.contextmanager
def turn(*, at_once: int = 2) -> Iterator[bool]:
    """Whether this worker may deliver now: only so many do at the same time, so that a mass mailing leaves workers for the rest.

    The lock belongs to the session, so it ends with a killed worker.
    """
    with connection.cursor() as cursor:
        for number in range(at_once):
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [TURN_LOCKS, number])
            if cursor.fetchone()[0]:
                break
        else:
            yield False
            return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [TURN_LOCKS, number])


def release_lost_claims() -> int:
    """Give back rows whose worker is gone, or whose lease is over. Returns how many."""
    now, lost = timezone.now(), 0
    held = OutboxMessage.objects.claimed().order_by("claim").values_list("claim", "claimed_until").distinct()
    for claim, until in held:
        if until > now and not _is_abandoned(claim):
            continue
        rows = OutboxMessage.objects.filter(claim=claim, claimed_until__lte=until)
        lost += rows.update(claim=None, claimed_until=None)
    if lost:
        logger.warning("outbox: %s mails of a lost worker are given back", lost)
    return lost


@contextlib.contextmanager
def _held_claim() -> Iterator[int]:
    """A number for the rows this run takes in hand, locked for as long as the worker's session lives."""
    claim = secrets.randbelow(2**31 - 1) + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [CLAIM_LOCKS, claim])
    try:
        yield claim
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [CLAIM_LOCKS, claim])


def _is_abandoned(claim: int) -> bool:
    """Whether nobody holds this number any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [CLAIM_LOCKS, claim])
        (is_free,) = cursor.fetchone()
        if is_free:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [CLAIM_LOCKS, claim])
    return bool(is_free)


def _claim_group(claim: int, size: int) -> list[OutboxMessage]:
    """Take the next rows in hand. Rows whose letter has no file yet stay: the file must be safe before the mail leaves."""
    now = timezone.now()
    with transaction.atomic():
        waiting = OutboxMessage.objects.due(now).exclude(letter__isnull=False, letter__sha256="")
        ids = list(
            waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
            .order_by("is_bulk", "next_attempt_at", "id")
            .values_list("pk", flat=True)[:size]
        )
        OutboxMessage.objects.filter(pk__in=ids).update(claim=claim, claimed_until=now + LEASE)
    rows = OutboxMessage.objects.filter(pk__in=ids).select_related("recipient", "letter")
    return list(rows.order_by("is_bulk", "next_attempt_at", "id"))


def _deliver_group(rows: list[OutboxMessage], mail_connection) -> int:
    """Hand over the mails of a claimed group and mark them. Returns how many were sent; what was not begun is given back."""
    sent: list[int] = []
    end = time.monotonic() + LEASE.total_seconds() / 2
    try:
        for row in rows:
            if time.monotonic() > end or not _is_reachable(mail_connection):
                break
            if _deliver_one(row, mail_connection):
                sent.append(row.pk)
    finally:
        ids = [row.pk for row in rows]
        with transaction.atomic():
            OutboxMessage.objects.filter(pk__in=sent).update(
                state=OutboxState.SENT,
                attempts=F("attempts") + 1,
                last_error="",
                reply="",
                sent_at=timezone.now(),
                claim=None,
                claimed_until=None,
            )
            OutboxMessage.objects.filter(pk__in=ids, claim=rows[0].claim).update(claim=None, claimed_until=None)
    return len(sent)


def _is_reachable(mail_connection) -> bool:
    """Open the connection unless it is open. SMTPException is an OSError too: refused, wrong greeting, failed sign-in."""
    try:
        mail_connection.open()
    except OSError as error:
        logger.warning("outbox: mail server not reachable (%s)", type(error).__name__)
        return False
    return True


def _deliver_one(row: OutboxMessage, mail_connection) -> bool:
    """Hand over one mail. False when it was not sent; its row then says why."""
    try:
        # Only reminders may lose their reason; the mails of a mass mailing open no transaction each.
        if row.kind in still_true:
            with transaction.atomic():
                if not is_still_true(row):
                    row.state = OutboxState.DROPPED
                    row.save(update_fields=["state"])
                    return False
        _hand_over(row, mail_connection)
    except Exception as error:
        # Any other failure is the row's own business: the next rows must still be tried, over a fresh connection.
        _note_failure(row, error)
        _hang_up(mail_connection)
        return False
    return True


def _note_failure(row: OutboxMessage, error: Exception) -> None:
    """Count the attempt and wait longer each time; a refusal for good (5xx) or too many attempts end it."""
    logger.warning("outbox %s: %s", row.pk, type(error).__name__)
    row.attempts += 1
    row.last_error = type(error).__name__
    row.reply = _reply(error)
    row.next_attempt_at = timezone.now() + timedelta(seconds=min(600, 5 * 2 ** min(row.attempts, 7)))
    if row.attempts >= MAX_ATTEMPTS or _is_final(error):
        row.state = OutboxState.FAILED
    with transaction.atomic():
        row.save(update_fields=["state", "attempts", "last_error", "reply", "next_attempt_at"])
        if row.state == OutboxState.FAILED and row.kind in given_up:
            given_up[row.kind](row.key)


def _reply(error: Exception) -> str:
    """What the mail server said, as one line; "" when it said nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return ""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(f"{code} {text}".split())[:200]


def _is_final(error: Exception) -> bool:
    """Whether the mail server said for good that it will not take this mail to this address."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    # A refused sender is our own fault, not the mail's: it waits until that is mended.
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _render_waiting_letters(*, limit: int = 50) -> None:
    """Make the PDFs of waiting letters, each in a transaction of its own.

    A letter that was mailed must stay byte for byte the same, so its file is committed before the mail is handed over: a
    crash afterwards sends the very same file again.
    """
    rows = OutboxMessage.objects.due(timezone.now()).filter(letter__sha256="").select_related("letter")
    for row in rows.order_by("next_attempt_at", "id")[:limit]:
        try:
            # Two workers share the work: neither waits for a letter the other is making.
            render_if_free(row.letter)
        except Exception as error:
            # A broken letter or a full disk delays this mail only.
            with transaction.atomic():
                locked = OutboxMessage.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
                waiting = locked.filter(pk=row.pk, state=OutboxState.PENDING).first()
                if waiting is not None:
                    _note_failure(waiting, error)


def _hang_up(mail_connection) -> None:
    with contextlib.suppress(OSError):
        mail_connection.close()


def _hand_over(row: OutboxMessage, mail_connection) -> None:
    headers = {"Message-ID": message_id(row.key), "Auto-Submitted": "auto-generated"}
    if row.stop_url:
        # RFC 8058: the mail program itself offers "berhenti berlangganan" and sends the POST.
        headers |= {"List-Unsubscribe": f"<{row.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    sender = return_address(row.pk)
    if sender:
        # The envelope's sender says which mail a bounce is about; people see the usual one.
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    to = formataddr((row.recipient.full_name, row.to_address)) if row.recipient else row.to_address
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=sender or settings.DEFAULT_FROM_EMAIL,
        to=[to],
        connection=mail_connection,
        headers=headers,
    )
    if row.html:
        mail.attach_alternative(row.html, "text/html")
    if row.letter is not None:
        mail.attach(f"{row.letter.kind.lower()}.pdf", letter_bytes(row.letter), "application/pdf")
    if row.calendar:
        mail.attach("tenggat.ics", row.calendar.encode(), "text/calendar; method=PUBLISH; charset=utf-8")
    _send(mail, sender or _bare(settings.DEFAULT_FROM_EMAIL), row.to_address, mail_connection)


def _send(mail: EmailMultiAlternatives, sender: str, to: str, mail_connection) -> None:
    """Hand a mail over with this envelope.

    Over SMTP with two plain addresses it goes straight to the server: Django parses both once more for each mail, which is a
    sixth of the work of a mass mailing.
    """
    server = getattr(mail_connection, "connection", None)
    if isinstance(server, SMTP) and _PLAIN.fullmatch(sender) and _PLAIN.fullmatch(to):
        server.sendmail(sender, [to], mail_bytes(mail))
    else:
        mail.send(fail_silently=False)


def mail_bytes(mail: EmailMultiAlternatives) -> bytes:
    """The mail as it goes over the line, byte for byte what Django would send."""
    message = mail.message()
    message.policy = ShortHeaders()
    return bytes(message.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]


@functools.lru_cache
def _bare(address: str) -> str:
    """The address out of "Name <address>"."""
    return parseaddr(address)[1]
