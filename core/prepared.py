"""Statements that PostgreSQL plans once for a connection instead of at every reading.

For the few readings whose text never changes and whose plan does not depend on their values: planning the public list took
longer than reading it. Anything with free filters keeps its values in the text, so that the planner sees them.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection as primary
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")
# Names of the statements a connection holds, by their text; gone with the connection.
_HELD: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


class Reading(NamedTuple):
    """A statement of ours, `%(name)s` for a value whose type PostgreSQL can tell from its place, and its values by name."""

    statement: str
    values: Mapping[str, Any]


def read_prepared(
    statement: str, values: Mapping[str, Any], *, after: Reading | None = None, over: BaseDatabaseWrapper | None = None
) -> list[tuple[Any, ...]]:
    """All rows of `statement`, which is planned at its first reading over this connection.

    Args:
        statement, values: as in `Reading`; exactly the values the statement names, always in the same order.
        after: what is run before it in the same round trip, its rows dropped: a lock, whose holder the reading then sees
            (each statement of a transaction sees what was committed before it began).
        over: the connection, the primary's when not given.
    """
    connection = over or primary
    # The cursor comes first: asking for it replaces a connection that has died.
    with connection.cursor() as cursor:
        texts: list[str] = []
        given: list[Any] = []
        for each in (after, Reading(statement, values)):
            if each is not None:
                places = ", ".join(["%s"] * len(each.values))
                texts.append(f"EXECUTE {_held(connection, each)}{f' ({places})' if places else ''}")
                given += each.values.values()
        cursor.execute("; ".join(texts), given)
        return cursor.fetchall()


def _held(connection: BaseDatabaseWrapper, reading: Reading) -> str:
    """The name under which the connection holds the statement, from its first reading on."""
    held = _HELD.setdefault(connection.connection, {})
    name = held.get(reading.statement)
    if name is None:
        name = f"held_{len(held) + 1}"
        places = {each: f"${number}" for number, each in enumerate(reading.values, start=1)}
        # No reading of its own, so nobody counts it as one.
        with connection.connection.cursor() as quiet:
            quiet.execute(f"PREPARE {name} AS {reading.statement % places}")
        held[reading.statement] = name
    return name


class HeldList(Generic[T]):
    """A short list that hardly ever changes, which a process reads again every few minutes; what may be undone is not kept.

    Args:
        statement: its reading, without values; made: what is kept of the rows.
        seconds: how long it is kept.
    """

    def __init__(self, statement: str, made: Callable[[list[tuple[Any, ...]]], T], *, seconds: float = 300.0) -> None:
        self.statement, self.made, self.seconds = statement, made, seconds
        self._kept: tuple[float, T] | None = None

    def read(self, *, anew: bool = False) -> T:
        """The list; `anew` when the one kept lacks what is asked for."""
        now, kept = time.monotonic(), self._kept
        if kept is not None and not anew and not primary.in_atomic_block and now - kept[0] < self.seconds:
            return kept[1]
        fresh = self.made(read_prepared(self.statement, {}))
        if not primary.in_atomic_block:
            self._kept = (now, fresh)
        return fresh
