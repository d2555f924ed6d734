import time
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.indonesian import local_date
from employees.seeding.loading import SeedRefusal, seed_register
from employees.seeding.statements import Numbers

BAR = 30


class Command(BaseCommand):
    help = "Mengisi data induk dengan pegawai rekaan untuk uji dan peragaan; lihat docs/performance.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=100_000, help="berapa pegawai")
        parser.add_argument("--seed", type=int, default=7, help="angka yang menentukan isinya; angka sama, isi sama")
        parser.add_argument("--day", type=date.fromisoformat, help="hari akhir riwayat (TTTT-BB-HH); tanpa ini hari ini")
        parser.add_argument("--replace", action="store_true", help="kosongkan dahulu data induk yang sudah berisi")
        parser.add_argument("--sessions", type=int, default=2, help="berapa sambungan basis data bekerja bersama")

    def handle(self, *args, count: int, seed: int, day: date | None, replace: bool, sessions: int, **options) -> None:
        self.shown, self.shown_at = "", 0.0
        numbers = Numbers(count, seed, day or local_date(clock.now(), "WIB"))
        try:
            report = seed_register(numbers, replace=replace, sessions=sessions, show=self.draw)
        except SeedRefusal as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(report.rows.values())
        seconds = sum(report.seconds.values())
        self.stdout.write(f"{count} pegawai, {rows} baris, {seconds:.1f} detik.")
        for step, taken in report.seconds.items():
            self.stdout.write(f"  {step}: {taken} detik")
        self.stdout.write("Supaya dapat dicari, jalankan: manage.py rebuild_talent_search")

    def draw(self, step: str, share: float) -> None:
        """A bar that grows in place on a terminal; elsewhere one line a step."""
        if not self.stderr.isatty():
            if step != self.shown:
                self.stderr.write(f"{step} ...")
            self.shown = step
            return
        now = time.monotonic()
        if step == self.shown and share < 1 and now - self.shown_at < 0.2:
            return
        filled = int(share * BAR)
        start = "\n" if self.shown and step != self.shown else "\r"
        self.stderr.write(f"{start}{step:<22}[{'#' * filled}{'.' * (BAR - filled)}] {share:>4.0%}", ending="")
        self.stderr.flush()
        self.shown, self.shown_at = step, now
