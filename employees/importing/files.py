"""Opens an import file: encoding, separator and header, each wrong one answered with one clear sentence."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from employees.importing.columns import OPTIONAL, REQUIRED, heading

SEPARATORS = (";", ",", "\t")
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True)
class WrongWidth:
    """A row with too few or too many cells."""

    found: int
    expected: int


Cells = dict[str, str] | WrongWidth


class FileProblem(Exception):
    """The file cannot be read at all; the message is one Indonesian sentence."""


@contextmanager
def open_rows(path: Path) -> Iterator[Iterator[tuple[int, Cells]]]:
    """Yield (line number in the file, cells by column name) without ever holding the whole file.

    Blank lines are passed over; empty cells beyond the last named column are ignored.

    Raises:
        FileProblem: no such file, empty, not UTF-8, a workbook, or a header that is not the contract's.
    """
    _check_bytes(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        separator = max(SEPARATORS, key=first.count)
        names = [heading(name) for name in next(csv.reader([first], delimiter=separator), [])]
        _check_header(names)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator)
        next(reader)
        yield _rows(reader, names)


def _rows(reader, names: list[str]) -> Iterator[tuple[int, Cells]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileProblem(f"Baris {reader.line_num} bukan CSV yang benar; periksa tanda kutipnya.") from error
        if not any(cell.strip() for cell in cells):
            continue
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            yield reader.line_num, WrongWidth(len(cells), len(names))
        else:
            yield reader.line_num, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _check_bytes(path: Path) -> None:
    if not path.is_file():
        raise FileProblem(f"Berkas {path.name} tidak ditemukan.")
    with path.open("rb") as file:
        start = file.read(4)
        if not start:
            raise FileProblem("Berkas ini kosong.")
        if start == _WORKBOOK:
            raise FileProblem("Berkas ini buku kerja Excel; simpan dahulu sebagai CSV UTF-8.")
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise FileProblem("Berkas ini bukan UTF-8; simpan ulang sebagai CSV UTF-8.")
    # One quick pass, so that a bad letter near the end is found before the first row is written.
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while piece := file.read(1 << 20):
                if "\0" in piece:
                    raise FileProblem("Berkas ini bukan teks; simpan ulang sebagai CSV UTF-8.")
    except UnicodeDecodeError as error:
        raise FileProblem("Berkas ini bukan UTF-8; simpan ulang sebagai CSV UTF-8.") from error


def _check_header(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if len(missing) == len(REQUIRED):
        raise FileProblem(f"Baris pertama harus berisi nama kolom, antara lain {', '.join(REQUIRED[:4])}.")
    if missing:
        raise FileProblem(f"Kolom {', '.join(missing)} tidak ada di baris pertama.")
    doubled = sorted({name for name in names if names.count(name) > 1 and (name in REQUIRED or name in OPTIONAL)})
    if doubled:
        raise FileProblem(f"Kolom {', '.join(doubled)} tercantum lebih dari sekali di baris pertama.")
