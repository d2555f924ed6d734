"""Bundles of the trail: rows, seals, ranking packets and hashes of letters in one signed ZIP that outsiders can check.

Made in the background, one at a time. What belongs to a chain besides its rows is known in other rooms; they add themselves to
`packet_sources` and `letter_sources`. Format: docs/audit-trail.md; checked by tools/verify_trail.py.
"""

import json
import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain as joined
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from core import audit, clock
from core.canonical import canonical_json, epoch_us
from core.models import AuditEntry, AuditHead, ExportState, Letter, Seal, TrailExport
from core.seal_file import read_lines, seal_file
from core.seals import line_of
from core.trail_key import public_key, sign
from core.uploads.storage import private_files

FORMAT = "asnkarier-bundle-1"
PART_ROWS = 50_000
FOLDER = "trail-bundles"
LOCK = 7_203_112
# Packed nearly as small as the usual level packs it, in a third of the time.
LEVEL = 1

PacketSource = Callable[[Iterable[str]], Iterable[tuple[str, str]]]
packet_sources: list[PacketSource] = []
"""Names of chains -> (name, text) of each ranking packet made in them."""

LetterSource = Callable[[Iterable[str]], Iterable[Letter]]
letter_sources: list[LetterSource] = []
"""Names of chains -> letters written in them."""

outcome_tellers: list[Callable[[TrailExport], None]] = []
"""Called in the transaction in which a bundle becomes ready or fails."""

README = """Bundel jejak ASN Karier

manifest.json   isi bundel, dengan hash SHA-256 tiap berkas
manifest.sig    tanda tangan Ed25519 atas manifest.json
entries/        baris jejak
seals.jsonl     segel tiap menit
packets/        paket peringkat
letters.jsonl   nomor dan hash surat

Cara memeriksa, tanpa portal dan tanpa basis data:

    python3 verify_trail.py BERKAS.zip --seals SALINAN-SEGEL.jsonl --public-key KUNCI

verify_trail.py ada di folder tools/ pada kode sumber portal. Mintalah salinan segel dan kunci publik kepada pengelola portal
lewat jalan lain, bukan dari pembuat bundel ini.
"""

log = logging.getLogger(__name__)


@dataclass
class _Contents:
    """What was written so far: hash of each file, names of the files of rows, rows, and whether chains are whole."""

    files: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    entries: int = 0


