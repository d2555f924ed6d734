"""The arithmetic of the audit chain: each entry seals the one before it (docs/security.md, sections 3 and 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.canonical import sha256_hex

GENESIS_HASH = "0" * 64
FIRST_SEQUENCE = 1

ChainEntry = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class BrokenLink:
    """Where a chain stops being trustworthy.

    Args:
        sequence: the sequence number that was expected at this place.
        reason: code, one of SEQUENCE (an entry is missing, doubled or out of order), PREVIOUS (the entry does not
            continue the one before), CONTENT (the entry was edited), HEAD (the end was cut off or replaced).
    """

    sequence: int
    reason: str


def link_hash(previous_hex: str, sequence: int, at_us: int, body: str) -> str:
    """Hash of one entry.

    Args:
        previous_hex: hash of the entry before, GENESIS_HASH for the first.
        sequence: place in the chain, from 1.
        at_us: time of the act, integer microseconds since 1970 UTC.
        body: canonical JSON of the act.

    Returns:
        64 lower-case hex digits.
    """
    return sha256_hex(f"{previous_hex}|{sequence}|{at_us}|{body}")


def first_broken_link(entries: Iterable[ChainEntry], head: tuple[int, str] | None = None) -> BrokenLink | None:
    """Walk a chain and name the first entry that does not hold.

    Args:
        entries: (sequence, at_us, body, prev_hash, hash) in the order of sequence; read once, never kept.
        head: (sequence, hash) of the last entry as stored apart from the rows. Without it a tail that was cut
            off cannot be noticed. For an empty chain pass (0, GENESIS_HASH).
    """
    previous = GENESIS_HASH
    expected = FIRST_SEQUENCE
    for sequence, at_us, body, prev_hash, stored in entries:
        if sequence != expected:
            return BrokenLink(expected, "SEQUENCE")
        if prev_hash != previous:
            return BrokenLink(expected, "PREVIOUS")
        if link_hash(previous, sequence, at_us, body) != stored:
            return BrokenLink(expected, "CONTENT")
        previous = stored
        expected += 1
    last = expected - 1
    if head is not None and head != (last, previous):
        return BrokenLink(min(last, head[0]) + (head[0] != last), "HEAD")
    return None
