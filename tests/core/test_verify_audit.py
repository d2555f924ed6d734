"""`verify_audit` finds every kind of tampering and names the row."""

import io

import pytest
from django.core.management import call_command
from psycopg2.extensions import connection as Connection

from core import audit
from core.trail import verify_trail
from tests.factories.people import UserFactory

# Committed rows: tampering is done by a superuser on another connection, as it would be in life.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trail():
    """Two chains of five and two acts."""
    actor = UserFactory()
    for chain, count in (("vacancy:a", 5), ("vacancy:b", 2)):
        for number in range(count):
            audit.record(
                chain=chain, act="extend_registration", actor=actor, object_type="Vacancy", object_id=chain, details={"n": number}
            )


def tamper(owner: Connection, *statements: str) -> None:
    """Run SQL as a superuser with triggers off."""
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def faults():
    return [(fault.chain, fault.sequence, fault.reason) for fault in verify_trail().faults]


def test_untouched_trail_holds(trail):
    report = verify_trail()
    assert (report.chains, report.entries, report.faults) == (2, 7, ())


def test_empty_trail_holds():
    assert verify_trail().faults == ()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE core_auditentry SET body = replace(body, '\"n\":2', '\"n\":9') WHERE chain = 'vacancy:a'"], (3, "CONTENT")),
        (["UPDATE core_auditentry SET at_us = at_us - 1 WHERE chain = 'vacancy:a' AND sequence = 4"], (4, "CONTENT")),
        (
            ["UPDATE core_auditentry SET previous_hash = repeat('1', 64) WHERE chain = 'vacancy:a' AND sequence = 2"],
            (2, "PREVIOUS"),
        ),
        (["DELETE FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence = 2"], (2, "SEQUENCE")),
        (["DELETE FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence = 1"], (1, "SEQUENCE")),
        (["DELETE FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence = 5"], (5, "HEAD")),
        (["DELETE FROM core_auditentry WHERE chain = 'vacancy:a'"], (1, "HEAD")),
        (["DELETE FROM core_audithead WHERE chain = 'vacancy:a'"], (1, "HEAD")),
        (["UPDATE core_auditentry SET actor_id = actor_id + 1 WHERE chain = 'vacancy:a' AND sequence = 3"], (3, "COLUMNS")),
        (["UPDATE core_auditentry SET act = 'lain' WHERE chain = 'vacancy:a' AND sequence = 1"], (1, "COLUMNS")),
        (
            [
                "UPDATE core_auditentry SET sequence = 100 WHERE chain = 'vacancy:a' AND sequence = 2",
                "UPDATE core_auditentry SET sequence = 2 WHERE chain = 'vacancy:a' AND sequence = 3",
                "UPDATE core_auditentry SET sequence = 3 WHERE chain = 'vacancy:a' AND sequence = 100",
            ],
            (2, "PREVIOUS"),
        ),
    ],
)
def test_tampering_is_found_at_its_row(trail, owner_connection, statements, expected):
    tamper(owner_connection, *statements)
    assert faults() == [("vacancy:a", *expected)]


def test_command_names_the_row_and_fails(trail, owner_connection):
    tamper(owner_connection, "DELETE FROM core_auditentry WHERE chain = 'vacancy:b' AND sequence = 1")
    said = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_audit", stdout=said)
    assert left.value.code == 1
    assert "RUSAK vacancy:b baris 1: baris hilang" in said.getvalue()
    assert "1 dari 2 rantai rusak; 6 baris diperiksa." in said.getvalue()


def test_command_reads_one_chain_when_asked(trail, owner_connection):
    tamper(owner_connection, "DELETE FROM core_auditentry WHERE chain = 'vacancy:b' AND sequence = 1")
    said = io.StringIO()
    call_command("verify_audit", "vacancy:a", stdout=said)
    assert said.getvalue().strip() == "Utuh: 1 rantai, 5 baris."
