"""Builds the whole projection anew beside the one in force, and swaps the two in one transaction.

The search answers all the time. A rebuild that was killed goes on where it stopped: every step leaves its name in
`SearchBuild.done` in its own transaction. People who change meanwhile are noted by `projection.refresh` and written once
more before the swap, under the lock that keeps every other writer out.
"""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

from core.roles import READING_ROLES, WORKING_ROLES
from talent.search import columns, projection
from talent.search.rows import NO_WORDS, PHRASE_SOURCES, STEMMED_BEFORE, rows_sql

NEXT, NEXT_SAMPLE, NEXT_PHRASE = "talent_searchnext", "talent_searchnext_sample", "talent_searchnext_phrase"
# Rows as they come; from here they go to the bands in the order of scores, so that walking down a band reads it page by page.
STAGE = "talent_searchstage"

CHUNK = 50_000
BANDS = 8
# Where the bands are cut, counted from the lowest score: the highest half percent is read first.
QUANTILES = (0.365, 0.685, 0.845, 0.925, 0.965, 0.985, 0.995)
SAMPLED_FOR_BOUNDS = 20_000
# Below this the counts are exact by SQL anyway.
FILES_FROM = projection.SAMPLE_OF * 1000
BETWEEN = "{column} BETWEEN %(low)s AND %(high)s"
SWAP_TRIES = 30
_INDEXES = (
    "CREATE INDEX ON {table} USING gin (doc) WITH (fastupdate = off)",
    "CREATE INDEX ON {table} (score, id)",
    "CREATE INDEX ON {table} (agency)",
    "CREATE INDEX ON {table} (id)",
)

ONE_AT_A_TIME = projection.LOCK + 1
Show = Callable[[int, int, str], None]


class Busy(Exception):
    """Another rebuild is running."""


