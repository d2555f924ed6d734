from django.core.management.base import BaseCommand

from asnkarier.reference import load_reference


class Command(BaseCommand):
    help = "Memuat data acuan: wilayah, instansi, program studi. Aman diulang."

    def handle(self, *args, **options) -> None:
        for name, count in load_reference().items():
            self.stdout.write(f"{name}: {count}")
