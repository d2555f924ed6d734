"""Working days leave out these days. National holidays with a fixed date; movable ones follow with the calendar of issue 6."""

from datetime import date
from functools import cache

# Month and day of holidays whose date never moves (SKB tiga menteri, setiap tahun).
FIXED = ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))


@cache
def holidays(year: int) -> frozenset[date]:
    return frozenset(date(y, month, day) for y in (year - 1, year, year + 1) for month, day in FIXED)
