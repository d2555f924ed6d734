"""`manage.py end_sign_ins NIP_OR_EMAIL` or `--everybody`: sign an account, or all accounts, out everywhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = "Keluarkan satu akun, atau semua akun, dari semua perangkat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", nargs="?", default="", help="NIP atau surel")
        parser.add_argument("--everybody", action="store_true", help="semua akun")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["login"]) == options["everybody"]:
            raise CommandError("Sebutkan satu akun, atau --everybody.")
        user = None if options["everybody"] else User.objects.named(options["login"])
        if user is None and not options["everybody"]:
            raise CommandError("Akun itu tidak ada.")
        self.stdout.write(f"{actions.end_all_sign_ins(user=user)} perangkat dikeluarkan.")
