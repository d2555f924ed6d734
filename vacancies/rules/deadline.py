"""The one rule of the closing time.

A window is open while opens_at <= now < closes_at. "23.59" includes 23:59:59.999999 and is therefore stored as the
next midnight (docs/security.md section 3, Time); screens show the last minute that still counts.
"""

from datetime import UTC, date, datetime, time, timedelta

from core.indonesian import ZONES, date_and_clock_words, moment_words, zone_info, zone_label

MINUTE = timedelta(minutes=1)


def is_open(opens_at: datetime, closes_at: datetime, now: datetime, *, grace_seconds: int = 0) -> bool:
    """True while applications may be sent.

    Args:
        opens_at: first instant that counts.
        closes_at: first instant that no longer counts (the next midnight for "23.59").
        now: the server's time, zone aware.
        grace_seconds: extra time for a review page that was opened before closing; 0 unless the rule pack says so.
    """
    return opens_at <= now < closes_at + timedelta(seconds=grace_seconds)


def end_of_day(day: date, zone: str) -> datetime:
    """The stored closing instant (UTC) for "closes on this day at 23.59" in a zone: the next local midnight."""
    return datetime.combine(day + timedelta(days=1), time(), zone_info(zone)).astimezone(UTC)


def start_of_day(day: date, zone: str) -> datetime:
    """The stored opening instant (UTC) for "opens on this day" in a zone."""
    return datetime.combine(day, time(), zone_info(zone)).astimezone(UTC)


def last_day(closes_at: datetime, zone: str) -> date:
    """The last calendar day, in a zone, on which something may still be sent."""
    return (closes_at - timedelta(microseconds=1)).astimezone(zone_info(zone)).date()


def format_deadline(closes_at: datetime, zone: str) -> str:
    """The last minute that counts, like “Jumat, 4 Desember 2026 pukul 23.59 WIB”."""
    local = (closes_at - timedelta(microseconds=1)).astimezone(zone_info(zone))
    return f"{moment_words(local.date())} pukul {local:%H.%M} {zone_label(zone)}"


def in_three_zones(closes_at: datetime) -> tuple[str, str, str]:
    """The closing time as read on a clock in WIB, WITA and WIT, in this order."""
    wib, wita, wit = (format_deadline(closes_at, zone) for zone in ZONES)
    return wib, wita, wit


def format_opening(opens_at: datetime, zone: str) -> str:
    """The first minute that counts, like “4 Desember 2026 pukul 00.00 WIB”."""
    return date_and_clock_words(opens_at, zone)


def remaining_text(closes_at: datetime, now: datetime) -> str:
    """How long the window stays open: the largest whole unit, never more than is left."""
    left = closes_at - now
    if left <= timedelta(0):
        return "sudah ditutup"
    if left >= timedelta(days=1):
        return f"{left.days} hari lagi"
    if left >= timedelta(hours=1):
        return f"{left // timedelta(hours=1)} jam lagi"
    if left >= MINUTE:
        return f"{left // MINUTE} menit lagi"
    return "kurang dari 1 menit lagi"
