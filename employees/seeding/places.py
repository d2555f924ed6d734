"""Where the invented people work: agencies by size, and which part of the country their names come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from employees.seeding.names import ORIGINS

SLOTS = 1 << 16
# One of the three classes the careers are drawn for.
CENTRAL, PROVINCE, REGENCY = 0, 1, 2
CENTRAL_SHARE, PROVINCE_SHARE = 230, 150  # per mille; the rest are kabupaten and kota (domain.md 8.9)
CAPITAL = "31"
# Of a central body's people this share works in the capital, the rest where the country lives; one in thirty of a regional
# agency's people works outside the home province.
IN_CAPITAL, OUTSIDE = 300, 30
# How many people live in a province, roughly, in hundred thousands: it sizes the agencies.
PEOPLE = {
    "11": 54, "12": 152, "13": 57, "14": 66, "15": 37, "16": 87, "17": 21, "18": 92, "19": 15, "21": 22, "31": 106, "32": 500,
    "33": 374, "34": 40, "35": 415, "36": 123, "51": 44, "52": 55, "53": 55, "61": 56, "62": 27, "63": 42, "64": 39, "65": 7,
    "71": 26, "72": 31, "73": 93, "74": 27, "75": 12, "76": 15, "81": 19, "82": 13, "91": 11, "92": 6, "93": 6, "94": 14,
    "95": 14, "96": 6,
}  # fmt: skip
_HOME = {
    "11": "MELAYU", "12": "UTARA", "13": "MELAYU", "14": "MELAYU", "15": "MELAYU", "16": "MELAYU", "17": "MELAYU", "18": "JAWA",
    "19": "MELAYU", "21": "MELAYU", "31": "JAWA", "32": "SUNDA", "33": "JAWA", "34": "JAWA", "35": "JAWA", "36": "SUNDA",
    "51": "BALI", "52": "NUSA", "53": "NUSA", "61": "BORNEO", "62": "BORNEO", "63": "BORNEO", "64": "BORNEO", "65": "BORNEO",
    "71": "MINAHASA", "72": "BUGIS", "73": "BUGIS", "74": "BUGIS", "75": "MINAHASA", "76": "BUGIS", "81": "MALUKU",
    "82": "MALUKU", "91": "PAPUA", "92": "PAPUA", "93": "PAPUA", "94": "PAPUA", "95": "PAPUA", "96": "PAPUA",
}  # fmt: skip
_AT_HOME, _FROM_JAVA = 700, 850  # per mille, running


@dataclass(frozen=True)
class Seat:
    """What the seed must know of an agency: key, name, town, class, province of its seat, relative size."""

    agency_id: int
    name: str
    city: str
    kind_class: int
    province: str
    weight: float


def sized(kind_class: int, province: str, rank: int, many: int) -> float:
    """Relative size of an agency among those of its class.

    Args:
        rank: place within its class and, in the regions, its province, from 0; many: how many there are.
    """
    if kind_class == CENTRAL:
        return CENTRAL_SHARE / (rank + 1) ** 0.9
    share = PROVINCE_SHARE if kind_class == PROVINCE else 1000 - CENTRAL_SHARE - PROVINCE_SHARE
    return share * PEOPLE.get(province, 10) / (rank + 4) ** 0.7 / max(many, 1) ** 0.3


def place_slots(seats: Sequence[Seat], seed: int) -> list[tuple[int, int, str, int, int]]:
    """Draw SLOTS places to work.

    Returns:
        (slot, agency, province of the workplace, class, index in ORIGINS); a person takes the slot their hash names.
    """
    rng = Random(f"{seed}:places")  # noqa: S311 - invents a register, guards nothing
    by_class: Mapping[int, list[Seat]] = {
        kind: [s for s in seats if s.kind_class == kind] for kind in (CENTRAL, PROVINCE, REGENCY)
    }
    shares = {CENTRAL: CENTRAL_SHARE, PROVINCE: PROVINCE_SHARE, REGENCY: 1000 - CENTRAL_SHARE - PROVINCE_SHARE}
    left = SLOTS
    drawn: list[Seat] = []
    present = [kind for kind in by_class if by_class[kind]]
    for kind in present:
        members = by_class[kind]
        many = left if kind == present[-1] else SLOTS * shares[kind] // 1000
        # Every agency has people, also the smallest.
        drawn += members + rng.choices(members, [s.weight for s in members], k=max(many - len(members), 0))
        left -= many
    rng.shuffle(drawn)
    provinces = sorted(PEOPLE)
    people = [PEOPLE[code] for code in provinces]
    rows = []
    for slot, seat in enumerate(drawn[:SLOTS]):
        province = seat.province
        if seat.kind_class == CENTRAL:
            if rng.randrange(1000) >= IN_CAPITAL:
                province = rng.choices(provinces, people)[0]
        elif rng.randrange(1000) < OUTSIDE:
            province = rng.choices(provinces, people)[0]
        rows.append((slot, seat.agency_id, province, seat.kind_class, _origin(rng, province)))
    return rows


def _origin(rng: Random, province: str) -> int:
    turn = rng.randrange(1000)
    if turn < _AT_HOME:
        return ORIGINS.index(_HOME[province])
    return ORIGINS.index("JAWA") if turn < _FROM_JAVA else rng.randrange(len(ORIGINS))
