"""`manage.py restore FOLDER`: put a backup into an empty installation and prove it (run as owner)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.manifest import Broken
from core.backup.programs import ProgramFailed
from core.backup.restoring import NotEmpty, restore_backup


class Command(BaseCommand):
    """Exit code 0 only when every chain, every seal and every file is what was taken."""

    help = "Pulihkan cadangan ke basis data kosong, lalu periksa seluruh jejak."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder that `backup` made."""
        parser.add_argument("folder", help="folder cadangan, misalnya /cadangan/asnkarier-20261122-020000")

    def handle(self, *args, **options) -> None:
        """Put back, then tell what was found."""
        try:
            done = restore_backup(Path(options["folder"]))
        except (Broken, NotEmpty, ProgramFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cadangan tidak dapat dipulihkan: {error.strerror}.") from error
        trail = done.manifest.trail
        self.stdout.write(f"Dipulihkan: {trail.chains} rantai, {trail.rows} baris jejak, keadaan {done.manifest.at}.")
        for fault in done.report.faults:
            if fault.reason == "DATABASE":
                self.stdout.write(
                    f"Segel {fault.sequence} ada di luar, tetapi belum ada saat dicadangkan: tindakan sesudah itu hilang."
                )
            else:
                self.stdout.write(f"RUSAK {fault.chain} {fault.sequence}. Rincian: manage.py verify_audit")
        if not done.is_same_trail:
            self.stdout.write("Jejak berbeda dengan yang dicadangkan.")
        for name in done.missing:
            self.stdout.write(f"Berkas {name} disebut basis data tetapi tidak ada.")
        if done.unopened:
            self.stdout.write(
                f"{done.unopened} kunci dokumen tidak terbuka: DOCUMENT_KEYS (bila kosong, SECOND_FACTOR_KEYS) "
                "bukan milik portal yang dicadangkan."
            )
        if done.unapplied:
            self.stdout.write(f"{len(done.unapplied)} perubahan tabel menunggu: jalankan manage.py migrate, lalu grant_roles.")
        if not done.holds:
            raise SystemExit(1)
        self.stdout.write(f"Utuh: {done.report.chains} rantai dan {done.report.seals} segel diperiksa, semua berkas ada.")
