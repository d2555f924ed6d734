"""Writes of uploads that come in pieces: begin or go on, one more piece, used, dropped, swept.

The pieces of one file lie one behind the other in a file of their own. The row says how many bytes of it count; whatever lies
behind them (a process killed between writing and committing) is written over. No audit rows: nothing but the person's own
half file is touched, and the act that takes the whole file in leaves its own trace.
"""

import re
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core.models import Upload
from core.refusals import Stale
from core.uploads.files import NO_ROOM, refused, too_big
from core.uploads.kinds import clean_name
from core.uploads.leftovers import set_leftovers_aside
from core.uploads.pieces import delete_pieces, length_of, write_piece
from core.uploads.refusals import Gap, TryLater
from core.uploads.storage import private_files

FOLDER = "uploads"
PIECE_BYTES = 1024 * 1024
OPEN_AT_MOST = 10
BYTES_AT_MOST = 40 * 1024 * 1024
# An own upload untouched for this long makes way for a new one when the limits are reached.
IDLE = timedelta(hours=1)
# How long an unfinished upload waits for its person to come back: over the next evening.
KEPT = timedelta(hours=48)
SHORT_OF_ROOM = "Penyimpanan portal sedang penuh. Bagian yang sudah terunggah tetap tersimpan; coba lagi nanti."


@transaction.atomic
def start_upload(*, actor: Any, purpose: str, name: str, size: int, fingerprint: str) -> Upload:
    """Begin an upload, or find the one of the same file that was broken off.

    Args:
        purpose: what the file is for, up to 120 letters, digits, ":", "-", "_" and "."; the page that takes it in checks it.
        size: bytes in all; fingerprint: SHA-256 of the whole file in hex (checked at the end), or a shorter mark of it.

    Raises:
        Refused: too big, empty, too many unfinished uploads of this person, or no room on the disk.
    """
    if not re.fullmatch(r"[\w:.-]{1,120}", purpose) or not re.fullmatch(r"[0-9A-Za-z-]{8,64}", fingerprint):
        raise refused("Unggahan ini tidak dapat dimulai; muat ulang halaman lalu coba lagi.")
    if size <= 0:
        raise refused("Berkas ini kosong (0 bita); pilih berkas yang benar lalu unggah lagi.")
    if size > settings.DOCUMENT_MAX_BYTES:
        raise refused(too_big())
    # The limits count all uploads of one person, so two starts of one person wait for each other.
    get_user_model().objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    found = Upload.objects.select_for_update(of=("self",), no_key=True).filter(
        owner=actor, purpose=purpose, fingerprint=fingerprint
    )
    upload = found.first()
    now = timezone.now()
    if upload is None:
        upload = Upload(owner=actor, purpose=purpose, fingerprint=fingerprint, created_at=now)
    if upload.is_taken or upload.size != size:
        _make_room(actor, size, upload)
        if upload.path:
            transaction.on_commit(partial(delete_pieces, upload.path))
        upload.path, upload.received, upload.size = f"{FOLDER}/{uuid.uuid4().hex}.part", 0, size
    upload.name, upload.updated_at = clean_name(name)[:255], now
    # A disk that lost its last writes in a power cut holds less than the row believes.
    upload.received = length_of(upload.path, upload.received)
    upload.save()
    return upload


@transaction.atomic
def append_piece(*, actor: Any, public_id: uuid.UUID, offset: int, content: bytes) -> Upload:
    """Write one piece behind what is here. A piece sent twice is written once.

    Args:
        offset: where the piece begins in the whole file; content: at most `PIECE_BYTES`.

    Raises:
        Upload.DoesNotExist: not this person's, dropped, or swept. Gap: the piece begins behind what is here.
        Refused: longer than promised, or no room on the disk.
    """
    upload = Upload.objects.select_for_update(of=("self",), no_key=True).open().get(owner=actor, public_id=public_id)
    received = length_of(upload.path, upload.received)
    if offset < 0 or offset > received:
        raise Gap(received)
    if offset + len(content) > upload.size or len(content) > PIECE_BYTES:
        raise refused("Potongan ini lebih panjang daripada berkas yang dijanjikan; pilih berkasnya lagi.")
    fresh = content[received - offset :]
    if fresh:
        _require_room(len(fresh))
        try:
            write_piece(upload.path, received, fresh)
        except OSError:
            raise TryLater(SHORT_OF_ROOM, field="file") from None
    upload.received, upload.updated_at = received + len(fresh), timezone.now()
    upload.save(update_fields=["received", "updated_at"])
    return upload


