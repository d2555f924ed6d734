"""Inspection of uploaded files: accepted byte for byte, or refused with one sentence; never rewritten.

A PDF is opened and all its objects are walked, because a search through the bytes misses active content in compressed
object streams (security.md section 3, row 18). Rewriting a file instead would destroy electronic signatures (decision 12).
What needs a parser runs in a process of its own (vacancies/inspection.py).
"""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

from core.refusals import Refused
from vacancies.rules.rule_pack import LEVELS, default_documents

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TYPES_BY_EXTENSION = {"pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG}
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
WORDS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_KINDS = {"pdf": PDF, "jpeg": JPEG, "png": PNG}
_ACCEPTED = {fact.code: tuple(_KINDS[kind] for kind in fact.accepts) for level in LEVELS for fact in default_documents(level)}
INSPECTOR = Path(__file__).with_name("inspection.py")
SECONDS = 15
FIELD = "file"


@dataclass(frozen=True)
class InspectedFile:
    """An accepted file.

    Args:
        name: file name safe to show and to send back; content_type: what the bytes are; pages: None for pictures.
        sha256: 64 hex digits of the bytes as received.
    """

    name: str
    content_type: str
    size: int
    pages: int | None
    sha256: str

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.content_type]


def accepted_types(document_type: str) -> tuple[str, ...]:
    """Content types welcome for a type of document, by the rule pack's list; PDF when it is silent."""
    return _ACCEPTED.get(document_type, (PDF,))


def inspect(content: bytes, name: str, *, accepts: tuple[str, ...] = (PDF, JPEG, PNG)) -> InspectedFile:
    """Check a file by its content.

    Args:
        content: the bytes as received; name: the file name the browser sent; accepts: content types that are welcome.

    Raises:
        Refused: with one Indonesian sentence for the field "file".
    """
    if not content:
        raise _refused("Berkas ini kosong (0 bita); pilih berkas yang benar lalu unggah lagi.")
    if len(content) > settings.DOCUMENT_MAX_BYTES:
        raise _refused(f"Berkas lebih besar dari {settings.DOCUMENT_MAX_BYTES // 1024 // 1024} MB; perkecil lalu unggah lagi.")
    clean = clean_name(name)
    claimed = TYPES_BY_EXTENSION.get(PurePosixPath(clean).suffix.lower().lstrip("."))
    if claimed is None or claimed not in accepts:
        raise _refused(f"Jenis berkas ini tidak diterima; unggah {accepted_words(accepts)}.")
    if not content.startswith(SIGNATURES[claimed]):
        raise _refused(f"Isi berkas bukan {WORDS[claimed]} walaupun namanya demikian; simpan ulang sebagai {WORDS[claimed]}.")
    return InspectedFile(clean, claimed, len(content), _pages_found_apart(content, claimed), hashlib.sha256(content).hexdigest())


def clean_name(name: str) -> str:
    """A file name without folders, control characters, direction marks or anything a header could stumble over."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in base if unicodedata.category(c)[0] != "C")
    stem, dot, extension = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(". ")[:100] or "dokumen"
    return f"{stem}.{extension[:8]}" if extension else stem


def accepted_words(accepts: tuple[str, ...]) -> str:
    """ "PDF", "PDF atau JPEG", "PDF, JPEG, atau PNG"."""
    words = [WORDS[kind] for kind in accepts]
    if len(words) < 3:
        return " atau ".join(words)
    return f"{', '.join(words[:-1])}, atau {words[-1]}"


def _pages_found_apart(content: bytes, kind: str) -> int | None:
    """Let the inspector look at the file; a crash, a hang or a hunger for memory counts as a refusal."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(INSPECTOR), kind], input=content, capture_output=True, timeout=SECONDS, check=True
        )
        found = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise _refused("Berkas ini tidak dapat diperiksa; cetak atau simpan ulang, lalu unggah lagi.") from None
    if "refusal" in found:
        raise _refused(found["refusal"])
    return found["pages"]


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field=FIELD)
