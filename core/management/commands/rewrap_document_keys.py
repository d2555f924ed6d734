"""`manage.py rewrap_document_keys`: wrap every document's key with the first key, so that an old one can be dropped."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from core.uploads.keys import rewrap_keys


class Command(BaseCommand):
    help = "Bungkus ulang kunci tiap dokumen dengan kunci pertama dari DOCUMENT_KEYS; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Stops at a key that none of the configured ones opens; what came before it is wrapped already."""
        try:
            count = rewrap_keys()
        except InvalidToken:
            raise CommandError(
                "Sebuah kunci dokumen tidak terbuka dengan satu pun DOCUMENT_KEYS. Kembalikan kunci lama ke daftarnya."
            ) from None
        self.stdout.write(f"{count} kunci dibungkus ulang.")
