"""Checking stretches of the trail one by one, so that several processes can share a long one; then joining what they found.

Pure: rows come in as tuples, from whatever read them. Each process trusts the first row of its stretch about the row before;
joining the stretches checks exactly that.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from core.chain_hash import FIRST_SEQUENCE, GENESIS_HASH

# chain, sequence, at_us, body, previous_hash, hash, act, actor_id, object_type, object_id
Row = tuple[str, int, int, str, str, str, str, int | None, str, str]
Fault = tuple[str, int, str]


@dataclass
class Part:
    """What one stretch of rows, sorted by chain and sequence, looks like.

    Args:
        entries: rows read.
        first: chain, sequence and previous hash of the first row; last: chain, sequence and hash of the last.
        ends: chain -> sequence and hash of its last row in this stretch.
        hashes: chain -> first sequence, and the hashes from there on (32 bytes each) as far as the chain holds.
        faults: chain -> sequence and reason of its first fault inside this stretch.
    """

    entries: int = 0
    first: tuple[str, int, str] = ("", 0, "")
    last: tuple[str, int, str] = ("", 0, "")
    ends: dict[str, tuple[int, str]] = field(default_factory=dict)
    hashes: dict[str, tuple[int, bytearray]] = field(default_factory=dict)
    faults: dict[str, tuple[int, str]] = field(default_factory=dict)


def check_part(rows: Iterable[Row]) -> Part:
    """Check the links, the contents and the columns of one stretch; see `core.chain_hash` for the reasons."""
    part = Part()
    chain, previous, expected, broken, span = "", "", 0, False, bytearray()
    sequence, stored = 0, ""
    for row in rows:
        if row[0] != chain:
            if part.entries:
                part.ends[chain] = (sequence, stored)
                previous, expected = GENESIS_HASH, FIRST_SEQUENCE
            else:
                part.first = (row[0], row[1], row[4])
                previous, expected = row[4], row[1]
            chain, broken, span = row[0], False, bytearray()
            part.hashes[chain] = (expected, span)
        _, sequence, at_us, body, said_previous, stored, act, actor_id, object_type, object_id = row
        part.entries += 1
        if broken:
            continue
        digest = sha256(f"{previous}|{sequence}|{at_us}|{body}".encode())
        if sequence != expected:
            reason = "SEQUENCE"
        elif said_previous != previous:
            reason = "PREVIOUS"
        elif digest.hexdigest() != stored:
            reason = "CONTENT"
        elif not columns_agree(body, act, actor_id, object_type, object_id):
            reason = "COLUMNS"
        else:
            previous = stored
            expected += 1
            span += digest.digest()
            continue
        part.faults[chain] = (expected, reason)
        broken = True
    if part.entries:
        part.ends[chain] = (sequence, stored)
        part.last = (chain, sequence, stored)
    return part


def columns_agree(body: str, act: str, actor_id: int | None, object_type: str, object_id: str) -> bool:
    """Whether the columns that are searched by say what the sealed body says."""
    actor = f'{{"id":{actor_id},' if actor_id is not None else "null,"
    if '"' not in f"{act}{object_type}{object_id}" and body.startswith(f'{{"act":"{act}","actor":{actor}'):
        # Keys are sorted and quotation marks inside texts escaped, so the last of these is the one at the top; no parsing needed.
        place = body.rfind('"object":{"id":"')
        if body.startswith(f'"object":{{"id":"{object_id}","type":"{object_type}"}}', place):
            return True
    try:
        told = json.loads(body)
        found = told["actor"]["id"] if told["actor"] else None
        return (told["act"], found, told["object"]["type"], told["object"]["id"]) == (act, actor_id, object_type, object_id)
    except (ValueError, KeyError, TypeError):
        return False


def join_parts(
    parts: Sequence[Part], heads: Mapping[str, tuple[int, str]], sealed: Mapping[str, bytes | bytearray]
) -> tuple[set[str], list[Fault]]:
    """The first fault of each chain over all stretches.

    Args:
        parts: in the order of chain and sequence, nothing left out.
        heads: chain -> sequence and hash of its last row, as stored apart from the rows.
        sealed: chain -> hashes of its rows from the first on (32 bytes each), as they lie outside the database.

    Returns:
        The chains seen, and (chain, sequence, reason), chains in order. Besides the reasons of `core.chain_hash`: COLUMNS, and
        SEALED for a row that is not the one that was sealed, or is gone.
    """
    faults: dict[str, tuple[int, str]] = {}
    ends: dict[str, tuple[int, str]] = {}
    last = ("", 0, GENESIS_HASH)
    for part in parts:
        if not part.entries:
            continue
        chain, sequence, previous = part.first
        before = (last[1], last[2]) if last[0] == chain else (0, GENESIS_HASH)
        if chain not in faults:
            if sequence != before[0] + 1:
                faults[chain] = (before[0] + 1, "SEQUENCE")
            elif previous != before[1]:
                faults[chain] = (sequence, "PREVIOUS")
        for name, (first, span) in part.hashes.items():
            if name not in faults:
                changed = _first_change(first, span, sealed.get(name, b""))
                fault = part.faults.get(name)
                if changed is not None and (fault is None or changed < fault[0]):
                    faults[name] = (changed, "SEALED")
                elif fault is not None:
                    faults[name] = fault
        ends |= part.ends
        last = part.last
    for chain in sorted(heads.keys() | ends.keys() | sealed.keys()):
        end, head = ends.get(chain, (0, GENESIS_HASH)), heads.get(chain, (0, GENESIS_HASH))
        if chain in faults:
            continue
        if end[0] < len(sealed.get(chain, b"")) // 32:
            faults[chain] = (end[0] + 1, "SEALED")
        elif end != head:
            faults[chain] = (min(end[0], head[0]) + (head[0] != end[0]), "HEAD")
    seen = ends.keys() | {chain for chain, head in heads.items() if head != (0, GENESIS_HASH)} | sealed.keys()
    return set(seen), [(chain, *faults[chain]) for chain in sorted(faults)]


def _first_change(first: int, span: bytes | bytearray, sealed: bytes | bytearray) -> int | None:
    """Sequence of the first row of `span` (starting at `first`) that is not the one that was sealed."""
    known = sealed[(first - 1) * 32 : (first - 1) * 32 + len(span)]
    if span.startswith(known):
        return None
    place = next(i for i in range(0, len(known), 32) if span[i : i + 32] != known[i : i + 32])
    return first + place // 32
