"""The two statements of a mailing: people held still while they are judged, and one row a person, whoever else invites them.

Both run inside the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from talent.models import InvitationBatch


def hold_still(people: Iterable[UUID]) -> None:
    """Until the transaction ends nobody of these switches themselves out of the search or pauses invitations.

    Whoever did so a moment ago is seen by every read after this one. Mailings do not hinder each other.

    Args:
        people: public ids of employees.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM employees_employee WHERE public_id = ANY(%s::uuid[]) ORDER BY id FOR SHARE",
            [[str(each) for each in people]],
        )


def write_rows(batch: InvitationBatch, employee_ids: Sequence[int], *, message: str, expires_at: datetime, now: datetime) -> int:
    """One queued invitation a person. Returns how many were written: whoever has one to this vacancy keeps it.

    Args:
        batch: the mailing, already saved; employee_ids: primary keys; now: the transaction's time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO talent_invitation (public_id, vacancy_id, employee_id, batch_id, invited_by_id, message, state, failure,"
            " expires_at, created_at, decline_reason)"
            " SELECT gen_random_uuid(), %s, employee, %s, %s, %s, 'QUEUED', '', %s, %s, '' FROM unnest(%s::bigint[]) AS employee"
            " ON CONFLICT (vacancy_id, employee_id) DO NOTHING",
            [batch.vacancy_id, batch.pk, batch.invited_by_id, message, expires_at, now, list(employee_ids)],
        )
        return int(cursor.rowcount)


def mark_sent(pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    """Set invitations to sent, each with its letter, by one statement.

    Args:
        pairs: primary keys of invitation and letter; the rows are locked by the caller.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE talent_invitation AS i SET state = 'SENT', letter_id = pairs.letter, sent_at = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS pairs (invitation, letter) WHERE i.id = pairs.invitation",
            [now, [invitation for invitation, _ in pairs], [letter for _, letter in pairs]],
        )
