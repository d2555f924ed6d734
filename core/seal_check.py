"""Reading seals back: whether each fits its root, its hash and the seal before, and which rows they hold."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.chain_hash import GENESIS_HASH
from core.seal_lines import FORMAT, RangeOfRows, root_of, seal_hash


@dataclass
class SealReport:
    """What the seals say.

    Args:
        count: seals read; newest: number, root and microseconds since 1970 UTC of the last good one.
        hashes: number -> hash of each good seal, from 1.
        sealed: chain -> hashes of its rows from the first on, 32 bytes each.
        fault: number and reason of the first seal that does not hold: FORMAT (no seal at all), NUMBER (one is missing), PREVIOUS
            (does not continue the one before), ROOT (rows and root differ), HASH, RANGE (rows of a chain are left out or twice).
    """

    count: int = 0
    newest: tuple[int, str, int] = (0, "", 0)
    hashes: list[str] = field(default_factory=list)
    sealed: dict[str, bytearray] = field(default_factory=dict)
    fault: tuple[int, str] | None = None


def check_seals(lines: Iterable[str]) -> SealReport:
    """Walk the lines of a seal file from the first; stops at the first fault."""
    report = SealReport()
    previous = GENESIS_HASH
    for line in lines:
        expected = report.count + 1
        try:
            seal = json.loads(line)
            ranges = [RangeOfRows(part["chain"], part["first"], tuple(part["hashes"])) for part in seal["ranges"]]
            number, root, at_us = seal["number"], seal["root"], seal["sealed_at_us"]
            is_known = seal["format"] == FORMAT
            reason = _fault(seal, ranges, expected, previous) if is_known else "FORMAT"
        except (ValueError, KeyError, TypeError):
            reason = "FORMAT"
        if reason is None and not _take(report.sealed, ranges):
            reason = "RANGE"
        if reason is not None:
            report.fault = (expected, reason)
            return report
        previous = seal["hash"]
        report.count = number
        report.hashes.append(previous)
        report.newest = (number, root, at_us)
    return report


def _fault(seal: dict, ranges: list[RangeOfRows], expected: int, previous: str) -> str | None:
    spans = [(part.chain, part.first, part.last) for part in ranges]
    if seal["number"] != expected:
        return "NUMBER"
    if seal["previous_hash"] != previous:
        return "PREVIOUS"
    if root_of(previous, ranges) != seal["root"]:
        return "ROOT"
    if seal_hash(previous, expected, seal["sealed_at_us"], seal["root"], spans) != seal["hash"]:
        return "HASH"
    return None


def _take(sealed: dict[str, bytearray], ranges: list[RangeOfRows]) -> bool:
    """Add the rows; False when a chain does not go on where the seals before left it."""
    for part in ranges:
        known = sealed.setdefault(part.chain, bytearray())
        if part.first != len(known) // 32 + 1:
            return False
        known += bytes.fromhex("".join(part.hashes))
    return True
