"""Each database role has exactly its rights: read off PostgreSQL and compared with what is written here."""

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from asnkarier.embedded import database
from core.roles import WRITING_FUNCTIONS, append_only_tables

pytestmark = pytest.mark.django_db
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
SECRET = {"account_emailconfirmation", "accounts_user", "core_cache", "django_session", "mfa_authenticator"}
WORK = {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.fixture
def rights() -> dict[str, dict[str, set[str]]]:
    """Rights of each role on each table, by role and table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, relname, array_agg(word) FILTER (WHERE has_table_privilege(role, c.oid, word))"
            " FROM pg_class c, unnest(%s) AS role, unnest(%s) AS word"
            " WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace GROUP BY 1, 2",
            [list(database.ROLES), list(RIGHTS)],
        )
        found: dict[str, dict[str, set[str]]] = {role: {} for role in database.ROLES}
        for role, table, words in cursor.fetchall():
            found[role][table] = set(words or ())
    return found


def working_rights(table: str) -> set[str]:
    if table == "django_migrations" or table in {"core_auditentry", "core_audithead"}:
        return {"SELECT"}
    return {"SELECT", "INSERT"} if table in append_only_tables() else WORK


@pytest.mark.parametrize("role", [database.WEB, database.WORKER])
def test_web_and_worker_write_what_the_portal_writes(rights, role):
    assert {table: words for table, words in rights[role].items() if words != working_rights(table)} == {}


def test_the_auditor_reads_everything_but_what_signs_people_in(rights):
    wrong = {t: words for t, words in rights[database.AUDITOR].items() if words != (set() if t in SECRET else {"SELECT"})}
    assert wrong == {}


def test_the_reader_reads_what_concerns_no_person(rights):
    readable = {table for table, words in rights[database.READER].items() if words}
    assert readable == set(settings.READER_TABLES)
    assert all(words <= {"SELECT"} for words in rights[database.READER].values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        assert readable.isdisjoint(row[0] for row in cursor.fetchall())


def test_the_owner_owns_every_table_and_nobody_else_one(rights):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [(database.OWNER,)]


@pytest.mark.parametrize("role", [database.WEB, database.WORKER, database.AUDITOR, database.READER])
def test_no_role_becomes_another(test_instance, role):
    line = test_instance.connect(user=role)
    try:
        with line.cursor() as cursor:
            cursor.execute(
                "SELECT rolname FROM pg_roles WHERE rolname <> current_user AND pg_has_role(current_user, oid, 'MEMBER')"
            )
            assert cursor.fetchall() == []
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("CREATE TABLE intruder (id int)")
    finally:
        line.close()


def test_the_reader_runs_nothing_that_runs_as_the_owner():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, array_agg(proname::text ORDER BY 1) FILTER (WHERE has_function_privilege(role, p.oid, 'EXECUTE'))"
            " FROM pg_proc p, unnest(%s) AS role WHERE prosecdef AND pronamespace = 'public'::regnamespace GROUP BY 1",
            [[database.WEB, database.WORKER, database.AUDITOR, database.READER]],
        )
        found = {role: set(names or ()) for role, names in cursor.fetchall()}
    # Policies call their functions as whoever asks, the auditor too.
    assert found[database.WEB] == found[database.WORKER] == found[database.AUDITOR] | set(WRITING_FUNCTIONS)
    assert "approvals_taken_part" in found[database.AUDITOR]
    assert found[database.READER] == set()


@pytest.mark.parametrize("role", [database.AUDITOR, database.READER])
def test_whoever_only_reads_chains_nothing(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(%s, 'core_audit_append(text, text)', 'EXECUTE')", [role])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_sequences WHERE has_sequence_privilege(%s, sequencename::text, 'USAGE')", [role])
        assert cursor.fetchone() == (0,)
