"""`manage.py draw_holidays`: write the table of holidays anew from the library (a tool of development)."""

import csv
import io
from typing import Any

from django.core.management.base import BaseCommand

from approvals.holidays import DRAWN, folder

FIRST_YEAR, LAST_YEAR = 2024, 2035
HEAD = ("tanggal", "nama", "jenis")


def drawn_table() -> str:
    """The table as text: one day a line, national holidays and joint leave as far as they are decided or estimated."""
    from holidays.countries.indonesia import Indonesia

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    national = Indonesia(years=years, categories=("public",), language="id")
    leave = Indonesia(years=years, categories=("government",), language="id")
    rows = {day: (day.isoformat(), name, "cuti bersama") for day, name in leave.items()}
    rows |= {day: (day.isoformat(), name, "libur nasional") for day, name in national.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(rows[day] for day in sorted(rows))
    return out.getvalue()


class Command(BaseCommand):
    help = "Draw fixtures/reference/hari_libur.csv from the holidays library."

    def handle(self, *args: Any, **options: Any) -> None:
        (folder() / DRAWN).write_text(drawn_table(), encoding="utf-8")