def make_waiting_bundles() -> int:
    """Make every bundle that waits, oldest first; returns how many. While another process is at it there is nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
    made = 0
    try:
        for export in TrailExport.objects.filter(state=ExportState.WAITING).select_related("requested_by").order_by("id"):
            make_bundle(export)
            made += 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return made


def make_bundle(export: TrailExport) -> None:
    """Write one bundle and say so; a full disk or a damaged file ends it with the state FAILED, never with half a file."""
    relative = f"{FOLDER}/{export.public_id}.zip"
    try:
        with private_files().written(relative) as draft:
            write_bundle(export, draft)
            digest = _digest(draft)
    except (OSError, ValueError):
        log.exception("bundle %s failed", export.public_id)
        _finish(export, state=ExportState.FAILED)
    else:
        _finish(export, state=ExportState.READY, path=relative, digest=digest)


def write_bundle(export: TrailExport, path: Path) -> None:
    """Write the ZIP. Heads are read before rows, and rows beyond them left out, so a portal at work does no harm.

    Raises:
        OSError: no room on the disk.
    """
    wanted = export.filters.get("rows", {})
    is_complete = not set(wanted) - {"chain"}
    heads = {head.chain: (head.sequence, head.hash) for head in _heads(wanted.get("chain", "")).order_by("chain")}
    total = AuditEntry.objects.matching(**wanted).count()
    TrailExport.objects.filter(pk=export.pk).update(total=total, done=0)
    contents, chains = _Contents(), set()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as bundle:
        for lines, names in _row_files(wanted, heads):
            chains |= names
            part = f"entries/{len(contents.parts) + 1:06d}.jsonl"
            _write(bundle, contents, part, "".join(lines))
            contents.parts.append(part)
            contents.entries += len(lines)
            TrailExport.objects.filter(pk=export.pk).update(done=contents.entries)
        told = sorted(chains)
        _write(bundle, contents, "seals.jsonl", "".join(f"{line}\n" for line in _seal_lines()))
        for name, text in joined.from_iterable(source(told) for source in packet_sources):
            _write(bundle, contents, f"packets/{name}.json", text)
        letters = joined.from_iterable(source(told) for source in letter_sources)
        _write(bundle, contents, "letters.jsonl", "".join(f"{line}\n" for line in _letter_lines(letters)))
        _write(bundle, contents, "BACA-SAYA.txt", README)
        manifest = canonical_json(
            {
                "format": FORMAT,
                "made_at_us": epoch_us(clock.database_now() - clock.demo_offset()),
                "purpose": export.purpose,
                "filters": export.filters.get("words", {}),
                "is_complete": is_complete,
                "chains": {name: list(heads[name]) for name in told},
                "entries": contents.entries,
                "parts": contents.parts,
                "files": contents.files,
                "public_key": public_key(),
            }
        )
        bundle.writestr("manifest.json", manifest)
        bundle.writestr("manifest.sig", sign(manifest.encode("utf-8")) + "\n")


def _heads(chain: str):
    return AuditHead.objects.filter(chain=chain) if chain else AuditHead.objects.all()


def _row_files(wanted: dict, heads: dict[str, tuple[int, str]]) -> Iterator[tuple[list[str], set[str]]]:
    """Lines of each file of rows, sorted by chain and sequence, and the chains in it."""
    rows = AuditEntry.objects.matching(**wanted).order_by("chain", "sequence")
    place: tuple[str, int] | None = None
    while True:
        following = rows
        if place is not None:
            following = rows.filter(Q(chain__gt=place[0]) | Q(chain=place[0], sequence__gt=place[1]), chain__gte=place[0])
        found = list(following.values_list("chain", "sequence", "at_us", "body", "previous_hash", "hash")[:PART_ROWS])
        if not found:
            return
        place = found[-1][:2]
        kept = [row for row in found if row[1] <= heads.get(row[0], (0, ""))[0]]
        if kept:
            yield [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in kept], {row[0] for row in kept}


def _seal_lines() -> Iterable[str]:
    """The seals as they lie outside; only where there is no such file, as the database has them."""
    path = seal_file()
    return read_lines(path) if path.exists() else map(line_of, Seal.objects.order_by("number"))


def _letter_lines(letters: Iterable[Letter]) -> Iterator[str]:
    """Number, kind and hash of each letter; the hash is empty as long as the PDF was never made."""
    for letter in letters:
        yield canonical_json(
            {"number": letter.number, "kind": letter.kind, "created_at_us": epoch_us(letter.created_at), "sha256": letter.sha256}
        )


def _write(bundle: zipfile.ZipFile, contents: _Contents, name: str, text: str) -> None:
    content = text.encode("utf-8")
    bundle.writestr(name, content)
    contents.files[name] = sha256(content).hexdigest()


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@transaction.atomic
def _finish(export: TrailExport, *, state: str, path: str = "", digest: str = "") -> None:
    export = TrailExport.objects.select_for_update(of=("self",), no_key=True).select_related("requested_by").get(pk=export.pk)
    export.state, export.path, export.sha256, export.finished_at = state, path, digest, clock.transaction_now()
    export.save(update_fields=["state", "path", "sha256", "finished_at"])
    for tell in outcome_tellers:
        tell(export)
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="finish_trail_export" if state == ExportState.READY else "fail_trail_export",
        actor=None,
        object_type="TrailExport",
        object_id=export.public_id,
        details={"sha256": digest, "entries": export.done},
    )
