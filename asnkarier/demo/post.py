"""Settles the mail the seed has written: old mails count as delivered, fresh invitations are left for the worker to send."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q

from core.copying import copy_rows
from core.models import MailboxMessage, Notification, OutboxMessage, OutboxState
from core.outbox import message_id

READ_AFTER = timedelta(days=4)


def settle_post(now: datetime, addresses: Collection[str]) -> None:
    """Mark what is past as past.

    Args:
        addresses: mailboxes of the listed demo accounts; their old mails appear in the demo mailbox.
    """
    waiting = Q(key__startswith="invitation:", to_address__in=addresses)
    past = OutboxMessage.objects.filter(state=OutboxState.PENDING).exclude(waiting)
    copy_rows(
        MailboxMessage,
        ("public_id", "message_id", "to_address", "subject", "text", "html", "attachment_name", "received_at"),
        [
            (uuid.uuid4(), message_id(mail.key), mail.to_address, mail.subject, mail.text, mail.html, "", mail.created_at)
            for mail in past.filter(letter=None, to_address__in=addresses).order_by("id")
        ],
    )
    past.update(state=OutboxState.SENT, attempts=1, sent_at=F("created_at"))
    Notification.objects.filter(created_at__lt=now - READ_AFTER).update(read_at=F("created_at"))
