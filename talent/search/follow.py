"""Follows the register: people noted by its triggers get their rows anew, within two seconds of the commit."""

from django.db import connection, transaction

from talent.models import SearchChange
from talent.search import projection

BATCH = 500
# A thousand batches are left to the next call, so that a task ends before its time limit.
MOST_BATCHES = 1000
TAKE_SQL = """
WITH taken AS (
    DELETE FROM talent_searchchange WHERE id IN (
        SELECT id FROM talent_searchchange ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING employee_id)
SELECT DISTINCT employee_id FROM taken"""


def is_behind() -> bool:
    """Whether people noted by the register still wait for their rows: for some seconds after an import or an empty start."""
    return SearchChange.objects.exists()


def follow_changes() -> int:
    """Take what was noted, in groups, one transaction each; two workers may run at once.

    Returns:
        How many people were looked at.
    """
    looked_at = 0
    for _ in range(MOST_BATCHES):
        taken = _follow_some()
        if not taken:
            break
        looked_at += taken
    return looked_at


@transaction.atomic
def _follow_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM talent_searchchange)")
        if not cursor.fetchone()[0]:
            return 0
        # Before taking: whoever waits for the lock must then see what the one before left.
        projection.lock(cursor)
        cursor.execute(TAKE_SQL, [BATCH])
        ids = [row[0] for row in cursor.fetchall()]
    projection.refresh(ids)
    return len(ids)
