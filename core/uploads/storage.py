"""Private storage: no URL serves it, and a name there always means a whole file.

Written to a temporary name, synced, read back and compared, then renamed (security.md section 3, row 16: the file storage of
the framework leaves a truncated file under the final name when the disk is full).
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

PREFIX = ".upload-"


def store_private(content: bytes, *, folder: str, name: str) -> str:
    """Write bytes to private storage so that a full disk never leaves a half file under the final name.

    Returns the path relative to MEDIA_ROOT. Raises OSError (for example ENOSPC) with nothing left behind.
    """
    target = private_path(f"{folder}/{name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=PREFIX)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if hashlib.sha256(Path(temporary).read_bytes()).digest() != hashlib.sha256(content).digest():
            raise OSError("the written file differs from what arrived")
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return f"{folder}/{name}"


def private_path(relative: str) -> Path:
    """Place of a private file on disk.

    Raises:
        ValueError: the path leads out of private storage.
    """
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / relative).resolve()
    if not path.is_relative_to(root):
        raise ValueError("outside private storage")
    return path


def delete_private(relative: str) -> None:
    """Remove a private file; one that is gone already is fine."""
    private_path(relative).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; a file system that cannot do so is not worth a refusal."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
