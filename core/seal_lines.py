"""A seal as one line of text: what leaves the database, and how its hash and root are computed (docs/audit-trail.md)."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.canonical import canonical_json, sha256_hex
from core.merkle import merkle_root

FORMAT = "asnkarier-seal-1"


@dataclass(frozen=True)
class RangeOfRows:
    """Hashes of the rows `first`, `first + 1`, ... of one chain, 64 hex digits each."""

    chain: str
    first: int
    hashes: tuple[str, ...]

    @property
    def last(self) -> int:
        """Sequence number of the last row."""
        return self.first + len(self.hashes) - 1


def root_of(previous_hash: str, ranges: Sequence[RangeOfRows]) -> str:
    """Merkle root (hex) of a seal: first the hash of the seal before, then every row's hash, in the order of `ranges`.

    With the seal before as the first leaf, one printed root stands for the whole history up to it.
    """
    leaves = [bytes.fromhex(previous_hash)]
    leaves += [bytes.fromhex(each) for part in ranges for each in part.hashes]
    return merkle_root(leaves).hex()


def seal_hash(previous_hash: str, number: int, sealed_at_us: int, root: str, spans: Sequence[tuple[str, int, int]]) -> str:
    """Hash (hex) that chains the seals; it binds the root to the names and numbers of the rows.

    Args:
        sealed_at_us: microseconds since 1970 UTC.
        spans: (chain, first, last) of each range, in order.
    """
    return sha256_hex(f"{previous_hash}|{number}|{sealed_at_us}|{root}|{canonical_json([list(span) for span in spans])}")


def seal_line(*, number: int, sealed_at_us: int, root: str, previous_hash: str, seal: str, ranges: Sequence[RangeOfRows]) -> str:
    """The line of the seal file, without its line break."""
    return canonical_json(
        {
            "format": FORMAT,
            "number": number,
            "sealed_at_us": sealed_at_us,
            "root": root,
            "previous_hash": previous_hash,
            "hash": seal,
            "ranges": [{"chain": part.chain, "first": part.first, "hashes": list(part.hashes)} for part in ranges],
        }
    )
