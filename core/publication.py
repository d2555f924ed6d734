"""Which version of the public pages is the newest: one number that every published change raises.

A deferred trigger raises it at the very end of the transaction that changes something public, so readers see the number and
the change at the same instant, and the row is locked for the length of a commit only. Pages are kept under this number
(core/front_cache.py): raising it makes every kept page old at once, and no key is ever deleted.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import Error, connection

from core.standby import reading_connection

T = TypeVar("T")

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION core_publish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once a transaction, however many rows it changes.
    UPDATE core_publication SET version = version + 1, changed_by = pg_current_xact_id()::text::bigint
    WHERE id = 1 AND changed_by <> pg_current_xact_id()::text::bigint;
    RETURN NULL;
END $$;
INSERT INTO core_publication (id, version, changed_by) VALUES (1, 1, 0) ON CONFLICT DO NOTHING;
"""


def trigger_sql(table: str, events: str = "INSERT OR UPDATE OR DELETE", condition: str = "") -> str:
    """SQL that lets changes of `table` raise the version; used in migrations.

    Args:
        events: which statements count, in the words of CREATE TRIGGER.
        condition: SQL over NEW and OLD that says which rows are public, "" for all.
    """
    when = f" WHEN ({condition})" if condition else ""
    return (
        f"CREATE CONSTRAINT TRIGGER {table}_published AFTER {events} ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{when} EXECUTE FUNCTION core_publish();"
    )


class VersionReader:
    """Reads the version at most once in `seconds`, outside of any transaction.

    Args:
        seconds: how old the answer may be; 0 asks PostgreSQL every time.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._version: int | None = None
        self._asked_at = float("-inf")

    def current(self) -> int | None:
        """The newest version known, None while PostgreSQL has never answered.

        A database that does not answer leaves the last known version in force: what was public a moment ago still is.
        """
        now = time.monotonic()
        if now - self._asked_at < self.seconds:
            return self._version
        self._asked_at = now
        for _ in range(2):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT version FROM core_publication WHERE id = 1")
                    row = cursor.fetchone()
                if row:
                    self._version = row[0]
                break
            except Error:
                # Nobody checks the connection before a request begins; a second try opens a new one.
                connection.close()
        return self._version


class Remembered(Generic[T]):
    """Something that is made of public rows alone, kept in this process until one of them changes.

    Args:
        make: reads it from the database.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make
        self._kept: tuple[tuple[int, int], T] | None = None

    def get(self) -> T:
        """The present one, for one small query; made anew inside a transaction, whose rows nobody else sees yet."""
        if connection.in_atomic_block:
            return self.make()
        # Mark and rows come from the same server, so neither runs ahead of the other.
        with reading_connection().cursor() as cursor:
            # With the transaction that raised it, a version never comes back, not even in a database that was restored.
            cursor.execute("SELECT version, changed_by FROM core_publication WHERE id = 1")
            mark = cursor.fetchone()
        if self._kept is None or self._kept[0] != mark:
            self._kept = (mark, self.make())
        return self._kept[1]
