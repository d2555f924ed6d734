"""`manage.py rewrap_document_keys`: wrap every document's key with the first key, so that an old one can be dropped."""

from typing import Any

from django.core.management.base import BaseCommand

from core.uploads.keys import rewrap_keys


class Command(BaseCommand):
    help = "Bungkus ulang kunci tiap dokumen dengan kunci pertama dari DOCUMENT_KEYS; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Stops at a key that none of the configured ones opens; what came before it is wrapped already."""
        self.stdout.write(f"{rewrap_keys()} kunci dibungkus ulang.")
