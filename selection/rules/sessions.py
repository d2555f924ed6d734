"""Sessions: what a lawful one looks like, how participants are spread over seats, and when each act ends.

Source: docs/product.md section 5 "Sesi", section 6 row 28 (two levels only: stage and session).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.indonesian import as_local, clock_words, moment_words, other_zones_words

LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class SessionFacts:
    """One session as somebody wants it.

    Args:
        starts_at, ends_at: aware. place, link: at least one is written. capacity: seats. taken: seats given already.
    """

    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    capacity: int
    taken: int = 0


def session_problem(facts: SessionFacts, now: datetime) -> tuple[str, str] | None:
    """The first thing wrong with a session: name of the field and the sentence beside it; None for a lawful one."""
    if facts.starts_at <= now:
        return "starts_at", "Waktu mulai harus sesudah saat ini."
    if facts.ends_at <= facts.starts_at:
        return "ends_at", "Waktu selesai harus sesudah waktu mulai."
    if facts.ends_at - facts.starts_at > LONGEST:
        return "ends_at", "Satu sesi paling lama 12 jam. Bagi menjadi beberapa sesi."
    if not facts.place.strip() and not facts.link.strip():
        return "place", "Isi tempat atau tautan rapat."
    if facts.capacity < 1:
        return "capacity", "Kapasitas paling sedikit 1 orang."
    if facts.capacity < facts.taken:
        return "capacity", f"Sudah ada {facts.taken} peserta di sesi ini. Pindahkan sebagian sebelum mengecilkan kapasitas."
    return None


def capacity_problem(capacity: int, taken: int, wanted: int) -> str | None:
    """Why `wanted` more people do not fit, None when they do."""
    free = max(capacity - taken, 0)
    if wanted <= free:
        return None
    return (
        f"Sesi ini tinggal punya {free} kursi kosong, sedangkan yang dipilih {wanted} peserta."
        if free
        else "Sesi ini sudah penuh."
    )


def overlaps(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two spans share an instant; each ends just before its second value."""
    return one[0] < other[1] and other[0] < one[1]


def spread(people: Sequence[int], rooms: Iterable[tuple[int, int]]) -> tuple[dict[int, list[int]], list[int]]:
    """Fill rooms one after the other.

    Args:
        people: in the order they are to sit. rooms: (room, free seats) in the order they are to fill.

    Returns:
        room -> people, and the people for whom no seat was left.
    """
    waiting = list(people)
    seated: dict[int, list[int]] = {}
    for room, free in rooms:
        taken, waiting = waiting[: max(free, 0)], waiting[max(free, 0) :]
        if taken:
            seated[room] = taken
    return seated, waiting


def time_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Senin, 1 Desember 2026 pukul 09.00 sampai 11.30 WIB (11.00 WITA, 12.00 WIT)": begin on all three clocks."""
    same_day = as_local(starts_at, zone).date() == as_local(ends_at, zone).date()
    end = clock_words(ends_at, zone) if same_day else moment_words(ends_at, zone)
    begin = moment_words(starts_at, zone).rsplit(" ", 1)[0]
    return f"{begin} sampai {end} (mulai {other_zones_words(starts_at, zone)})"
