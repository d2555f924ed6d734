"""Rows that are written once: a base class, and the trigger that holds even against the owner's own mistakes."""

from django.db import models

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def trigger_sql(table: str) -> str:
    """SQL that makes `table` append-only for every role; used in migrations."""
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
    """


class AppendOnly(models.Model):
    """Base of models whose rows are never changed: web and worker get neither UPDATE nor DELETE on their tables."""

    class Meta:
        abstract = True
