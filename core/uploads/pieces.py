"""Where the pieces of one unfinished upload lie: behind each other in a file, or each as an object of its own in a bucket.

A bucket cannot write into the middle of an object, and the next piece may reach another machine than the first. So each piece is
an object named after the place where it begins, and reading goes from place to place. The row says how many bytes count.
"""

import os
from pathlib import Path

from django.conf import settings

from core.uploads.storage import private_files, private_path


def write_piece(name: str, offset: int, content: bytes) -> None:
    """Write a piece; whatever lies behind it no longer counts. Raises OSError with nothing behind the offset."""
    if settings.FILES_BUCKET:
        private_files().keep(content, _object(name, offset))
    else:
        _write(private_path(name), offset, content)


def length_of(name: str, received: int) -> int:
    """Bytes of the upload that are there, at most `received`.

    A disk that lost its last writes in a power cut holds less than the row believes; a bucket confirms only what it keeps.
    """
    if settings.FILES_BUCKET:
        return received
    try:
        return min(private_path(name).stat().st_size, received)
    except FileNotFoundError:
        return 0


def read_pieces(name: str, most: int) -> bytes:
    """The bytes from the first on, at most `most`. Raises OSError."""
    if not settings.FILES_BUCKET:
        with private_path(name).open("rb") as stream:
            return stream.read(most)
    files, content = private_files(), b""
    while len(content) < most:
        try:
            with files.open(_object(name, len(content))) as stream:
                piece = stream.read()
        except FileNotFoundError:
            break
        if not piece:
            break
        content += piece
    return content[:most]


def delete_pieces(name: str) -> None:
    """Remove all pieces; none is fine."""
    files = private_files()
    if settings.FILES_BUCKET:
        for piece in list(files.names(name)):
            files.delete(piece.name)
    else:
        files.delete(name)


def _object(name: str, offset: int) -> str:
    return f"{name}/{offset:012d}"


def _write(path: Path, offset: int, content: bytes) -> None:
    """Write at an offset and cut off whatever lay behind; on failure nothing lies behind the offset."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, offset)
        waiting = memoryview(content)
        try:
            while waiting:
                written = os.pwrite(handle, waiting, offset + len(content) - len(waiting))
                waiting = waiting[written:]
        except OSError:
            os.ftruncate(handle, offset)
            raise
    finally:
        os.close(handle)
