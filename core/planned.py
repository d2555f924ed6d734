"""Readings of the ORM that PostgreSQL plans once for a connection instead of at every page.

For the lists people open all day: their statements are the same but for a number or a day, and planning them took as long as
reading, above all where row security brings conditions of its own (core/row_policies.py). Numbers, moments, days and keys
become places; words stay in the text, since they are states and duties, by which the planner chooses an index. What was never
read before is run as it stands: a search for somebody's name is not kept. PostgreSQL itself goes on planning a statement for
each value where that pays (`plan_cache_mode`).
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg2 import Error
from psycopg2.errors import FeatureNotSupported

# The texts a connection holds (a plan with its text is up to 100 kB there), and those a process remembers to have run.
MOST_HELD = 100
MOST_REMEMBERED = 1_000
_PLACE = re.compile(r"%s|%%")
_MOST_INTEGER = 2**31
# As a literal of its kind is read by PostgreSQL, so that a statement means the same either way.
_TYPES = {datetime: "timestamptz", date: "date", UUID: "uuid", Decimal: "numeric"}

_held: WeakKeyDictionary[Any, OrderedDict[str, str]] = WeakKeyDictionary()
_remembered: dict[str, None] = {}
_NEVER = object()
_refused: set[str] = set()


@contextmanager
def planned_once() -> Iterator[None]:
    """Plan the readings of the block once; around a function it serves as a decorator."""
    with connection.execute_wrapper(_run):
        yield


def _run(execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement by its name where it is a reading this process has run before, as it stands otherwise."""
    cursor = context["cursor"].cursor
    if many or not values or not isinstance(statement, str) or cursor.name or not statement.lstrip("( ").startswith("SELECT"):
        return execute(statement, values, many, context)
    text, types, given = parted(statement, values, cursor.mogrify)
    key = f"{', '.join(types)}: {text}"
    if key in _refused or not _is_known(key):
        return execute(statement, values, many, context)
    name = _name(cursor.connection, key, text, types)
    if name is None:
        return execute(statement, values, many, context)
    places = ", ".join(["%s"] * len(given))
    try:
        return execute(f"EXECUTE {name} ({places})" if given else f"EXECUTE {name}", given, many, context)
    except Exception as error:
        # A table changed under the plan, as in an upgrade that leaves the old code running: read it as it stands from now on.
        if not isinstance(error.__cause__, FeatureNotSupported) or connection.in_atomic_block:
            raise
        _refused.add(key)
        return execute(statement, values, many, context)


def parted(statement: str, values: Any, written: Callable[[str, tuple[Any, ...]], bytes]) -> tuple[str, list[str], list[Any]]:
    """A statement with `$1`, `$2` for what may differ from page to page.

    Args:
        statement, values: as the ORM gives them: `%s` for each value.
        written: puts values into a text as literals (a cursor's `mogrify`).

    Returns:
        The text, the types of its places, and their values; equal values share a place, as one that is grouped by must be the
        one that is selected.
    """
    types: list[str] = []
    given: list[Any] = []
    numbers: dict[tuple[str, Any], int] = {}
    rest = iter(values)

    def put(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%"
        value = next(rest)
        kind = _TYPES.get(type(value))
        if type(value) is int and -_MOST_INTEGER <= value < _MOST_INTEGER:
            kind = "integer"
        elif type(value) is int:
            kind = "bigint"
        if kind is None:
            return written("%s", (value,)).decode()
        if (kind, value) not in numbers:
            numbers[kind, value] = len(given) + 1
            types.append(kind)
            given.append(value)
        return f"${numbers[kind, value]}"

    return _PLACE.sub(put, statement), types, given


def _is_known(key: str) -> bool:
    """Whether this process has run it before; it has from now on. Safe among threads: no step expects the one before to hold."""
    known = _remembered.pop(key, _NEVER) is not _NEVER
    _remembered[key] = None
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.pop(next(iter(list(_remembered))), None)
    return known


def _name(line: Any, key: str, text: str, types: list[str]) -> str | None:
    """The name under which a connection holds a statement, from its first run on; None for one it cannot hold."""
    held = _held.setdefault(line, OrderedDict())
    if key in held:
        held.move_to_end(key)
        return held[key]
    kinds = f" ({', '.join(types)})" if types else ""
    # No reading of its own, so nobody counts it as one.
    with line.cursor() as quiet:
        name = f"planned_{len(held) + 1}"
        if len(held) >= MOST_HELD:
            _, name = held.popitem(last=False)
            quiet.execute(f"DEALLOCATE {name}")
        try:
            quiet.execute(f"PREPARE {name}{kinds} AS {text}")
        except Error:
            # Inside a transaction it is lost with the statement; outside nothing is.
            if connection.in_atomic_block:
                raise
            _refused.add(key)
            return None
    held[key] = name
    return name
