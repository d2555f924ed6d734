"""Walking the trail: every chain from its first entry to its head, without trusting a single column."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from core.chain_hash import GENESIS_HASH, first_broken_link
from core.models import AuditEntry, AuditHead

CHUNK = 2000


@dataclass(frozen=True)
class TrailFault:
    """The first place where a chain does not hold.

    Args:
        chain: its name; sequence: the entry (from 1); reason: SEQUENCE, PREVIOUS, CONTENT, HEAD as in core/chain_hash.py,
            or COLUMNS when a column that is searched by says something else than the sealed body.
    """

    chain: str
    sequence: int
    reason: str


@dataclass(frozen=True)
class TrailReport:
    """What a walk found: chains and entries read, and the first fault of each chain that has one."""

    chains: int
    entries: int
    faults: tuple[TrailFault, ...]


def verify_trail(only: str | None = None) -> TrailReport:
    """Walk all chains, or the one named `only`, in one pass over the rows; memory stays flat whatever the length.

    A chain whose head is missing, or a head without entries, is a fault like any other.
    """
    heads = AuditHead.objects.all() if only is None else AuditHead.objects.filter(chain=only)
    known = {head.chain: (head.sequence, head.hash) for head in heads.order_by("chain")}
    entries = AuditEntry.objects.all() if only is None else AuditEntry.objects.filter(chain=only)
    rows = entries.order_by("chain", "sequence").iterator(chunk_size=CHUNK)
    faults: list[TrailFault] = []
    seen: set[str] = set()
    total = 0
    current = next(rows, None)
    while current is not None:
        walk = _Walk(current, rows)
        head = known.get(walk.chain, (0, GENESIS_HASH))
        broken = first_broken_link(walk.links(), head)
        walk.finish()
        if broken is not None and (walk.column_fault is None or broken.sequence <= walk.column_fault):
            faults.append(TrailFault(walk.chain, broken.sequence, broken.reason))
        elif walk.column_fault is not None:
            faults.append(TrailFault(walk.chain, walk.column_fault, "COLUMNS"))
        seen.add(walk.chain)
        total += walk.count
        current = walk.following
    for chain, head in known.items():
        if chain not in seen and head != (0, GENESIS_HASH):
            faults.append(TrailFault(chain, 1, "HEAD"))
            seen.add(chain)
    return TrailReport(chains=len(seen), entries=total, faults=tuple(faults))


class _Walk:
    """The entries of one chain out of a stream that is sorted by chain."""

    def __init__(self, first: AuditEntry, rows: Iterator[AuditEntry]) -> None:
        self.chain = first.chain
        self.count = 0
        self.column_fault: int | None = None
        self.following: AuditEntry | None = first
        self._rows = rows

    def links(self) -> Iterator[tuple[int, int, str, str, str]]:
        while self.following is not None and self.following.chain == self.chain:
            entry = self.following
            self.count += 1
            if self.column_fault is None and not _columns_agree(entry):
                self.column_fault = entry.sequence
            self.following = next(self._rows, None)
            yield entry.sequence, entry.at_us, entry.body, entry.previous_hash, entry.hash

    def finish(self) -> None:
        """Read on to the end of the chain when the check stopped at its first fault."""
        for _ in self.links():
            continue


def _columns_agree(entry: AuditEntry) -> bool:
    """Whether the columns that are searched by say what the sealed body says."""
    try:
        body = json.loads(entry.body)
        actor = body["actor"]["id"] if body["actor"] else None
        told = (body["act"], actor, body["object"]["type"], body["object"]["id"])
    except (ValueError, KeyError, TypeError):
        return False
    return told == (entry.act, entry.actor_id, entry.object_type, entry.object_id)
