"""The order in which one person sees a paper: questions shuffled, the parts of a case kept together, options shuffled.

A pure function of the shape of the paper and the person's stored seed, by SHA-256 sorting: whoever has both can recompute
what stood under "question 7, option C" for this person, today and in ten years, without this program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.canonical import sha256_hex


@dataclass(frozen=True)
class Slot:
    """One numbered question on a person's screen.

    Args:
        number: from 1, as shown. item, part: place in the paper, both from 0.
        options: for each option as shown, its place in the part as stored, from 0.
    """

    number: int
    item: int
    part: int
    options: tuple[int, ...]


def arrangement(shape: Sequence[Sequence[int]], seed: str) -> tuple[Slot, ...]:
    """The person's order.

    Args:
        shape: per item of the paper, per part of the item, the number of options.
        seed: the person's stored seed.
    """
    items = sorted(range(len(shape)), key=lambda item: (sha256_hex(f"{seed}|soal|{item}"), item))
    slots: list[Slot] = []
    for item in items:
        for part, options in enumerate(shape[item]):
            slots.append(Slot(len(slots) + 1, item, part, _shuffled(options, f"{seed}|pilihan|{item}|{part}")))
    return tuple(slots)


def _shuffled(count: int, seed: str) -> tuple[int, ...]:
    return tuple(sorted(range(count), key=lambda option: (sha256_hex(f"{seed}|{option}"), option)))
