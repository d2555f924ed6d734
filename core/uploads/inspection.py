"""Looks inside one uploaded file, in a process of its own with little memory and time.

    python -I core/uploads/inspection.py application/pdf < FILE

prints one line of JSON: {"pages": 3} or {"refusal": "..."}. A file that makes the process crash, hang or eat memory costs
one upload and never a web worker (security.md section 3, row 18). Needs nothing of Django, so that it starts fast.
"""

import json
import resource
import sys
import warnings
import zlib
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
# Whoever opens the file later unpacks it: one stream at a time, all of it in the end. A page scanned in colour at 300 dots an
# inch unpacks to 26 MB, so a long honest scan stays well below both.
MAX_STREAM_BYTES = 160 * 1024 * 1024
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
UNPACKING_STEP = 1024 * 1024
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

# A link may lead to a page or a mailbox; "javascript:" and "file:" are scripts and files by another name.
HARMLESS_SCHEMES = ("http://", "https://", "mailto:", "tel:")
FLATE = frozenset({"/FlateDecode", "/Fl"})
# What these hold is a picture, counted by its pixels; a page shows it without unpacking further.
PICTURE_FILTERS = frozenset({"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"})

LOCKED = "PDF ini dikunci dengan sandi; buka kuncinya, simpan ulang, lalu unggah lagi."
HUGE = "Isi PDF ini menjadi terlalu besar saat dibuka; cetak ulang ke PDF dengan mutu lebih rendah, lalu unggah lagi."
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
    """Walk every object, the trailer included, and count what the streams unpack to, without keeping any of it."""
    count = unpacked = 0
    for item in (*pdf.objects, pdf.trailer):
        for part in _dictionaries(item):
            if isinstance(part, pikepdf.Stream):
                unpacked += unpacked_size(part)
                if unpacked > MAX_UNPACKED_BYTES:
                    raise Unfit(HUGE)
            count += 1
            if count > MAX_OBJECTS:
                raise Unfit("PDF ini terlalu rumit untuk diperiksa; cetak ulang ke PDF lalu unggah lagi.")
            if _is_active(part):
                raise Unfit("PDF ini memuat skrip, lampiran, atau formulir aktif; cetak ulang ke PDF biasa lalu unggah lagi.")


def unpacked_size(stream: pikepdf.Stream) -> int:
    """Bytes a stream holds once its filters are undone; 0 for a picture in a picture's own format, which pixels limit.

    Raises:
        Unfit: a picture with too many pixels, or more than `MAX_STREAM_BYTES`.
    """
    if _name(stream, "/Subtype") == "/Image" and _count(stream, "/Width") * _count(stream, "/Height") > MAX_PIXELS:
        raise Unfit("Gambar di dalam PDF ini terlalu besar; perkecil lalu unggah lagi.")
    names = _filters(stream)
    if PICTURE_FILTERS.intersection(names):
        return 0
    parts: Iterator[bytes] = iter([bytes(stream.get_raw_stream_buffer())])
    if any(name not in FLATE for name in names):
        # Rare and old; what does not fit into this process's memory ends it, and counts as refused.
        parts = iter([bytes(stream.get_stream_buffer())])
    else:
        for _ in names:
            parts = _inflated(parts)
    total = 0
    for part in parts:
        total += len(part)
        if total > MAX_STREAM_BYTES:
            raise Unfit(HUGE)
    return total


def _inflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Undo one zlib layer in small steps; a damaged end is left to whoever shows the file."""
    unpacker = zlib.decompressobj()
    for part in parts:
        waiting = part
        while waiting and not unpacker.eof:
            try:
                step = unpacker.decompress(waiting, UNPACKING_STEP)
            except zlib.error:
                return
            waiting = unpacker.unconsumed_tail
            yield step


def _filters(stream: pikepdf.Stream) -> list[str]:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [str(each) for each in found]
    return [str(found)] if isinstance(found, pikepdf.Name) else []


def _count(part: pikepdf.Object, key: str) -> int:
    found = part.get(key, 0)
    return int(found) if isinstance(found, int) and found > 0 else 0


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
        or _leads_astray(part)
    )


def _leads_astray(part: pikepdf.Object) -> bool:
    """Whether a link names anything but a page of the web or a mailbox."""
    if _name(part, "/S") != "/URI":
        return False
    target = str(part.get("/URI", "")).strip().lower()
    return ":" in target.split("/")[0] and not target.startswith(HARMLESS_SCHEMES)


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
