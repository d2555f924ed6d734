"""One prepared scene for many trials: after each, every row it touched is put back as it was.

Preparing a selection takes a hundred times as long as racing for it. A rehearsal says which tables the acts write; their rows
are kept and written back after each trial by a superuser with triggers off. At the end `assert_back()` shows that no other
table was touched.
"""

from collections.abc import Callable

import psycopg2.extensions

# Trials between two sweeps of the tables a trial writes.
SWEPT_EVERY = 100
# Table to rows and newest transaction.
Marks = dict[str, tuple[int, int]]


class Rewind:
    """Brings a scene back to how it stood when this was made.

    Args:
        connection: superuser connection to the test database, in autocommit.
        rehearsals: each lets the acts happen once, in another order; together they touch every table that a trial may touch.
    """

    def __init__(self, connection: psycopg2.extensions.connection, *rehearsals: Callable[[], object]) -> None:
        self.cursor = connection.cursor()
        self.cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        self.tables = [row[0] for row in self.cursor.fetchall()]
        self.cursor.execute(
            "SELECT table_name, array_agg(quote_ident(column_name)) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name"
        )
        self.columns: dict[str, list[str]] = dict(self.cursor.fetchall())
        self.before = self.marks()
        self.kept: list[str] = []
        self.script, self.times = "", 0
        # Everything is kept for the rehearsals, what they touched for the trials.
        self.keep(self.tables)
        touched: set[str] = set()
        for rehearse in rehearsals:
            rehearse()
            now = self.marks()
            touched |= {table for table in self.tables if now[table] != self.before[table]}
            self.back()
            self.before = self.marks()
        self.keep(sorted(touched))

    def marks(self) -> Marks:
        """Rows and newest transaction of each table: every insert, update or delete changes one of the two."""
        self.cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}" for table in self.tables
            )
        )
        return {table: (rows, newest) for table, rows, newest in self.cursor.fetchall()}

    def keep(self, tables: list[str]) -> None:
        for table in self.kept:
            if table not in tables:
                self.cursor.execute(f"DROP TABLE pg_temp.kept_{table}")
        for table in tables:
            if table not in self.kept:
                self.cursor.execute(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE public.{table}")
        self.kept = tables
        parts = ["SET LOCAL session_replication_role = replica"]
        for table in tables:
            columns = ", ".join(self.columns[table])
            parts += [
                f"DELETE FROM public.{table}",
                f"INSERT INTO public.{table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM pg_temp.kept_{table}",
            ]
        self.script = "BEGIN; " + "; ".join(parts) + "; COMMIT"

    def back(self) -> None:
        """Put every kept table back."""
        self.cursor.execute(self.script)
        self.times += 1
        if self.times % SWEPT_EVERY == 0:
            # The servers of the suite sweep nothing by themselves, and every trial leaves the whole scene behind as dead rows.
            self.cursor.execute("VACUUM " + ", ".join(f"public.{table}" for table in self.kept))

    def assert_back(self) -> None:
        """Fail when a trial touched a table that no rehearsal touched."""
        now = self.marks()
        assert {table for table in self.tables if now[table] != self.before[table]} <= set(self.kept)
