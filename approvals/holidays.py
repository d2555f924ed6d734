"""Days on which no working-day clock runs: national holidays and joint leave (cuti bersama).

Two tables beside each other. `hari_libur.csv` is drawn from the `holidays` library by `manage.py draw_holidays` (loading the
library itself costs each process 0.6 s; docs/decisions, "The calendar of working days"). `perubahan_hari_libur.csv` is kept by
hand and wins: joint leave decided after the last drawing, a holiday that was moved, each with the decree it rests on.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

DRAWN = "hari_libur.csv"
CHANGES = "perubahan_hari_libur.csv"
ADDED, REMOVED = "tambah", "hapus"


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "reference"


@cache
def holidays(year: int) -> frozenset[date]:
    """Days off of a year and of the years beside it, so that a span over New Year is counted with one set."""
    return frozenset(day for day in named_holidays() if abs(day.year - year) <= 1)


@cache
def named_holidays() -> dict[date, str]:
    """Every day off that is known, with its name."""
    days = {date.fromisoformat(row["tanggal"]): row["nama"] for row in _rows(DRAWN)}
    for row in _rows(CHANGES):
        day = date.fromisoformat(row["tanggal"])
        if row["perubahan"] == ADDED:
            days[day] = row["nama"]
        elif row["perubahan"] == REMOVED:
            days.pop(day, None)
        else:
            raise ValueError(f"{CHANGES}: {row['perubahan']} is neither {ADDED} nor {REMOVED}")
    return days


def _rows(name: str) -> list[dict[str, str]]:
    with (folder() / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def is_day_off(day: date) -> bool:
    """True on Saturday, Sunday, a national holiday or a day of joint leave."""
    return day.weekday() >= 5 or day in named_holidays()
