"""Numbers, dates and spans of time in Indonesian words.

Own tables of day and month names, so that no locale of the machine and no translation file can change an official date.
Used by the template filters (`core/templatetags/ui.py`) and by subjects and bodies of mails.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
NOTHING = "–"

Moment = date | datetime | str | None


def as_moment(value: Moment) -> date | datetime | None:
    """Read a date, a datetime or its ISO text (letters keep their words as JSON).

    Returns None for None and for the empty text. Raises ValueError for any other text.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


def as_local(value: datetime, zone: str = "WIB") -> datetime:
    """Move an aware datetime to the zone WIB, WITA or WIT; a naive one is taken as already local."""
    return value if value.tzinfo is None else value.astimezone(ZONES[zone])


def _local_date(value: date | datetime, zone: str) -> date:
    return as_local(value, zone).date() if isinstance(value, datetime) else value


def date_words(value: Moment, zone: str = "WIB") -> str:
    """ "4 Desember 2026"; a dash when there is no date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _local_date(moment, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date_words(value: Moment, zone: str = "WIB") -> str:
    """ "4 Des 2026"; a dash when there is no date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _local_date(moment, zone)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def clock_words(value: datetime, zone: str = "WIB") -> str:
    """ "23.59 WIB"."""
    return f"{as_local(value, zone):%H.%M} {zone}"


def moment_words(value: Moment, zone: str = "WIB") -> str:
    """ "Jumat, 4 Desember 2026 pukul 23.59 WIB"; without the hour when `value` is a plain date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _local_date(moment, zone)
    words = f"{DAYS[day.weekday()]}, {date_words(day)}"
    return f"{words} pukul {clock_words(moment, zone)}" if isinstance(moment, datetime) else words


def other_zones_words(value: datetime, zone: str = "WIB") -> str:
    """The same instant on the other two official clocks: "5 Desember 2026 00.59 WITA, 01.59 WIT".

    The date is written only where it differs from the date in `zone`.
    """
    shown = as_local(value, zone).date()
    parts = []
    for name in ZONES:
        if name == zone:
            continue
        local = as_local(value, name)
        if local.date() == shown:
            parts.append(f"{local:%H.%M} {name}")
        else:
            shown = local.date()
            parts.append(f"{date_words(shown)} {local:%H.%M} {name}")
    return ", ".join(parts)


def remaining_words(deadline: datetime, now: datetime) -> str:
    """How long until an inclusive deadline: "13 hari lagi", "5 jam 12 menit lagi", "sudah lewat"."""
    left = deadline - now
    if left < timedelta(0):
        return "sudah lewat"
    minutes = int(left.total_seconds() // 60)
    if minutes >= 48 * 60:
        return f"{left.days} hari lagi"
    if minutes >= 24 * 60:
        return f"1 hari {minutes // 60 - 24} jam lagi"
    if minutes >= 60:
        return f"{minutes // 60} jam {minutes % 60} menit lagi"
    return f"{minutes} menit lagi" if minutes else "kurang dari 1 menit lagi"


def since_words(value: Moment, now: datetime, zone: str = "WIB") -> str:
    """How long ago by the calendar: "hari ini pukul 10.42", "kemarin", "3 hari lalu", "2 bulan lalu"."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    days = (as_local(now, zone).date() - _local_date(moment, zone)).days
    if days < 0:
        return f"pada {short_date_words(moment, zone)}"
    if days == 0:
        return f"hari ini pukul {as_local(moment, zone):%H.%M}" if isinstance(moment, datetime) else "hari ini"
    if days == 1:
        return "kemarin"
    if days < 60:
        return f"{days} hari lalu"
    return f"{days // 30} bulan lalu" if days < 730 else f"{days // 365} tahun lalu"


def number_words(value: float | Decimal | str | None, places: int | None = None) -> str:
    """A number as Indonesians write it: 1.000,50.

    Args:
        places: decimals to show, rounded half up once; without it the number keeps the decimals it carries.

    Returns a dash for None and for the empty text. Raises decimal.InvalidOperation for text that is no number.
    """
    if value is None or value == "":
        return NOTHING
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def nip_groups(value: str | None) -> str:
    """A NIP in groups of 8-6-1-3 digits; any other text comes back unchanged."""
    text = str(value or "")
    if len(text) != 18 or not text.isdigit():
        return text or NOTHING
    return f"{text[:8]} {text[8:14]} {text[14]} {text[15:]}"
