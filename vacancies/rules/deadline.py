"""The one rule of the closing time.

A window is open while opens_at <= now < closes_at. "23.59" includes 23:59:59.999999 and is therefore stored as the
next midnight (docs/security.md section 3, Time); screens show the last minute that still counts.
"""

from datetime import UTC, date, datetime, time, timedelta

from core.indonesian import ZONES, as_local, date_and_clock_words, date_words, moment_words, zone_info, zone_label

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)


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


def settles_at(closes_at: datetime, grace_seconds: int) -> datetime:
    """The first instant at which nothing more can arrive, so that the registration may be counted and closed."""
    return closes_at + timedelta(seconds=grace_seconds)


def late_sentence(now: datetime, closes_at: datetime, zone: str) -> str:
    """What a person reads whose sending came after closing: when it arrived, by how much it missed, what became of it.

    Args:
        now: timestamp of the sending transaction; closes_at: the stored closing, exclusive; zone: the agency's zone.
    """
    return (
        f"Kiriman Anda tiba pukul {exact_words(now, closes_at, zone)}, {lateness_words(now - closes_at)} sesudah penutupan. "
        "Isi tetap tersimpan sebagai draf dan belum terkirim."
    )


def exact_words(now: datetime, closes_at: datetime, zone: str) -> str:
    """A clock time to the millisecond, like “00.00.03,412 WIB”; with its date once an hour has passed since closing."""
    local = as_local(now, zone)
    words = f"{local:%H.%M.%S},{local.microsecond // 1000:03d} {zone_label(zone)}"
    return words if now - closes_at < HOUR else f"{words} tanggal {date_words(now, zone)}"


def lateness_words(late_by: timedelta) -> str:
    """A span after closing, cut to what it shows: “3,412 detik”, “2 menit 5 detik”, “3 jam 20 menit”, “2 hari 4 jam”."""
    seconds = late_by // timedelta(seconds=1)
    if late_by < MILLISECOND:
        return f"0,{late_by // timedelta(microseconds=1):06d} detik"
    if late_by < MINUTE:
        return f"{seconds},{late_by // MILLISECOND % 1000:03d} detik"
    if late_by < HOUR:
        return f"{seconds // 60} menit {seconds % 60} detik"
    if late_by < DAY:
        return f"{seconds // 3600} jam {seconds // 60 % 60} menit"
    return f"{late_by.days} hari {seconds // 3600 % 24} jam"


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
