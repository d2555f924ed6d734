"""Numbers, dates and spans of time in Indonesian words, the three official clocks, and calendar steps of whole years.

Pure, so that rules may use it. Own tables of day and month names, so that no locale of the machine and no translation file
can change an official date. A zone is WIB, WITA or WIT, or its own name (Asia/Jakarta, Asia/Makassar, Asia/Jayapura).
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
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
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


def zone_info(zone: str) -> ZoneInfo:
    """The time zone behind either form of its name.

    Raises:
        KeyError: any other name.
    """
    return ZoneInfo(zone if zone in ZONES.values() else ZONES[zone])


def zone_label(zone: str) -> str:
    """WIB, WITA or WIT for either form of the name; KeyError for any other."""
    for label, name in ZONES.items():
        if zone in (label, name):
            return label
    raise KeyError(zone)


def as_local(value: datetime, zone: str = "WIB") -> datetime:
    """Move an instant to a zone; ValueError when `value` carries no zone of its own, for then it is no instant."""
    if value.tzinfo is None:
        raise ValueError("a moment must carry its zone")
    return value.astimezone(zone_info(zone))


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return as_local(moment, zone).date()


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


def _day(value: date | datetime, zone: str) -> date:
    return local_date(value, zone) if isinstance(value, datetime) else value


def date_words(value: Moment, zone: str = "WIB") -> str:
    """ "4 Desember 2026"; a dash when there is no date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _day(moment, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date_words(value: Moment, zone: str = "WIB") -> str:
    """ "4 Des 2026"; a dash when there is no date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _day(moment, zone)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def clock_words(value: datetime, zone: str = "WIB") -> str:
    """ "23.59 WIB"."""
    return f"{as_local(value, zone):%H.%M} {zone_label(zone)}"


def moment_words(value: Moment, zone: str = "WIB") -> str:
    """ "Jumat, 4 Desember 2026 pukul 23.59 WIB"; without the hour when `value` is a plain date."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING
    day = _day(moment, zone)
    words = f"{DAYS[day.weekday()]}, {date_words(day)}"
    return f"{words} pukul {clock_words(moment, zone)}" if isinstance(moment, datetime) else words


def date_and_clock_words(value: datetime, zone: str) -> str:
    """ "4 Desember 2026 pukul 10.05 WIB", for sentences where the day of the week says nothing."""
    return f"{date_words(value, zone)} pukul {clock_words(value, zone)}"


def other_zones_words(value: datetime, zone: str = "WIB") -> str:
    """The same instant on the other two official clocks: "5 Desember 2026 00.59 WITA, 01.59 WIT".

    The date is written only where it differs from the date in `zone`.
    """
    shown = local_date(value, zone)
    parts = []
    for name in ZONES:
        if name == zone_label(zone):
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
    days = (as_local(now, zone).date() - _day(moment, zone)).days
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
