"""Long lists a group at a time, so that memory and statements stay the same size however long they are."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def grouped(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` rows, in order, none empty."""
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some
