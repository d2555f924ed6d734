"""Putting a backup back into an empty installation, and proving that it is what was taken."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField

from core.backup import manifest
from core.backup.programs import program, run
from core.models import FileKey
from core.roles import grant
from core.seal_file import seal_file
from core.trail import TrailReport, verify_trail
from core.uploads.keys import unopened_keys
from core.uploads.storage import private_files

BATCH = 5000


class NotEmpty(Exception):
    """A restore never writes over anything; the message says in Indonesian what is there."""


@dataclass(frozen=True)
class Restored:
    """What was found after a restore.

    Args:
        manifest: of the backup; report: of the walk over all chains and seals.
        is_same_trail: chains, rows and heads are those of the manifest.
        missing: private files that a row names and nobody has, at most 20.
        unapplied: migrations this program has and the backup has not: run `migrate`.
        unopened: keys of documents that this installation's `DOCUMENT_KEYS` do not open.
    """

    manifest: manifest.Manifest
    report: TrailReport
    is_same_trail: bool
    missing: tuple[str, ...]
    unapplied: tuple[str, ...]
    unopened: int

    @property
    def holds(self) -> bool:
        return self.is_same_trail and not self.report.faults and not self.missing and not self.unopened


def restore_backup(folder: Path) -> Restored:
    """Put a backup into an empty database and empty folders, as the owner, and look whether all of it is there.

    The dump is put back in one transaction: it is there as a whole or not at all.

    Raises:
        Broken: the backup is not whole, or comes from a newer program. NotEmpty: something is there already.
        ProgramFailed: pg_restore. OSError: no room, no right.
    """
    found = manifest.read_whole(folder)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(found.migrations) - known)
    if newer:
        raise manifest.Broken(f"Cadangan dibuat oleh versi portal yang lebih baru ({newer[-1]}); pasang versi itu dahulu.")
    refuse_what_is_there(found)
    run(
        [
            program("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}", str(folder / manifest.DUMP),
        ]
    )  # fmt: skip
    grant()
    files = folder / manifest.FILES
    if files.exists():
        for path in manifest.all_files(files):
            with private_files().written(str(path.relative_to(files))) as draft:
                shutil.copyfile(path, draft)
    seals = folder / manifest.SEALS
    if seals.exists() and not seal_file().exists():
        seal_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(seals, seal_file())
    return Restored(
        manifest=found,
        report=verify_trail(),
        is_same_trail=manifest.trail_mark() == found.trail,
        missing=tuple(missing_files()),
        unapplied=tuple(sorted(known - set(found.migrations))),
        # A backup from before there were keys has no such table yet.
        unopened=unopened_keys() if FileKey._meta.db_table in connection.introspection.table_names() else 0,
    )


def refuse_what_is_there(found: manifest.Manifest) -> None:
    """Raise NotEmpty unless the database has no tables and the folder of private files holds nothing.

    A seal file that is there stays: it lies outside so that an older database cannot pass for the newest.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (tables,) = cursor.fetchone()
    if tables:
        raise NotEmpty(f"Basis data tujuan sudah berisi {tables} tabel. Pulihkan ke basis data kosong.")
    # A backup without files leaves those that are there where they are; whether each one a row names is there is looked at after.
    brings_files = any(name.startswith(f"{manifest.FILES}/") for name in found.files)
    if brings_files and next(private_files().names(), None) is not None:
        place = f"Ember {settings.FILES_BUCKET}" if settings.FILES_BUCKET else f"Folder berkas {settings.MEDIA_ROOT}"
        raise NotEmpty(f"{place} tidak kosong. Pindahkan isinya dahulu.")


def missing_files(most: int = 20) -> list[str]:
    """Private files that some row names and nobody has."""
    missing: list[str] = []
    files = private_files()
    for model in apps.get_models():
        for field in (each for each in model._meta.concrete_fields if isinstance(each, FileField)):
            names = model._default_manager.exclude(**{field.attname: ""}).order_by().values_list(field.attname, flat=True)
            for name in names.iterator(chunk_size=BATCH):
                if name and not files.exists(name):
                    missing.append(name)
                    if len(missing) == most:
                        return missing
    return missing
