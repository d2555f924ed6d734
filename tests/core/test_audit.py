"""The trail: chained by the database, closed to the web role."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.chain_hash import first_broken_link
from core.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db


def record(chain: str, number: int) -> int:
    return audit.record(
        chain=chain, act="try_something", actor=None, object_type="Thing", object_id=str(number), details={"number": number}
    )


def links(chain: str):
    rows = AuditEntry.objects.filter(chain=chain).order_by("sequence")
    return [(row.sequence, row.at_us, row.body, row.previous_hash, row.hash) for row in rows]


def test_record_links_each_row_to_the_one_before():
    assert [record("a", 1), record("a", 2), record("b", 1)] == [1, 2, 1]
    assert first_broken_link(links("a")) is None
    assert AuditHead.objects.get(chain="a").hash == AuditEntry.objects.get(chain="a", sequence=2).hash


def test_columns_repeat_what_the_hashed_body_says():
    record("a", 7)
    row = AuditEntry.objects.get()
    assert (row.act, row.object_type, row.object_id, row.actor_id) == ("try_something", "Thing", "7", None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET body = '{}'",
        "DELETE FROM core_auditentry",
        "INSERT INTO core_audithead (chain, sequence, hash) VALUES ('x', 0, '')",
        "UPDATE core_audithead SET sequence = 0",
        "TRUNCATE core_auditentry",
    ],
)
def test_web_role_may_not_touch_the_trail(statement):
    record("a", 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_trigger_stops_even_the_superuser(owner_connection):
    record("a", 1)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), owner_connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET body = '{}'")
