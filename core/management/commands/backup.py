"""`manage.py backup FOLDER`: database, private files and seals, whole or not at all (run as owner)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.manifest import Broken, read_whole
from core.backup.programs import ProgramFailed
from core.backup.taking import take_backup


class Command(BaseCommand):
    help = "Cadangkan basis data, berkas, dan segel ke satu folder baru."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where backups are kept."""
        parser.add_argument("folder", help="folder tempat cadangan disimpan, sebaiknya di mesin lain")
        parser.add_argument(
            "--without-files", action="store_true", help="tanpa berkas: penyimpanannya punya salinan sendiri (ember berversi)"
        )

    def handle(self, *args, **options) -> None:
        """Take it, then read every byte of it once more."""
        try:
            folder = take_backup(Path(options["folder"]), has_files=not options["without_files"])
            found = read_whole(folder)
        except (Broken, ProgramFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cadangan tidak dapat ditulis: {error.strerror}.") from error
        trail = found.trail
        self.stdout.write(
            f"{folder}: {len(found.files)} berkas, {trail.chains} rantai, {trail.rows} baris jejak, segel {trail.seal}."
        )
