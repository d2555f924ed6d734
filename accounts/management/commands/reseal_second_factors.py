"""`manage.py reseal_second_factors`: seal every second-factor seed with the first key, so that an old key can be dropped."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.second_factor import reseal


class Command(BaseCommand):
    help = "Segel ulang benih faktor kedua dengan kunci pertama dari SECOND_FACTOR_KEYS; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is written when one seed cannot be opened with the configured keys."""
        try:
            count = reseal()
        except ValueError:
            raise CommandError(
                "Sebuah benih tidak terbuka dengan satu pun SECOND_FACTOR_KEYS; tidak ada yang berubah. "
                "Kembalikan kunci lama ke daftarnya."
            ) from None
        self.stdout.write(f"{count} benih disegel ulang.")
