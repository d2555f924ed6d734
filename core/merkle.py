"""The Merkle tree of a seal, as RFC 6962 section 2.1 defines it.

Leaves and inner nodes are hashed with different first bytes, so that no inner node can pass for a leaf. A node without a
neighbour moves up unchanged; it is never paired with itself, so that two different lists never share a root.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Hash of one leaf, 32 bytes."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of the node above two nodes, 32 bytes."""
    return sha256(NODE + left + right).digest()


def merkle_root(contents: Sequence[bytes]) -> bytes:
    """Root over leaves in the given order, 32 bytes; the hash of nothing for no leaf."""
    if not contents:
        return sha256(b"").digest()
    level = [leaf_hash(content) for content in contents]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def inclusion_proof(contents: Sequence[bytes], index: int) -> list[bytes]:
    """What somebody who holds only leaf `index` (from 0) and the root needs, from the lowest level up.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(contents):
        raise IndexError(f"no leaf {index} among {len(contents)}")
    level = [leaf_hash(content) for content in contents]
    proof = []
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            proof.append(level[neighbour])
        level = _above(level)
        index //= 2
    return proof


def proves_inclusion(content: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `content` is leaf `index` (from 0) of the `size` leaves under `root`."""
    if not 0 <= index < size:
        return False
    current, steps = leaf_hash(content), list(proof)
    while size > 1:
        if index % 2:
            if not steps:
                return False
            current = node_hash(steps.pop(0), current)
        elif index + 1 < size:
            if not steps:
                return False
            current = node_hash(current, steps.pop(0))
        index //= 2
        size = (size + 1) // 2
    return not steps and current == root


def _above(level: list[bytes]) -> list[bytes]:
    """The next level: neighbours in pairs, a last one without a neighbour as it is."""
    pairs = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[-1:] if len(level) % 2 else pairs
