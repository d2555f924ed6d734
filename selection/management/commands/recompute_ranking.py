"""`manage.py recompute_ranking PACKET.json`: check a published ranking without a database.

Exit status: 0 when the file's results agree or are absent, 3 when they differ, 2 when the file is unusable. Of several packets
2 counts before 3, and 3 before 0. Whatever goes wrong, one sentence says so on standard error.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandParser

from selection.rules.recompute import Unusable, canonical, first_difference, read_packet, recompute

AGREES, UNUSABLE, DIFFERS = 0, 2, 3
# A million people with ten components are written in less; more would fill a small computer before anything is said.
BYTES_AT_MOST = 512 * 2**20
TOO_LARGE = f"Paket lebih besar daripada {BYTES_AT_MOST // 2**20} MB."
TOO_SMALL = "Memori komputer ini tidak cukup untuk paket sebesar itu."
SENTENCE_AT_MOST = 500


class Command(BaseCommand):
    help = "Hitung ulang peringkat dari satu berkas paket, tanpa basis data. Format: docs/ranking-packet.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packet", help="berkas paket, atau - untuk beberapa paket (JSON Lines) dari masukan baku")

    def handle(self, *args: Any, **options: Any) -> None:
        status = self._checked(options["packet"])
        if status:
            sys.exit(status)

    def _checked(self, name: str) -> int:
        try:
            if sys.stdout is None or (name == "-" and sys.stdin is None):
                return self._say("Masukan baku atau keluaran baku tertutup.")
            for stream in (sys.stdout, sys.stderr):
                # The bytes of a packet are the same on every computer.
                if isinstance(stream, io.TextIOWrapper):
                    stream.reconfigure(encoding="utf-8", newline="\n")
            return self._check_lines(sys.stdin.buffer) if name == "-" else self._check_file(Path(name))
        except OSError:
            # Python tries once more to write what is left when it ends; it may write it nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return self._say("Masukan tidak dapat dibaca sampai selesai, atau hasilnya tidak dapat ditulis.")
        except MemoryError:
            return self._say(TOO_SMALL)
        except KeyboardInterrupt:
            return self._say("Hitung ulang dihentikan sebelum selesai.")

    def _check_file(self, path: Path) -> int:
        try:
            with path.open("rb") as file:
                text = file.read(BYTES_AT_MOST + 1)
        except OSError:
            return self._say(f"Berkas {path} tidak ditemukan atau tidak dapat dibaca.")
        try:
            answer, difference = _answer(text)
        except Unusable as error:
            return self._say(str(error))
        # No line break at the end: these are the very bytes of the published file.
        self.stdout.write(answer, ending="")
        self.stdout.flush()
        return AGREES if difference is None else self._say(difference, DIFFERS)

    def _check_lines(self, stream: BinaryIO) -> int:
        """One answer a line; a line that is no packet is answered with its sentence. The worst status of all lines counts."""
        seen = set()
        for place, line in _lines(stream):
            try:
                answer, difference = _answer(line)
            except Unusable as error:
                answer = json.dumps({"error": _sentence(str(error))}, ensure_ascii=False)
                seen.add(self._say(f"Baris {place}: {error}"))
            else:
                seen.add(AGREES if difference is None else self._say(f"Paket di baris {place}: {difference}", DIFFERS))
            self.stdout.write(answer)
            self.stdout.flush()
        if not seen:
            return self._say("Masukan baku tidak memuat satu paket pun.")
        return UNUSABLE if UNUSABLE in seen else max(seen)

    def _say(self, sentence: str, status: int = UNUSABLE) -> int:
        self.stderr.write(_sentence(sentence))
        return status


def _answer(text: bytes) -> tuple[str, str | None]:
    """The full packet as canonical text, and the first difference, if any."""
    if len(text) > BYTES_AT_MOST:
        raise Unusable(TOO_LARGE)
    try:
        content = read_packet(text)
        full = recompute(content)
        return canonical(full), first_difference(content, full)
    except MemoryError:
        raise Unusable(TOO_SMALL) from None


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number and text of each line that is not blank; of a line that is too long only as much as shows that it is."""
    place = 0
    while line := stream.readline(BYTES_AT_MOST + 1):
        place += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(2**20)):
            pass
        if line.strip():
            yield place, line


def _sentence(text: str) -> str:
    """One line of what a file says about itself: nothing in it moves the cursor or breaks the line."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:SENTENCE_AT_MOST])
