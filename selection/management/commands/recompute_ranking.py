"""`manage.py recompute_ranking PACKET.json`: check a published ranking without a database.

Exit status: 0 when the file's results agree or are absent, 3 when they differ, 2 when the file is unusable.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from selection.rules.recompute import Unusable, canonical, first_difference, read_packet, recompute

AGREES, UNUSABLE, DIFFERS = 0, 2, 3


class Command(BaseCommand):
    help = "Hitung ulang peringkat dari satu berkas paket, tanpa basis data. Format: docs/ranking-packet.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packet", help="berkas paket, atau - untuk beberapa paket (JSON Lines) dari masukan baku")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["packet"]
        status = self._check_lines(sys.stdin.buffer) if name == "-" else self._check_file(Path(name))
        if status:
            sys.exit(status)

    def _check_file(self, path: Path) -> int:
        try:
            text, status = _answer(path.read_bytes())
        except OSError:
            self.stderr.write(f"Berkas {path} tidak ditemukan atau tidak dapat dibaca.")
            return UNUSABLE
        except Unusable as error:
            self.stderr.write(str(error))
            return UNUSABLE
        # No line break at the end: these are the very bytes of the published file.
        self.stdout.write(text, ending="")
        if status is not None:
            self.stderr.write(status)
            return DIFFERS
        return AGREES

    def _check_lines(self, lines: Iterable[bytes]) -> int:
        """One answer a line; a line that is no packet is answered with its sentence. The worst status of all lines counts."""
        seen = {AGREES}
        for place, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                text, status = _answer(line)
            except Unusable as error:
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
                self.stderr.write(f"Baris {place}: {error}")
                seen.add(UNUSABLE)
                continue
            self.stdout.write(text)
            if status is not None:
                self.stderr.write(f"Paket di baris {place}: {status}")
                seen.add(DIFFERS)
        return UNUSABLE if UNUSABLE in seen else max(seen)


def _answer(text: bytes) -> tuple[str, str | None]:
    """The full packet as canonical text, and the first difference, if any."""
    content = read_packet(text)
    full = recompute(content)
    return canonical(full), first_difference(content, full)
