"""Mail and bell as rows written in the transaction of the act; a worker delivers them afterwards (core/delivery.py).

No page ever talks to the broker or to SMTP: a dead Valkey or mail server delays mail and loses none.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import timezone

from core.canonical import sha256_hex
from core.models import Letter, LetterBatch, NoticePreference, Notification, OutboxMessage, OutboxState
from core.notices import mail_state, notice, still_true, way_of
from core.refusals import Refused

# Letters of a subject, and how many of its end stay when it is longer: enough for the name of nearly every agency.
MOST_IN_SUBJECT, KEPT_AT_END = 200, 80


@dataclass(frozen=True)
class _Mail:
    """A mail to write: `is_tuned` when the recipient's preference has a say, `urgent` when it must not be held."""

    row: OutboxMessage
    is_tuned: bool
    urgent: bool


_batch: ContextVar[LetterBatch | None] = ContextVar("batch", default=None)
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


@contextlib.contextmanager
def held_for_release(batch: LetterBatch) -> Iterator[None]:
    """Mails written inside wait in this batch until somebody has confirmed how many leave (core/letter_release.py)."""
    token = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(token)


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
        if mail.row.batch_id is not None and mail.row.state == OutboxState.PENDING:
            mail.row.state = OutboxState.UNRELEASED
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


def subject_line(text: str) -> str:
    """One line of at most 200 letters. Of a longer one the middle goes: the event stands first, the agency last."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_IN_SUBJECT else f"{line[: MOST_IN_SUBJECT - KEPT_AT_END - 1]}…{line[-KEPT_AT_END:]}"


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
    is_bulk: bool = False,
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
        is_bulk: part of a mass mailing, which gives way to every other mail.
    """
    row = OutboxMessage(
        kind=kind,
        key=key,
        to_address=to_address,
        subject=subject_line(subject),
        text=text,
        html=html,
        recipient=recipient,
        letter=letter,
        calendar=calendar,
        stop_url=stop_url,
        decision=decision,
        is_bulk=is_bulk,
        batch=_batch.get(),
        next_attempt_at=timezone.now(),
    )
    is_tuned = recipient is not None and letter is None and not notice(kind).is_locked
    _write(_Mail(row=row, is_tuned=is_tuned, urgent=urgent))


def requeue_mail(*, key: str, to_address: str) -> bool:
    """Try a mail again that was given up, to the address known now; the Message-ID stays. False when it was not given up."""
    changed = OutboxMessage.objects.filter(key=key, state=OutboxState.FAILED).update(
        state=OutboxState.PENDING,
        attempts=0,
        last_error="",
        reply="",
        bounced_at=None,
        to_address=to_address,
        is_bulk=False,
        next_attempt_at=timezone.now(),
    )
    return changed == 1


def withdraw_mail(*, key: str) -> bool:
    """Take back a mail that has not left, inside the caller's transaction.

    False when it has left, never was, or is being handed over at this moment (a page must not wait for SMTP).
    """
    waiting = OutboxMessage.objects.filter(key=key, claim=None).exclude(state=OutboxState.SENT)
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
    _write(Notification(kind=notice(kind).code, key=key, recipient=recipient, title=subject_line(title), url=url))


def is_still_true(row: OutboxMessage) -> bool:
    """Whether a waiting mail still has a reason to leave; only reminders may lose theirs."""
    question = still_true.get(row.kind)
    return question is None or question(row.key)


def message_id(key: str) -> str:
    """Message-ID of a key: the same for every try, so that a double made by a crash can be dropped by the receiver."""
    return f"<{sha256_hex(key)[:40]}@asnkarier>"
