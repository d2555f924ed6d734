"""Which conflicts of interest the register suggests between a member of the panel and a candidate.

Two people have a ground for a conflict when the register shows both, on at least one common day,

- in the same unit of the same agency: the one with the higher structural post was the other's superior (SUPERIOR when the
  member was, SUBORDINATE when the candidate was); without a difference of rank, or when the higher one leads nobody, they
  were colleagues (SAME_UNIT);
- in the same agency, one of them in a JPT Utama: that post leads the whole agency, whatever the unit.

Ranks: JPT Utama, Madya, Pratama, Administrator, Pengawas; the posts of Pelaksana and Fungsional lead nobody. There is no limit
in time: how much a spell of long ago still weighs is the member's answer, given with a reason. A member who applied to the
same vacancy (SAME_VACANCY) is out of the whole selection, which no answer changes.

Source: docs/product.md 3.7 and 3.8; docs/security.md 4.3, S3 and S4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.indonesian import date_words

SAME_VACANCY, SUPERIOR, SUBORDINATE, SAME_UNIT = "SAME_VACANCY", "SUPERIOR", "SUBORDINATE", "SAME_UNIT"
KIND_LABELS = {
    SAME_VACANCY: "Melamar di lowongan yang sama",
    SUPERIOR: "Pernah atau sedang menjadi atasan peserta",
    SUBORDINATE: "Pernah atau sedang menjadi bawahan peserta",
    SAME_UNIT: "Pernah atau sedang satu unit kerja",
}
HEAD_OF_AGENCY = "JPT_UTAMA"
# The higher the number, the higher the post; those that are not named lead nobody.
RANKS = {"JPT_UTAMA": 5, "JPT_MADYA": 4, "JPT_PRATAMA": 3, "ADMINISTRATOR": 2, "PENGAWAS": 1}


@dataclass(frozen=True)
class Spell:
    """One line of the position history.

    Args:
        level: code of the register (employees.enums.PositionLevel). unit: may be empty, then it matches no other unit.
        started_on: first day; ended_on: last day, None while it lasts.
    """

    title: str
    level: str
    agency: str
    unit: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Ground:
    """Why a conflict is proposed: the kind, and a sentence that names the records it rests on."""

    kind: str
    text: str


def conflict_grounds(member: Iterable[Spell], candidate: Iterable[Spell], *, has_applied: bool = False) -> tuple[Ground, ...]:
    """Every ground between one member and one candidate, gravest kind first, then by time.

    Args:
        member, candidate: the position histories. has_applied: the member sent or began an application to the same vacancy.
    """
    candidate = tuple(candidate)
    found: set[tuple[int, date, Ground]] = set()
    order = list(KIND_LABELS)
    for own in member:
        for other in candidate:
            days = common_days(own, other)
            kind = kind_of(own, other) if days else None
            if days and kind:
                found.add((order.index(kind), days[0], Ground(kind, _sentence(kind, own, other, *days))))
    grounds = tuple(ground for _, _, ground in sorted(found, key=lambda each: (each[0], each[1], each[2].text)))
    if has_applied:
        return (Ground(SAME_VACANCY, "Anggota ini tercatat sebagai pelamar di lowongan yang sama."), *grounds)
    return grounds


def kind_of(own: Spell, other: Spell) -> str | None:
    """What two spells make of two people who held them at the same time; None when they had nothing to do with each other."""
    if not _is_same(own.agency, other.agency):
        return None
    is_one_unit = _is_same(own.unit, other.unit)
    if not is_one_unit and HEAD_OF_AGENCY not in (own.level, other.level):
        return None
    mine, theirs = RANKS.get(own.level, 0), RANKS.get(other.level, 0)
    if mine == theirs:
        return SAME_UNIT if is_one_unit else None
    return SUPERIOR if mine > theirs else SUBORDINATE


def common_days(own: Spell, other: Spell) -> tuple[date, date | None] | None:
    """First and last day on which both spells ran (last day None while both last), None without a common day."""
    start = max(own.started_on, other.started_on)
    ends = [each for each in (own.ended_on, other.ended_on) if each is not None]
    end = min(ends) if ends else None
    return None if end is not None and end < start else (start, end)


def _is_same(one: str, other: str) -> bool:
    """Whether two names mean the same: case and spaces do not count, and an empty name matches nothing."""
    words = one.casefold().split()
    return bool(words) and words == other.casefold().split()


def _sentence(kind: str, own: Spell, other: Spell, start: date, end: date | None) -> str:
    until = f"sampai {date_words(end)}" if end else "sampai sekarang"
    place = f"{own.unit}, {own.agency}" if _is_same(own.unit, other.unit) else own.agency
    return (
        f"{KIND_LABELS[kind]}: {place}, sejak {date_words(start)} {until} (anggota pansel: {own.title}; peserta: {other.title})."
    )
