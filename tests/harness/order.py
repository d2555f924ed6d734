"""In which order a spread run begins its tests."""

from collections.abc import Callable, Hashable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def dealt(long: list[T], short: list[T], workers: int, file_of: Callable[[T], Hashable]) -> list[T]:
    """The order in which half of the workers begin with the long files while the other half does the rest.

    pytest-xdist gives the first worker the first part of the list, the second the next, and lets who is done take from the end
    of others' parts: unmixed, one worker would begin with all long tests, and four would meet in the last of them. Two long ones
    at a time leave a fault test, which counts seconds of waiting, the cores it needs.

    Args:
        file_of: of a test; tests of one file stay together and in their order.
    """
    files: dict[Hashable, list[T]] = {}
    for item in long:
        files.setdefault(file_of(item), []).append(item)
    piles: list[list[T]] = [[] for _ in range(workers)]
    for number, tests in enumerate(files.values()):
        piles[number % ((workers + 1) // 2)] += tests
    rest = iter(short)
    order: list[T] = []
    for number, pile in enumerate(piles):
        share = (len(long) + len(short) - len(order)) // (workers - number)
        order += [*pile, *islice(rest, max(share - len(pile), 0))]
    return [*order, *rest]
