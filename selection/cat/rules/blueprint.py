"""From blueprint to paper: so many questions a competency and difficulty, drawn from the bank by a seed.

The draw is a sorting by SHA-256, so that anybody with the seed and the list of questions gets the same paper, in any language.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.canonical import sha256_hex

Cell = tuple[str, str]


@dataclass(frozen=True)
class BlueprintLine:
    """One line of the blueprint: how many questions of this competency and difficulty (EASY, MEDIUM, HARD)."""

    competency: str
    difficulty: str
    count: int

    @property
    def cell(self) -> Cell:
        """Where in the bank the line draws from."""
        return self.competency, self.difficulty


@dataclass(frozen=True)
class Shortage:
    """A line the bank cannot fill: how many it has, how many are wanted."""

    competency: str
    difficulty: str
    has: int
    wants: int

    @property
    def missing(self) -> int:
        """How many reviewed questions are lacking."""
        return self.wants - self.has


def wanted(lines: Iterable[BlueprintLine]) -> dict[Cell, int]:
    """Questions wanted by cell; two lines of one cell add up, lines without a count ask for nothing."""
    total: Counter[Cell] = Counter()
    for line in lines:
        if line.count > 0:
            total[line.cell] += line.count
    return dict(total)


def shortages(lines: Iterable[BlueprintLine], stock: Mapping[Cell, int]) -> list[Shortage]:
    """What the bank lacks for this blueprint, in the order of the lines; empty when the exam can be built.

    Args:
        stock: reviewed questions of the bank by competency and difficulty.
    """
    return [
        Shortage(competency, difficulty, stock.get((competency, difficulty), 0), count)
        for (competency, difficulty), count in wanted(lines).items()
        if stock.get((competency, difficulty), 0) < count
    ]


def draw(lines: Iterable[BlueprintLine], stock: Mapping[Cell, Sequence[str]], seed: str) -> list[str]:
    """Names of the drawn questions, cell after cell, each cell in the order of the draw.

    Args:
        stock: names (public ids) of the reviewed questions by cell. seed: text kept with the exam.

    Raises:
        ValueError: a cell has too few; ask `shortages` first.
    """
    drawn = []
    for cell, count in wanted(lines).items():
        names = sorted(stock.get(cell, ()), key=lambda name: (sha256_hex(f"{seed}|{name}"), name))
        if len(names) < count:
            raise ValueError(f"{cell}: {len(names)} of {count}")
        drawn += names[:count]
    return drawn
