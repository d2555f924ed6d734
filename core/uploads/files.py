"""Files in: accepted byte for byte, or refused with one sentence; never rewritten. Where they lie they may be sealed (keys.py).

A PDF is opened and all its objects are walked, because a search through the bytes misses active content in compressed
object streams (security.md section 3, row 18). Rewriting a file instead would destroy electronic signatures (decision 12).
What needs a parser runs in a process of its own (core/uploads/inspection.py).
"""

import hashlib
import json
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core.refusals import Refused
from core.uploads.keys import discard_document, forget_key, read_document, seal_document
from core.uploads.kinds import EXTENSIONS, KINDS, SIGNATURES, claimed_kind, clean_name, kind_words
from core.uploads.refusals import TryLater
from core.uploads.scanner import scan
from core.uploads.storage import store_private

INSPECTOR = Path(__file__).with_name("inspection.py")
SECONDS = 15
FIELD = "file"
NO_ROOM = "Berkas belum dapat disimpan karena penyimpanan portal sedang penuh. Berkas lama tidak berubah; coba lagi nanti."


@dataclass(frozen=True)
class InspectedFile:
    """A file that may be kept.

    Args:
        name: file name safe to show and to send back; content_type: what the bytes are; pages: None for pictures.
        sha256: 64 hex digits of the bytes as received.
    """

    name: str
    content_type: str
    size: int
    pages: int | None
    sha256: str


@dataclass(frozen=True)
class AcceptedFile(InspectedFile):
    """A file that lies in private storage under a random name, waiting for the row that will refer to it.

    Args:
        path: below the place of private files. If the row is not written after all, `discard_file` removes the file.
    """

    path: str


def accept_file(content: bytes | Path, name: str, *, accepts: tuple[str, ...] = KINDS, folder: str) -> AcceptedFile:
    """Check a file, and keep it byte for byte in private storage. Call it before any lock is taken: it may take seconds.

    Args:
        content: the bytes as received, or where they lie; name: the file name the browser sent.
        accepts: content types that are welcome; folder: below the place of private files, for example "evidence/<public id>".

    Raises:
        Refused: with one Indonesian sentence for the field "file"; nothing was kept. `TryLater` when the scanner or the disk is
            the reason, not the file.
    """
    if isinstance(content, Path):
        content = content.read_bytes()
    inspected = inspect(content, name, accepts=accepts)
    return AcceptedFile(**vars(inspected), path=_keep(content, folder, inspected.content_type))


def copy_file(source: str, accepted: InspectedFile, *, folder: str) -> AcceptedFile:
    """A copy of a kept file under a name of its own, so that each of the two lives and dies with its own row.

    Args:
        source: path of the kept file, below the place of private files; accepted: what is known of it.

    Raises:
        Refused: the file is gone, differs from what was accepted, or there is no room.
    """
    try:
        content = read_document(source)
    except OSError:
        raise refused("Berkas asal tidak dapat dibaca dari penyimpanan; unggah berkasnya lagi.") from None
    if hashlib.sha256(content).hexdigest() != accepted.sha256:
        raise refused("Berkas asal di penyimpanan berbeda dari yang dulu diunggah; unggah berkasnya lagi.")
    # Kept files may be older than the scanner, or than what it knows today.
    scan(content)
    facts = {name: getattr(accepted, name) for name in InspectedFile.__dataclass_fields__}
    return AcceptedFile(**facts, path=_keep(content, folder, accepted.content_type))


def discard_file(accepted: AcceptedFile) -> None:
    """Remove a kept file that no row refers to."""
    discard_document(accepted.path)


def inspect(content: bytes, name: str, *, accepts: tuple[str, ...] = KINDS) -> InspectedFile:
    """Check a file by its content.

    Args:
        content: the bytes as received; name: the file name the browser sent; accepts: content types that are welcome.

    Raises:
        Refused: with one Indonesian sentence for the field "file"; `TryLater` when the virus scanner cannot be asked.
    """
    if not content:
        raise refused("Berkas ini kosong (0 bita); pilih berkas yang benar lalu unggah lagi.")
    if len(content) > settings.DOCUMENT_MAX_BYTES:
        raise refused(too_big())
    clean = clean_name(name)
    claimed = claimed_kind(clean)
    if claimed is None or claimed not in accepts:
        raise refused(f"Jenis berkas ini tidak diterima; unggah {kind_words(accepts)}.")
    if not content.startswith(SIGNATURES[claimed]):
        word = kind_words((claimed,))
        raise refused(f"Isi berkas bukan {word} walaupun namanya demikian; simpan ulang sebagai {word}.")
    scan(content)
    return InspectedFile(clean, claimed, len(content), _pages_found_apart(content, claimed), hashlib.sha256(content).hexdigest())


def too_big() -> str:
    """The sentence for a file above the limit of size."""
    return f"Berkas lebih besar dari {settings.DOCUMENT_MAX_BYTES // 1024 // 1024} MB; perkecil lalu unggah lagi."


def refused(sentence: str) -> Refused:
    """A refusal that belongs beside the file field."""
    return Refused(sentence, field=FIELD)


def _keep(content: bytes, folder: str, kind: str) -> str:
    name = f"{uuid.uuid4().hex}.{EXTENSIONS[kind]}"
    try:
        return store_private(seal_document(content, f"{folder}/{name}"), folder=folder, name=name)
    except OSError:
        forget_key(f"{folder}/{name}")
        raise TryLater(NO_ROOM, field=FIELD) from None


def _pages_found_apart(content: bytes, kind: str) -> int | None:
    """Let the inspector look at the file; a crash, a hang or a hunger for memory counts as a refusal."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(INSPECTOR), kind], input=content, capture_output=True, timeout=SECONDS, check=True
        )
        found = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise refused("Berkas ini tidak dapat diperiksa; cetak atau simpan ulang, lalu unggah lagi.") from None
    if "refusal" in found:
        raise refused(found["refusal"])
    return found["pages"]
