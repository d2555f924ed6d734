"""Seals: every minute the new rows of the trail get one Merkle root, which leaves the database at once.

A chain that was rewritten from its first row to its head looks whole from inside. It no longer fits the roots that lie
outside: in the seal file, in printed minutes, at a time-stamping service. Times here are true times, whatever the demo's
clock shows. The format is written down in docs/audit-trail.md.
"""

import base64
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection, transaction

from core.canonical import epoch_us
from core.chain_hash import GENESIS_HASH
from core.models import Seal, SealedRange, SealReceipt
from core.seal_file import SealFile, seal_file
from core.seal_lines import RangeOfRows, root_of, seal_hash, seal_line
from core.time_stamps import TimeStamp, time_stamper

EVERY = timedelta(seconds=60)
# Without new rows a seal still says that the sealer is alive, but less often.
EVERY_WITHOUT_ROWS = timedelta(minutes=5)
# A determination waits when the newest seal outside is older (X-Road stops on the same ground).
OLDEST = timedelta(minutes=15)
MOST_ROWS = 10_000
# Each time all heads are compared, in between only chains with rows of the last hour.
COMPARE_ALL = 60
FILE, STAMP = "file", "time-stamp"
LOCK = 7_203_111

log = logging.getLogger(__name__)

_NEW_ROWS = """
SELECT e.chain, e.sequence, e.hash
FROM (SELECT h.chain, coalesce((SELECT max(r.last) FROM core_sealedrange r WHERE r.chain = h.chain), 0) AS sealed, h.sequence
      FROM core_audithead h
      WHERE %(since)s::bigint IS NULL OR h.chain IN (SELECT chain FROM core_auditentry WHERE at_us >= %(since)s)) AS reach
JOIN core_auditentry e ON e.chain = reach.chain AND e.sequence > reach.sealed
WHERE reach.sequence > reach.sealed
ORDER BY e.chain COLLATE "C", e.sequence
LIMIT %(most)s
"""
_AGES = """
SELECT clock_timestamp(),
       (SELECT s.sealed_at FROM core_sealreceipt r JOIN core_seal s ON s.number = r.seal_id
        WHERE r.keeper = %s ORDER BY r.seal_id DESC LIMIT 1),
       (SELECT at_us FROM core_auditentry ORDER BY id LIMIT 1)
"""


class SealsGoneBack(Exception):
    """The seal file holds a seal this database does not have: an older database was put back, or seals were rewritten."""


def latest_root() -> Seal | None:
    """The newest seal that lies outside the database: `root` (64 hex digits), `sealed_at`, `number`. None before the first."""
    receipt = SealReceipt.objects.filter(keeper=FILE).order_by("-seal_id").select_related("seal").first()
    return receipt.seal if receipt is not None else None


def seal_refusal() -> str | None:
    """Why nothing may be determined now because the trail is not sealed, or None. One query.

    Before the first seal the oldest row counts, so that a portal that has just been started is not refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AGES, [FILE])
        now, sealed_at, first_us = cursor.fetchone()
    newest = epoch_us(sealed_at) if sealed_at is not None else first_us
    if newest is None or epoch_us(now) - newest <= OLDEST // timedelta(microseconds=1):
        return None
    return (
        "Penetapan ditunda: jejak belum disegel lebih dari 15 menit, jadi keputusan ini belum dapat dibuktikan kemudian. "
        "Tidak ada yang hilang; coba lagi beberapa menit lagi, dan beri tahu pengelola portal bila tetap tertunda."
    )


def seal_and_export() -> Seal | None:
    """What every beat does: seal when it is time, then bring out whatever is not outside yet.

    Returns:
        The new seal, or None when it was not time.

    Raises:
        SealsGoneBack: see there; nothing is written outside, so determinations stop after 15 minutes.
    """
    sealed = seal_new_rows()
    export_seals()
    return sealed


@transaction.atomic
def seal_new_rows(*, actor: None = None) -> Seal | None:
    """Seal the rows that no seal holds yet; at most one a minute, unless more rows wait than one seal takes.

    Returns:
        The seal, or None when it is not time or another process is sealing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s), clock_timestamp()", [LOCK])
        is_mine, now = cursor.fetchone()
    if not is_mine:
        return None
    last = Seal.objects.order_by("-number").first()
    is_behind = last is not None and last.entries == MOST_ROWS
    if last is not None and not is_behind and now - last.sealed_at < EVERY:
        return None
    number = last.number + 1 if last is not None else 1
    compares_all = last is None or is_behind or number % COMPARE_ALL == 0
    ranges = _new_ranges(None if compares_all else now - timedelta(hours=1))
    if not ranges and last is not None and now - last.sealed_at < EVERY_WITHOUT_ROWS:
        return None
    return _write_seal(last, number, now, ranges)


