"""Mail and bell as rows written in the transaction of the act; a worker delivers them afterwards.

No page ever talks to the broker or to SMTP: a dead Valkey or mail server delays mail and loses none.
"""

import contextlib
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import timedelta
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from core.canonical import sha256_hex
from core.letters import letter_bytes
from core.models import Letter, Notification, OutboxMessage, OutboxState

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 60
_gathering: ContextVar[list[OutboxMessage | Notification] | None] = ContextVar("gathering", default=None)


@contextlib.contextmanager
def gathered() -> Iterator[None]:
    """Write all mails and bells of the block (or of the decorated function) in two statements instead of two a person.

    An act that tells five hundred people holds its locks for a moment, not for a thousand round trips. Nested blocks are
    written by the outermost one. Nothing is written when the block raises.
    """
    if _gathering.get() is not None:
        yield
        return
    rows: list[OutboxMessage | Notification] = []
    token = _gathering.set(rows)
    try:
        yield
    finally:
        _gathering.reset(token)
    OutboxMessage.objects.bulk_create(
        [row for row in rows if isinstance(row, OutboxMessage)], ignore_conflicts=True, batch_size=500
    )
    Notification.objects.bulk_create(
        [row for row in rows if isinstance(row, Notification)], ignore_conflicts=True, batch_size=500
    )


def _write(row: OutboxMessage | Notification) -> None:
    rows = _gathering.get()
    if rows is None:
        type(row)._default_manager.bulk_create([row], ignore_conflicts=True)
    else:
        rows.append(row)


def queue_mail(
    *, key: str, to_address: str, subject: str, text: str, html: str = "", recipient=None, letter: Letter | None = None
) -> None:
    """Write one mail into the outbox; a second call with the same key does nothing.

    Args:
        key: one key per event and person, for example "extension:<id>:<user id>".
        to_address: where to; subject: names the post and the agency; text and html: the bodies.
        recipient: the User, if the address belongs to one; letter: PDF to attach, rendered before sending.
    """
    _write(
        OutboxMessage(
            key=key,
            to_address=to_address,
            subject=" ".join(subject.split())[:200],
            text=text,
            html=html,
            recipient=recipient,
            letter=letter,
            next_attempt_at=timezone.now(),
        )
    )


def requeue_mail(*, key: str, to_address: str) -> bool:
    """Try a mail again that was given up, to the address known now; the Message-ID stays. False when it was not given up."""
    changed = OutboxMessage.objects.filter(key=key, state=OutboxState.FAILED).update(
        state=OutboxState.PENDING, attempts=0, last_error="", to_address=to_address, next_attempt_at=timezone.now()
    )
    return changed == 1


def withdraw_mail(*, key: str) -> bool:
    """Take back a mail that has not left, inside the caller's transaction.

    False when it has left, never was, or is being handed over at this moment (a page must not wait for SMTP).
    """
    waiting = OutboxMessage.objects.filter(key=key).exclude(state=OutboxState.SENT)
    row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    row.delete()
    return True


def queue_bell(*, key: str, recipient, title: str, url: str) -> None:
    """Write one line into a person's bell; a second call with the same key does nothing."""
    _write(Notification(key=key, recipient=recipient, title=title[:200], url=url))


def message_id(key: str) -> str:
    """Message-ID of a key: the same for every try, so that a double made by a crash can be dropped by the receiver."""
    return f"<{sha256_hex(key)[:40]}@asnkarier>"


def deliver_due(*, limit: int = 200) -> int:
    """Send waiting mails, oldest first, over one connection. Returns how many were sent.

    Each row stays locked while its mail is handed over, so two workers never send the same one; a crash between the
    server's "250" and our commit sends it again with the same Message-ID. When the mail server cannot be reached at all, no
    row is touched: that is not the fault of any mail, so none is ever given up for it.
    """
    if not OutboxMessage.objects.due(timezone.now()).exists():
        return 0
    _render_waiting_letters()
    mail_connection = get_connection()
    sent = 0
    for _ in range(limit):
        try:
            mail_connection.open()
        except OSError as error:
            # SMTPException is an OSError too: refused connection, wrong greeting, failed sign-in.
            logger.warning("outbox: mail server not reachable (%s)", type(error).__name__)
            break
        outcome = _deliver_one(mail_connection)
        if outcome is None:
            break
        sent += outcome
    _hang_up(mail_connection)
    return sent


def _deliver_one(mail_connection) -> bool | None:
    """Hand over the oldest waiting mail. True when it was sent, False when it failed, None when nothing waits."""
    with transaction.atomic():
        row = (
            OutboxMessage.objects.due(timezone.now())
            .exclude(letter__isnull=False, letter__sha256="")
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .select_related("recipient", "letter")
            .order_by("next_attempt_at", "id")
            .first()
        )
        if row is None:
            return None
        try:
            with transaction.atomic():
                _hand_over(row, mail_connection)
        except Exception as error:
            # Any other failure is the row's own business: the next rows must still be tried, over a fresh connection.
            _note_failure(row, error)
            _hang_up(mail_connection)
            return False
        row.attempts += 1
        row.state, row.sent_at, row.last_error = OutboxState.SENT, timezone.now(), ""
        row.save(update_fields=["state", "attempts", "last_error", "sent_at"])
        return True


def _note_failure(row: OutboxMessage, error: Exception) -> None:
    """Count the attempt and wait longer each time; a refusal for good (5xx) or too many attempts end it."""
    logger.warning("outbox %s: %s", row.pk, type(error).__name__)
    row.attempts += 1
    row.last_error = type(error).__name__
    row.next_attempt_at = timezone.now() + timedelta(seconds=min(600, 5 * 2 ** min(row.attempts, 7)))
    if row.attempts >= MAX_ATTEMPTS or _is_final(error):
        row.state = OutboxState.FAILED
    row.save(update_fields=["state", "attempts", "last_error", "next_attempt_at"])


def _is_final(error: Exception) -> bool:
    """Whether the mail server said for good that it will not take this mail to this address."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _render_waiting_letters(*, limit: int = 50) -> None:
    """Make the PDFs of waiting letters, each in a transaction of its own.

    A letter that was mailed must stay byte for byte the same, so its file is committed before the mail is handed over: a
    crash afterwards sends the very same file again.
    """
    rows = OutboxMessage.objects.due(timezone.now()).filter(letter__sha256="").select_related("letter")
    for row in rows.order_by("next_attempt_at", "id")[:limit]:
        try:
            letter_bytes(row.letter)
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
    to = formataddr((row.recipient.full_name, row.to_address)) if row.recipient else row.to_address
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        connection=mail_connection,
        headers={"Message-ID": message_id(row.key), "Auto-Submitted": "auto-generated"},
    )
    if row.html:
        mail.attach_alternative(row.html, "text/html")
    if row.letter is not None:
        mail.attach(f"{row.letter.kind.lower()}.pdf", letter_bytes(row.letter), "application/pdf")
    mail.send(fail_silently=False)
