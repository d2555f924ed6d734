"""The seal file: an append-only text outside the database, one seal a line (JSON Lines).

Put the folder where the administrator of the database may not write: another disk, a share that only appends. What is in it
is never changed; a line that was cut off while being written was never acknowledged and is written again.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

NAME = "seals.jsonl"
BLOCK = 64 * 1024


def seal_file() -> Path:
    """Where this site keeps the file."""
    return Path(settings.SEAL_FOLDER) / NAME


def read_lines(path: Path) -> Iterator[str]:
    """Whole lines without their line break, oldest first; nothing when there is no file."""
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield line[:-1].decode("utf-8")


class SealFile:
    """The file, open and locked against a second writer.

    Raises:
        OSError: the folder cannot be made or written to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> "SealFile":
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(handle, "r+b")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *reason: object) -> None:
        assert self._file is not None
        self._file.close()

    def last(self) -> tuple[int, str]:
        """Number and hash of the newest seal in the file; (0, "") when it is empty. Cuts off a torn last line."""
        assert self._file is not None
        size = self._file.seek(0, os.SEEK_END)
        tail, start = b"", size
        # Back to the line break before the last whole line.
        while start > 0 and tail.count(b"\n") < 2:
            start = max(0, start - BLOCK)
            self._file.seek(start)
            tail = self._file.read(size - start)
        whole, _, torn = tail.rpartition(b"\n")
        if torn:
            self._file.truncate(size - len(torn))
        if not whole:
            return 0, ""
        newest = json.loads(whole.rpartition(b"\n")[2])
        return newest["number"], newest["hash"]

    def append(self, lines: list[str]) -> None:
        """Write lines and wait until the disk has them."""
        assert self._file is not None
        self._file.seek(0, os.SEEK_END)
        self._file.write("".join(line + "\n" for line in lines).encode("utf-8"))
        self._file.flush()
        os.fsync(self._file.fileno())
