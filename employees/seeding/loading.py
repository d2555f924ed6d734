"""The procedure around the statements: refuse, put indexes aside, fill in parallel sessions, put them back.

What is put aside is written down in the table `seeding.restore` in the same transaction, so a load that is broken off at any
moment is repeated from the beginning by the same command.
"""

import io
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from accounts.enums import AgencyKind
from accounts.models import Agency
from employees.models import Employee
from employees.seeding import careers, names, places, statements
from employees.seeding.statements import Numbers

CHUNK_ROWS = 100_000
# Memory for building one index; every session builds one at a time.
INDEX_MEMORY = "512MB"
REGIONAL = {AgencyKind.PROVINCE: places.PROVINCE, AgencyKind.REGENCY: places.REGENCY, AgencyKind.CITY: places.REGENCY}
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
            _write_vocabulary(numbers)
    with _timed(report, "rows", show, "Mengisi"):
        _fill(numbers, sessions, report, show)
    for kind, step, word in (
        (_INDEXES, "indexes", "Membuat indeks"),
        (_KEYS, "keys", "Memasang kunci"),
        (_CHECKS, "checks", "Memeriksa"),
    ):
        with _timed(report, step, show, word):
            _restore(kind, 1 if kind == _KEYS else sessions, word, show)
    with _timed(report, "statistics", show, "Menghitung statistik"):
        _in_sessions(sessions, [(f"ANALYZE {table}",) for table in tables], "Menghitung statistik", show)
        with transaction.atomic():
            _advance_numbers(tables, numbers.count)
            _restore(_TRIGGERS, 1, "Selesai", show)
            _run(["DROP SCHEMA seeding CASCADE"])
    return report


def _check(numbers: Numbers, replace: bool) -> None:
    if not 0 <= numbers.count <= statements.MOST_PEOPLE:
        raise SeedRefusal(f"Jumlah pegawai harus dari 0 sampai {statements.MOST_PEOPLE}.")
    if not _ask("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'employees_employee'::regclass")[0][0]:
        raise SeedRefusal("Perintah ini dijalankan sebagai pemilik tabel. Pakai ASN_PROCESS=owner.")
    if not Agency.objects.exists():
        raise SeedRefusal("Belum ada instansi. Jalankan dahulu: manage.py load_reference.")
    if Employee.objects.exclude(user=None).exists():
        raise SeedRefusal("Data induk ini dipakai orang yang punya akun, jadi tidak akan diganti.")
    if _ask("SELECT 1 FROM pg_namespace WHERE nspname = 'seeding'"):
        return
    if Employee.objects.exists() and not replace:
        raise SeedRefusal("Data induk sudah berisi pegawai. Tambahkan --replace untuk menggantinya.")


