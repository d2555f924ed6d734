"""`verify_audit` finds every kind of tampering and names the row."""

import io
import random

import pytest
from django.core.management import call_command
from psycopg2.extensions import connection as Connection

from core import audit
from core import trail as walking
from core.seals import seal_and_export, seal_new_rows
from core.trail import verify_trail
from tests.factories.people import UserFactory

# Committed rows: tampering is done by a superuser on another connection, as it would be in life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.owasp("A08")]


@pytest.fixture(autouse=True)
def _own_seal_file(settings, tmp_path):
    settings.SEAL_FOLDER = str(tmp_path)


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


ROWS, TAMPERS, TAMPERS_A_SOAK_ROUND = 40, 200, 1_000
ROW = "WHERE chain = 'vacancy:a' AND sequence"
ONE_SIGN = "overlay({0} placing chr(33 + (ascii(substr({0}, {1}, 1)) - 32) % 90) from {1} for 1)"


def tampered(dice: random.Random) -> tuple[str, int]:
    """One change of a single place in the chain, and the first row that no longer holds."""
    row, other = sorted(dice.sample(range(1, ROWS + 1), 2))
    kinds = {
        "body": ONE_SIGN.format("body", f"(1 + {dice.randrange(10**6)} % length(body))"),
        "hash": ONE_SIGN.format("hash", dice.randint(1, 64)),
        "previous_hash": ONE_SIGN.format("previous_hash", dice.randint(1, 64)),
        "at_us": f"at_us + {dice.choice((-1, 1)) * dice.randint(1, 10**12)}",
        "actor_id": f"actor_id + {dice.randint(1, 99)}",
        "act": "act || 'x'",
        "object_type": "''",
        "object_id": "object_id || ' '",
    }
    kind = dice.choice([*kinds, "deleted", "swapped", "cut", "added"])
    if kind in kinds:
        return f"UPDATE core_auditentry SET {kind} = {kinds[kind]} {ROW} = {row}", row
    if kind == "deleted":
        return f"DELETE FROM core_auditentry {ROW} = {row}", row
    if kind == "cut":
        return f"DELETE FROM core_auditentry {ROW} >= {row}", row
    if kind == "added":
        values = f"SELECT chain, {ROWS + 1}, at_us, act, actor_id, object_type, object_id, body, hash, hash FROM core_auditentry"
        columns = "(chain, sequence, at_us, act, actor_id, object_type, object_id, body, previous_hash, hash)"
        return f"INSERT INTO core_auditentry {columns} {values} {ROW} = {ROWS}", ROWS + 1
    moves = ((row, 0), (other, row), (0, other))
    return "; ".join(f"UPDATE core_auditentry SET sequence = {new} {ROW} = {old}" for old, new in moves), row


def test_any_change_of_one_place_is_found_there(owner_connection, rounds):
    """Drawn by a printed seed, put back after each: none passes unseen, none is told of another row."""
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")
    dice, actor = random.Random(seed), UserFactory()
    for number in range(ROWS):
        audit.record(
            chain="vacancy:a", act="extend_registration", actor=actor, object_type="Vacancy", object_id="a", details={"n": number}
        )
    tamper(owner_connection, "CREATE TEMP TABLE kept AS TABLE core_auditentry")
    wrong = []
    for _ in range(TAMPERS if rounds == 1 else TAMPERS_A_SOAK_ROUND * rounds):
        statement, row = tampered(dice)
        tamper(owner_connection, statement)
        found = faults()
        if [(chain, sequence) for chain, sequence, _ in found] != [("vacancy:a", row)]:
            wrong.append((statement, row, found))
        tamper(owner_connection, "DELETE FROM core_auditentry", "INSERT INTO core_auditentry SELECT * FROM kept")
    assert wrong == [], seed
    assert faults() == []


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
    assert said.getvalue().splitlines()[0] == "Utuh: 1 rantai, 5 baris."


# A thief with every right: edits one row and computes every hash after it again, the head as well.
REWRITE = """
DO $$
DECLARE r record; v_previous text; v_body text;
BEGIN
    SELECT hash INTO v_previous FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence = 2;
    FOR r IN SELECT * FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence > 2 ORDER BY sequence LOOP
        v_body := replace(r.body, '"n":2', '"n":9');
        UPDATE core_auditentry SET body = v_body, previous_hash = v_previous,
            hash = encode(sha256(convert_to(v_previous || '|' || r.sequence || '|' || r.at_us || '|' || v_body, 'UTF8')), 'hex')
            WHERE id = r.id RETURNING hash INTO v_previous;
    END LOOP;
    UPDATE core_audithead SET hash = v_previous WHERE chain = 'vacancy:a';
END $$
"""
# The same thief makes the seals inside the database disappear, or replaces them.
FORGET_SEALS = "DELETE FROM core_sealreceipt; DELETE FROM core_sealedrange; DELETE FROM core_seal"


