"""Database roles: the owner migrates; web and worker work; auditor reads.

`grant()` is run by the owner after every migration and is the whole truth about who may do what in PostgreSQL.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection

from core.append_only import AppendOnly

WORKING_ROLES = ("asnkarier_web", "asnkarier_worker")
READING_ROLES = ("asnkarier_auditor",)
# What signs people in: no role that only reads has a reason to.
SECRET_TABLES = ("account_emailconfirmation", "accounts_user", "core_cache", "django_session", "mfa_authenticator")
# Written only by the database function that chains them.
CHAINED_TABLES = ("core_auditentry", "core_audithead")
# A new function is everybody's to run until this was said, and the tables of an empty start are drawn without rights.
_OWNERS_FUNCTIONS = """
DO $$
DECLARE v_function regprocedure;
BEGIN
    FOR v_function IN SELECT oid FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_function);
    END LOOP;
END $$"""


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
        _OWNERS_FUNCTIONS,
        f"GRANT EXECUTE ON FUNCTION core_audit_append(text, text) TO {working}",
        # A temporary table of the right name would be read in front of the true one by whatever does not name its schema.
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$",
    ]
    for table in append_only_tables():
        statements.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {working}")
    for table in CHAINED_TABLES:
        statements.append(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {working}")
    return statements


def grant() -> None:
    """Apply `grant_statements` over the current connection, which must be the owner's."""
    if settings.PROCESS != "owner":
        raise RuntimeError("grant() runs as the owner: set ASN_PROCESS=owner")
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(grant_statements()))
