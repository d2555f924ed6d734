"""What a backup says about itself: its files with their hashes, and what the trail was at that instant."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection

NAME = "manifest.json"
DUMP, FILES, SEALS = "database.dump", "files", "seals.jsonl"
FORMAT = 1
BLOCK = 1024 * 1024


class Broken(Exception):
    """A backup that is not whole; the message is an Indonesian sentence that names the part."""


@dataclass(frozen=True)
class TrailMark:
    """The trail at one instant: how many chains and rows, and one SHA-256 over all heads in order of their names."""

    chains: int
    rows: int
    heads: str
    seal: int


@dataclass(frozen=True)
class Manifest:
    """Args:
    format: `FORMAT`.
    at: the database's time, ISO 8601.
    migrations: "app.name" of all that were applied, sorted.
    trail: the trail inside the dump.
    files: SHA-256 by path within the backup, the dump and the seals included.
    """

    format: int
    at: str
    migrations: list[str]
    trail: TrailMark
    files: dict[str, str]


def trail_mark() -> TrailMark:
    """The trail as this transaction sees it."""
    digest = hashlib.sha256()
    chains = rows = 0
    with connection.cursor() as cursor:
        cursor.execute('SELECT chain, sequence, hash FROM core_audithead ORDER BY chain COLLATE "C"')
        for chain, sequence, mark in cursor:
            digest.update(f"{chain}\x1f{sequence}\x1f{mark}\n".encode())
            chains, rows = chains + 1, rows + sequence
        cursor.execute("SELECT coalesce(max(number), 0) FROM core_seal")
        (seal,) = cursor.fetchone()
    return TrailMark(chains, rows, digest.hexdigest(), seal)


def applied_migrations() -> list[str]:
    """Names of the migrations this database has seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def write(folder: Path, manifest: Manifest) -> None:
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True))


def read_whole(folder: Path) -> Manifest:
    """The manifest of a backup whose every file is there and unchanged.

    Raises:
        Broken: no manifest, another format, or a file that is missing, changed or not named.
    """
    try:
        found = json.loads((folder / NAME).read_text())
    except (OSError, ValueError):
        raise Broken(f"{folder} bukan cadangan yang utuh: {NAME} tidak ada atau tidak terbaca.") from None
    if found.get("format") != FORMAT:
        raise Broken(f"Format cadangan {found.get('format')} tidak dikenal; pakai versi portal yang membuatnya.")
    manifest = Manifest(**found | {"trail": TrailMark(**found["trail"])})
    there = {str(path.relative_to(folder)) for path in all_files(folder)} - {NAME}
    for name in sorted(there ^ set(manifest.files)):
        raise Broken(f"Berkas {name} {'tidak ada di cadangan' if name in manifest.files else 'tidak dikenal cadangan ini'}.")
    for name, mark in manifest.files.items():
        if sha256_of(folder / name) != mark:
            raise Broken(f"Berkas {name} berubah sejak dicadangkan.")
    return manifest


def all_files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, sorted."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def sha256_of(path: Path) -> str:
    """SHA-256 (hexadecimal) of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
