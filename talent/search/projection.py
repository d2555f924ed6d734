"""Writes of the search projection: single people at once, or taken out of it.

One lock of the database lets one writer at a time in, until the end of its transaction: whoever switches himself out waits
for a refresh under way, and no refresh can put an older picture back after it.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from talent.search.rows import STEMMED_HERE, rows_sql

LOCK = 7_311_204_615
TABLE = "talent_searchrow"
SAMPLE = "talent_searchsample"
# One person in fifty, chosen by number, so that everybody knows whether a row belongs into the sample.
SAMPLE_OF = 50
# Doubled for statements with parameters.
IN_SAMPLE = f"(hashint8(id) & 2147483647) %% {SAMPLE_OF} = 0"
CHOSEN = "{column} = ANY(%(ids)s)"
WORDS_SQL = """
INSERT INTO talent_nameword (word, people)
SELECT word, count(*) FROM employees_employee, unnest(string_to_array(name_key, ' ')) AS word
WHERE id = ANY(%(ids)s) AND is_searchable AND word <> '' GROUP BY word ORDER BY word
ON CONFLICT (word) DO NOTHING"""
# The count files and a rebuild under way go by this; without either nobody reads it.
NOTE_SQL = """
INSERT INTO talent_searchfresh (employee_id)
SELECT unnest(%(ids)s) WHERE EXISTS (SELECT FROM talent_searchbuild WHERE is_current OR finished_at IS NULL)"""


@transaction.atomic
def refresh(employee_ids: Iterable[int]) -> int:
    """Write the rows of these people anew from the register; who is gone or not searchable has none afterwards.

    Returns:
        How many have a row.
    """
    ids = sorted(set(employee_ids))
    if not ids:
        return 0
    with connection.cursor() as cursor:
        lock(cursor)
        written = write(cursor, ids)
        cursor.execute(NOTE_SQL, {"ids": ids})
    return written


@transaction.atomic
def remove(employee_ids: Iterable[int]) -> None:
    """Take these people out of search and counts; part of the transaction in which they switch themselves out."""
    ids = sorted(set(employee_ids))
    with connection.cursor() as cursor:
        lock(cursor)
        clear(cursor, ids)
        cursor.execute(NOTE_SQL, {"ids": ids})


def lock(cursor: Any) -> None:
    """Let no other writer of the projection in until this transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def clear(cursor: Any, ids: list[int], table: str = TABLE, sample: str = SAMPLE) -> None:
    """Delete rows by person."""
    for name in (table, sample):
        cursor.execute(f"DELETE FROM {name} WHERE id = ANY(%(ids)s)", {"ids": ids})  # noqa: S608 - own constants


def write(cursor: Any, ids: list[int], table: str = TABLE, sample: str = SAMPLE) -> int:
    """Delete and insert rows by person; the caller holds the lock."""
    clear(cursor, ids, table, sample)
    cursor.execute(f"INSERT INTO {table} {rows_sql(CHOSEN, STEMMED_HERE)}", {"ids": ids})
    written = int(cursor.rowcount)
    cursor.execute(
        f"INSERT INTO {sample} SELECT * FROM {table} WHERE id = ANY(%(ids)s) AND {IN_SAMPLE}",  # noqa: S608 - own constants
        {"ids": ids},
    )
    cursor.execute(WORDS_SQL, {"ids": ids})
    return written