@transaction.atomic
def hold_file(*, actor: Any, purpose: str, name: str, content: bytes, fingerprint: str) -> Upload:
    """Keep a file that came in one go but cannot be taken in yet, as an upload that is whole.

    The person corrects the other fields, or waits for the scanner, without sending the file again.

    Raises:
        Refused: as `start_upload`.
    """
    upload = start_upload(actor=actor, purpose=purpose, name=name, size=len(content), fingerprint=fingerprint)
    try:
        write_piece(upload.path, 0, content)
    except OSError:
        raise TryLater(NO_ROOM, field="file") from None
    upload.received = upload.size
    upload.save(update_fields=["received"])
    return upload


def take_upload(*, upload: Upload | None) -> None:
    """Mark an upload as used, inside the transaction that writes the row of its file; None is a file that came in one go.

    The row stays until it is swept, so that a repeated post of the same form is known as such.

    Raises:
        Stale: another request used it in between.
    """
    if upload is None:
        return
    locked = Upload.objects.select_for_update(of=("self",), no_key=True).open().filter(pk=upload.pk).first()
    if locked is None:
        raise Stale("Berkas ini sudah diterima lewat kiriman lain; muat ulang halaman untuk melihatnya.", field="file")
    transaction.on_commit(partial(delete_pieces, locked.path))
    locked.path, locked.updated_at = "", timezone.now()
    locked.save(update_fields=["path", "updated_at"])


@transaction.atomic
def drop_upload(*, actor: Any, public_id: uuid.UUID) -> Upload:
    """Forget an unfinished upload and its pieces.

    Raises:
        Upload.DoesNotExist: not this person's, or gone already.
    """
    upload = Upload.objects.select_for_update(of=("self",), no_key=True).open().get(owner=actor, public_id=public_id)
    _forget(upload)
    return upload


@transaction.atomic
def sweep_uploads(*, limit: int = 500) -> int:
    """Remove uploads nobody went on with, and loose files that no row names. Returns how many rows went."""
    now = timezone.now()
    border = now - KEPT
    rows = Upload.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(updated_at__lt=border)
    stale = list(rows.order_by("updated_at", "pk")[:limit])
    for upload in stale:
        _forget(upload)
    _sweep_loose_files(border.timestamp())
    set_leftovers_aside(now)
    return len(stale)


def _forget(upload: Upload) -> None:
    if upload.path:
        transaction.on_commit(partial(delete_pieces, upload.path))
    upload.delete()


def _sweep_loose_files(before: float) -> None:
    """Pieces without a row, and temporary files of a process that was killed while writing."""
    files = private_files()
    for kept in (*files.names(FOLDER), *files.drafts()):
        # A bucket holds each piece as an object below the upload's name.
        upload = "/".join(kept.name.split("/")[:2])
        if kept.stored_at < before and not Upload.objects.filter(path=upload).exists():
            files.delete(kept.name)


def _make_room(actor: Any, size: int, upload: Upload) -> None:
    """Hold the limits of one person: the own uploads that lay idle longest go first."""
    others = Upload.objects.open().filter(owner=actor).exclude(pk=upload.pk)
    idle = list(others.filter(updated_at__lt=timezone.now() - IDLE).order_by("-updated_at", "-pk"))
    while _is_over_limits(others, size):
        if not idle:
            raise refused("Terlalu banyak unggahan berjalan bersamaan; tunggu sampai yang lain selesai, lalu coba lagi.")
        _forget(idle.pop())
    _require_room(size)


def _is_over_limits(others: Any, size: int) -> bool:
    total = others.aggregate(total=Sum("size"))["total"] or 0
    return others.count() >= OPEN_AT_MOST or total + size > BYTES_AT_MOST


def _require_room(size: int) -> None:
    """Leave the last room on the disk to files that are whole."""
    free = private_files().room()
    if free is not None and free < settings.UPLOAD_RESERVE_BYTES + size:
        raise TryLater(SHORT_OF_ROOM, field="file")
