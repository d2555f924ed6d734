"""Writing the archive of own data: one ZIP with every part twice (JSON for programs, a page for people) and the files as is.

Memory stays flat: lines come page by page, a part is gathered on disk, and one file at a time is held.
"""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from core.indonesian import number_words
from privacy.parts import CopiedFile, Part

# Files are mostly packed already; text shrinks well at any level.
LEVEL = 1
IN_MEMORY = 256 * 1024
GONE = "Berkas ini tidak ada lagi di penyimpanan portal."
STYLE = """body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1b1b1b}
h1{line-height:1.2}dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.25rem 1rem;margin:0;padding:1rem 0;
border-top:1px solid #c8c8c8}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}li{margin:.4rem 0}
@media (max-width:36rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
"""
README = """Salinan data Anda dari portal ASN Karier

Buka index.html di peramban. Tiap bagian ada dua kali: halaman di folder bagian/ untuk dibaca,
dan berkas di folder json/ untuk program. Dokumen dan surat Anda ada di folder berkas/, sama
persis seperti di portal; isi.json memuat SHA-256 tiap berkas.

Salinan ini memuat data pribadi. Simpan di tempat yang hanya dapat Anda buka.
"""


@dataclass(frozen=True)
class WrittenPart:
    """One part as it stands in the archive."""

    code: str
    title: str
    purpose: str
    left_out: str
    lines: int


@dataclass
class Contents:
    """What was written: the parts, and SHA-256 by name of each document and letter."""

    parts: list[WrittenPart] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


def write_archive(
    path: Path, parts: Iterable[Part], *, name: str, made: str, progress: Callable[[int], None] = lambda done: None
) -> Contents:
    """Write the whole archive.

    Args:
        path: the file to write; parts: in the order of the index; name: whose data; made: the moment in words.
        progress: told after each part how many are written.

    Raises:
        OSError: no room on the disk.
    """
    contents = Contents()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as bundle:
        bundle.writestr("BACA-SAYA.txt", README)
        bundle.writestr("gaya.css", STYLE)
        for part in parts:
            _write_part(bundle, contents, part)
            progress(len(contents.parts))
        bundle.writestr("index.html", _index(contents, name, made))
        told = {
            "format": "asnkarier-data-pribadi-1",
            "nama": name,
            "dibuat": made,
            "bagian": [vars(part) for part in contents.parts],
            "berkas": contents.files,
        }
        bundle.writestr("isi.json", json.dumps(told, ensure_ascii=False, indent=1))
    return contents


def _write_part(bundle: zipfile.ZipFile, contents: Contents, part: Part) -> None:
    count = 0
    with _scratch() as for_programs, _scratch() as for_people:
        for_programs.write(f'{{"bagian":{json.dumps(part.title)},"baris":[')
        for_people.write(_head(part))
        for each in part.lines():
            cells = [*each.cells, *(("Berkas", _write_file(bundle, contents, file)) for file in each.files)]
            for_programs.write(("," if count else "") + "\n" + json.dumps(_as_object(cells), ensure_ascii=False))
            for_people.write(_drawn(cells))
            count += 1
        for_programs.write("\n]}\n")
        for_people.write("</body></html>\n" if count else "<p>Tidak ada data pada bagian ini.</p></body></html>\n")
        _pour(bundle, f"json/{part.code}.json", for_programs)
        _pour(bundle, f"bagian/{part.code}.html", for_people)
    contents.parts.append(WrittenPart(part.code, part.title, part.purpose, part.left_out, count))


def _as_object(cells: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Labels as names; a label that comes more than once holds a list."""
    found: dict[str, str | list[str]] = {}
    for label, text in cells:
        known = found.get(label)
        if known is None:
            found[label] = text
        else:
            found[label] = [*known, text] if isinstance(known, list) else [known, text]
    return found


def _write_file(bundle: zipfile.ZipFile, contents: Contents, file: CopiedFile) -> str:
    """Put a file into the archive; returns what the line says of it."""
    try:
        content = file.read()
    except FileNotFoundError:
        return GONE
    name = _free_name(contents, file)
    bundle.writestr(zipfile.ZipInfo(name), content)
    contents.files[name] = sha256(content).hexdigest()
    return name


def _free_name(contents: Contents, file: CopiedFile) -> str:
    """A name that every system can write and that no other file of the archive has."""
    stem, dot, suffix = file.name.rpartition(".")
    stem = slugify(stem if dot else file.name)[:80] or "berkas"
    ending = f".{slugify(suffix)[:8]}" if dot else ""
    number = len(contents.files) + 1
    return f"berkas/{file.folder}/{number:04d}-{stem}{ending}"


@contextmanager
def _scratch() -> Iterator[IO[str]]:
    with tempfile.SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8", newline="\n") as file:
        yield file


def _pour(bundle: zipfile.ZipFile, name: str, file: IO[str]) -> None:
    file.seek(0)
    with bundle.open(name, "w") as target:
        while block := file.read(64 * 1024):
            target.write(block.encode("utf-8"))


def _head(part: Part) -> str:
    return _opening(part.title, "../") + format_html(
        '<p><a href="../index.html">Semua bagian</a></p><h1>{}</h1><p>Untuk apa: {}</p>{}\n',
        part.title,
        part.purpose,
        format_html("<p>Yang tidak ikut: {}</p>", part.left_out) if part.left_out else "",
    )


def _opening(title: str, root: str) -> str:
    return format_html(
        '<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>{}</title><link rel="stylesheet" href="{}gaya.css"></head><body>\n',
        title,
        root,
    )


def _drawn(cells: Iterable[tuple[str, str]]) -> str:
    rows = ((label, _linked(text) if label == "Berkas" and text != GONE else text) for label, text in cells)
    return format_html("<dl>{}</dl>\n", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


def _linked(name: str) -> str:
    return format_html('<a href="../{}">{}</a>', name, name)


def _index(contents: Contents, name: str, made: str) -> str:
    items = format_html_join(
        "\n",
        '<li><a href="bagian/{}.html">{}</a> ({})</li>',
        ((part.code, part.title, f"{number_words(part.lines)} baris") for part in contents.parts),
    )
    return _opening("Salinan data Anda", "") + format_html(
        "<h1>Salinan data Anda</h1><p>{}, dibuat {}. {} berkas ikut serta.</p><ol>{}</ol></body></html>\n",
        name,
        made,
        number_words(len(contents.files)),
        items,
    )
