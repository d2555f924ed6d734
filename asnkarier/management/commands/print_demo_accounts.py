from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from asnkarier.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Mencetak tabel akun contoh: peran, surel, NIP, dan benih autentikator."

    def handle(self, *args, **options) -> None:
        rows = [("Peran", "Surel", "NIP", "Benih autentikator")]
        rows += [(a.label, a.email, a.nip or "-", a.totp_secret or "-") for a in DEMO_ACCOUNTS if a.listed]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        page = f"{settings.PORTAL_URL.rstrip('/')}{reverse('list_demo_accounts')}"
        self.stdout.write("\n".join(lines))
        self.stdout.write(f"\nKata sandi semua akun: {DEMO_PASSWORD}")
        self.stdout.write(f"Kode 6 angka saat ini untuk setiap pejabat: {page}")
