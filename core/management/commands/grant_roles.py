"""`manage.py grant_roles`: give each database role exactly its rights (run as owner, after migrate)."""

from django.core.management.base import BaseCommand

from core.roles import grant


class Command(BaseCommand):
    help = "Beri setiap peran basis data haknya, tidak lebih."

    def handle(self, *args, **options) -> None:
        grant()
