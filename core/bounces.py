"""Bounces: mails that a server took and another one gave back, read from the mailbox they come back to.

A report names its mail twice: by the address it was sent to (one return address a mail, sealed, so that nobody can report a
mail they never got) and by the Message-ID of the mail it gives back. Source: RFC 3464 (reports), RFC 3462 (their envelope).
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from core.models import OutboxMessage, OutboxState
from core.notices import given_up

# A mail that comes back later than this is somebody's mistake.
OLDEST = timedelta(days=30)
LONGEST = 2_000_000
_MARK = re.compile(r"\+(\d{1,18})-([0-9a-f]{16})@", re.ASCII)
_MESSAGE_ID = re.compile(r"<([0-9a-f]{40})@asnkarier>")


@dataclass(frozen=True)
class Bounce:
    """One failed recipient of one report.

    Args:
        outbox_id: row named by the return address, None when it named none.
        message_hash: forty hexadecimal digits of our Message-ID, "" when the report does not give it back.
        address: the address that failed, lower case; reply: status and words of the server that gave it back.
    """

    outbox_id: int | None
    message_hash: str
    address: str
    reply: str


def return_address(outbox_id: int) -> str:
    """Envelope sender of one mail; "" when no mailbox for bounces is set (`BOUNCE_ADDRESS`)."""
    box, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{box}+{outbox_id}-{_seal(outbox_id)}@{domain}" if domain else ""


def _seal(outbox_id: int) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"bounce:{outbox_id}".encode(), sha256).hexdigest()[:16]


def read_report(content: bytes) -> list[Bounce]:
    """The failed recipients a mail reports; [] for any mail that is no report of a failure (an answer, a delay, spam)."""
    if len(content) > LONGEST:
        return []
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    if mail.get_content_type() != "multipart/report":
        return []
    outbox_id, message_hash, found = _named_row(mail), _given_back(mail), []
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if _word(block, "Action").lower() == "failed":
                address = _word(block, "Final-Recipient").partition(";")[2].strip().lower()
                status, words = _word(block, "Status"), _word(block, "Diagnostic-Code").partition(";")[2]
                reply = words.strip() if status and status in words else f"{status} {words}"
                found.append(Bounce(outbox_id, message_hash, address, " ".join(reply.split())[:200]))
    return found


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()


def _named_row(mail: EmailMessage) -> int | None:
    """The row a report was sent back to, when its seal is ours."""
    lines = [str(each) for name in ("Delivered-To", "X-Original-To", "To") for each in mail.get_all(name, [])]
    for _, address in getaddresses(lines):
        mark = _MARK.search(address)
        if mark is not None and hmac.compare_digest(mark[2], _seal(int(mark[1]))):
            return int(mark[1])
    return None


def _given_back(mail: EmailMessage) -> str:
    """Message-ID of the mail that came back, from the part that holds it or its headers."""
    for part in list(mail.walk())[1:]:
        if part.get_content_type() in ("message/rfc822", "message/rfc822-headers", "text/rfc822-headers"):
            mark = _MESSAGE_ID.search(part.as_string())
            if mark is not None:
                return mark[1]
    return ""


@transaction.atomic
def record_bounces(bounces: Iterable[Bounce], *, now: datetime) -> int:
    """Mark the mails that came back as failed and tell who waits for them. Returns how many were marked, each once.

    A report that only names a Message-ID counts when its failed address is the one we sent to: anybody may write a report.
    """
    given = list(bounces)
    by_hash = _rows_by_hash([each.message_hash for each in given if each.outbox_id is None], now)
    wanted: dict[int, Bounce] = {}
    for bounce in given:
        number = bounce.outbox_id or by_hash.get(bounce.message_hash)
        if number is not None:
            wanted.setdefault(number, bounce)
    sent = OutboxMessage.objects.filter(pk__in=wanted, state=OutboxState.SENT, sent_at__gte=now - OLDEST)
    marked = []
    for row in sent.select_for_update(of=("self",), no_key=True).order_by("pk"):
        bounce = wanted[row.pk]
        if bounce.outbox_id is None and bounce.address != row.to_address.lower():
            continue
        row.state, row.last_error, row.reply, row.bounced_at = OutboxState.FAILED, "Bounce", bounce.reply, now
        marked.append(row)
    OutboxMessage.objects.bulk_update(marked, ["state", "last_error", "reply", "bounced_at"], batch_size=500)
    for row in marked:
        if row.kind in given_up:
            given_up[row.kind](row.key)
    return len(marked)


def _rows_by_hash(hashes: list[str], now: datetime) -> dict[str, int]:
    """Rows by what their Message-ID is made from: one look through the mails of the last weeks, none without hashes."""
    wanted = [each for each in hashes if each]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mark, id FROM (SELECT id, left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 40) AS mark"
            " FROM core_outboxmessage WHERE state = 'SENT' AND sent_at >= %s) AS sent WHERE mark = ANY(%s)",
            [now - OLDEST, wanted],
        )
        return dict(cursor.fetchall())