def test_a_full_rewrite_holds_from_inside_and_is_caught_by_the_seal_outside(trail, owner_connection):
    tamper(owner_connection, REWRITE)
    assert faults() == []
    tamper(owner_connection, REWRITE.replace('"n":2', '"n":7').replace('"n":9', '"n":2'))
    seal_and_export()
    tamper(owner_connection, REWRITE.replace('"n":2', '"n":3'))
    assert faults() == [("vacancy:a", 4, "SEALED")]


def test_a_rewrite_with_new_seals_is_caught_by_a_copy_from_elsewhere(trail, owner_connection, settings, tmp_path):
    seal_and_export()
    copy = tmp_path / "elsewhere.jsonl"
    copy.write_bytes((tmp_path / "seals.jsonl").read_bytes())
    tamper(owner_connection, REWRITE, FORGET_SEALS)
    settings.SEAL_FOLDER = str(tmp_path / "new")
    seal_and_export()
    assert faults() == []
    report = verify_trail(seals=copy)
    assert [(f.chain, f.sequence, f.reason) for f in report.faults] == [("vacancy:a", 3, "SEALED"), ("segel", 1, "DATABASE")]


def test_newest_rows_that_were_sealed_are_missed_even_with_a_fitting_head(trail, owner_connection):
    seal_and_export()
    tamper(
        owner_connection,
        "DELETE FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence > 3",
        "UPDATE core_audithead h SET sequence = 3, hash = e.hash FROM core_auditentry e"
        " WHERE h.chain = 'vacancy:a' AND e.chain = h.chain AND e.sequence = 3",
    )
    assert faults() == [("vacancy:a", 4, "SEALED")]


def test_a_chain_that_vanished_is_missed(trail, owner_connection):
    seal_and_export()
    tamper(owner_connection, *(f"DELETE FROM {t} WHERE chain = 'vacancy:b'" for t in ("core_auditentry", "core_audithead")))
    assert faults() == [("vacancy:b", 1, "SEALED")]


def test_seals_of_the_database_are_checked_where_there_is_no_file(trail, owner_connection):
    seal_new_rows()
    report = verify_trail()
    assert (report.seals, report.has_file, report.unsealed, report.faults) == (1, False, 0, ())
    tamper(owner_connection, REWRITE)
    assert faults() == [("segel", 1, "ROOT")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"number":1', '"number":2', "NUMBER"),
        ('"chain":"vacancy:a"', '"chain":"vacancy:c"', "HASH"),
        ('"first":1', '"first":2', "HASH"),
        ('"format":"asnkarier-seal-1"', '"format":"?"', "FORMAT"),
        ('{"', "", "FORMAT"),
        ('"previous_hash":"0', '"previous_hash":"1', "PREVIOUS"),
    ],
)
def test_an_edited_seal_file_is_told(trail, tmp_path, old, new, reason):
    seal_and_export()
    file = tmp_path / "seals.jsonl"
    file.write_text(file.read_text().replace(old, new, 1))
    assert faults() == [("segel", 1, reason)]


def test_a_trail_shared_between_processes_finds_the_same(trail, owner_connection, monkeypatch):
    seal_and_export()
    monkeypatch.setattr(walking, "STRETCH", 2)
    assert verify_trail() == verify_trail()
    assert (verify_trail().entries, verify_trail().faults) == (7, ())
    tamper(
        owner_connection, "UPDATE core_auditentry SET previous_hash = repeat('1', 64) WHERE chain = 'vacancy:a' AND sequence = 3"
    )
    assert faults() == [("vacancy:a", 3, "PREVIOUS")]


def test_command_says_how_far_the_seals_reach(trail, tmp_path):
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert "Belum ada segel" in said.getvalue()
    seal_and_export()
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith("Utuh: 2 rantai, 7 baris.\n1 segel diperiksa; segel 1, ")
    assert said.getvalue().endswith("0 baris belum disegel.\n")
