"""`manage.py reseal_second_factors`: seal every second-factor seed with the first key, so that an old key can be dropped."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.second_factor import reseal


class Command(BaseCommand):
    help = "Segel ulang benih faktor kedua dengan kunci pertama dari SECOND_FACTOR_KEYS; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is written when one seed cannot be opened with the configured keys."""
        self.stdout.write(f"{reseal()} benih disegel ulang.")
