"""Days on which no working-day clock runs: national holidays and joint leave (cuti bersama).

Three tables, the later one wins. `hari_libur.csv` is drawn from the `holidays` library by `manage.py draw_holidays` (loading the
library itself costs each process 0.6 s; docs/decisions, "The calendar of working days"). `perubahan_hari_libur.csv` is kept by
hand and comes with a release. `CalendarChange` is written by BKN on a page, each day with the decree it rests on; a process
reads it again at most every `FRESH_SECONDS`, so that no list asks for it row by row.
"""

import csv
import time
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from approvals.models import CalendarChange

DRAWN = "hari_libur.csv"
CHANGES = "perubahan_hari_libur.csv"
ADDED, REMOVED = "tambah", "hapus"
FRESH_SECONDS = 10.0


class _Kept:
    """The days off as this process read them last.

    Args:
        days: date to name; spans: the years asked for since; until: reading of the monotonic clock until which they are believed.
    """

    def __init__(self) -> None:
        self.days: dict[date, str] = {}
        self.spans: dict[int, frozenset[date]] = {}
        self.until = float("-inf")

    def know(self, days: dict[date, str], until: float) -> None:
        if days != self.days:
            self.days, self.spans = days, {}
        self.until = until


_kept = _Kept()


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "reference"


def holidays(year: int) -> frozenset[date]:
    """Days off of a year and of the years beside it, so that a span over New Year is counted with one set."""
    days = named_holidays()
    if year not in _kept.spans:
        _kept.spans[year] = frozenset(day for day in days if abs(day.year - year) <= 1)
    return _kept.spans[year]


def named_holidays() -> dict[date, str]:
    """Every day off that is known, with its name."""
    if time.monotonic() >= _kept.until:
        read_again()
    return _kept.days


def read_again() -> None:
    """Read what was changed on the page; one statement over a table of a few rows a year."""
    days = dict(shipped_holidays())
    for day, is_off, name in CalendarChange.objects.in_force().values_list("day", "is_off", "name"):
        if is_off:
            days[day] = name
        else:
            days.pop(day, None)
    _kept.know(days, time.monotonic() + FRESH_SECONDS)


def believe_shipped(seconds: float) -> None:
    """Count with the files alone for so long, for work that has no database and for tests."""
    _kept.know(shipped_holidays(), time.monotonic() + seconds)


@cache
def shipped_holidays() -> dict[date, str]:
    """Days off of the two files that come with the portal."""
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
