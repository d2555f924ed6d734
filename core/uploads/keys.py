"""Documents under keys of their own (docs/decisions/0041).

What applicants hand in is encrypted with AES-256-GCM under a key made for this one file. The key lies in the database, wrapped by
a key of the site that is neither there nor beside the files. Whoever destroys the row has destroyed the document, in every
copy of the storage; whoever copies only the files, or only the tables, reads nothing.

A sealed file: mark, number of the key (16 bytes), nonce (12 bytes), ciphertext with its tag. Files from before there were keys,
and kinds that are kept in the open, have no mark and are read as they are.
"""

import os
import uuid
from io import BytesIO
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils import timezone

from core.models import FileKey
from core.uploads.storage import delete_private, read_private

MARK = b"ASNK\x01"
NUMBER, NONCE = 16, 12
HEAD = len(MARK) + NUMBER + NONCE
# Folders of what applicants hand in; letters, minutes and scans of offices are archives and stay in the open.
UNDER_KEYS = ("documents/", "evidence/")


class Destroyed(FileNotFoundError):
    """The key of this document was destroyed; nobody reads it any more."""


def seal_document(content: bytes, path: str) -> bytes:
    """The bytes to store under `path`: sealed with a key of their own where the folder asks for it, else as they are."""
    if not path.startswith(UNDER_KEYS):
        return content
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE)
    row = FileKey.objects.create(path=path, wrapped=_master().encrypt(key), made_at=timezone.now())
    head = MARK + row.pk.bytes
    return head + nonce + AESGCM(key).encrypt(nonce, content, head)


def read_document(path: str) -> bytes:
    """All bytes of a kept document as they were handed in.

    Raises:
        FileNotFoundError: it is gone; `Destroyed` when its key is. OSError: it cannot be read, or is not what was sealed.
    """
    try:
        return _opened(read_private(path))
    except Destroyed:
        raise
    except FileNotFoundError:
        if FileKey.objects.filter(path=path, destroyed_at__isnull=False).exists():
            raise Destroyed("the document was destroyed") from None
        raise


def open_document(file) -> BinaryIO:
    """A stream of the bytes behind a FieldFile as they were handed in; raises as `read_document`."""
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        if FileKey.objects.filter(path=file.name, destroyed_at__isnull=False).exists():
            raise Destroyed("the document was destroyed") from None
        raise
    head = stream.read(len(MARK))
    stream.seek(0)
    if head != MARK:
        return stream
    with stream:
        return BytesIO(_opened(stream.read()))


def discard_document(path: str) -> None:
    """Remove a document together with its key; for files no row refers to any more."""
    delete_private(path)
    forget_key(path)


def forget_key(path: str) -> None:
    """Remove the key of a file that was never stored, or is gone."""
    FileKey.objects.filter(path=path, destroyed_at=None).delete()


def destroy_keys(paths: list[str]) -> int:
    """Empty the keys of documents, inside the caller's transaction; returns how many there were.

    The rows stay, so that it can be said that the document was destroyed, and when.
    """
    return FileKey.objects.filter(path__in=paths, destroyed_at=None).update(wrapped=b"", destroyed_at=timezone.now())


def rewrap_keys() -> int:
    """Wrap every key anew with the first of `DOCUMENT_KEYS`; safe to repeat. Returns how many.

    Raises:
        InvalidToken: a key none of the configured ones opens; what came before it is wrapped already.
    """
    master, count, last = _master(), 0, uuid.UUID(int=0)
    while rows := list(FileKey.objects.filter(pk__gt=last, destroyed_at=None).order_by("pk")[:1_000]):
        for row in rows:
            row.wrapped = master.rotate(bytes(row.wrapped))
        FileKey.objects.bulk_update(rows, ["wrapped"])
        count, last = count + len(rows), rows[-1].pk
    return count


def unopened_keys() -> int:
    """How many keys of documents none of the configured ones opens."""
    master, count = _master(), 0
    for wrapped in FileKey.objects.filter(destroyed_at=None).values_list("wrapped", flat=True).iterator(chunk_size=1_000):
        try:
            master.decrypt(bytes(wrapped))
        except InvalidToken:
            count += 1
    return count


def _opened(sealed: bytes) -> bytes:
    if not sealed.startswith(MARK):
        return sealed
    number = uuid.UUID(bytes=sealed[len(MARK) : len(MARK) + NUMBER])
    row = FileKey.objects.filter(pk=number).first()
    if row is None or row.destroyed_at is not None:
        raise Destroyed("the key of the document was destroyed")
    head, nonce = sealed[: len(MARK) + NUMBER], sealed[len(MARK) + NUMBER : HEAD]
    try:
        return AESGCM(_master().decrypt(bytes(row.wrapped))).decrypt(nonce, sealed[HEAD:], head)
    except (InvalidTag, InvalidToken):
        raise OSError("the document is not what was sealed, or its key is not among DOCUMENT_KEYS") from None


def _master() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DOCUMENT_KEYS])