def _put_aside(tables: Sequence[str]) -> None:
    """Empty the tables and drop what slows filling; whatever an earlier load put aside stays written down."""
    begun = bool(_ask("SELECT 1 FROM pg_namespace WHERE nspname = 'seeding'"))
    if not begun:
        _run(["CREATE SCHEMA seeding", "CREATE TABLE seeding.restore (id serial, kind int, weight int, statement text)"])
    _run([f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"])
    _empty(tables)
    if begun:
        kept = _ask("SELECT relname FROM pg_class WHERE relnamespace = 'seeding'::regnamespace AND relkind = 'r'")
        _run([f"DROP TABLE seeding.{name}" for (name,) in kept if name != "restore"])
        return
    regclasses = ", ".join(f"'{table}'::regclass" for table in tables)
    found = _ask(_CONSTRAINTS.format(regclasses=regclasses))
    for table, name, kind, definition, index in found:
        _run([f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'])
        if kind == "f":
            _keep(_KEYS, 0, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
            _keep(_CHECKS, 1, f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')
            continue
        # The name of the index goes back to the constraint with it.
        _keep(_INDEXES, _weight(index), index)
        word = "PRIMARY KEY" if kind == "p" else "UNIQUE"
        _keep(_KEYS, 0, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {word} USING INDEX "{name}"')
    for name, definition in _ask(_PLAIN_INDEXES.format(regclasses=regclasses)):
        _run([f'DROP INDEX "{name}"'])
        _keep(_INDEXES, _weight(definition), definition)
    for table in tables:
        _run([f"ALTER TABLE {table} DISABLE TRIGGER USER"])
        _keep(_TRIGGERS, 0, f"ALTER TABLE {table} ENABLE TRIGGER USER")


# Primary keys that others refer to stay: they cannot be dropped alone, and rows come almost in their order.
_CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, c.contype, pg_get_constraintdef(c.oid), pg_get_indexdef(nullif(c.conindid, 0))
FROM pg_constraint c
WHERE c.conrelid IN ({regclasses}) AND (c.contype IN ('f', 'u')
  OR (c.contype = 'p' AND NOT EXISTS (SELECT 1 FROM pg_constraint r WHERE r.contype = 'f' AND r.confrelid = c.conrelid)))
ORDER BY c.conrelid, c.contype, c.conname
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
    """Truncate the register, if no other room has rows about its people; their foreign keys step aside for a moment."""
    others = [key for key in _ask(_REFERRING) if key[0] not in tables]
    for table, _, _ in others:
        if _ask(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - a name from the catalogue
            raise SeedRefusal(f"Ada catatan lain yang memakai data induk ({table}), jadi tidak akan diganti.")
    _run([f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name, _ in others])
    _run([f"TRUNCATE {', '.join(tables)}"])
    _run([f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in others])


_REFERRING = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND confrelid = 'employees_employee'::regclass ORDER BY 1, 2
"""


def _write_vocabulary(numbers: Numbers) -> None:
    _run([statements.vocabulary_tables()])
    ordered = list(Agency.objects.select_related("region").order_by("kind", "region__province_id", "code"))
    ranks: dict[tuple[int, str], int] = {}
    seats = []
    for agency in ordered:
        kind = REGIONAL.get(AgencyKind(agency.kind), places.CENTRAL)
        province = agency.region.province_id
        group = (kind, "" if kind == places.CENTRAL else province)
        rank = ranks[group] = ranks.get(group, -1) + 1
        many = sum(1 for a in ordered if a.kind == agency.kind and a.region.province_id == province)
        weight = places.sized(kind, province, rank, many)
        seats.append(places.Seat(agency.pk, agency.name, _town(agency), kind, province, weight))
    by_id = {seat.agency_id: seat for seat in seats}
    given, last = names.name_slots(numbers.seed)
    _copy("given", given)
    _copy("last", last)
    _copy(
        "place",
        (
            (slot, agency, by_id[agency].name, by_id[agency].city, province, kind, origin)
            for slot, agency, province, kind, origin in places.place_slots(seats, numbers.seed)
        ),
    )
    drawn = list(careers.draw_careers(numbers.seed))
    _copy("career", (_career_row(key, career) for key, career in drawn))
    _copy(
        "post",
        (
            (key, n, p.title, p.level, p.functional_grade, p.field, p.unit, p.numbered, p.begins, p.until)
            for key, career in drawn
            for n, p in enumerate(career.posts)
        ),
    )
    for table, rows in (
        ("schooling", lambda career: career.schools),
        ("course", lambda career: career.courses),
        ("tongue", lambda career: career.languages),
        ("result", lambda career: career.results),
    ):
        _copy(table, ((key, n, *row) for key, career in drawn for n, row in enumerate(rows(career))))
    _copy("rating", ((key, *row) for key, career in drawn for row in career.ratings))
    _run([f"ANALYZE seeding.{table}" for table in ("place", "given", "last", "career", "post", "schooling", "course", "rating")])


def _town(agency: Agency) -> str:
    return agency.city.removeprefix("Kabupaten ").removeprefix("Kota ")


def _career_row(key: int, career: careers.Career) -> tuple[Any, ...]:
    post, school = career.posts[-1], max(career.schools)
    return (
        key, post.title, post.level, post.functional_grade, post.field, post.unit, post.numbered, career.grade,
        career.contract_grade, career.grade_years_back, school[0], school[1], career.box, career.match, career.potential,
        career.sanctions_per_mille * 1024 // 1000,
    )  # fmt: skip


def _fill(numbers: Numbers, sessions: int, report: SeedReport, show: Callable[[str, float], None]) -> None:
    stamp = f"{numbers.day:%Y-%m-%d} 00:00:00+00"
    inserts = statements.registers(numbers, stamp)
    report.rows = dict.fromkeys(inserts, 0)
    counting = threading.Lock()

    def fill_chunk(first: int, last: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL asnkarier.bulk_load = 'on'; SET LOCAL work_mem = '128MB'; SET LOCAL synchronous_commit = off"
            )
            cursor.execute(statements.people(numbers, first, last))
            for table, statement in inserts.items():
                cursor.execute(statement)
                with counting:
                    report.rows[table] += cursor.rowcount

    chunks = [(first, min(first + CHUNK_ROWS - 1, numbers.count)) for first in range(1, numbers.count + 1, CHUNK_ROWS)]
    _together(sessions, [lambda chunk=chunk: fill_chunk(*chunk) for chunk in chunks], "Mengisi", show)


def _restore(kind: int, sessions: int, word: str, show: Callable[[str, float], None]) -> None:
    kept = _ask("SELECT statement FROM seeding.restore WHERE kind = %s ORDER BY weight DESC, id", [kind])
    if sessions == 1:
        _run([statement for (statement,) in kept])
        return
    memory = f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'"
    # One session an index: the sessions together keep every core busy.
    _in_sessions(
        sessions, [(memory, "SET LOCAL max_parallel_maintenance_workers = 0", statement) for (statement,) in kept], word, show
    )


def _in_sessions(sessions: int, jobs: Iterable[Sequence[str]], word: str, show: Callable[[str, float], None]) -> None:
    def work(job: Sequence[str]) -> None:
        with transaction.atomic():
            _run(job)

    _together(sessions, [lambda job=job: work(job) for job in jobs], word, show)


def _together(sessions: int, jobs: Sequence[Callable[[], None]], word: str, show: Callable[[str, float], None]) -> None:
    """Run the jobs in threads, each with a database session of its own; the first failure ends all and is raised."""
    waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    failures: list[BaseException] = []
    done: queue.SimpleQueue[None] = queue.SimpleQueue()

    def work() -> None:
        try:
            while not failures:
                waiting.get_nowait()()
                done.put(None)
        except queue.Empty:
            pass
        except BaseException as failure:  # carried to the caller
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(max(sessions, 1))]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.2)
        show(word, done.qsize() / max(len(jobs), 1))
    if failures:
        raise failures[0]


def _advance_numbers(tables: Sequence[str], count: int) -> None:
    """Let the next row a person adds get a number nobody has."""
    for table in tables:
        _run([f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"])  # noqa: S608 - own tables


def _keep(kind: int, weight: int, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seeding.restore (kind, weight, statement) VALUES (%s, %s, %s)", [kind, weight, statement])


def _copy(table: str, rows: Iterable[Sequence[Any]]) -> None:
    text = io.StringIO("".join("\t".join(_cell(value) for value in row) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY seeding.{table} FROM STDIN", text)


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return ("t" if value else "f") if isinstance(value, bool) else str(value)


def _run(written: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in written:
            cursor.execute(statement)


def _ask(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall()


class _timed:
    """Notes the seconds of a step in the report."""

    def __init__(self, report: SeedReport, step: str, show: Callable[[str, float], None], word: str) -> None:
        self.report, self.step, self.show, self.word = report, step, show, word

    def __enter__(self) -> None:
        self.begun = time.monotonic()
        self.show(self.word, 0.0)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.report.seconds[self.step] = round(time.monotonic() - self.begun, 2)
        if kind is None:
            self.show(self.word, 1.0)
