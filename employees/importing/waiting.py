"""The rows of an import that wait to be merged: one import at a time puts them there, and nothing of them outlives it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from core.copying import copy_rows
from employees.importing import merging
from employees.importing.merging import BatchOutcome
from employees.importing.parsing import ImportedEmployee
from employees.models import ImportLine

# Number of the advisory lock that one import holds while it runs.
IMPORT_LOCK = 4_001_001


class ImportBusy(Exception):
    """Another import is running."""


@contextmanager
def only_import() -> Iterator[None]:
    """Keep other imports out; rows that a killed one left waiting are thrown away, as are its own at the end.

    Raises:
        ImportBusy: another import runs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportBusy
        try:
            ImportLine.objects.all().delete()
            yield
            ImportLine.objects.all().delete()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])


@transaction.atomic
def look_at_batch(rows: Sequence[ImportedEmployee], batch: int) -> BatchOutcome:
    """What merging the batch would do; the register stays as it is, the rows wait as they would in earnest."""
    repeated = put_with_waiting(rows, batch)
    with connection.cursor() as cursor:
        cursor.execute(merging.BY_INDEX)
        cursor.execute(merging.LOOK, {"batch": batch})
        return merging.outcome_of(cursor.fetchall(), repeated)


def put_with_waiting(rows: Sequence[ImportedEmployee], batch: int) -> list[tuple[int, str, int]]:
    """Put the rows of a batch with those that wait already.

    Returns:
        (line, NIP, earlier line) of the rows that repeat a NIP of the file; these do not wait.
    """
    copy_rows(ImportLine, merging.WAITING, merging.waiting_rows(batch, rows))
    with connection.cursor() as cursor:
        cursor.execute(merging.REPEATED, {"batch": batch})
        repeated = cursor.fetchall()
        if repeated:
            cursor.execute(merging.FORGET_REPEATED, {"batch": batch, "lines": [line for line, _, _ in repeated]})
    return repeated
