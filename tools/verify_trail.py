#!/usr/bin/env python3
"""Memeriksa bundel jejak ASN Karier tanpa portal, tanpa basis data, dan tanpa pustaka lain.

    python3 verify_trail.py BUNDEL [--seals BERKAS] [--public-key KUNCI]

BUNDEL adalah berkas ZIP dari portal atau folder hasil membukanya. Yang diperiksa: setiap baris menyambung dengan baris
sebelumnya, setiap segel menyambung dan cocok dengan barisnya, setiap berkas sama dengan yang disebut manifes, dan manifes
ditandatangani. `--seals` memakai salinan berkas segel dari tempat lain, yang tidak dapat diubah pembuat bundel. `--public-key`
adalah kunci publik portal (64 angka heksadesimal, atau berkas yang memuatnya) yang Anda terima dari jalan lain.

Kode keluar: 0 utuh, 1 ada yang rusak (baris pertama disebut), 2 bundel tidak dapat dibaca. Format: docs/audit-trail.md.

Written apart from the portal's own verifier on purpose: two programs that share no line must agree.
"""

import argparse
import json
import os
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, NamedTuple

BUNDLE_FORMAT, SEAL_FORMAT = "asnkarier-bundle-1", "asnkarier-seal-1"
ZEROS = "0" * 64
INTACT, BROKEN, UNUSABLE = 0, 1, 2
# What a damaged ZIP makes the library raise, by the place of the damage.
DAMAGED = (KeyError, OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


class Unusable(Exception):
    """The file is no bundle; the sentence says why."""


class Bundle:
    """A bundle as a ZIP file or as a folder."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        try:
            self.zip = zipfile.ZipFile(self.path) if self.path.is_file() else None
        except DAMAGED as error:
            raise Unusable(f"{path} bukan berkas ZIP yang utuh.") from error
        if self.zip is None and not self.path.is_dir():
            raise Unusable(f"{path} tidak ada.")

    def read(self, name: str) -> bytes:
        """Bytes of one file. Raises Unusable when it is missing or damaged."""
        try:
            return self.zip.read(name) if self.zip else (self.path / name).read_bytes()
        except DAMAGED as error:
            raise Unusable(f"Berkas {name} tidak ada di dalam bundel atau tidak terbaca.") from error


class Part(NamedTuple):
    """What one file of rows holds: file's hash, rows, spans (chain, first, previous hash, rows' hashes), and first faults."""

    digest: str
    entries: int
    spans: list[tuple[str, int, str, bytes]]
    faults: list[tuple[str, int, str]]


def read_part(path: str, name: str) -> Part:
    """Recompute the hash of every row of one file; a span ends where the next row does not continue it."""
    content = Bundle(path).read(name)
    spans: list[tuple[str, int, str, bytearray]] = []
    faults: list[tuple[str, int, str]] = []
    broken: set[str] = set()
    chain, following, previous, span = "", 0, "", bytearray()
    entries = 0
    for line in content.splitlines():
        entries += 1
        try:
            at, sequence, at_us, body, said_previous, said = json.loads(line)
        except ValueError:
            faults.append((chain, following, "bukan baris jejak"))
            break
        if at != chain or sequence != following or said_previous != previous:
            chain, previous, span = at, said_previous, bytearray()
            spans.append((chain, sequence, previous, span))
        following = sequence + 1
        digest = sha256(f"{previous}|{sequence}|{at_us}|{body}".encode())
        if digest.hexdigest() != said and chain not in broken:
            broken.add(chain)
            faults.append((chain, sequence, "isinya tidak sesuai dengan hash"))
        span += digest.digest()
        previous = said
    return Part(sha256(content).hexdigest(), entries, [(c, f, p, bytes(s)) for c, f, p, s in spans], faults)


class Seals:
    """Every seal, checked: chain -> hashes of its sealed rows."""

    def __init__(self, content: bytes) -> None:
        self.rows: dict[str, bytearray] = {}
        self.count, self.newest, self.fault = 0, "", ""
        previous = ZEROS
        for line in content.splitlines():
            number = self.count + 1
            try:
                seal = json.loads(line)
                self.fault = self._check(seal, number, previous)
            except (ValueError, KeyError, TypeError):
                self.fault = f"segel {number}: tidak terbaca"
            if self.fault:
                return
            previous, self.newest, self.count = seal["hash"], seal["root"], number

    def _check(self, seal: dict[str, Any], number: int, previous: str) -> str:
        if seal["format"] != SEAL_FORMAT or seal["number"] != number:
            return f"segel {number}: hilang atau tidak berurutan"
        if seal["previous_hash"] != previous:
            return f"segel {number}: tidak menyambung dengan segel sebelumnya"
        leaves = bytearray.fromhex(previous)
        spans = []
        for part in seal["ranges"]:
            chain, first, hashes = part["chain"], part["first"], bytes.fromhex("".join(part["hashes"]))
            known = self.rows.setdefault(chain, bytearray())
            if first != len(known) // 32 + 1:
                return f"segel {number}: baris {chain} terlewat atau disegel dua kali"
            known += hashes
            leaves += hashes
            spans.append([chain, first, first + len(hashes) // 32 - 1])
        if tree_root(leaves) != seal["root"]:
            return f"segel {number}: akar tidak sesuai dengan baris yang disegel"
        words = json.dumps(spans, ensure_ascii=False, separators=(",", ":"))
        text = f"{previous}|{number}|{seal['sealed_at_us']}|{seal['root']}|{words}"
        return "" if sha256(text.encode()).hexdigest() == seal["hash"] else f"segel {number}: hash segel tidak sesuai"


def tree_root(leaves: bytes | bytearray) -> str:
    """Root (hex) of the Merkle tree of RFC 6962 over leaves of 32 bytes."""
    level = [sha256(b"\x00" + leaves[place : place + 32]).digest() for place in range(0, len(leaves), 32)]
    while len(level) > 1:
        odd = [level.pop()] if len(level) % 2 else []
        level = [sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level), 2)] + odd
    return level[0].hex()


def chain_faults(parts: Iterable[Part], seals: Seals, manifest: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """The first fault of each chain: row and reason."""
    is_whole, heads = manifest["is_complete"], manifest["chains"]
    ends: dict[str, tuple[int, str]] = {}
    faults: dict[str, tuple[int, str]] = {}

    def note(chain: str, row: int, reason: str) -> None:
        if chain not in faults or row < faults[chain][0]:
            faults[chain] = (row, reason)

    for part in parts:
        for fault in part.faults:
            note(*fault)
        for chain, first, previous, hashes in part.spans:
            row, mark = ends.get(chain, (0, ZEROS))
            if is_whole and first != row + 1:
                note(chain, row + 1, "baris hilang, ganda, atau tertukar")
            elif first == row + 1 and previous != mark:
                note(chain, first, "tidak menyambung dengan baris sebelumnya")
            elif first <= row:
                note(chain, first, "baris ganda atau tertukar")
            known = seals.rows.get(chain, b"")[(first - 1) * 32 : (first - 1) * 32 + len(hashes)]
            if not hashes.startswith(known):
                place = next(at for at in range(0, len(known), 32) if hashes[at : at + 32] != known[at : at + 32])
                note(chain, first + place // 32, "bukan baris yang disegel")
            ends[chain] = (first + len(hashes) // 32 - 1, hashes[-32:].hex())
    for chain, (row, mark) in heads.items():
        last, end = ends.get(chain, (0, ZEROS))
        sealed = len(seals.rows.get(chain, b"")) // 32
        if is_whole and last < max(row, sealed):
            note(chain, last + 1, "baris ini hilang" if last < row else "baris ini disegel tetapi hilang")
        elif is_whole and (last, end) != (row, mark):
            note(chain, last, "ujung rantai tidak sesuai dengan manifes")
    return faults


# Ed25519 (RFC 8032) over the curve -x² + y² = 1 + d·x²·y², only checking; slow and simple.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
HALF = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def point_of(code: bytes) -> Point | None:
    """The point a code of 32 bytes stands for, or None."""
    y = int.from_bytes(code, "little")
    is_odd, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * HALF % P
    if (x * x - square) % P or (x == 0 and is_odd):
        return None
    x = P - x if x % 2 != is_odd else x
    return x, y, 1, x * y % P


def add(one: Point, other: Point) -> Point:
    """Sum of two points in extended coordinates."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """`number` times a point."""
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def is_signed(content: bytes, signature: bytes, key: bytes) -> bool:
    """Whether `signature` (64 bytes) over `content` was made with the secret of the public `key` (32 bytes)."""
    base = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    if len(signature) != 64 or len(key) != 32:
        return False
    near, owner, scalar = point_of(signature[:32]), point_of(key), int.from_bytes(signature[32:], "little")
    if near is None or owner is None or base is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + key + content).digest(), "little") % ORDER
    left, right = times(scalar, base), add(near, times(challenge, owner))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def signature_words(bundle: Bundle, text: bytes, manifest: dict[str, Any], given: str) -> tuple[bool, str]:
    """Whether the signature holds as far as it could be checked, and a sentence."""
    try:
        signature = bytes.fromhex(bundle.read("manifest.sig").decode().strip())
    except (Unusable, ValueError):
        return False, "Tanda tangan tidak ada atau tidak terbaca."
    own = str(manifest.get("public_key", ""))
    wanted = Path(given).read_text() if given and Path(given).is_file() else given
    try:
        key = bytes.fromhex((wanted or own).strip())
    except ValueError:
        return False, "Kunci publik bukan 64 angka heksadesimal."
    if not is_signed(text, signature, key):
        return False, "Tanda tangan tidak cocok: manifes diubah, atau ditandatangani dengan kunci lain."
    if wanted:
        return True, "Tanda tangan cocok dengan kunci publik yang Anda berikan."
    return True, f"Tanda tangan hanya dicocokkan dengan kunci di dalam bundel ({own}); berikan --public-key untuk memastikan."


def file_faults(bundle: Bundle, manifest: dict[str, Any], known: dict[str, str]) -> Iterator[str]:
    """Files that are not the ones the manifest names. `known`: hashes computed already."""
    for name, digest in sorted(manifest["files"].items()):
        try:
            found = known.get(name) or sha256(bundle.read(name)).hexdigest()
        except Unusable as error:
            yield str(error)
            continue
        if found != digest:
            yield f"Berkas {name} bukan berkas yang disebut manifes."


def verify(path: str, seals_path: str = "", public_key: str = "", processes: int = 0) -> int:
    """Check a bundle, print what was found, return the exit code."""
    bundle = Bundle(path)
    text = bundle.read("manifest.json")
    try:
        manifest = json.loads(text)
        names = manifest["parts"]
        if manifest["format"] != BUNDLE_FORMAT:
            raise Unusable("Manifes ini bukan manifes bundel jejak.")
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable("Manifes tidak terbaca.") from error
    workers = processes or min(os.cpu_count() or 1, max(len(names), 1))
    if workers > 1 and len(names) > 1:
        with ProcessPoolExecutor(workers) as pool:
            found = pool.map(read_part, [path] * len(names), names)
            seals, own_seals = read_seals(bundle, seals_path)
            parts = list(found)
    else:
        seals, own_seals = read_seals(bundle, seals_path)
        parts = [read_part(path, name) for name in names]
    known = {name: part.digest for name, part in zip(names, parts, strict=True)}
    if own_seals:
        known["seals.jsonl"] = own_seals
    problems = [
        f"RUSAK {chain} baris {row}: {reason}." for chain, (row, reason) in sorted(chain_faults(parts, seals, manifest).items())
    ]
    if seals.fault:
        problems.append(f"RUSAK {seals.fault}.")
    problems += [f"RUSAK {sentence}" for sentence in file_faults(bundle, manifest, known)]
    is_right, signature = signature_words(bundle, text, manifest, public_key)
    if not is_right:
        problems.append(f"RUSAK {signature}")
    for problem in problems:
        print(problem)
    entries = sum(part.entries for part in parts)
    sealed = sum(
        min(max(len(seals.rows.get(chain, b"")) // 32 - first + 1, 0), len(rows) // 32)
        for part in parts
        for chain, first, _, rows in part.spans
    )
    print(f"{entries} baris dari {len(manifest['chains'])} rantai diperiksa, {sealed} di antaranya sudah disegel.")
    print(f"{seals.count} segel diperiksa{f', akar terakhir {seals.newest}' if seals.newest else ''}.")
    if not seals_path:
        print("Segel dibaca dari bundel sendiri; berikan --seals dengan salinan dari tempat lain untuk memastikan.")
    if is_right:
        print(signature)
    if not manifest["is_complete"]:
        print("Bundel ini memuat sebagian baris saja; baris yang tidak dipilih tidak diperiksa.")
    print("Ada yang rusak." if problems else "Utuh.")
    return BROKEN if problems else INTACT


def read_seals(bundle: Bundle, other: str) -> tuple[Seals, str]:
    """The seals, from elsewhere when given; and the hash of the bundle's own file when that one was read."""
    if other:
        try:
            return Seals(Path(other).read_bytes()), ""
        except OSError as error:
            raise Unusable(f"Berkas segel {other} tidak terbaca.") from error
    content = bundle.read("seals.jsonl")
    return Seals(content), sha256(content).hexdigest()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Periksa bundel jejak ASN Karier tanpa portal dan tanpa basis data.")
    parser.add_argument("bundle", help="berkas ZIP dari portal, atau folder hasil membukanya")
    parser.add_argument("--seals", default="", help="salinan berkas segel (seals.jsonl) dari tempat lain")
    parser.add_argument("--public-key", default="", help="kunci publik portal: 64 angka heksadesimal, atau berkas yang memuatnya")
    parser.add_argument("--processes", type=int, default=0, help="banyak proses; tanpa ini sebanyak inti mesin")
    options = parser.parse_args()
    try:
        return verify(options.bundle, options.seals, options.public_key, options.processes)
    except Unusable as error:
        print(error, file=sys.stderr)
        return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
