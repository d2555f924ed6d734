"""Sendings to many people that wait: seen, thinned out, and released by somebody who confirms the count."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.models import LetterBatch, OutboxMessage, OutboxState
from core.refusals import Refused


def open_batch(*, register: str, title: str, chain: str, about: UUID, actor: Any, now: datetime) -> LetterBatch:
    """A new sending. Mails get into it by `core.outbox.held_for_release`, in the same transaction.

    Args:
        register: code of the agency; chain: of the trail that will record its release; about: public id of the case.
    """
    return LetterBatch.objects.create(
        register=register.upper(), title=title[:200], chain=chain, about=about, created_by=actor, created_at=now
    )


def lock_batch(public_id: UUID) -> LetterBatch:
    """The batch, locked. Raises Refused when it has left already, saying who released it."""
    batch = LetterBatch.objects.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    if batch.released_at is not None:
        who = batch.released_by.full_name if batch.released_by else ""
        raise Refused(f"Kiriman ini sudah dilepas oleh {who}, jadi tidak dapat diubah lagi.")
    return batch


def waiting_count(batch: LetterBatch) -> int:
    """How many mails of a batch would leave."""
    return batch.mails.filter(state=OutboxState.UNRELEASED).count()


def release(batch: LetterBatch, *, count: int, actor: Any, now: datetime) -> int:
    """Let the mails of a locked batch leave. Returns how many.

    Raises:
        Refused: `count` is not how many wait, so whoever confirmed it had something else in mind; or none waits.
    """
    waiting = waiting_count(batch)
    if waiting == 0:
        raise Refused("Tidak ada surel yang akan dikirim. Masukkan kembali paling sedikit satu.", field="count")
    if count != waiting:
        raise Refused(f"Jumlah yang ditulis {count}, sedangkan yang akan dikirim {waiting}. Periksa daftarnya.", field="count")
    # In true time, as all delivery: a demo clock that runs ahead must not hold mails back.
    batch.mails.filter(state=OutboxState.UNRELEASED).update(state=OutboxState.PENDING, next_attempt_at=timezone.now())
    batch.released_by, batch.released_at, batch.released_count = actor, now, waiting
    batch.save(update_fields=["released_by", "released_at", "released_count"])
    return waiting


def set_aside(batch: LetterBatch, mail_id: int, *, aside: bool) -> OutboxMessage:
    """Take one mail out of a locked batch, or put it back. Raises Refused when it is no longer as the page showed it."""
    before, after = OutboxState.UNRELEASED, OutboxState.DROPPED
    if not aside:
        before, after = after, before
    mail = batch.mails.filter(pk=mail_id, state=before).select_related("recipient", "letter").first()
    if mail is None:
        raise Refused("Surel ini sudah tidak seperti yang tampil. Muat ulang halaman kotak keluar.")
    mail.state = after
    mail.save(update_fields=["state"])
    return mail
