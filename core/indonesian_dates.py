"""Dates and moments as Indonesians write them, and calendar steps of whole years. Pure; the zone is always given."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def zone_info(zone: str) -> ZoneInfo:
    """The time zone behind WIB, WITA or WIT, or behind its own name (Asia/Jakarta, Asia/Makassar, Asia/Jayapura).

    Raises:
        KeyError: any other name.
    """
    if zone in ZONES.values():
        return ZoneInfo(zone)
    return ZoneInfo(ZONES[zone])


def zone_label(zone: str) -> str:
    """WIB, WITA or WIT for either form of the name; KeyError for any other."""
    for label, name in ZONES.items():
        if zone in (label, name):
            return label
    raise KeyError(zone)


def format_date(day: date) -> str:
    """Like “4 Desember 2026”."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_date_with_weekday(day: date) -> str:
    """Like “Jumat, 4 Desember 2026”."""
    return f"{WEEKDAYS[day.weekday()]}, {format_date(day)}"


def format_moment(moment: datetime, zone: str) -> str:
    """Like “4 Desember 2026 pukul 10.05 WIB”; `moment` must carry a zone of its own."""
    local = _local(moment, zone)
    return f"{format_date(local.date())} pukul {local:%H.%M} {zone_label(zone)}"


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return _local(moment, zone).date()


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March in a year without it.

    A person born on 29 February completes a year of life at the end of 28 February, so the new age begins on 1 March.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def whole_years(start: date, on: date) -> int:
    """Completed years from `start` to `on` (age, when start is the day of birth)."""
    years = on.year - start.year
    return years if add_years(start, years) <= on else years - 1


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its zone")
    return moment.astimezone(zone_info(zone))
