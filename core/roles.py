"""Database roles: the owner migrates; web and worker work; the auditor reads; the reader reads what concerns no person.

`grant()` is run by the owner after every migration and is the whole truth about who may do what in PostgreSQL.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection

from core.append_only import AppendOnly

WORKING_ROLES = ("asnkarier_web", "asnkarier_worker")
READING_ROLES = ("asnkarier_auditor",)
# For statistics and monitoring: the tables of `settings.READER_TABLES`, none with a person in it. A server of somebody else's
# may lack the role; then nobody gets its rights.
READER = "asnkarier_reader"
# What signs people in: no role that only reads has a reason to.
SECRET_TABLES = ("account_emailconfirmation", "accounts_user", "core_cache", "django_session", "mfa_authenticator")
# Written only by the database function that chains them.
CHAINED_TABLES = ("core_auditentry", "core_audithead")
# Functions that run as the owner and write: for those who act, not for those who read.
WRITING_FUNCTIONS = ("core_audit_append", "vacancies_send_prepared")
# Functions that run as the owner are run by whom the policies hold: a new one is everybody's to run until this was said, and the
# tables of an empty start are drawn without rights.
_OWNERS_FUNCTIONS = f"""
DO $$
DECLARE v_function record;
BEGIN
    FOR v_function IN SELECT oid::regprocedure AS name, proname = ANY ('{{{", ".join(WRITING_FUNCTIONS)}}}') AS writes
        FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY proname LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_function.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {", ".join(WORKING_ROLES)}', v_function.name);
        IF NOT v_function.writes THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {", ".join(READING_ROLES)}', v_function.name);
        END IF;
    END LOOP;
END $$"""  # noqa: S608 - own constants


def append_only_tables() -> tuple[str, ...]:
    """Tables whose rows nobody but the owner could change, and even the owner is stopped by a trigger."""
    return tuple(sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly)))


def grant_statements() -> list[str]:
    """SQL statements, in order; idempotent."""
    statements = []
    working, reading = ", ".join(WORKING_ROLES), ", ".join(READING_ROLES)
    statements += [
        f"GRANT USAGE ON SCHEMA public TO {working}, {reading}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {working}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {working}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reading}",
        f"REVOKE SELECT ON {', '.join(SECRET_TABLES)} FROM {reading}",  # noqa: S608 - own constants
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {working}",
        # A temporary table of the right name would be read in front of the true one by whatever does not name its schema.
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$",
    ]
    for table in append_only_tables():
        statements.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {working}")
    for table in CHAINED_TABLES:
        statements.append(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {working}")
    return [*statements, _OWNERS_FUNCTIONS]


def reader_statements() -> list[str]:
    """The same for the reader, who may read the tables named in the settings and nothing else."""
    return [
        f"GRANT USAGE ON SCHEMA public TO {READER}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {READER}",
        f"GRANT SELECT ON {', '.join(settings.READER_TABLES)} TO {READER}",
    ]


def grant() -> None:
    """Apply all statements over the current connection, which must be the owner's."""
    if settings.PROCESS != "owner":
        raise RuntimeError("grant() runs as the owner: set ASN_PROCESS=owner")
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [READER])
        statements = grant_statements() + (reader_statements() if cursor.fetchone() == (True,) else [])
        cursor.execute(";\n".join(statements))
