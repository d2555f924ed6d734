"""Statements that PostgreSQL plans once for a connection instead of at every reading.

For the few readings whose text never changes and whose plan does not depend on their values: planning the public list took
longer than reading it. Anything with free filters keeps its values in the text, so that the planner sees them.
"""

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection as primary
from django.db.backends.base.base import BaseDatabaseWrapper

# Names of the statements a connection holds, by their text; gone with the connection.
_HELD: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def read_prepared(statement: str, values: Mapping[str, Any], *, over: BaseDatabaseWrapper | None = None) -> list[tuple[Any, ...]]:
    """All rows of `statement`, which is planned at its first reading over this connection.

    Args:
        statement: a text of ours, one of few; `%(name)s` stands for a value whose type PostgreSQL can tell from its place.
        values: by name; exactly those the statement names.
        over: the connection, the primary's when not given.
    """
    connection = over or primary
    given = ", ".join(["%s"] * len(values))
    # The cursor comes first: asking for it replaces a connection that has died.
    with connection.cursor() as cursor:
        held = _HELD.setdefault(connection.connection, {})
        name = held.get(statement)
        if name is None:
            name = f"held_{len(held) + 1}"
            places = {each: f"${number}" for number, each in enumerate(values, start=1)}
            # No reading of its own, so nobody counts it as one.
            with connection.connection.cursor() as quiet:
                quiet.execute(f"PREPARE {name} AS {statement % places}")
            held[statement] = name
        cursor.execute(f"EXECUTE {name}{f' ({given})' if given else ''}", list(values.values()))
        return cursor.fetchall()
