"""The procedure around the statements: refuse, put indexes aside, fill in parallel sessions, put them back.

Rows stream from the session that makes them into a COPY FREEZE of another one: measured against INSERT ... SELECT it costs a
seventh more time, and no later reader has to write the whole table again to mark its rows as old. What is put aside is written
down in `seeding.restore` in the same transaction, so a load that is broken off at any moment is repeated from the beginning by
the same command.
"""

import queue
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from accounts.models import Agency
from employees.models import Employee
from employees.seeding import statements
from employees.seeding.sessions import ask, in_sessions, run, second_session, stream, together
from employees.seeding.statements import Numbers
from employees.seeding.vocabulary import write_vocabulary

CHUNK_ROWS = 100_000
# Memory for building one index; every session builds one at a time.
INDEX_MEMORY = "512MB"
# First to restore: what takes longest.
_INDEXES, _KEYS, _CHECKS, _TRIGGERS = 1, 2, 3, 4


class SeedRefusal(Exception):
    """The register may not be filled; the message is one Indonesian sentence."""


@dataclass
class SeedReport:
    """What was loaded: rows of every table, and seconds of every step."""

    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def seed_register(
    numbers: Numbers, *, replace: bool = False, sessions: int = 2, show: Callable[[str, float], None] = lambda step, share: None
) -> SeedReport:
    """Fill the register with invented people. Runs as the owner of the tables; nothing else may write to them meanwhile.

    Args:
        replace: empty a register that has people first. A load that was broken off is replaced without asking.
        sessions: how many database sessions work at once; the rows do not depend on it.
        show: called with the step (an Indonesian word) and the share that is done, 0 to 1.

    Raises:
        SeedRefusal: the register has people, also with accounts; other rooms hold rows about them; no agencies; not the owner.
    """
    report = SeedReport()
    tables = list(statements.registers(numbers, ""))
    with _timed(report, "prepare", show, "Menyiapkan"):
        _check(numbers, replace)
        with transaction.atomic():
            _put_aside(tables)
            write_vocabulary(numbers)
    with _timed(report, "rows", show, "Mengisi"):
        _fill(numbers, sessions, report, show)
    with _timed(report, "indexes", show, "Membuat indeks"):
        _restore(_INDEXES, sessions, "Membuat indeks", show)
    with _timed(report, "statistics", show, "Menghitung statistik"):
        in_sessions(sessions, [(f"ANALYZE {table}",) for table in tables], "Menghitung statistik", show)
    with _timed(report, "keys", show, "Memasang kunci"):
        with transaction.atomic():
            run(statement for (statement,) in _kept(_KEYS))
        _restore(_CHECKS, sessions, "Memasang kunci", show)
        with transaction.atomic():
            _advance_numbers(tables)
            run(statement for (statement,) in _kept(_TRIGGERS))
            run(["DROP SCHEMA seeding CASCADE"])
    return report


def _check(numbers: Numbers, replace: bool) -> None:
    if not 0 <= numbers.count <= statements.MOST_PEOPLE:
        raise SeedRefusal(f"Jumlah pegawai harus dari 0 sampai {statements.MOST_PEOPLE}.")
    if not ask("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'employees_employee'::regclass")[0][0]:
        raise SeedRefusal("Perintah ini dijalankan sebagai pemilik tabel. Pakai ASN_PROCESS=owner.")
    if not Agency.objects.exists():
        raise SeedRefusal("Belum ada instansi. Jalankan dahulu: manage.py load_reference.")
    if Employee.objects.exclude(user=None).exists():
        raise SeedRefusal("Data induk ini dipakai orang yang punya akun, jadi tidak akan diganti.")
    if ask("SELECT 1 FROM pg_namespace WHERE nspname = 'seeding'"):
        return
    if Employee.objects.exists() and not replace:
        raise SeedRefusal("Data induk sudah berisi pegawai. Tambahkan --replace untuk menggantinya.")


