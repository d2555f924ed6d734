"""Runs an import: reads, checks, and hands batches of good rows to the action that writes them."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from accounts.enums import RegionKind
from accounts.models import Agency, Region, User
from core.indonesian import date_words
from core.spreadsheets import csv_line
from employees import actions
from employees.importing.columns import folded
from employees.importing.files import Cells, open_rows
from employees.importing.merging import BatchOutcome
from employees.importing.parsing import CellError, ImportedEmployee, Lookups, parse_row
from employees.importing.waiting import look_at_batch, only_import
from employees.models import StudyProgram

BATCH_ROWS = 5000
ERROR_COLUMNS = ("BARIS", "KOLOM", "NILAI", "KETERANGAN")


@dataclass
class ImportReport:
    """What an import did, or would do: rows by outcome, and how many errors the refused rows had."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: int = 0


def run_import(
    path: Path,
    *,
    today: date,
    actor: User | None = None,
    dry_run: bool = False,
    bulk: bool = False,
    error_path: Path | None = None,
    show: Callable[[CellError], None] = lambda error: None,
    tell: Callable[[int], None] = lambda line: None,
) -> ImportReport:
    """Read a whole file in batches of BATCH_ROWS; a row is written whole or not at all, and memory does not grow with the file.

    An import that was killed is begun again with the same file: what it had written counts as the same.

    Args:
        path: the CSV file; today: the day no date may lie after.
        bulk: True when the search is built anew afterwards.
        error_path: where to write the errors as CSV (columns ERROR_COLUMNS); always written when given, if only the header.
        show: called with every error as it is found; tell: called after every batch with the line it ended on.

    Raises:
        FileProblem: the file or its header cannot be used; nothing was written.
        ImportBusy: another import runs.
    """
    report = ImportReport()
    lookups = read_lookups(today)
    with open_rows(path) as rows, _error_writer(error_path) as write_error:

        def refuse(error: CellError) -> None:
            report.errors += 1
            write_error(error)
            show(error)

        with only_import(), closing(_ahead(_batches(rows, lookups))) as batches:
            for number, batch in enumerate(batches):
                found = (
                    look_at_batch(batch.rows, number)
                    if dry_run
                    else actions.save_import_batch(rows=batch.rows, batch=number, source=path.name, actor=actor, bulk=bulk)
                )
                report.created += len(found.created)
                report.changed += len(found.changed)
                report.unchanged += found.unchanged
                contradictions = list(_refused(found))
                report.refused += batch.refused + len(contradictions)
                for error in sorted([*batch.errors, *contradictions], key=lambda each: each.line):
                    refuse(error)
                tell(batch.last_line)
    return report


def _refused(found: BatchOutcome) -> Iterator[CellError]:
    for line, nip, first in found.repeated:
        yield CellError(line, "NIP", nip, f"NIP ini sudah ada di baris {first} berkas ini.")
    for line, since, title, title_since in found.contradicting:
        known = f"{title}, sejak {date_words(title_since)}"
        sentence = f"Jabatan ini lebih lama daripada jabatan yang sudah tercatat ({known})."
        yield CellError(line, "TMT_JABATAN", f"{since:%d-%m-%Y}", sentence)


def read_lookups(today: date) -> Lookups:
    """Agencies, provinces and study programmes, in three queries."""
    agencies: dict[str, int] = {}
    agency_provinces: dict[int, str] = {}
    agency_names: dict[int, str] = {}
    for agency in Agency.objects.select_related("region").order_by("id"):
        agencies[folded(agency.name)] = agencies[folded(agency.code)] = agency.pk
        agency_provinces[agency.pk] = agency.region.province_id
        agency_names[agency.pk] = agency.name
    provinces: dict[str, str] = {}
    for region in Region.objects.filter(kind=RegionKind.PROVINCE).order_by("code"):
        provinces[folded(region.code)] = provinces[folded(region.name)] = provinces[folded(f"Provinsi {region.name}")] = (
            region.code
        )
    programs = dict(StudyProgram.objects.order_by("code").values_list("code", "name"))
    return Lookups(agencies, provinces, agency_provinces, agency_names, programs, today)


@dataclass
class _Batch:
    """Rows that hold by themselves, and the errors of those between them that do not."""

    rows: list[ImportedEmployee] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    refused: int = 0
    last_line: int = 0


def _batches(rows: Iterable[tuple[int, Cells]], lookups: Lookups) -> Iterator[_Batch]:
    batch = _Batch()
    for line, cells in rows:
        parsed = parse_row(line, cells, lookups)
        batch.last_line = line
        if isinstance(parsed, ImportedEmployee):
            batch.rows.append(parsed)
        else:
            batch.refused += 1
            batch.errors += parsed
        if len(batch.rows) + batch.refused >= BATCH_ROWS:
            yield batch
            batch = _Batch()
    if batch.last_line:
        yield batch


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The same batches; the next one is read and checked while PostgreSQL merges this one."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _error_writer(path: Path | None) -> AbstractContextManager[Callable[[CellError], None]]:
    return nullcontext(lambda error: None) if path is None else _ErrorFile(path)


class _ErrorFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Callable[[CellError], None]:
        self.file = self.path.open("w", encoding="utf-8-sig", newline="")
        self.file.write(csv_line(ERROR_COLUMNS, ";"))
        return self._note

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def _note(self, error: CellError) -> None:
        self.file.write(csv_line((error.line, error.column, error.value, error.sentence), ";"))
