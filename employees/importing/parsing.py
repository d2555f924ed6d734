"""From the cells of one row to an employee of the register, or to sentences that say what is wrong."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.indonesian import date_words
from employees.importing.columns import (
    EDUCATIONS,
    FIELDS,
    FUNCTIONAL_GRADES,
    KINDS,
    LEVELS,
    PPPK_GRADES,
    PREDICATES,
    REQUIRED,
    SEXES,
    folded,
)
from employees.importing.files import Cells, WrongWidth
from employees.models import SEX_FACTS
from employees.rules.grades import grade_code
from employees.rules.names import name_key
from employees.rules.nip import bare_nip, nip_problem

TEXT_LIMITS = {
    "NAMA": 150, "JABATAN": 200, "UNIT_KERJA": 200, "PROGRAM_STUDI": 200, "PERGURUAN_TINGGI": 200, "TELEPON": 20, "SUREL": 254,
}  # fmt: skip
OLDEST_BIRTH_YEAR = 1940


@dataclass(frozen=True)
class CellError:
    """One thing to repair: line of the file, column, the value as it stood, one Indonesian sentence."""

    line: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Lookups:
    """What names stand for: ids by folded code or name; study programmes by national code."""

    agencies: Mapping[str, int]
    provinces: Mapping[str, str]
    agency_provinces: Mapping[int, str]
    agency_names: Mapping[int, str]
    programs: Mapping[str, str]
    today: date


@dataclass(frozen=True)
class ImportedEmployee:
    """A row that holds. `fields` are values of Employee columns; an optional blank cell leaves its field out.

    Args:
        performance: (year, predicate), None when the row names none.
    """

    line: int
    nip: str
    fields: Mapping[str, object]
    agency_name: str
    position_since: date
    grade_since: date
    institution: str
    graduated: int
    performance: tuple[int, str] | None


class _Row:
    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line, self.cells = line, cells
        self.errors: list[CellError] = []

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def refuse(self, column: str, sentence: str) -> None:
        self.errors.append(CellError(self.line, column, self.get(column), sentence))

    def word(self, column: str, words: Mapping[str, object], what: str):
        text = self.get(column)
        if not text:
            return None
        value = words.get(folded(text))
        if value is None:
            self.refuse(column, f"{what} “{text}” tidak dikenal.")
        return value

    def day(self, column: str) -> date | None:
        text = self.get(column)
        if not text:
            return None
        value = _date(text)
        if value is None:
            self.refuse(column, "Tulis tanggal sebagai HH-BB-TTTT, misalnya 31-12-2025.")
        return value

    def year(self, column: str, lowest: int, highest: int) -> int | None:
        text = self.get(column)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            self.refuse(column, f"Tahun harus angka dari {lowest} sampai {highest}.")
            return None
        return int(text)


def parse_row(line: int, cells: Cells, lookups: Lookups) -> ImportedEmployee | list[CellError]:
    """Read one row; every error of the row is reported, not only the first.

    Args:
        cells: values by column name, as files.open_rows yields them.
    """
    if isinstance(cells, WrongWidth):
        return [CellError(line, "", "", f"Baris ini punya {cells.found} kolom, seharusnya {cells.expected}.")]
    row = _Row(line, cells)
    for column in REQUIRED:
        if not row.get(column):
            row.refuse(column, f"Kolom {column} wajib diisi.")
    for column, limit in TEXT_LIMITS.items():
        if len(row.get(column)) > limit:
            row.refuse(column, f"Paling panjang {limit} huruf.")
    fields: dict[str, object] = {}
    _identity(row, fields)
    _post(row, fields, lookups)
    _grade(row, fields)
    graduated = _education(row, fields, lookups)
    _contact(row, fields)
    position_since, grade_since = row.day("TMT_JABATAN"), row.day("TMT_GOLONGAN")
    _check_days(row, fields, lookups.today)
    performance = _performance(row, lookups.today)
    # The last three are required columns: blank or unreadable, they are among the errors already.
    if row.errors or position_since is None or grade_since is None or graduated is None:
        return row.errors
    return ImportedEmployee(
        line=line,
        nip=_bare(row.get("NIP")),
        fields=fields,
        agency_name=lookups.agency_names[fields["agency_id"]],  # type: ignore[index]
        position_since=position_since,
        grade_since=grade_since,
        institution=row.get("PERGURUAN_TINGGI"),
        graduated=graduated,
        performance=performance,
    )


def _identity(row: _Row, fields: dict[str, object]) -> None:
    name = " ".join(row.get("NAMA").split())
    # SIASN exports names in capitals.
    name = name.title() if name.isupper() else name
    fields["name"], fields["name_key"] = name, name_key(name)
    if name and not fields["name_key"]:
        row.refuse("NAMA", "Nama harus berisi huruf.")
    sex = row.word("JENIS_KELAMIN", SEXES, "Jenis kelamin")
    kind = row.word("STATUS", KINDS, "Status kepegawaian")
    born, joined = row.day("TANGGAL_LAHIR"), row.day("TMT_CPNS")
    fields.update(sex=sex, kind=kind, birth_date=born, cpns_on=joined)
    if born and born.year < OLDEST_BIRTH_YEAR:
        row.refuse("TANGGAL_LAHIR", f"Tahun lahir sebelum {OLDEST_BIRTH_YEAR}; periksa tanggalnya.")
    nip = row.get("NIP")
    if not nip:
        return
    if "E+" in nip.upper():
        row.refuse("NIP", "NIP rusak oleh aplikasi lembar kerja; simpan kolom NIP sebagai teks lalu ekspor ulang.")
        return
    problem = nip_problem(_bare(nip), born, SEX_FACTS[sex] if sex else None, joined, kind=str(kind or "PNS"))
    if problem:
        row.refuse("NIP", problem)


def _post(row: _Row, fields: dict[str, object], lookups: Lookups) -> None:
    agency = row.word("INSTANSI", lookups.agencies, "Instansi")
    province = row.word("PROVINSI", lookups.provinces, "Provinsi")
    if agency is not None:
        fields["agency_id"] = agency
        if province is not None or not row.get("PROVINSI"):
            fields["province_id"] = province or lookups.agency_provinces[agency]
    level = row.word("JENJANG", LEVELS, "Jenjang")
    functional = row.word("JENJANG_FUNGSIONAL", FUNCTIONAL_GRADES, "Jenjang fungsional")
    fields.update(position_title=row.get("JABATAN"), position_level=level, functional_grade=functional or "")
    if level == "FUNGSIONAL" and not row.get("JENJANG_FUNGSIONAL"):
        row.refuse("JENJANG_FUNGSIONAL", "Jabatan fungsional wajib menyebut jenjang fungsional, misalnya Ahli Madya.")
    if level and level != "FUNGSIONAL" and functional:
        row.refuse("JENJANG_FUNGSIONAL", "Kosongkan kolom ini karena jabatannya bukan jabatan fungsional.")
    field = row.word("RUMPUN", FIELDS, "Rumpun jabatan")
    if field:
        fields["field"] = field
    if row.get("UNIT_KERJA"):
        fields["unit"] = row.get("UNIT_KERJA")


def _grade(row: _Row, fields: dict[str, object]) -> None:
    text = row.get("GOLONGAN")
    if not text or not fields["kind"]:
        return
    if fields["kind"] == "PPPK":
        fields["grade"], fields["pppk_grade"] = None, text.upper()
        if text.upper() not in PPPK_GRADES:
            row.refuse("GOLONGAN", "Golongan PPPK ditulis I sampai XVII.")
        return
    fields["grade"], fields["pppk_grade"] = grade_code(text), ""
    if fields["grade"] is None:
        row.refuse("GOLONGAN", "Golongan ruang PNS ditulis I/a sampai IV/e.")


def _education(row: _Row, fields: dict[str, object], lookups: Lookups) -> int | None:
    program = " ".join(row.get("PROGRAM_STUDI").split())
    fields["education_level"] = row.word("PENDIDIKAN", EDUCATIONS, "Tingkat pendidikan")
    fields["education_program"] = lookups.programs.get(program, program)
    return row.year("TAHUN_LULUS", OLDEST_BIRTH_YEAR, lookups.today.year)


def _contact(row: _Row, fields: dict[str, object]) -> None:
    address = row.get("SUREL").lower()
    if address:
        fields["email"] = address
        try:
            validate_email(address)
        except ValidationError:
            row.refuse("SUREL", "Alamat surel tidak benar.")
    phone = row.get("TELEPON").lstrip("'")
    if phone:
        fields["phone"] = phone
        if not all(letter.isdigit() or letter in "+-() " for letter in phone):
            row.refuse("TELEPON", "Nomor telepon hanya berisi angka, spasi, dan tanda + - ( ).")


def _performance(row: _Row, today: date) -> tuple[int, str] | None:
    year = row.year("TAHUN_KINERJA", 2000, today.year)
    predicate = row.word("PREDIKAT_KINERJA", PREDICATES, "Predikat kinerja")
    if bool(row.get("TAHUN_KINERJA")) != bool(row.get("PREDIKAT_KINERJA")):
        empty = "PREDIKAT_KINERJA" if row.get("TAHUN_KINERJA") else "TAHUN_KINERJA"
        row.refuse(empty, "Isi tahun dan predikat kinerja bersama-sama.")
    return (year, str(predicate)) if year and predicate else None


def _check_days(row: _Row, fields: dict[str, object], today: date) -> None:
    joined = fields["cpns_on"]
    for column in ("TANGGAL_LAHIR", "TMT_CPNS", "TMT_JABATAN", "TMT_GOLONGAN"):
        day = _date(row.get(column))
        if day and day > today:
            row.refuse(column, f"Tanggal ini sesudah hari ini ({date_words(today)}).")
        elif day and isinstance(joined, date) and column in ("TMT_JABATAN", "TMT_GOLONGAN") and day < joined:
            row.refuse(column, f"Tanggal ini sebelum TMT CPNS ({date_words(joined)}).")


def _bare(nip: str) -> str:
    return bare_nip(nip.lstrip("'"))


@lru_cache(maxsize=1 << 15)
def _date(text: str) -> date | None:
    for mark in "-/":
        parts = text.split(mark)
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            continue
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        if len(year) == 4:
            with contextlib.suppress(ValueError):
                return date(int(year), int(month), int(day))
    return None
