"""Runs an import: reads, checks, and hands batches of good rows to the action that writes them."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from accounts.enums import RegionKind
from accounts.models import Agency, Region, User
from employees import actions
from employees.importing.columns import folded
from employees.importing.files import Cells, open_rows
from employees.importing.parsing import CellError, ImportedEmployee, Lookups, parse_row
from employees.importing.planning import BatchPlan, plan_batch, read_known
from employees.models import StudyProgram

BATCH_ROWS = 1000
ERROR_COLUMNS = ("BARIS", "KOLOM", "NILAI", "KETERANGAN")
# A spreadsheet would run these as formulas when the error file is opened.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


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
    error_path: Path | None = None,
    show: Callable[[CellError], None] = lambda error: None,
) -> ImportReport:
    """Read a whole file in batches of BATCH_ROWS; a row is written whole or not at all.

    Args:
        path: the CSV file; today: the day no date may lie after.
        error_path: where to write the errors as CSV (columns ERROR_COLUMNS); always written when given, if only the header.
        show: called with every error as it is found.

    Raises:
        FileProblem: the file or its header cannot be used; nothing was written.
    """
    report = ImportReport()
    lookups = read_lookups(today)
    with open_rows(path) as rows, _error_writer(error_path) as write_error:
        good = _good_rows(rows, lookups, report, lambda error: (write_error(error), show(error), None)[-1])
        while batch := list(islice(good, BATCH_ROWS)):
            plan = _look(batch) if dry_run else actions.save_import_batch(rows=batch, source=path.name, actor=actor)
            report.created += len(plan.created)
            report.changed += len(plan.changed)
            report.unchanged += plan.unchanged
            report.refused += len(plan.refused)
            for error in plan.refused:
                report.errors += 1
                write_error(error)
                show(error)
    return report


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


def _look(batch: list[ImportedEmployee]) -> BatchPlan:
    return plan_batch(batch, read_known([row.nip for row in batch], lock=False))


def _good_rows(
    rows: Iterable[tuple[int, Cells]], lookups: Lookups, report: ImportReport, refuse: Callable[[CellError], None]
) -> Iterator[ImportedEmployee]:
    seen: dict[str, int] = {}
    for line, cells in rows:
        parsed = parse_row(line, cells, lookups)
        if isinstance(parsed, ImportedEmployee):
            first = seen.setdefault(parsed.nip, line)
            if first == line:
                yield parsed
                continue
            parsed = [CellError(line, "NIP", parsed.nip, f"NIP ini sudah ada di baris {first} berkas ini.")]
        report.refused += 1
        report.errors += len(parsed)
        for error in parsed:
            refuse(error)


def _error_writer(path: Path | None) -> AbstractContextManager[Callable[[CellError], None]]:
    return nullcontext(lambda error: None) if path is None else _ErrorFile(path)


class _ErrorFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Callable[[CellError], None]:
        self.file = self.path.open("w", encoding="utf-8-sig", newline="")
        writer = csv.writer(self.file, delimiter=";", lineterminator="\n")
        writer.writerow(ERROR_COLUMNS)
        return lambda error: writer.writerow((error.line, error.column, _harmless(error.value), error.sentence))

    def __exit__(self, *error: object) -> None:
        self.file.close()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
