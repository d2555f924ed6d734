"""`manage.py rebuild_talent_search`: build the search projection anew, beside the one in force; see docs/talent-search.md."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.indonesian import number_words
from talent.search.rebuild import Busy, rebuild

BAR = 30


class Command(BaseCommand):
    help = "Membangun ulang pencarian talenta dari data induk. Pencarian tetap menjawab; yang terputus dilanjutkan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sessions", type=int, default=2, help="berapa sambungan basis data bekerja bersama")
        parser.add_argument("--fresh", action="store_true", help="buang pembangunan yang terputus, mulai dari awal")

    def handle(self, *args: Any, sessions: int, fresh: bool, **options: Any) -> None:
        self.started, self.verbosity = time.monotonic(), options["verbosity"]
        try:
            people = rebuild(sessions=sessions, show=self.draw, fresh=fresh)
        except Busy:
            raise CommandError("Pembangunan ulang lain sedang berjalan. Tunggu sampai selesai.") from None
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"{number_words(people)} pegawai dapat dicari, {time.monotonic() - self.started:.1f} detik.")

    def draw(self, done: int, total: int, name: str) -> None:
        """A bar that grows in place on a terminal; elsewhere one line a step, if asked for by `-v 2`."""
        if not self.stderr.isatty():
            if self.verbosity > 1:
                self.stderr.write(f"{time.monotonic() - self.started:7.1f} detik {name}")
            return
        filled = BAR * done // total
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total} {name:<24}")
        sys.stderr.flush()
