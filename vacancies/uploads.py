"""Inspection of uploaded files: accepted byte for byte, or refused with one sentence; never rewritten.

A PDF is opened and all its objects are walked, because a search through the bytes misses active content in compressed
object streams (security.md section 3, row 18). Rewriting a file instead would destroy electronic signatures (decision 12).
"""

import hashlib
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from django.conf import settings
from PIL import Image, UnidentifiedImageError

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
MAX_PAGES = 50
MAX_PIXELS = 40_000_000
MAX_OBJECTS = 50_000
FIELD = "file"

# Actions that run or fetch something; a plain link to a page of the same file is harmless.
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE", "/GoToR", "/Movie",
     "/Sound"}
)  # fmt: skip
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/AA"})
ACTIVE_TYPES = frozenset({"/EmbeddedFile", "/Filespec"})


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
    pages = _pdf_pages(content) if claimed == PDF else _checked_picture(content, claimed)
    return InspectedFile(clean, claimed, len(content), pages, hashlib.sha256(content).hexdigest())


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


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field=FIELD)


def _pdf_pages(content: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # No recovery: a file that qpdf has to mend is one that two readers may show differently.
            with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
                if pdf.is_encrypted:
                    raise _refused("PDF ini dikunci dengan sandi; buka kuncinya, simpan ulang, lalu unggah lagi.")
                _refuse_active_content(pdf)
                pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise _refused("PDF ini dikunci dengan sandi; buka kuncinya, simpan ulang, lalu unggah lagi.") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError, NotImplementedError):
        raise _refused("PDF ini rusak atau tidak dapat dibaca; simpan ulang sebagai PDF lalu unggah lagi.") from None
    if pages == 0:
        raise _refused("PDF ini tidak berisi halaman; pilih berkas yang benar lalu unggah lagi.")
    if pages > MAX_PAGES:
        raise _refused(f"PDF ini {pages} halaman; paling banyak {MAX_PAGES} halaman.")
    if _has_foreign_tail(content):
        raise _refused("Berkas ini memuat isi lain di belakang PDF; simpan ulang sebagai PDF lalu unggah lagi.")
    return pages


def _refuse_active_content(pdf: pikepdf.Pdf) -> None:
    count = 0
    for item in pdf.objects:
        for part in _parts(item):
            count += 1
            if count > MAX_OBJECTS:
                raise _refused("PDF ini terlalu rumit untuk diperiksa; cetak ulang ke PDF lalu unggah lagi.")
            if _is_active(part):
                raise _refused(
                    "PDF ini memuat skrip, lampiran, atau formulir aktif; cetak ulang ke PDF biasa lalu unggah lagi."
                )


def _parts(item: object) -> Iterator[pikepdf.Object]:
    """Every dictionary inside one object, without following references (they are objects of their own)."""
    waiting = [(item, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > 100:
            raise ValueError("nested too deep")
        if isinstance(part, pikepdf.Array):
            waiting += [(child, depth + 1) for child in part if _is_inline(child)]
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting += [(child, depth + 1) for _, child in part.items() if _is_inline(child)]


def _is_inline(child: object) -> bool:
    return isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect


def _is_active(part: pikepdf.Object) -> bool:
    names = set(part.keys())
    if names & ACTIVE_KEYS:
        return True
    if _name(part, "/S") in ACTIVE_ACTIONS or _name(part, "/Type") in ACTIVE_TYPES:
        return True
    return _name(part, "/Subtype") in ("/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound")


def _name(part: pikepdf.Object, key: str) -> str:
    found = part.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""


def _has_foreign_tail(content: bytes) -> bool:
    """True when more than line ends follow the last end mark: how a second file hides behind a PDF."""
    tail = content[content.rfind(b"%%EOF") + 5 :]
    return bool(tail.strip(b"\r\n\t \x00"))


def _checked_picture(content: bytes, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=[WORDS[kind]]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _refused("Ukuran gambar terlalu besar; perkecil lalu unggah lagi.")
                picture.verify()
            with Image.open(BytesIO(content), formats=[WORDS[kind]]) as picture:
                picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _refused(f"Gambar ini rusak atau bukan {WORDS[kind]}; simpan ulang lalu unggah lagi.") from None
