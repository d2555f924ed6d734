"""`manage.py write_docs`: draw the documents of asnkarier/documentation.py; with --check fail when they are out of date."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from asnkarier.documentation import DOCUMENTS


class Command(BaseCommand):
    help = "Tulis dokumen yang digambar dari kode dan dari evidence/."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="gagal bila berkas tidak sama dengan kode")

    def handle(self, *args, **options) -> None:
        stale = []
        for name, write in DOCUMENTS.items():
            path = settings.BASE_DIR / name
            text = write()
            if options["check"]:
                if not path.exists() or path.read_text() != text:
                    stale.append(name)
            else:
                path.write_text(text)
        if stale:
            raise CommandError(f"{', '.join(stale)} tidak sesuai kode. Jalankan: make docs")
