"""Emptying the database after a test that really committed.

Django's own way is TRUNCATE over the test's connection, which is the web role's and may not. So a superuser does it, with
triggers off (append-only tables refuse even the owner), and puts reference rows back as they were.
"""

import io
from dataclasses import dataclass

import psycopg2.extensions
from psycopg2 import sql

NEVER_TOUCHED = {"django_migrations"}


@dataclass(frozen=True)
class ReferenceTable:
    """Rows that migrations put into a table, and the mark by which a change is noticed."""

    rows: str
    mark: tuple[int, int]


class Cleaner:
    """Brings one database back to what its template holds.

    Args:
        connection: superuser connection to the database, kept open between tests.
    """

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self.connection = connection
        self.connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
            )
            self.tables = [row[0] for row in cursor.fetchall() if row[0] not in NEVER_TOUCHED]
            self.reference: dict[str, ReferenceTable] = {}
            for table in self.filled(cursor, self.tables):
                rows = io.StringIO()
                cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table)), rows)
                self.reference[table] = ReferenceTable(rows.getvalue(), self.mark(cursor, table))

    @staticmethod
    def filled(cursor: psycopg2.extensions.cursor, tables: list[str]) -> list[str]:
        """Those of `tables` that hold at least one row; one statement."""
        if not tables:
            return []
        question = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(table), sql.Identifier(table))
            for table in tables
        )
        cursor.execute(question)
        return sorted(row[0] for row in cursor.fetchall())

    @staticmethod
    def mark(cursor: psycopg2.extensions.cursor, table: str) -> tuple[int, int]:
        """(rows, newest transaction): every insert, update or delete changes one of the two."""
        cursor.execute(sql.SQL("SELECT count(*), coalesce(max(xmin::text::bigint), 0) FROM {}").format(sql.Identifier(table)))
        row = cursor.fetchone()
        assert row
        return row[0], row[1]

    def clean(self) -> None:
        """Empty every table that has no reference rows, and restore the others when they changed."""
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                for table in self.filled(cursor, self.tables):
                    before = self.reference.get(table)
                    if before is None or self.mark(cursor, table) != before.mark:
                        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                for table, before in self.reference.items():
                    if self.mark(cursor, table) != before.mark:
                        cursor.copy_expert(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table)), io.StringIO(before.rows))
                        self.reference[table] = ReferenceTable(before.rows, self.mark(cursor, table))
            finally:
                cursor.execute("SET session_replication_role = origin")
