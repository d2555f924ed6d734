"""No role the portal works under can change what is evidence: audit rows, heads, seals, decisions, locked scores, rankings."""

import io

import psycopg2
import pytest

from core.roles import CHAINED_TABLES, READING_ROLES, WORKING_ROLES, WRITING_FUNCTIONS, append_only_tables

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.owasp("A09")]
EVIDENCE = ("core_auditentry", "core_seal", "approvals_decision", "selection_lockedscore", "selection_scorelock")
ROLES = (*WORKING_ROLES, *READING_ROLES)
REFUSED = psycopg2.errors.InsufficientPrivilege


def test_the_tables_of_evidence_are_append_only():
    assert set(EVIDENCE) <= set(append_only_tables())


@pytest.mark.parametrize("role", ROLES)
def test_nobody_updates_deletes_or_truncates_evidence(owner_connection, role):
    allowed = []
    with owner_connection.cursor() as cursor:
        for table in (*append_only_tables(), *CHAINED_TABLES):
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", [table])
            (column,) = cursor.fetchone()
            for statement in (
                f"UPDATE {table} SET {column} = {column}",
                f"DELETE FROM {table}",
                f"TRUNCATE {table} CASCADE",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"DROP TABLE {table}",
            ):
                cursor.execute(f"SET ROLE {role}")
                try:
                    cursor.execute(statement)
                except REFUSED:
                    continue
                finally:
                    cursor.execute("RESET ROLE")
                allowed.append(statement)
    assert allowed == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_a_row_of_the_trail_past_its_function(owner_connection, role):
    with owner_connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        try:
            for table in CHAINED_TABLES:
                with pytest.raises(REFUSED):
                    cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")
                with pytest.raises(REFUSED):
                    cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("x\n"))
            with pytest.raises(REFUSED):
                cursor.execute("SET session_replication_role = replica")
            with pytest.raises(REFUSED):
                cursor.copy_expert("COPY core_auditentry TO PROGRAM 'cat'", io.StringIO())
        finally:
            cursor.execute("RESET ROLE")


def test_the_auditors_role_cannot_even_append(owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SET ROLE asnkarier_auditor")
        try:
            with pytest.raises(REFUSED):
                cursor.execute("SELECT core_audit_append('portal', '{}')")
        finally:
            cursor.execute("RESET ROLE")


def test_functions_that_run_as_the_owner_are_nobody_elses_to_run(owner_connection):
    """Row security asks them for whoever reads, the auditor too; appending to the trail and sending are for those who act."""
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, proname FROM pg_proc p, unnest(%s || ARRAY['public']) AS role"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace AND has_function_privilege(role, p.oid, 'EXECUTE')",
            [list(ROLES)],
        )
        found = set(cursor.fetchall())
    assert set(WRITING_FUNCTIONS) < {name for _, name in found}
    asked = {name for _, name in found} - set(WRITING_FUNCTIONS)
    readers = {(role, name) for role in (*WORKING_ROLES, "asnkarier_auditor") for name in asked}
    assert found == readers | {(role, name) for role in WORKING_ROLES for name in WRITING_FUNCTIONS}


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize("statement", ["UPDATE", "DELETE", "TRUNCATE"])
def test_triggers_stand_on_every_table_of_evidence(owner_connection, table, statement):
    bit = {"UPDATE": 16, "DELETE": 8, "TRUNCATE": 32}[statement]
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgtype & %s <> 0 AND tgenabled = 'O'"
            " AND tgfoid = 'core_refuse_change'::regproc",
            [table, bit],
        )
        assert cursor.fetchone()[0] >= 1