def _write_seal(last: Seal | None, number: int, now: datetime, ranges: list[RangeOfRows]) -> Seal:
    previous = last.hash if last is not None else GENESIS_HASH
    root = root_of(previous, ranges)
    spans = [(part.chain, part.first, part.last) for part in ranges]
    seal = Seal.objects.create(
        number=number,
        sealed_at=now,
        entries=sum(len(part.hashes) for part in ranges),
        root=root,
        previous_hash=previous,
        hash=seal_hash(previous, number, epoch_us(now), root, spans),
    )
    SealedRange.objects.bulk_create(SealedRange(seal=seal, chain=chain, first=first, last=end) for chain, first, end in spans)
    return seal


def export_seals() -> int:
    """Append to the seal file what it does not hold yet, then have each seal stamped. Returns how many lines were added.

    Cut off at any place it goes on where it stopped: the file itself says what it holds.
    """
    with SealFile(seal_file()) as file:
        number, known = file.last()
        newest = Seal.objects.order_by("-number").first()
        if number and (newest is None or number > newest.number or known != Seal.objects.get(number=number).hash):
            raise SealsGoneBack(f"the seal file holds seal {number} {known}, the database does not")
        fresh = list(Seal.objects.filter(number__gt=number).order_by("number"))
        for seal in fresh:
            file.append([line_of(seal)])
    _acknowledge(FILE)
    _stamp()
    return len(fresh)


def line_of(seal: Seal) -> str:
    """The seal as a line of the seal file, its rows' hashes read from the trail."""
    rows = _rows(
        "SELECT r.chain, e.sequence, e.hash FROM core_sealedrange r"
        " JOIN core_auditentry e ON e.chain = r.chain AND e.sequence BETWEEN r.first AND r.last"
        ' WHERE r.seal_id = %(seal)s ORDER BY r.chain COLLATE "C", e.sequence',
        {"seal": seal.number},
    )
    return seal_line(
        number=seal.number,
        sealed_at_us=epoch_us(seal.sealed_at),
        root=seal.root,
        previous_hash=seal.previous_hash,
        seal=seal.hash,
        ranges=ranges_of(rows),
    )


def ranges_of(rows: Iterable[tuple[str, int, str]]) -> list[RangeOfRows]:
    """(chain, sequence, hash), sorted by chain and sequence, as ranges; a chain ends at its first missing row."""
    found = []
    for chain, group in groupby(rows, key=lambda row: row[0]):
        members = list(group)
        first = members[0][1]
        hashes = [mark for place, (_, sequence, mark) in enumerate(members) if sequence == first + place]
        found.append(RangeOfRows(chain, first, tuple(hashes)))
    return found


def _new_ranges(since: datetime | None) -> list[RangeOfRows]:
    question = {"since": epoch_us(since) if since is not None else None, "most": MOST_ROWS}
    return ranges_of(_rows(_NEW_ROWS, question))


def _rows(statement: str, question: dict[str, object]) -> list[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, question)
        return cursor.fetchall()


def _unacknowledged(keeper: str) -> list[Seal]:
    """Seals for which this keeper gave no receipt yet, oldest first."""
    newest = SealReceipt.objects.filter(keeper=keeper).order_by("-seal_id").values_list("seal_id", flat=True).first()
    return list(Seal.objects.filter(number__gt=newest or 0).order_by("number"))


def _acknowledge(keeper: str, *, stamp: TimeStamp | None = None, seals: Iterable[Seal] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    SealReceipt.objects.bulk_create(
        (
            SealReceipt(
                seal=seal,
                keeper=keeper,
                received_at=now,
                authority=stamp.authority if stamp is not None else "",
                is_certified=stamp.is_certified if stamp is not None else False,
                token=base64.b64encode(stamp.token).decode() if stamp is not None else "",
            )
            for seal in (_unacknowledged(keeper) if seals is None else seals)
        ),
        ignore_conflicts=True,
    )


def _stamp() -> None:
    """Have each seal stamped; a service that does not answer is asked again at the next beat."""
    stamper = time_stamper()
    for seal in _unacknowledged(STAMP):
        try:
            stamp = stamper.stamp(bytes.fromhex(seal.hash))
        except OSError as error:
            log.warning("time stamp of seal %s failed: %s", seal.number, error)
            return
        _acknowledge(STAMP, stamp=stamp, seals=[seal])
