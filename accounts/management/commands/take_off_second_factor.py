"""`manage.py take_off_second_factor NIP_OR_EMAIL --basis LETTER`: for somebody who lost phone, keys and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = "Lepas faktor kedua satu akun atas surat instansinya; pemiliknya diberi tahu dan keluar dari semua perangkat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="NIP atau surel")
        parser.add_argument("--basis", required=True, help="nomor surat permintaan instansi")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.named(options["login"])
        if user is None:
            raise CommandError("Akun itu tidak ada.")
        try:
            count = actions.take_off_second_factor(user=user, basis=options["basis"])
        except ValueError as error:
            raise CommandError("Sebutkan nomor surat permintaan instansi.") from error
        self.stdout.write(f"{count} faktor kedua dilepas.")