@dataclass
class Work:
    """Steps to do in any order, by several sessions.

    Args:
        build: primary key of the SearchBuild; done: names of finished steps; show: told steps done, all steps, name.
    """

    build: int
    done: set[str]
    show: Show
    total: int = 0
    failures: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, steps: list[tuple[str, Callable[[Any], None]]], sessions: int) -> None:
        """Do the steps that are not done yet; the first failure stops all and is raised."""
        waiting = [step for step in reversed(steps) if step[0] not in self.done]
        threads = [threading.Thread(target=self._session, args=(waiting,)) for _ in range(sessions)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        if self.failures:
            raise self.failures[0]

    def _session(self, waiting: list[tuple[str, Callable[[Any], None]]]) -> None:
        try:
            while not self.failures:
                with self.lock:
                    if not waiting:
                        return
                    name, act = waiting.pop()
                self.do(name, act)
        except BaseException as failure:
            self.failures.append(failure)
        finally:
            connection.close()

    def do(self, name: str, act: Callable[[Any], None]) -> None:
        """One step and its note, in one transaction."""
        if name in self.done:
            return
        with session() as cursor:
            act(cursor)
            cursor.execute(
                "UPDATE talent_searchbuild SET done = done || %s::jsonb WHERE id = %s", [json.dumps([name]), self.build]
            )
        with self.lock:
            self.done.add(name)
            self.show(len(self.done), self.total, name)


@contextmanager
def session() -> Iterator[Any]:
    """A transaction with memory for sorting and building indexes; what a crash loses of it is done again."""
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in (
            "work_mem = '256MB'",
            "maintenance_work_mem = '1GB'",
            "synchronous_commit = off",
            "max_parallel_maintenance_workers = 0",
            "statement_timeout = 0",
        ):
            cursor.execute(f"SET LOCAL {setting}")
        yield cursor


def rebuild(*, sessions: int = 2, show: Show = lambda done, total, name: None, fresh: bool = False) -> int:
    """Build and swap; run as the owner of the tables.

    Args:
        sessions: how many connections work at once; show: progress; fresh: True throws an interrupted build away.

    Returns:
        How many people can be found.

    Raises:
        Busy: another one is running; OperationalError: readers never let the swap in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        return _rebuild(sessions, show, fresh)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _rebuild(sessions: int, show: Show, fresh: bool) -> int:
    build, done, since = _begin(fresh)
    work = Work(build, done, show)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM employees_employee")
        first, last = cursor.fetchone()
    lows = range(first, last + 1, CHUNK)
    tables = [*(f"{NEXT}_{band}" for band in range(BANDS)), NEXT_SAMPLE]
    work.total = 4 + len(lows) + BANDS + len(tables)
    work.do("tables", _make_tables)
    work.do("phrases", _make_phrases)
    work.run([(f"people {low}", _filler(low)) for low in lows], sessions)
    # The lowest band and the one above it hold two thirds; they go first, one to each session.
    work.run([(f"order {band}", _orderer(band)) for band in range(BANDS)], sessions)
    work.run([(f"index {table}", _indexer(table)) for table in tables], sessions)
    work.do("names", _count_names)
    folder = _folder(build)
    work.do("files", lambda cursor: _write_files(cursor, folder))
    return _swap(build, since, folder)


def _begin(fresh: bool) -> tuple[int, set[str], int]:
    """The unfinished build to go on with, or a new one: its key, its finished steps, and the last change before it."""
    with transaction.atomic(), connection.cursor() as cursor:
        projection.lock(cursor)
        cursor.execute("SELECT id, done, since FROM talent_searchbuild WHERE finished_at IS NULL FOR UPDATE")
        row = cursor.fetchone()
        if row and not fresh:
            return row[0], set(row[1] if isinstance(row[1], list) else json.loads(row[1])), row[2]
        cursor.execute("DELETE FROM talent_searchbuild WHERE finished_at IS NULL")
        cursor.execute(
            "INSERT INTO talent_searchbuild (started_at, since, bounds, done, people, folder, is_current)"
            " SELECT clock_timestamp(), coalesce(max(id), 0), '{}', '[]', 0, '', false FROM talent_searchfresh"
            " RETURNING id, since"
        )
        build, since = cursor.fetchone()
    return build, set(), since


def _make_tables(cursor: Any) -> None:
    for table in (NEXT, NEXT_SAMPLE, NEXT_PHRASE, STAGE):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    bounds = _bounds(cursor)
    cursor.execute("UPDATE talent_searchbuild SET bounds = %s WHERE finished_at IS NULL", [bounds])
    cursor.execute(f"CREATE TABLE {NEXT} (LIKE {projection.TABLE}) PARTITION BY RANGE (score)")
    cursor.execute(f"CREATE TABLE {STAGE} (LIKE {projection.TABLE}) PARTITION BY RANGE (score)")
    limits = [0, *bounds, 1001]
    for band in range(BANDS):
        cursor.execute(
            f"CREATE UNLOGGED TABLE {STAGE}_{band} PARTITION OF {STAGE} FOR VALUES FROM ({limits[band]}) TO ({limits[band + 1]})"
        )
        cursor.execute(f"CREATE TABLE {NEXT}_{band} PARTITION OF {NEXT} FOR VALUES FROM ({limits[band]}) TO ({limits[band + 1]})")
    cursor.execute(f"CREATE TABLE {NEXT_SAMPLE} (LIKE {projection.TABLE})")
    for band in range(BANDS):
        cursor.execute(f"ALTER TABLE {NEXT}_{band} ALTER doc SET STATISTICS 1000")
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[*WORKING_ROLES, *READING_ROLES]])
    for (role,) in cursor.fetchall():
        rights = "SELECT, INSERT, UPDATE, DELETE" if role in WORKING_ROLES else "SELECT"
        tables = ", ".join([NEXT, NEXT_SAMPLE, *(f"{NEXT}_{band}" for band in range(BANDS))])
        cursor.execute(f"GRANT {rights} ON {tables} TO {role}")


def _bounds(cursor: Any) -> list[int]:
    """Lowest scores of all bands but the first, rising: quantiles of some people, made distinct."""
    cursor.execute(
        "SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM employees_employee ORDER BY hashint8(id) LIMIT %s) AS taken",
        [SAMPLED_FOR_BOUNDS],
    )
    ids = cursor.fetchone()[0]
    cursor.execute(
        f"SELECT percentile_disc(%(quantiles)s::float8[]) WITHIN GROUP (ORDER BY score)"  # noqa: S608 - own constants
        f" FROM ({rows_sql(projection.CHOSEN, NO_WORDS)}) AS scored",
        {"ids": ids, "quantiles": list(QUANTILES)},
    )
    found = {min(max(bound, 1), 1000) for bound in cursor.fetchone()[0] or []}
    spare = iter(range(1000, 0, -1))
    while len(found) < BANDS - 1:
        found.add(next(spare))
    return sorted(found)


def _make_phrases(cursor: Any) -> None:
    """Every phrase of the register once, with its stems: titles repeat, and stemming is what costs."""
    sources = " UNION ALL ".join(f"SELECT {phrase} AS phrase FROM {table}" for table, _, phrase in PHRASE_SOURCES)  # noqa: S608
    cursor.execute(
        f"CREATE UNLOGGED TABLE {NEXT_PHRASE} AS SELECT phrase, array_to_tsvector(talent_lexemes(phrase)) AS doc"  # noqa: S608
        f" FROM (SELECT DISTINCT phrase FROM ({sources}) AS every WHERE phrase <> '') AS once"
    )
    cursor.execute(f"ANALYZE {NEXT_PHRASE}")


def _filler(low: int) -> Callable[[Any], None]:
    def fill(cursor: Any) -> None:
        cursor.execute(f"INSERT INTO {STAGE} {rows_sql(BETWEEN, STEMMED_BEFORE)}", {"low": low, "high": low + CHUNK - 1})

    return fill


def _orderer(band: int) -> Callable[[Any], None]:
    def order(cursor: Any) -> None:
        cursor.execute(f"INSERT INTO {NEXT}_{band} SELECT * FROM {STAGE}_{band} ORDER BY score DESC, id DESC")  # noqa: S608
        # While its pages are in memory. The doubled sign is for statements with parameters; this one has none.
        chosen = projection.IN_SAMPLE.replace("%%", "%")
        cursor.execute(f"INSERT INTO {NEXT_SAMPLE} SELECT * FROM {STAGE}_{band} WHERE {chosen}")  # noqa: S608
        cursor.execute(f"TRUNCATE {STAGE}_{band}")

    return order


def _indexer(table: str) -> Callable[[Any], None]:
    def index(cursor: Any) -> None:
        for statement in _INDEXES if table != NEXT_SAMPLE else (_INDEXES[0], _INDEXES[3]):
            cursor.execute(statement.format(table=table))
        cursor.execute(f"ANALYZE {table}")

    return index


def _count_names(cursor: Any) -> None:
    """Words of names and how many people bear each; words nobody bears any more go."""
    cursor.execute(
        "MERGE INTO talent_nameword n USING ("
        " SELECT word, count(*) AS people FROM employees_employee, unnest(string_to_array(name_key, ' ')) AS word"
        " WHERE is_searchable AND word <> '' GROUP BY word) s ON n.word = s.word"
        " WHEN MATCHED AND n.people <> s.people THEN UPDATE SET people = s.people"
        " WHEN NOT MATCHED BY TARGET THEN INSERT (word, people) VALUES (s.word, s.people)"
        " WHEN NOT MATCHED BY SOURCE THEN DELETE"
    )
    cursor.execute("ANALYZE talent_nameword")


def _folder(build: int) -> Path:
    return Path(settings.TALENT_COUNTS_ROOT) / str(build)


def _write_files(cursor: Any, folder: Path) -> None:
    cursor.execute(f"SELECT count(*) FROM {NEXT}")  # noqa: S608 - own constants
    people = cursor.fetchone()[0]
    kept = people >= FILES_FROM
    if kept:
        columns.write(cursor, NEXT, people, folder)
    cursor.execute(
        "UPDATE talent_searchbuild SET people = %s, folder = %s WHERE finished_at IS NULL", [people, folder.name if kept else ""]
    )


def _swap(build: int, since: int, folder: Path) -> int:
    for attempt in range(SWAP_TRIES):
        try:
            people = _swap_now(build, since)
            break
        except OperationalError:
            # A reader holds the old table; whoever waits behind us must not wait long either.
            if attempt == SWAP_TRIES - 1:
                raise
    for other in folder.parent.glob("[0-9]*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return people


def _swap_now(build: int, since: int) -> int:
    with session() as cursor:
        projection.lock(cursor)
        cursor.execute("SELECT DISTINCT employee_id FROM talent_searchfresh WHERE id > %s ORDER BY 1", [since])
        changed = [row[0] for row in cursor.fetchall()]
        for start in range(0, len(changed), 500):
            projection.write(cursor, changed[start : start + 500], NEXT, NEXT_SAMPLE)
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(f"LOCK TABLE {projection.TABLE}, {projection.SAMPLE} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"DROP TABLE {projection.TABLE}, {projection.SAMPLE}, {NEXT_PHRASE}, {STAGE}")
        cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {projection.TABLE}")
        cursor.execute(f"ALTER TABLE {NEXT_SAMPLE} RENAME TO {projection.SAMPLE}")
        for band in range(BANDS):
            cursor.execute(f"ALTER TABLE {NEXT}_{band} RENAME TO {projection.TABLE}_{band}")
        cursor.execute("DELETE FROM talent_searchbuild WHERE id <> %s", [build])
        cursor.execute(
            "UPDATE talent_searchbuild SET finished_at = clock_timestamp(), is_current = true WHERE id = %s RETURNING people",
            [build],
        )
        people = cursor.fetchone()[0]
        cursor.execute("DELETE FROM talent_searchfresh WHERE id <= %s", [since])
    return int(people)
