"""`manage.py verify_audit [CHAIN] [--seals FILE]`: walk the chains of the trail and the seals, name each first broken place."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.indonesian import moment_words
from core.trail import SEALS, TrailReport, verify_trail

WORDS = {
    "SEQUENCE": "baris hilang, ganda, atau tertukar",
    "PREVIOUS": "tidak menyambung dengan baris sebelumnya",
    "CONTENT": "isinya tidak sesuai dengan hash",
    "HEAD": "ujung rantai tidak sesuai dengan kepala yang tersimpan",
    "COLUMNS": "kolom pencarian berbeda dengan isi yang disegel",
    "SEALED": "bukan baris yang disegel, atau sudah tidak ada",
}
SEAL_WORDS = {
    "FORMAT": "tidak terbaca sebagai segel",
    "NUMBER": "nomornya tidak berurutan",
    "PREVIOUS": "tidak menyambung dengan segel sebelumnya",
    "ROOT": "akarnya tidak sesuai dengan baris yang disegel",
    "HASH": "hash segel tidak sesuai dengan isinya",
    "RANGE": "ada baris yang terlewat atau disegel dua kali",
    "DATABASE": "ada di luar basis data, tetapi basis data tidak memilikinya",
}


class Command(BaseCommand):
    """Exit code 0 when every chain and every seal holds, 1 otherwise."""

    help = "Periksa rantai jejak dan segelnya, dan sebutkan baris pertama yang rusak."

    def add_arguments(self, parser: CommandParser) -> None:
        """One chain, and another copy of the seals."""
        parser.add_argument("chain", nargs="?", help="nama satu rantai; tanpa ini semua rantai diperiksa")
        parser.add_argument("--seals", help="berkas segel dari tempat lain; tanpa ini berkas segel portal ini")

    def handle(self, *args, **options) -> None:
        """Print one line a fault, or that everything holds."""
        seals = Path(options["seals"]) if options["seals"] else None
        if seals is not None and not seals.exists():
            raise CommandError(f"Berkas segel {seals} tidak ada.")
        report = verify_trail(options["chain"], seals=seals)
        for fault in report.faults:
            kind, words = ("", SEAL_WORDS) if fault.chain == SEALS else ("baris ", WORDS)
            self.stdout.write(f"RUSAK {fault.chain} {kind}{fault.sequence}: {words[fault.reason]}.")
        if report.faults:
            chains = len({fault.chain for fault in report.faults} - {SEALS})
            self.stdout.write(f"{chains} dari {report.chains} rantai rusak; {report.entries} baris diperiksa.")
        else:
            self.stdout.write(f"Utuh: {report.chains} rantai, {report.entries} baris.")
        self.stdout.write(seal_words(report))
        if report.faults:
            raise SystemExit(1)


def seal_words(report: TrailReport) -> str:
    """How far the seals reach, as one or two sentences."""
    if not report.seals:
        return "Belum ada segel yang utuh; penulisan ulang seluruh rantai tidak akan terlihat."
    number, root, at_us = report.newest
    when = moment_words(datetime.fromtimestamp(at_us // 1_000_000, UTC))
    found = f"{report.seals} segel diperiksa; segel {number}, {when}, akar {root}. {report.unsealed} baris belum disegel."
    if report.has_file:
        return found
    return f"{found} Berkas segel tidak ada, jadi segel hanya dibaca dari basis data sendiri."
