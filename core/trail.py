"""Walking the trail: every chain from its first entry to its head, and against the seals, without trusting a single column."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path

from django.db import connection, connections, transaction

from core.models import AuditHead, Seal
from core.seal_check import SealReport, check_seals
from core.seal_file import read_lines, seal_file
from core.seals import line_of
from core.trail_parts import Fault, Part, Row, check_part, join_parts

CHUNK = 5_000
# Rows one process checks at a time; below two such stretches there is nothing to share.
STRETCH = 50_000
SEALS = "segel"
_COLUMNS = "chain, sequence, at_us, body, previous_hash, hash, act, actor_id, object_type, object_id"

_STARTS = """
SELECT chain, sequence FROM (
    SELECT chain, sequence, row_number() OVER (ORDER BY chain, sequence) AS place FROM core_auditentry
    WHERE %(only)s::text IS NULL OR chain = %(only)s) AS rows
WHERE place %% %(size)s = 1 ORDER BY place
"""


@dataclass(frozen=True)
class TrailFault:
    """The first place where a chain does not hold.

    Args:
        chain: its name, or `SEALS` for the chain of seals.
        sequence: the entry (from 1), or the number of the seal.
        reason: SEQUENCE, PREVIOUS, CONTENT, HEAD as in core/chain_hash.py; COLUMNS when a column that is searched by says
            something else than the sealed body; SEALED when the row is not the one that was sealed. For seals as in
            core/seal_check.py, and DATABASE when the database does not hold the seal that lies outside.
    """

    chain: str
    sequence: int
    reason: str


@dataclass(frozen=True)
class TrailReport:
    """What a walk found.

    Args:
        chains, entries: read; faults: the first of each chain that has one.
        seals: seals checked; newest: number, root and microseconds since 1970 UTC of the last.
        has_file: whether the seals were read from outside the database, which alone shows a rewrite.
        unsealed: entries no seal holds yet.
    """

    chains: int
    entries: int
    faults: tuple[TrailFault, ...]
    seals: int = 0
    newest: tuple[int, str, int] = field(default=(0, "", 0))
    has_file: bool = False
    unsealed: int = 0


def verify_trail(only: str | None = None, *, seals: Path | None = None) -> TrailReport:
    """Walk all chains, or the one named `only`, as they stand at one instant; a long trail is shared between processes.

    Args:
        seals: the seal file or a copy of it from elsewhere; None for this site's own.

    A chain whose head is missing, or a head without entries, is a fault like any other.
    """
    path = seals or seal_file()
    with _one_instant():
        bounds = _bounds(only)
        heads = AuditHead.objects.all() if only is None else AuditHead.objects.filter(chain=only)
        known = {head.chain: (head.sequence, head.hash) for head in heads.order_by("chain")}
        with _workers(len(bounds)) as run:
            found = run(bounds)
            lines = read_lines(path) if path.exists() else map(line_of, Seal.objects.order_by("number"))
            report = check_seals(lines)
            parts = list(found)
        faults = [] if report.fault is None else [(SEALS, *report.fault)]
        if not faults and path.exists():
            faults = _missing_seals(report)
    sealed = {chain: rows for chain, rows in report.sealed.items() if only in (None, chain)}
    chains, broken = join_parts(parts, known, sealed)
    entries = sum(part.entries for part in parts)
    return TrailReport(
        chains=len(chains),
        entries=entries,
        faults=tuple(TrailFault(*fault) for fault in broken + faults),
        seals=report.count,
        newest=report.newest,
        has_file=path.exists(),
        unsealed=max(entries - sum(len(rows) // 32 for rows in sealed.values()), 0),
    )


def _missing_seals(report: SealReport) -> list[Fault]:
    """The first seal of the file that the database does not hold."""
    stored = dict(Seal.objects.order_by("number").values_list("number", "hash"))
    for number, outside in enumerate(report.hashes, start=1):
        if stored.get(number) != outside:
            return [(SEALS, number, "DATABASE")]
    return []


@contextmanager
def _one_instant() -> Iterator[None]:
    """One snapshot for heads and rows, or a portal at work would look broken; inside a caller's transaction the caller's."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


Bound = tuple[str, int]
Stretch = tuple[Bound, Bound | None, str | None]


def _bounds(only: str | None) -> list[Stretch]:
    """The trail cut into stretches: where each begins, and where the next does."""
    with connection.cursor() as cursor:
        cursor.execute(_STARTS, {"only": only, "size": STRETCH})
        starts = cursor.fetchall()
    return [(start, end, only) for start, end in zip_longest(starts, starts[1:])]


@contextmanager
def _workers(stretches: int) -> Iterator:
    """Something that runs `_check` over stretches, in order: here, or in processes that read the same snapshot."""
    if stretches < 3 or connection.savepoint_ids:
        yield lambda bounds: map(_check, bounds)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    processes = min(os.cpu_count() or 1, stretches, 8)
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin, initargs=(snapshot,)) as pool:
        yield lambda bounds: pool.map(_check, bounds)


def _begin(snapshot: str) -> None:
    """In a process of its own: a new connection instead of the inherited one, that sees what the first one sees."""
    del connections["default"]
    connections["default"].set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])


def _check(stretch: Stretch) -> Part:
    return check_part(_rows(stretch))


def _rows(stretch: Stretch) -> Iterator[Row]:
    (chain, sequence), end, only = stretch
    where, values = "(chain, sequence) >= (%s, %s)", [chain, sequence]
    if end is not None:
        where, values = f"{where} AND (chain, sequence) < (%s, %s)", [*values, *end]
    if only is not None:
        where, values = f"{where} AND chain = %s", [*values, only]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM core_auditentry WHERE {where} ORDER BY chain, sequence", values)  # noqa: S608
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
