from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from asnkarier.demo.seeding import AlreadySeeded, plant_demo


class Command(BaseCommand):
    help = "Mengisi basis data kosong dengan data contoh. Bila sudah berisi, tidak mengubah apa pun."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Data contoh hanya untuk peragaan: jalankan dengan ASN_DEMO=1.")
        try:
            plant_demo(self.stdout.write)
        except AlreadySeeded:
            self.stdout.write("Basis data sudah berisi akun; data contoh tidak dimuat lagi.")
