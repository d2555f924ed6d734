"""Looks inside one uploaded file, in a process of its own with little memory and time.

    python -I core/uploads/inspection.py application/pdf < FILE

prints one line of JSON: {"pages": 3} or {"refusal": "..."}. A file that makes the process crash, hang or eat memory costs
one upload and never a web worker (security.md section 3, row 18). Needs nothing of Django, so that it starts fast.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image

PDF = "application/pdf"
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MAX_PAGES = 50
MAX_PIXELS = 40_000_000
MAX_OBJECTS = 50_000
MAX_DEPTH = 100
MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 5

# Actions that run or fetch something; a link to a web page or to a page of the same file is harmless.
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE", "/GoToR", "/Movie",
     "/Sound"}
)  # fmt: skip
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/AA"})
ACTIVE_TYPES = frozenset({"/EmbeddedFile", "/Filespec"})
ACTIVE_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})

LOCKED = "PDF ini dikunci dengan sandi; buka kuncinya, simpan ulang, lalu unggah lagi."
BROKEN = "PDF ini rusak atau tidak dapat dibaca; simpan ulang sebagai PDF lalu unggah lagi."


class Unfit(Exception):
    """The file is refused; the text is the Indonesian sentence for the page."""


def pdf_pages(content: bytes) -> int:
    """Number of pages of a harmless PDF.

    Raises:
        Unfit: locked, broken, active, too long, or something else hides behind it.
    """
    try:
        # No recovery: a file that must be mended is one that two readers may show differently.
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Unfit(LOCKED)
            refuse_active_content(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Unfit(LOCKED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError, NotImplementedError):
        raise Unfit(BROKEN) from None
    if pages == 0:
        raise Unfit("PDF ini tidak berisi halaman; pilih berkas yang benar lalu unggah lagi.")
    if pages > MAX_PAGES:
        raise Unfit(f"PDF ini {pages} halaman; paling banyak {MAX_PAGES} halaman.")
    if has_foreign_tail(content):
        raise Unfit("Berkas ini memuat isi lain di belakang PDF; simpan ulang sebagai PDF lalu unggah lagi.")
    return pages


def refuse_active_content(pdf: pikepdf.Pdf) -> None:
    """Walk every object; streams stay packed, so a stream that unpacks to a gigabyte costs nothing."""
    count = 0
    for item in pdf.objects:
        for part in _dictionaries(item):
            count += 1
            if count > MAX_OBJECTS:
                raise Unfit("PDF ini terlalu rumit untuk diperiksa; cetak ulang ke PDF lalu unggah lagi.")
            if _is_active(part):
                raise Unfit("PDF ini memuat skrip, lampiran, atau formulir aktif; cetak ulang ke PDF biasa lalu unggah lagi.")


def _dictionaries(item: object) -> Iterator[pikepdf.Object]:
    """Every dictionary inside one object, without following references (they are objects of their own)."""
    waiting = [(item, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        if isinstance(part, pikepdf.Array):
            waiting += [(child, depth + 1) for child in part if _is_inline(child)]
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting += [(child, depth + 1) for _, child in part.items() if _is_inline(child)]


def _is_inline(child: object) -> bool:
    return isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect


def _is_active(part: pikepdf.Object) -> bool:
    return (
        not ACTIVE_KEYS.isdisjoint(part.keys())
        or _name(part, "/S") in ACTIVE_ACTIONS
        or _name(part, "/Type") in ACTIVE_TYPES
        or _name(part, "/Subtype") in ACTIVE_SUBTYPES
    )


def _name(part: pikepdf.Object, key: str) -> str:
    found = part.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""


def has_foreign_tail(content: bytes) -> bool:
    """True when more than line ends follow the last end mark: how a second file hides behind a PDF."""
    tail = content[content.rfind(b"%%EOF") + 5 :]
    return bool(tail.strip(b"\r\n\t \x00"))


def check_picture(content: bytes, kind: str) -> None:
    """Decode a picture completely.

    Raises:
        Unfit: not what it says it is, broken, or too many pixels.
    """
    form = FORMATS[kind]
    try:
        with Image.open(BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Unfit("Ukuran gambar terlalu besar; perkecil lalu unggah lagi.")
            picture.verify()
        with Image.open(BytesIO(content), formats=[form]) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unfit(f"Gambar ini rusak atau bukan {form}; simpan ulang lalu unggah lagi.") from None


def verdict(content: bytes, kind: str) -> dict[str, object]:
    """{"pages": number or None} for an accepted file, {"refusal": sentence} for a refused one."""
    warnings.simplefilter("ignore")
    try:
        if kind == PDF:
            return {"pages": pdf_pages(content)}
        check_picture(content, kind)
    except Unfit as error:
        return {"refusal": str(error)}
    return {"pages": None}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(verdict(sys.stdin.buffer.read(), sys.argv[1])))


if __name__ == "__main__":
    main()
