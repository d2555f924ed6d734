"""`manage.py verify_audit [CHAIN]`: walk the chains of the trail and name the first broken link of each."""

from django.core.management.base import BaseCommand, CommandParser

from core.trail import verify_trail

WORDS = {
    "SEQUENCE": "baris hilang, ganda, atau tertukar",
    "PREVIOUS": "tidak menyambung dengan baris sebelumnya",
    "CONTENT": "isinya tidak sesuai dengan hash",
    "HEAD": "ujung rantai tidak sesuai dengan kepala yang tersimpan",
    "COLUMNS": "kolom pencarian berbeda dengan isi yang disegel",
}


class Command(BaseCommand):
    """Exit code 0 when every chain holds, 1 otherwise."""

    help = "Periksa rantai jejak dan sebutkan baris pertama yang rusak."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chain", nargs="?", help="nama satu rantai; tanpa ini semua rantai diperiksa")

    def handle(self, *args, **options) -> None:
        report = verify_trail(options["chain"])
        for fault in report.faults:
            self.stdout.write(f"RUSAK {fault.chain} baris {fault.sequence}: {WORDS[fault.reason]}.")
        if report.faults:
            self.stdout.write(f"{len(report.faults)} dari {report.chains} rantai rusak; {report.entries} baris diperiksa.")
            raise SystemExit(1)
        self.stdout.write(f"Utuh: {report.chains} rantai, {report.entries} baris.")
