"""Which figures are good: pure borders over a `Condition`, the same for machines and for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.condition.reading import Condition
from core.indonesian import number_words

GOOD, WATCH, BAD = "good", "wait", "stop"
# Seconds.
HEARTBEAT_LATE, HEARTBEAT_LOST = 60, 180
MAIL_LATE, MAIL_STUCK = 5 * 60, 60 * 60
BULK_LATE = 6 * 60 * 60
# A seal comes every minute, without new rows every five; determinations stop at 15 (core/seals.py).
SEAL_LATE, SEAL_LOST = 7 * 60, 15 * 60
STANDBY_LATE, STANDBY_FAR = 30, 300
# Share of the disk.
DISK_LOW, DISK_OUT = 0.15, 0.05
# A task is late after three of its intervals and two minutes: a busy evening is not an outage.
INTERVALS, ALLOWANCE = 3, 120


@dataclass(frozen=True)
class Finding:
    """One line of the condition.

    Args:
        code: for machines; label, words: for people; state: GOOD, WATCH or BAD; value: the figure behind it.
    """

    code: str
    label: str
    words: str
    state: str
    value: float


def findings(condition: Condition, intervals: Mapping[str, float]) -> list[Finding]:
    """Every part of the portal with its state.

    Args:
        intervals: seconds between two rounds, by task name.
    """
    pulse = condition.heartbeat_age
    late = late_tasks(condition, intervals)
    free = condition.disk_free / condition.disk_total
    found = [
        Finding(
            "heartbeat",
            "Pekerja dan penjadwal",
            f"Tanda hidup {span_words(pulse)} lalu" if pulse is not None else "Belum pernah memberi tanda hidup",
            BAD if pulse is None else _state(pulse, HEARTBEAT_LATE, HEARTBEAT_LOST),
            pulse if pulse is not None else -1,
        ),
        Finding(
            "outbox",
            "Surel keluar",
            f"{number_words(condition.mails_waiting)} menunggu, yang tertua terlambat {span_words(condition.mail_overdue)}"
            if condition.mail_overdue >= 1
            else f"{number_words(condition.mails_waiting)} menunggu, tidak ada yang terlambat",
            _state(condition.mail_overdue, MAIL_LATE, MAIL_STUCK),
            condition.mail_overdue,
        ),
        Finding(
            "bulk_outbox",
            "Kiriman massal",
            f"Yang tertua menunggu {span_words(condition.bulk_overdue)}"
            if condition.bulk_overdue >= 1
            else "Tidak ada yang menunggu",
            WATCH if condition.bulk_overdue > BULK_LATE else GOOD,
            condition.bulk_overdue,
        ),
        Finding(
            "seal",
            "Segel jejak",
            f"Segel {number_words(condition.seal_number)}, {span_words(condition.seal_age)} lalu"
            if condition.seal_number
            else "Belum ada segel",
            _state(condition.seal_age, SEAL_LATE, SEAL_LOST),
            condition.seal_age,
        ),
        Finding(
            "tasks",
            "Tugas berkala",
            f"{number_words(len(late))} terlambat" if late else "Semua tepat waktu",
            WATCH if late else GOOD,
            len(late),
        ),
        Finding(
            "disk",
            "Ruang berkas",
            f"{size_words(condition.disk_free)} kosong dari {size_words(condition.disk_total)}",
            BAD if free < DISK_OUT else WATCH if free < DISK_LOW else GOOD,
            condition.disk_free,
        ),
    ]
    if condition.standby is not None:
        seconds = condition.standby.seconds_behind
        found.append(
            Finding(
                "standby",
                "Basis data cadangan",
                "Tidak menjawab"
                if seconds is None
                else f"Tertinggal {span_words(seconds)}"
                if seconds >= 1
                else "Sama dengan yang utama",
                BAD if seconds is None else _state(seconds, STANDBY_LATE, STANDBY_FAR),
                seconds if seconds is not None else -1,
            )
        )
    return found


def late_tasks(condition: Condition, intervals: Mapping[str, float]) -> list[str]:
    """Names of the tasks whose last round is too long ago, or that never ended one though the workers live."""
    ages = {each.name: each.age for each in condition.rounds}
    late = []
    for name, interval in intervals.items():
        age = ages.get(name)
        # Rare ones have no first round yet in the first hours; the heartbeat tells of workers that do nothing at all.
        if age is not None and age > interval * INTERVALS + ALLOWANCE:
            late.append(name)
    return sorted(late)


def worst(found: list[Finding]) -> str:
    """The state of the whole portal."""
    states = {each.state for each in found}
    return BAD if BAD in states else WATCH if WATCH in states else GOOD


def span_words(seconds: float) -> str:
    """A span in its two largest units: "3 menit", "2 jam 5 menit"."""
    if seconds < 60:
        return f"{int(seconds)} detik"
    minutes = int(seconds // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{number} {unit}" for number, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if number]
    return " ".join(parts[:2])


def size_words(number: int) -> str:
    """Bytes as people read them: "1,5 GB"."""
    size = float(number)
    for unit in ("bita", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.1f} {unit}".replace(".", ",").replace(",0 ", " ")
        size /= 1024
    return f"{size:.1f} TB".replace(".", ",").replace(",0 ", " ")


def _state(value: float, watch: float, bad: float) -> str:
    return BAD if value > bad else WATCH if value > watch else GOOD
