"""The trail: chained by the database, closed to the web role."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.chain_hash import first_broken_link
from core.models import AuditEntry, AuditHead, NoticePreference

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A09")]


def record(chain: str, number: int) -> None:
    audit.record(
        chain=chain, act="try_something", actor=None, object_type="Thing", object_id=str(number), details={"number": number}
    )


def links(chain: str):
    rows = AuditEntry.objects.filter(chain=chain).order_by("sequence")
    return [(row.sequence, row.at_us, row.body, row.previous_hash, row.hash) for row in rows]


def test_record_links_each_row_to_the_one_before():
    for chain, number in (("a", 1), ("a", 2), ("b", 1)):
        record(chain, number)
    assert list(AuditEntry.objects.order_by("id").values_list("chain", "sequence")) == [("a", 1), ("a", 2), ("b", 1)]
    assert first_broken_link(links("a")) is None
    assert AuditHead.objects.get(chain="a").hash == AuditEntry.objects.get(chain="a", sequence=2).hash


def test_rows_of_acts_within_an_act_are_appended_at_its_end_in_their_order_and_not_at_all_when_it_fails():
    def numbers() -> list[str]:
        return list(AuditEntry.objects.order_by("id").values_list("object_id", flat=True))

    @audit.written_last()
    def act(*more) -> None:
        record("a", 1)
        with audit.written_last():
            record("b", 2)
        assert numbers() == []
        for each in more:
            each()
        record("a", 3)

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        act(fail)
    assert numbers() == []
    act()
    assert numbers() == ["1", "2", "3"]
    record("a", 4)
    assert numbers()[-1] == "4"


def test_an_inner_act_that_raised_leaves_no_row_with_the_outer_one():
    @transaction.atomic
    @audit.written_last()
    def inner() -> None:
        record("a", 2)
        raise LookupError

    with transaction.atomic(), audit.written_last():
        record("a", 1)
        with pytest.raises(LookupError):
            inner()
        record("a", 3)
    assert list(AuditEntry.objects.order_by("id").values_list("object_id", flat=True)) == ["1", "3"]


@transaction.atomic
def taken_back() -> None:
    record("a", 2)
    raise LookupError


def test_a_write_or_a_lock_after_the_row_of_the_trail_is_refused_by_the_suite():
    """The guard itself (tests/harness/guards.py): in one transaction only, and not for what was rolled back."""
    with transaction.atomic():
        record("a", 1)
        record("b", 1)
        assert AuditEntry.objects.count() == 2
        with pytest.raises(AssertionError, match="after the row of the trail"):
            NoticePreference.objects.filter(kind="x").update(way="BELL")
        with pytest.raises(AssertionError, match="after the row of the trail"):
            list(NoticePreference.objects.select_for_update(of=("self",)).order_by("pk"))
    with transaction.atomic():
        with pytest.raises(LookupError):
            taken_back()
        NoticePreference.objects.filter(kind="x").update(way="BELL")
    NoticePreference.objects.filter(kind="x").update(way="BELL")


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
