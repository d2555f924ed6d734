"""Kinds of files the portal takes, and names that are safe to show and to send back."""

import re
import unicodedata
from pathlib import PurePosixPath

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
KINDS = (PDF, JPEG, PNG)
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_BY_SUFFIX = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG}
_WORDS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}


def clean_name(name: str) -> str:
    """A file name without folders, control characters, direction marks or anything a header could stumble over."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in base if unicodedata.category(c)[0] != "C")
    stem, dot, extension = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(". ")[:100] or "dokumen"
    return f"{stem}.{extension[:8]}" if extension else stem


def claimed_kind(name: str) -> str | None:
    """The content type a clean file name promises; None for a kind the portal does not know."""
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.lower())


def kind_words(kinds: tuple[str, ...]) -> str:
    """ "PDF", "PDF atau JPEG", "PDF, JPEG, atau PNG"."""
    words = [_WORDS[kind] for kind in kinds]
    if len(words) < 3:
        return " atau ".join(words)
    return f"{', '.join(words[:-1])}, atau {words[-1]}"


def suffixes(kinds: tuple[str, ...]) -> str:
    """Value of the `accept` attribute of a file field: ".pdf,.jpg,.jpeg"."""
    return ",".join(suffix for suffix, kind in _BY_SUFFIX.items() if kind in kinds)
