"""Taking a backup: dump, private files and seals in one folder that has its name only when it is whole."""

import json
import os
import shutil
from datetime import UTC
from pathlib import Path, PurePosixPath

from django.db import connection, transaction

from core.backup import manifest
from core.backup.programs import program, run
from core.seal_file import read_lines, seal_file
from core.uploads.actions import FOLDER as PIECES
from core.uploads.leftovers import ASIDE
from core.uploads.storage import PASSING, private_files

DRAFT = ".draft"


def take_backup(target: Path, *, has_files: bool = True) -> Path:
    """Back up database, private files and seals into a new folder below `target`, mode 0700.

    Files are copied before and after the dump: one that a row of the dump names was there before the dump began or came while
    it ran, and one deleted meanwhile is in the first copy. Pieces of unfinished uploads, files set
    aside and those that go again within days stay behind.

    Args:
        target: where backups are kept; made when missing. Best on another machine's disk.
        has_files: False leaves private files out, where their store keeps copies of its own (a bucket with versions).

    Returns:
        The folder, `asnkarier-YYYYMMDD-HHMMSS` in UTC.

    Raises:
        OSError: no room, no right. ProgramFailed: pg_dump. Nothing is left under the final name.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    with transaction.atomic(), connection.cursor() as cursor:
        # One instant for the dump and for what the manifest says about the trail.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT now(), pg_export_snapshot()")
        at, snapshot = cursor.fetchone()
        name = f"asnkarier-{at.astimezone(UTC):%Y%m%d-%H%M%S}"
        draft = target / f"{name}{DRAFT}"
        draft.mkdir(mode=0o700)
        try:
            if has_files:
                copy_files(draft / manifest.FILES)
            dump = [program("pg_dump"), "--format=custom", "--no-owner", "--lock-wait-timeout=30s"]
            run([*dump, f"--snapshot={snapshot}", f"--file={draft / manifest.DUMP}"])
            if has_files:
                copy_files(draft / manifest.FILES)
            mark = manifest.trail_mark()
            copy_seals(draft / manifest.SEALS, mark.seal)
            manifest.write(
                draft,
                manifest.Manifest(
                    format=manifest.FORMAT,
                    at=at.isoformat(),
                    migrations=manifest.applied_migrations(),
                    trail=mark,
                    files={str(path.relative_to(draft)): manifest.sha256_of(path) for path in manifest.all_files(draft)},
                ),
            )
            os.sync()
            return draft.rename(target / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


def copy_seals(target: Path, newest: int) -> None:
    """Copy the seal file up to seal `newest`: seals made since the dump began are of rows that it does not hold."""
    with target.open("w") as file:
        for line in read_lines(seal_file()):
            if json.loads(line)["number"] <= newest:
                file.write(line + "\n")


def copy_files(target: Path) -> int:
    """Copy private files that are not in `target` yet. Returns how many. A file that goes meanwhile is passed over."""
    files, copied = private_files(), 0
    for kept in files.names():
        name = PurePosixPath(kept.name)
        if name.parts[0] in (PIECES, ASIDE, PASSING) or (target / name).exists():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            with files.open(kept.name) as stream, (target / name).open("wb") as copy:
                shutil.copyfileobj(stream, copy)
        except FileNotFoundError:
            (target / name).unlink(missing_ok=True)
            continue
        copied += 1
    return copied