def _put_aside(tables: Sequence[str]) -> None:
    """Empty the tables and drop what slows filling, after writing down how it comes back; again after a broken-off load."""
    run(
        [
            "CREATE SCHEMA IF NOT EXISTS seeding",
            "CREATE TABLE IF NOT EXISTS seeding.restore (id serial, kind int, weight int, statement text UNIQUE)",
            f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE",
        ]
    )
    _empty(tables)
    regclasses = ", ".join(f"'{table}'::regclass" for table in tables)
    for table, name, kind, definition, index in ask(_CONSTRAINTS.format(regclasses=regclasses)):
        run([f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'])
        if kind == "f":
            _keep(_KEYS, 0, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition.removesuffix(" NOT VALID")} NOT VALID')
            _keep(_CHECKS, 1, f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')
            continue
        # The name of the index goes back to the constraint with it.
        _keep(_INDEXES, _weight(index), index)
        word = "PRIMARY KEY" if kind == "p" else "UNIQUE"
        _keep(_KEYS, 1, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {word} USING INDEX "{name}"')
    for name, definition in ask(_PLAIN_INDEXES.format(regclasses=regclasses)):
        run([f'DROP INDEX "{name}"'])
        _keep(_INDEXES, _weight(definition), definition)
    for table in tables:
        run([f"ALTER TABLE {table} DISABLE TRIGGER USER"])
        _keep(_TRIGGERS, 0, f"ALTER TABLE {table} ENABLE TRIGGER USER")


# Foreign keys first: a primary key goes only when nothing refers to it.
_CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, c.contype, pg_get_constraintdef(c.oid), pg_get_indexdef(nullif(c.conindid, 0))
FROM pg_constraint c
WHERE c.conrelid IN ({regclasses}) AND c.contype IN ('f', 'u', 'p')
ORDER BY c.contype <> 'f', c.conrelid, c.contype, c.conname
"""
_PLAIN_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid IN ({regclasses}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY 1
"""


def _weight(definition: str) -> int:
    """Long jobs first, so that sessions end together: indexes with text, then the others."""
    text = any(
        f"({word}" in definition or f" {word}" in definition for word in ("title", "name_key", "nip", "program", "public_id")
    )
    return 2 if text else 1


def _empty(tables: Sequence[str]) -> None:
    """Truncate the register, if no other room has rows about its people; their foreign keys step aside until the end."""
    others = [key for key in ask(_REFERRING) if key[0] not in tables]
    for table, _, _ in others:
        if ask(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - a name from the catalogue
            raise SeedRefusal(f"Ada catatan lain yang memakai data induk ({table}), jadi tidak akan diganti.")
    for table, name, definition in others:
        run([f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'])
        _keep(_KEYS, 0, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    run([f"TRUNCATE {', '.join(tables)}"])


_REFERRING = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND confrelid = 'employees_employee'::regclass ORDER BY 1, 2
"""


def _fill(numbers: Numbers, sessions: int, report: SeedReport, show: Callable[[str, float], None]) -> None:
    registers = statements.registers(numbers, f"{numbers.day:%Y-%m-%d} 00:00:00+00")
    report.rows = dict.fromkeys(registers, 0)
    chunks = [(first, min(first + CHUNK_ROWS - 1, numbers.count)) for first in range(1, numbers.count + 1, CHUNK_ROWS)]
    groups = [group for group in _dealt(list(registers), sessions) if group]
    counted: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()

    def fill_tables(tables: Sequence[str]) -> None:
        with second_session() as maker, transaction.atomic(), connection.cursor() as cursor:
            run(["SET LOCAL asnkarier.bulk_load = 'on'", "SET LOCAL synchronous_commit = off"])
            # Emptied once more: only rows of a table made or emptied in the same transaction may come frozen.
            run([f"TRUNCATE {', '.join(tables)}"])
            for first, last in chunks:
                maker.execute(statements.people(numbers, first, last))
                for table in tables:
                    columns, select = registers[table]
                    stream(maker, f"COPY ({select}) TO STDOUT", cursor, f"COPY {table} ({columns}) FROM STDIN (FREEZE)")
                    counted.put((table, cursor.rowcount))
                maker.execute("DROP TABLE chunk")

    def progress() -> float:
        while not counted.empty():
            table, rows = counted.get()
            report.rows[table] += rows
            seen[0] += 1
        return seen[0] / max(len(chunks) * len(registers), 1)

    seen = [0]
    together([[lambda tables=tables: fill_tables(tables)] for tables in groups], lambda: show("Mengisi", progress()))
    progress()


# How long a table takes to fill, in hundredths of the people's own.
_EFFORT: Mapping[str, int] = {
    "employees_employee": 100, "employees_positionrecord": 50, "employees_educationrecord": 30, "employees_performancerecord": 25,
}  # fmt: skip


def _dealt(tables: Sequence[str], sessions: int) -> list[list[str]]:
    """The tables in as many groups as there are sessions, each about as long; a table is filled by one session."""
    groups: list[list[str]] = [[] for _ in range(max(sessions, 1))]
    loads = [0] * len(groups)
    for table in sorted(tables, key=lambda name: (-_EFFORT.get(name, 8), name)):
        place = loads.index(min(loads))
        groups[place].append(table)
        loads[place] += _EFFORT.get(table, 8)
    return groups


def _restore(kind: int, sessions: int, word: str, show: Callable[[str, float], None]) -> None:
    memory = f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'"
    # One session an index: the sessions together keep every core busy.
    jobs = [(memory, "SET LOCAL max_parallel_maintenance_workers = 0", statement) for (statement,) in _kept(kind)]
    in_sessions(sessions, jobs, word, show)


def _advance_numbers(tables: Sequence[str]) -> None:
    """Let the next row a person adds get a number nobody has."""
    for table in tables:
        run([f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"])  # noqa: S608 - own tables


def _kept(kind: int) -> list[tuple[Any, ...]]:
    return ask("SELECT statement FROM seeding.restore WHERE kind = %s ORDER BY weight DESC, id", [kind])


def _keep(kind: int, weight: int, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO seeding.restore (kind, weight, statement) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [kind, weight, statement],
        )


@contextmanager
def _timed(report: SeedReport, step: str, show: Callable[[str, float], None], word: str) -> Iterator[None]:
    """Note the seconds of a step in the report."""
    begun = time.monotonic()
    show(word, 0.0)
    yield
    report.seconds[step] = round(time.monotonic() - begun, 2)
    show(word, 1.0)
