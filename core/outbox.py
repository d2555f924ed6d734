"""Mail and bell as rows written in the transaction of the act; a worker delivers them afterwards.

No page ever talks to the broker or to SMTP: a dead Valkey or mail server delays mail and loses none.
"""

import contextlib
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from core.canonical import sha256_hex
from core.letters import letter_bytes
from core.models import Letter, NoticePreference, Notification, OutboxMessage, OutboxState
from core.notices import mail_state, notice, still_true, way_of
from core.refusals import Refused

logger = logging.getLogger(__name__)
# At ten minutes apart: three days, longer than any outage of a mail server we expect to survive.
MAX_ATTEMPTS = 432


@dataclass(frozen=True)
class _Mail:
    """A mail to write: `is_tuned` when the recipient's preference has a say, `urgent` when it must not be held."""

    row: OutboxMessage
    is_tuned: bool
    urgent: bool


_gathering: ContextVar[list[_Mail | Notification] | None] = ContextVar("gathering", default=None)


@contextlib.contextmanager
def gathered() -> Iterator[None]:
    """Write all mails and bells of the block (or of the decorated function) at once instead of one by one.

    An act that tells five hundred people holds its locks for a moment, not for a thousand round trips: one read of the
    preferences, one insert of mails, one of bells. Nested blocks are written by the outermost one. Nothing is written when
    the block raises.
    """
    if _gathering.get() is not None:
        yield
        return
    rows: list[_Mail | Notification] = []
    token = _gathering.set(rows)
    try:
        yield
    finally:
        _gathering.reset(token)
    _write_mails([each for each in rows if isinstance(each, _Mail)])
    Notification.objects.bulk_create(
        [each for each in rows if isinstance(each, Notification)], ignore_conflicts=True, batch_size=500
    )


def _write(each: _Mail | Notification) -> None:
    rows = _gathering.get()
    if rows is not None:
        rows.append(each)
    elif isinstance(each, _Mail):
        _write_mails([each])
    else:
        Notification.objects.bulk_create([each], ignore_conflicts=True)


def _write_mails(mails: list[_Mail]) -> None:
    """Insert mails in the state in which each recipient wants them; one that nobody wants is not written."""
    chosen = _preferences([mail.row for mail in mails if mail.is_tuned])
    wanted = []
    _refuse_contradictions([mail.row for mail in mails if mail.row.decision])
    for mail in mails:
        if mail.is_tuned:
            kind = notice(mail.row.kind)
            way = way_of(kind, chosen.get(mail.row.recipient_id, {}))
            state = mail_state(kind, way, urgent=mail.urgent, has_letter=mail.row.letter is not None)
            if state is None:
                continue
            mail.row.state = state
        wanted.append(mail.row)
    OutboxMessage.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)


def _refuse_contradictions(rows: list[OutboxMessage]) -> None:
    """Two letters on one decision never wait together: whoever got both would not know which one counts (product.md 2.7).

    One query, none without rows. The act behind the second letter holds the lock of what is decided, so no third act can
    slip in between.
    """
    if not rows:
        return
    keys = {row.decision: row.key for row in rows}
    if any(keys[row.decision] != row.key for row in rows):
        raise Refused("Dua surat yang bertentangan tentang satu lamaran tidak dapat dikirim bersamaan.")
    for waiting in OutboxMessage.objects.waiting_on(keys).order_by("id"):
        if keys[waiting.decision] != waiting.key:
            raise Refused(
                f"Surat sebelumnya tentang keputusan ini masih menunggu dikirim: “{waiting.subject}”. "
                "Tunggu sampai surat itu terkirim, lalu ulangi."
            )


def _preferences(rows: list[OutboxMessage]) -> dict[int, dict[str, str]]:
    """What the recipients of these mails chose: user id -> kind -> way. One query, none without rows."""
    chosen: dict[int, dict[str, str]] = {}
    if rows:
        choices = NoticePreference.objects.filter(
            user_id__in={row.recipient_id for row in rows}, kind__in={row.kind for row in rows}
        )
        for user_id, kind, way in choices.values_list("user_id", "kind", "way"):
            chosen.setdefault(user_id, {})[kind] = way
    return chosen


def queue_mail(
    *,
    kind: str,
    key: str,
    to_address: str,
    subject: str,
    text: str,
    html: str = "",
    recipient=None,
    letter: Letter | None = None,
    calendar: str = "",
    stop_url: str = "",
    decision: str = "",
    urgent: bool = False,
) -> None:
    """Write one mail into the outbox; a second call with the same key does nothing.

    The recipient's preference for the kind decides whether the mail leaves at once, waits for the daily digest, or is not
    written; it is read once for a whole gathered block. Kinds that cannot be muted, letters, and mails to an address without
    an account always leave at once.

    Args:
        kind: code of the catalogue (asnkarier/notices.py); an unknown one raises ValueError.
        key: one key per event and person, for example "extension:<id>:<user id>".
        to_address: where to; subject: names the post and the agency; text and html: the bodies.
        recipient: the User, if the address belongs to one; letter: PDF to attach, rendered before sending.
        calendar: iCalendar text to attach (core/calendar_files.py).
        stop_url: absolute address that ends a subscription by one POST (RFC 8058).
        decision: what the letter tells the decision about, for example "stage_result:<application id>". While it waits, a
            letter with another key about the same decision raises Refused.
        urgent: late already, so never held for the digest.
    """
    row = OutboxMessage(
        kind=kind,
        key=key,
        to_address=to_address,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        recipient=recipient,
        letter=letter,
        calendar=calendar,
        stop_url=stop_url,
        decision=decision,
        next_attempt_at=timezone.now(),
    )
    is_tuned = recipient is not None and letter is None and not notice(kind).is_locked
    _write(_Mail(row=row, is_tuned=is_tuned, urgent=urgent))


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


def queue_bell(*, kind: str, key: str, recipient, title: str, url: str) -> None:
    """Write one line into a person's bell; a second call with the same key does nothing.

    Args:
        kind: code of the catalogue (asnkarier/notices.py); url: path of the page to open.
    """
    _write(Notification(kind=notice(kind).code, key=key, recipient=recipient, title=title[:200], url=url))


def is_still_true(row: OutboxMessage) -> bool:
    """Whether a waiting mail still has a reason to leave; only reminders may lose theirs."""
    question = still_true.get(row.kind)
    return question is None or question(row.key)


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
    """Hand over the oldest waiting mail. True when it was sent, False when it was not, None when nothing waits."""
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
                leaves = is_still_true(row)
                if leaves:
                    _hand_over(row, mail_connection)
        except Exception as error:
            # Any other failure is the row's own business: the next rows must still be tried, over a fresh connection.
            _note_failure(row, error)
            _hang_up(mail_connection)
            return False
        if not leaves:
            row.state = OutboxState.DROPPED
            row.save(update_fields=["state"])
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
    headers = {"Message-ID": message_id(row.key), "Auto-Submitted": "auto-generated"}
    if row.stop_url:
        # RFC 8058: the mail program itself offers "berhenti berlangganan" and sends the POST.
        headers |= {"List-Unsubscribe": f"<{row.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    to = formataddr((row.recipient.full_name, row.to_address)) if row.recipient else row.to_address
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
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
    mail.send(fail_silently=False)
