"""Private storage: no URL serves it, and a name there always means a whole file.

Two places can hold it, chosen by the setting `FILES_BUCKET` (docs/decisions/0034): a folder (`MEDIA_ROOT`), here; a bucket of an
S3-style store, core/uploads/bucket.py. In a folder a file is written to a temporary name, synced, read back and compared, then
renamed (security.md section 3, row 16: the file storage of the framework leaves a truncated file under the final name when the
disk is full).
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

PREFIX = ".upload-"
# Below this folder: files made for somebody that go again within days. Backups leave it out, or they would keep them for months.
PASSING = "passing"


@dataclass(frozen=True)
class Kept:
    """One private file: its name, when it was stored (seconds since 1970) and its size in bytes."""

    name: str
    stored_at: float
    size: int


class PrivateFiles(Protocol):
    """A place for private files. Names are relative paths with "/"; one that leads out of the place raises ValueError.

    A file that is not there raises FileNotFoundError, a place that does not work any other OSError; both leave nothing half done.
    """

    def keep(self, content: bytes, name: str) -> None:
        """Store bytes under a name, whole or not at all; what was there under this name is replaced."""

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """A file on this machine's disk to write a long one to; at the end of the block it is stored under the name."""

    def open(self, name: str) -> BinaryIO:
        """A stream of the bytes."""

    def exists(self, name: str) -> bool:
        """Whether a file has this name."""

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already is fine."""

    def move(self, name: str, target: str) -> None:
        """Give a file another name; it then counts as stored now."""

    def names(self, folder: str = "") -> Iterator[Kept]:
        """Every file below a folder, in any order."""

    def drafts(self) -> Iterator[Kept]:
        """What processes that were killed while writing left behind, under names of the place's own."""

    def room(self) -> int | None:
        """Free bytes, None where the place has no end."""


class FolderFiles:
    """Private files in the folder `MEDIA_ROOT`: on this machine's disk, or on a share that all machines mount."""

    def keep(self, content: bytes, name: str) -> None:
        target = private_path(name)
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

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        target = private_path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{PREFIX}{target.name}")
        try:
            yield draft
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def open(self, name: str) -> BinaryIO:
        return private_path(name).open("rb")

    def exists(self, name: str) -> bool:
        return private_path(name).exists()

    def delete(self, name: str) -> None:
        private_path(name).unlink(missing_ok=True)

    def move(self, name: str, target: str) -> None:
        place = private_path(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(private_path(name), place)
        os.utime(place)

    def names(self, folder: str = "") -> Iterator[Kept]:
        return _walked(folder, lambda name: not name.startswith(PREFIX))

    def drafts(self) -> Iterator[Kept]:
        return _walked("", lambda name: name.startswith(PREFIX))

    def room(self) -> int | None:
        root = Path(settings.MEDIA_ROOT)
        root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(root).free


def private_files() -> PrivateFiles:
    """The place this site keeps private files in."""
    if settings.FILES_BUCKET:
        from core.uploads.bucket import BucketFiles

        return BucketFiles()
    return FolderFiles()


def store_private(content: bytes, *, folder: str, name: str) -> str:
    """Write bytes to private storage so that a full disk never leaves a half file under the final name.

    Returns the path below the place. Raises OSError (for example ENOSPC) with nothing left behind.
    """
    private_files().keep(content, f"{folder}/{name}")
    return f"{folder}/{name}"


def read_private(relative: str) -> bytes:
    """All bytes of a private file. Raises OSError, FileNotFoundError when it is gone."""
    with private_files().open(relative) as stream:
        return stream.read()


def delete_private(relative: str) -> None:
    """Remove a private file; one that is gone already is fine."""
    private_files().delete(relative)


def private_path(relative: str) -> Path:
    """Place of a private file in the folder; only where private files lie in one.

    Raises:
        ValueError: the path leads out of private storage.
    """
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / relative).resolve()
    if not path.is_relative_to(root):
        raise ValueError("outside private storage")
    return path


def _walked(folder: str, takes: Callable[[str], bool]) -> Iterator[Kept]:
    """Files below a folder whose own names are taken; those that go meanwhile are passed over."""
    root = os.fspath(settings.MEDIA_ROOT)
    for place, _, names in os.walk(os.path.join(root, folder)):
        for name in filter(takes, names):
            path = os.path.join(place, name)
            try:
                facts = os.stat(path)
            except FileNotFoundError:
                continue
            yield Kept(os.path.relpath(path, root), facts.st_mtime, facts.st_size)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; a file system that cannot do so is not worth a refusal."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
