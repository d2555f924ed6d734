"""The set-based merge: equal to the row-wise oracle, repeatable after a kill, one at a time, silent on request."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from employees.importing import running
from employees.importing.files import open_rows
from employees.importing.parsing import ImportedEmployee, parse_row
from employees.importing.running import read_lookups, run_import
from employees.importing.waiting import IMPORT_LOCK, ImportBusy
from employees.models import EducationRecord, Employee, GradeRecord, ImportLine, PerformanceRecord, PositionRecord
from employees.rules.nip import build_nip
from tests.employees.row_wise_planning import write_row_by_row
from tests.employees.test_import_employees import COLUMNS, ROW, TODAY, counts
from tests.factories.people import AgencyFactory

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 1)
POSTS = (
    {"JABATAN": "Kepala Seksi Data", "JENJANG": "Pengawas"},
    {"JABATAN": "Kepala Bidang Data", "JENJANG": "Administrator"},
    {"JABATAN": "Pranata Komputer Ahli Muda", "JENJANG": "Jabatan fungsional", "JENJANG_FUNGSIONAL": "Ahli Muda"},
)


@pytest.fixture(autouse=True)
def agencies():
    return [AgencyFactory(name=f"Kementerian Uji Gabung {number}", code=f"GABUNG{number}") for number in (1, 2)]


def person(number: int, **cells: str) -> dict[str, str]:
    """A valid row about one of a thousand people."""
    born = BORN + timedelta(days=number)
    return {
        **ROW,
        "NIP": build_nip(born, date(2006, 4, 1), "M", 1),
        "NAMA": f"Orang {number}",
        "TANGGAL_LAHIR": f"{born:%d-%m-%Y}",
        "INSTANSI": "Kementerian Uji Gabung 1",
        **cells,
    }


def wave(rng: Random, numbers: range) -> list[dict[str, str]]:
    """Rows in which each optional cell, post, grade, school and rating may be new, old, other or blank."""
    rows = []
    for number in numbers:
        grade = rng.choice((("IV/a", "01-04-2022"), ("IV/b", "01-04-2024"), ("IV/a", "01-10-2021")))
        cells = {
            "INSTANSI": rng.choice(("Kementerian Uji Gabung 1", "Kementerian Uji Gabung 2")),
            "TMT_JABATAN": rng.choice(("01-02-2019", "01-02-2021", "01-02-2023", "01-02-2025")),
            "GOLONGAN": grade[0],
            "TMT_GOLONGAN": grade[1],
            "PENDIDIKAN": rng.choice(("S-1", "S-2")),
            "TAHUN_LULUS": rng.choice(("2010", "2014")),
            "PERGURUAN_TINGGI": rng.choice(("", "Universitas Contoh Toba", "Universitas Contoh Poso")),
            "SUREL": rng.choice(("", "baru@uji.example")),
            "TELEPON": rng.choice(("", "0812")),
            "UNIT_KERJA": rng.choice(("", "Biro Satu")),
            "RUMPUN": rng.choice(("", "Teknologi informasi dan data")),
            **rng.choice(({"TAHUN_KINERJA": "", "PREDIKAT_KINERJA": ""}, {"TAHUN_KINERJA": "2025", "PREDIKAT_KINERJA": "Baik"},
                          {"TAHUN_KINERJA": "2024", "PREDIKAT_KINERJA": "Kurang"})),
            **rng.choice(POSTS),
        }  # fmt: skip
        if rng.random() < 0.1:
            cells |= {"STATUS": "PPPK", "GOLONGAN": "IX"}
        rows.append(person(number, **cells))
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def register() -> dict[str, set]:
    """Everything the import can write, without keys and moments."""
    left_out = ("id", "public_id", "updated_at", "employee_id")
    found = {
        "Employee": {
            tuple(value for name, value in row.items() if name not in left_out)
            for row in Employee.objects.order_by("id").values()
        }
    }
    for model in (PositionRecord, GradeRecord, EducationRecord, PerformanceRecord):
        names = [field.attname for field in model._meta.fields if field.attname not in left_out]
        nip = "nip" if model is Employee else "employee__nip"
        found[model.__name__] = set(model.objects.order_by("id").values_list(nip, *names))
    return found


def row_wise(path: Path) -> tuple[dict[str, set], tuple[int, int, int, int]]:
    """What the oracle makes of the file; nothing of it stays."""
    lookups = read_lookups(TODAY)
    with open_rows(path) as rows:
        parsed = [parse_row(line, cells, lookups) for line, cells in rows]
    good = [row for row in parsed if isinstance(row, ImportedEmployee)]
    assert len(good) == len(parsed)
    savepoint = transaction.savepoint()
    plan = write_row_by_row(good)
    found = register()
    transaction.savepoint_rollback(savepoint)
    return found, (len(plan.created), len(plan.changed), plan.unchanged, len(plan.refused))


def test_merge_leaves_what_the_row_wise_import_leaves(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "BATCH_ROWS", 17)
    rng = Random(20261122)
    seen = [0, 0, 0, 0]
    for numbers in (range(40), range(20, 90), range(90), range(90)):
        path = write(tmp_path / "pegawai.csv", wave(rng, numbers))
        expected, expected_counts = row_wise(path)
        looked = run_import(path, today=TODAY, dry_run=True)
        report = run_import(path, today=TODAY)
        assert counts(looked) == counts(report) == expected_counts
        assert register() == expected
        seen = [a + b for a, b in zip(seen, expected_counts, strict=True)]
    assert min(seen[0], seen[1], seen[3]) > 20
    again = run_import(path, today=TODAY)
    assert (again.created, again.changed) == (0, 0)


def test_dry_run_writes_neither_register_nor_waiting_rows(tmp_path):
    path = write(tmp_path / "pegawai.csv", [person(1), person(2)])
    run_import(write(tmp_path / "satu.csv", [person(1)]), today=TODAY)
    before = register()
    assert counts(run_import(path, today=TODAY, dry_run=True)) == (1, 0, 1, 0)
    assert register() == before
    assert not ImportLine.objects.exists()


def test_import_that_was_broken_off_ends_alike_when_it_is_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "BATCH_ROWS", 10)
    rng = Random(4)
    run_import(write(tmp_path / "awal.csv", wave(rng, range(30))), today=TODAY)
    path = write(tmp_path / "pegawai.csv", wave(rng, range(15, 60)))
    savepoint = transaction.savepoint()
    whole = run_import(path, today=TODAY)
    expected = register()
    transaction.savepoint_rollback(savepoint)

    def cut(line: int) -> None:
        if line > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(path, today=TODAY, tell=cut)
    # What a kill without any chance to clear up leaves: rows that wait, among them people of this very file.
    waiting = {**_waiting(person(50)), "batch": 0, "line": 2}
    ImportLine.objects.create(**waiting)
    again = run_import(path, today=TODAY)
    assert register() == expected
    assert again.created < whole.created
    assert again.refused == whole.refused
    assert not ImportLine.objects.exists()


def _waiting(cells: dict[str, str]) -> dict[str, object]:
    row = parse_row(2, cells, read_lookups(TODAY))
    assert isinstance(row, ImportedEmployee)
    return {
        "nip": row.nip, **row.fields, "agency_name": row.agency_name, "position_since": row.position_since,
        "grade_since": row.grade_since, "institution": row.institution, "graduated": row.graduated,
    }  # fmt: skip


def test_repeated_nip_is_found_in_an_earlier_batch_and_in_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "BATCH_ROWS", 2)
    path = write(tmp_path / "pegawai.csv", [person(1), person(2), person(3), person(1), person(4), person(4)])
    target = tmp_path / "galat.csv"
    for dry_run in (True, False):
        assert counts(run_import(path, today=TODAY, dry_run=dry_run, error_path=target)) == (4, 0, 0, 2)
        rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
        assert [row[0::3] for row in rows[1:]] == [
            ["5", "NIP ini sudah ada di baris 2 berkas ini."],
            ["7", "NIP ini sudah ada di baris 6 berkas ini."],
        ]


def test_two_imports_at_once_are_refused_with_a_sentence(tmp_path, second_connection):
    path = write(tmp_path / "pegawai.csv", [person(1)])
    with second_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
        with pytest.raises(ImportBusy):
            run_import(path, today=TODAY)
        with pytest.raises(CommandError, match="Impor lain sedang berjalan"):
            call_command("import_employees", str(path))
        cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])
    assert counts(run_import(path, today=TODAY)) == (1, 0, 0, 0)


def test_search_hears_of_single_changes_and_not_of_a_bulk_import(tmp_path, capsys):
    def noted() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT employee_id) FROM talent_searchchange")
            return cursor.fetchone()[0]

    path = write(tmp_path / "pegawai.csv", [person(1), person(2)])
    call_command("import_employees", str(path), "--bulk")
    assert noted() == 0
    assert "manage.py rebuild_talent_search" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL asnkarier.bulk_load = 'off'")
    run_import(write(tmp_path / "lagi.csv", [person(2, SUREL="lain@uji.example"), person(3)]), today=TODAY)
    assert noted() == 2
