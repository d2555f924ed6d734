"""Reading a small CSV or XLSX file that a person uploads: rows of cells as text, or one sentence why not; and rows back out.

Knows no column of anybody: what the cells mean is the business of the room that imports them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 40
# A cell that begins with one of these would run as a formula when the file is opened in a spreadsheet; the wide ones are
# signs of East Asian keyboards, which some spreadsheets read as the narrow ones.
_SIGNS = "-=+@\uff1d\uff0b\uff0d\uff20"
_RUNNABLE = (*_SIGNS, "\t", "\r", "\n")
# A spreadsheet splits lines by the mark of its country, an Indonesian one by semicolons whatever the file has: then the words
# after any such mark begin a cell, also behind the quotes in which they stand.
_CELL_STARTS = re.compile(f'^(?=[{_SIGNS}\\t\\r\\n])|(?<=[;,\\t\\r\\n])"*(?=[{_SIGNS}]\\S)')
Cell = str | int | Decimal | None


class FileRefused(Exception):
    """The file as a whole cannot be read; `reason` is an Indonesian sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Formula(str):
    """A cell that holds a formula: its result is not a value anybody entered."""


@dataclass(frozen=True)
class RowError:
    """One reason why a file cannot be imported. `row` counts as in the spreadsheet, the heading is row 1."""

    row: int
    column: str
    text: str
    reason: str


def read_table(content: bytes, name: str, *, columns: str) -> list[list[str]]:
    """Rows of cells as text, heading first.

    Args:
        content: the file. name: its file name; the ending decides how it is read, the content must agree.
        columns: two of the headings, for the sentence about a missing one, like "NIP dan TANGGAL".

    Raises:
        FileRefused: empty, too large, of another kind, or damaged.
    """
    if not content:
        raise FileRefused("Berkas ini kosong (0 bita).")
    if len(content) > MAX_BYTES:
        raise FileRefused("Berkas lebih besar dari 2 MB. Bagi menjadi beberapa berkas.")
    ending = name.rsplit(".", 1)[-1].lower()
    if ending == "csv":
        rows = _read_csv(content)
    elif ending == "xlsx":
        rows = _read_xlsx(content)
    else:
        raise FileRefused("Berkas harus berakhiran .csv atau .xlsx.")
    if len(rows) > MAX_ROWS + 1:
        raise FileRefused(f"Berkas memuat lebih dari {MAX_ROWS} baris.")
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise FileRefused(f"Baris pertama harus memuat judul kolom, misalnya {columns}.")
    if max(len(row) for row in rows) > MAX_COLUMNS:
        raise FileRefused(f"Berkas memuat lebih dari {MAX_COLUMNS} kolom.")
    return rows


def errors_csv(errors: Iterable[RowError]) -> str:
    """The row errors as CSV for a spreadsheet: semicolons, one error a line."""
    rows = ((error.row, error.column, error.text, error.reason) for error in errors)
    return "".join(csv_line(row, ";") for row in (("BARIS", "KOLOM", "ISI", "KESALAHAN"), *rows))


class _Line:
    """What a csv writer writes into: it hands every line straight on."""

    def write(self, line: str) -> str:
        return line


def csv_line(cells: Iterable[Any], delimiter: str = ",") -> str:
    """One line of a CSV file (RFC 4180) without a cell that a spreadsheet would run.

    The only place where the portal writes one (tests/evidence/test_source_rules.py).
    """
    row = [inert(cell) if isinstance(cell, str) else cell for cell in cells]
    return str(csv.writer(_Line(), delimiter=delimiter, lineterminator="\r\n").writerow(row))


def xlsx_of(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """A workbook without a single formula: words are text cells whatever they begin with, numbers are numbers.

    Args:
        sheets: title (at most 31 letters) and rows, the heading first; None leaves a cell empty.
    """
    # Imported here, as for reading.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for place, content in enumerate(row, start=1):
                if content is None:
                    continue
                cell = sheet.cell(number, place, content)
                if isinstance(content, str):
                    # The library would take "=1+1" for a formula; the second line keeps a spreadsheet from asking again when
                    # somebody edits the cell.
                    cell.data_type = "s"
                    cell.quotePrefix = content.startswith(_RUNNABLE)
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def inert(text: str) -> str:
    """The text as a cell no spreadsheet runs, by whatever mark it splits the line: an apostrophe stands before each formula."""
    return _CELL_STARTS.sub(r"\g<0>'", text)


def _read_csv(content: bytes) -> list[list[str]]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\x00" in content:
        raise FileRefused("Isi berkas bukan CSV. Simpan ulang sebagai CSV atau unggah sebagai .xlsx.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=lambda mark: first.count(mark))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused("Berkas CSV ini rusak. Simpan ulang dari lembar kerja Anda.") from error


def _read_xlsx(content: bytes) -> list[list[str]]:
    # Imported here: the library costs a quarter of a second that no other page should pay.
    from openpyxl import load_workbook

    refusal = FileRefused("Berkas ini bukan XLSX yang utuh. Simpan ulang dari lembar kerja Anda.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise FileRefused("Isi berkas XLSX ini terlalu besar.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        rows = []
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
            if number > MAX_ROWS + 1:
                raise FileRefused(f"Berkas memuat lebih dari {MAX_ROWS} baris.")
            rows.append([_cell_text(cell) for cell in row])
        book.close()
    except FileRefused:
        raise
    except Exception as error:
        # openpyxl raises many kinds for damaged files, also from its XML parser; each means the same to the reader.
        raise refusal from error
    while rows and rows[0] and all(len(row) > 0 and not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        return Formula(value if isinstance(value, str) else "=")
    if isinstance(value, float):
        # The shortest text that gives the same number: what the spreadsheet shows, not its binary neighbour.
        return format(Decimal(repr(value)), "f")
    return str(value)
