from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.indonesian import local_date
from employees.importing.files import FileProblem
from employees.importing.parsing import CellError
from employees.importing.running import run_import
from employees.importing.waiting import ImportBusy

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = "Mengimpor data pegawai dari CSV hasil ekspor SIASN. Aman diulang; lihat docs/import-employees.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.csv")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menulis apa pun")
        parser.add_argument("--bulk", action="store_true", help="untuk berkas besar: pencarian dibangun ulang sesudahnya")
        parser.add_argument("--errors", type=Path, metavar="GALAT.csv", help="tulis galat per baris ke berkas ini")

    def handle(self, *args, file: Path, dry_run: bool, bulk: bool, errors: Path | None, **options) -> None:
        shown = 0

        def show(error: CellError) -> None:
            nonlocal shown
            shown += 1
            if shown <= SHOWN_ERRORS and errors is None:
                place = f"Baris {error.line}, {error.column}" if error.column else f"Baris {error.line}"
                self.stderr.write(f"{place}: {error.sentence}")

        try:
            report = run_import(
                file,
                today=local_date(clock.now(), "WIB"),
                dry_run=dry_run,
                bulk=bulk,
                error_path=errors,
                show=show,
                tell=self.tell,
            )
        except ImportBusy:
            raise CommandError("Impor lain sedang berjalan. Tunggu sampai selesai, lalu jalankan lagi.") from None
        except FileProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"Berkas tidak dapat dibuka: {problem.filename}.") from None
        if errors is None and shown > SHOWN_ERRORS:
            self.stderr.write(f"... dan {shown - SHOWN_ERRORS} galat lain. Pakai --errors untuk menyimpan semuanya.")
        if dry_run:
            self.stdout.write("Uji coba: tidak ada yang ditulis.")
        self.stdout.write(
            f"Baru: {report.created}. Berubah: {report.changed}. Sama: {report.unchanged}. Ditolak: {report.refused}."
        )
        if errors is not None:
            self.stdout.write(f"Galat: {report.errors}, ditulis ke {errors}.")
        if bulk and not dry_run and report.created + report.changed:
            self.stdout.write("Supaya pencarian mengikuti, jalankan: manage.py rebuild_talent_search")

    def tell(self, line: int) -> None:
        """On a terminal, how far the file has been read."""
        if self.stderr.isatty():
            self.stderr.write(f"\rSampai baris {line}", ending="")
            self.stderr.flush()
