import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from employees.importing.columns import OPTIONAL, REQUIRED
from employees.importing.running import run_import
from employees.models import EducationRecord, Employee, GradeRecord, PerformanceRecord, PositionRecord
from employees.rules.nip import build_nip
from tests.factories.people import AgencyFactory, EmployeeFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
COLUMNS = (*REQUIRED, *OPTIONAL)
ROW = {
    "NIP": "198205172006041001",
    "NAMA": "BUDI SANTOSO",
    "JENIS_KELAMIN": "L",
    "TANGGAL_LAHIR": "17-05-1982",
    "TMT_CPNS": "01-04-2006",
    "STATUS": "PNS",
    "INSTANSI": "Kementerian Uji Impor",
    "UNIT_KERJA": "Biro Umum",
    "JABATAN": "Kepala Bagian Keuangan",
    "JENJANG": "Administrator",
    "JENJANG_FUNGSIONAL": "",
    "RUMPUN": "Keuangan dan anggaran",
    "TMT_JABATAN": "01-02-2021",
    "GOLONGAN": "IV/a",
    "TMT_GOLONGAN": "01-04-2022",
    "PENDIDIKAN": "S-2",
    "PROGRAM_STUDI": "Manajemen",
    "PERGURUAN_TINGGI": "Universitas Contoh Merdeka",
    "TAHUN_LULUS": "2014",
    "PROVINSI": "",
    "SUREL": "budi@uji.example",
    "TELEPON": "0812 0000 0000",
    "TAHUN_KINERJA": "2025",
    "PREDIKAT_KINERJA": "Baik",
}


@pytest.fixture
def agency():
    return AgencyFactory(name="Kementerian Uji Impor", code="KEMUJIIMPOR")


@pytest.fixture
def write(tmp_path):
    def written(*rows: dict[str, str], separator: str = ";", start: str = "", columns=COLUMNS) -> Path:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator)
        writer.writerow(columns)
        writer.writerows([[{**ROW, **row}[column] for column in columns] for row in rows])
        path = tmp_path / "pegawai.csv"
        path.write_text(start + text.getvalue(), encoding="utf-8", newline="")
        return path

    return written


def counts(report) -> tuple[int, int, int, int]:
    return report.created, report.changed, report.unchanged, report.refused


def errors_of(path: Path, tmp_path: Path) -> list[tuple[str, str]]:
    target = tmp_path / "galat.csv"
    run_import(path, today=TODAY, error_path=target)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["BARIS", "KOLOM", "NILAI", "KETERANGAN"]
    return [(row[1], row[3]) for row in rows[1:]]


def test_import_of_a_new_person_writes_the_person_and_the_first_histories(agency, write):
    account = UserFactory(nip=ROW["NIP"])
    assert counts(run_import(write({}), today=TODAY)) == (1, 0, 0, 0)
    employee = Employee.objects.get(nip=ROW["NIP"])
    assert (employee.name, employee.agency, employee.user) == ("Budi Santoso", agency, account)
    assert (employee.grade_label, employee.province_id) == ("IV/a", "31")
    assert PositionRecord.objects.get(employee=employee).started_on == date(2021, 2, 1)
    assert GradeRecord.objects.get(employee=employee).since == date(2022, 4, 1)
    assert EducationRecord.objects.get(employee=employee).year == 2014
    assert PerformanceRecord.objects.get(employee=employee).predicate == "BAIK"
    assert AuditEntry.objects.filter(act="import_employees").count() == 1


def test_import_run_twice_changes_nothing_and_leaves_no_second_trail(agency, write):
    path = write({}, {"NIP": "198205172006041002", "NAMA": "Siti Aminah", "JENIS_KELAMIN": "L"})
    assert counts(run_import(path, today=TODAY)) == (2, 0, 0, 0)
    assert counts(run_import(path, today=TODAY)) == (0, 0, 2, 0)
    assert PositionRecord.objects.count() == 2
    assert AuditEntry.objects.filter(act="import_employees").count() == 1


def test_import_dry_run_counts_and_writes_nothing(agency, write):
    assert counts(run_import(write({}), today=TODAY, dry_run=True)) == (1, 0, 0, 0)
    assert not Employee.objects.exists()
    assert not AuditEntry.objects.exists()


def test_import_of_a_new_post_and_grade_keeps_the_old_ones_as_history(agency, write):
    run_import(write({}), today=TODAY)
    promoted = {
        "JABATAN": "Kepala Biro Keuangan",
        "JENJANG": "JPT Pratama",
        "TMT_JABATAN": "2026-03-01",
        "GOLONGAN": "iv/b",
        "TMT_GOLONGAN": "01/10/2025",
        "TAHUN_KINERJA": "",
        "PREDIKAT_KINERJA": "",
    }
    assert counts(run_import(write(promoted), today=TODAY)) == (0, 1, 0, 0)
    employee = Employee.objects.get(nip=ROW["NIP"])
    assert (employee.position_level, employee.grade_label) == ("JPT_PRATAMA", "IV/b")
    spells = PositionRecord.objects.filter(employee=employee).order_by("started_on").values_list("title", "ended_on")
    assert list(spells) == [("Kepala Bagian Keuangan", date(2026, 2, 28)), ("Kepala Biro Keuangan", None)]
    assert list(GradeRecord.objects.filter(employee=employee).order_by("grade").values_list("grade", flat=True)) == [41, 42]
    assert PerformanceRecord.objects.filter(employee=employee).count() == 1


def test_import_of_an_older_post_than_the_register_has_is_refused(agency, write, tmp_path):
    run_import(write({}), today=TODAY)
    path = write({"JABATAN": "Kepala Subbagian Umum", "JENJANG": "Pengawas", "TMT_JABATAN": "01-01-2016"})
    assert errors_of(path, tmp_path) == [
        (
            "TMT_JABATAN",
            "Jabatan ini lebih lama daripada jabatan yang sudah tercatat (Kepala Bagian Keuangan, sejak 1 Februari 2021).",
        )
    ]
    assert Employee.objects.get().position_title == "Kepala Bagian Keuangan"


def test_import_keeps_what_the_file_does_not_carry(agency, write):
    employee = EmployeeFactory(nip=ROW["NIP"], agency=agency, with_user=True, with_records=False, is_searchable=False)
    employee.talent_box, employee.phone = 9, "0811"
    employee.save()
    assert counts(run_import(write({"TELEPON": ""}), today=TODAY)) == (0, 1, 0, 0)
    employee.refresh_from_db()
    assert (employee.talent_box, employee.is_searchable, employee.phone) == (9, False, "0811")
    assert employee.user is not None


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"NIP": "19820517"}, "NIP", "NIP terdiri atas 18 angka."),
        ({"NIP": "1,98205E+17"}, "NIP", "NIP rusak oleh aplikasi lembar kerja; simpan kolom NIP sebagai teks lalu ekspor ulang."),
        (
            {"TANGGAL_LAHIR": "18-05-1982"},
            "NIP",
            "Tanggal lahir pada NIP (17 Mei 1982) tidak sama dengan data (18 Mei 1982).",
        ),
        ({"JENIS_KELAMIN": "P"}, "NIP", "Jenis kelamin pada NIP (laki-laki) tidak sama dengan data (perempuan)."),
        (
            {"TMT_CPNS": "01-05-2006"},
            "NIP",
            "Bulan pengangkatan pada NIP (04-2006) tidak sama dengan TMT CPNS pada data (05-2006).",
        ),
        ({"NAMA": ""}, "NAMA", "Kolom NAMA wajib diisi."),
        ({"NAMA": "x" * 151}, "NAMA", "Paling panjang 150 huruf."),
        ({"INSTANSI": "Dinas Entah"}, "INSTANSI", "Instansi “Dinas Entah” tidak dikenal."),
        ({"GOLONGAN": "V/a"}, "GOLONGAN", "Golongan ruang PNS ditulis I/a sampai IV/e."),
        ({"STATUS": "PPPK", "GOLONGAN": "XVIII"}, "GOLONGAN", "Golongan PPPK ditulis I sampai XVII."),
        ({"TMT_GOLONGAN": "31-02-2022"}, "TMT_GOLONGAN", "Tulis tanggal sebagai HH-BB-TTTT, misalnya 31-12-2025."),
        ({"TMT_JABATAN": "01-12-2026"}, "TMT_JABATAN", "Tanggal ini sesudah hari ini (22 November 2026)."),
        ({"TMT_JABATAN": "01-02-2001"}, "TMT_JABATAN", "Tanggal ini sebelum TMT CPNS (1 April 2006)."),
        ({"SUREL": "budi@"}, "SUREL", "Alamat surel tidak benar."),
        ({"PREDIKAT_KINERJA": ""}, "PREDIKAT_KINERJA", "Isi tahun dan predikat kinerja bersama-sama."),
        ({"TAHUN_LULUS": "dua ribu"}, "TAHUN_LULUS", "Tahun harus angka dari 1940 sampai 2026."),
        (
            {"JENJANG": "Jabatan fungsional"},
            "JENJANG_FUNGSIONAL",
            "Jabatan fungsional wajib menyebut jenjang fungsional, misalnya Ahli Madya.",
        ),
    ],
)
def test_import_refuses_a_wrong_cell_with_a_sentence_and_takes_the_good_rows(agency, write, tmp_path, change, column, sentence):
    good = {"NIP": "198205172006041009", "NAMA": "Orang Benar"}
    assert errors_of(write(change, good), tmp_path) == [(column, sentence)]
    assert list(Employee.objects.values_list("name", flat=True)) == ["Orang Benar"]


def test_import_refuses_the_second_row_of_one_nip(agency, write, tmp_path):
    assert errors_of(write({}, {"NAMA": "Lain"}), tmp_path) == [("NIP", "NIP ini sudah ada di baris 2 berkas ini.")]
    assert Employee.objects.get().name == "Budi Santoso"


def test_import_takes_a_pppk_with_a_roman_grade(agency, write):
    path = write({"NIP": "198205172006211001", "STATUS": "PPPK", "GOLONGAN": "IX", "JENJANG": "Pelaksana"})
    assert counts(run_import(path, today=TODAY)) == (1, 0, 0, 0)
    employee = Employee.objects.get()
    assert (employee.grade, employee.grade_label, employee.facts().grade) == (None, "IX", None)


@pytest.mark.parametrize(("separator", "start"), [(";", ""), (",", ""), ("\t", ""), (";", "\ufeff"), (",", "\ufeff")])
def test_import_reads_any_usual_separator_and_a_byte_order_mark(agency, write, separator, start):
    assert counts(run_import(write({}, separator=separator, start=start), today=TODAY)) == (1, 0, 0, 0)


def test_import_accepts_only_the_required_columns_and_other_spellings_of_them(agency, write, tmp_path):
    path = write({}, columns=REQUIRED)
    path.write_text(path.read_text().replace("NIP;NAMA;", "NIP Baru;nama lengkap;").replace("GOLONGAN;", "Golongan Ruang;", 1))
    assert errors_of(path, tmp_path) == []
    assert Employee.objects.get().unit == ""


def test_import_ignores_blank_lines_and_empty_cells_behind_the_last_column(agency, write):
    path = write({})
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], "", lines[1] + ";;", ";" * 23, ""]))
    assert counts(run_import(path, today=TODAY)) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"PK\x03\x04xlsx", "Berkas ini buku kerja Excel; simpan dahulu sebagai CSV UTF-8."),
        ("NIP;NAMA\n".encode("utf-16"), "Berkas ini bukan UTF-8; simpan ulang sebagai CSV UTF-8."),
        (b"NIP;NAMA\n1;Jos\xe9\n", "Berkas ini bukan UTF-8; simpan ulang sebagai CSV UTF-8."),
        (
            b"1;2;3\n",
            "Baris pertama harus berisi nama kolom, antara lain NIP, NAMA, JENIS_KELAMIN, TANGGAL_LAHIR.",
        ),
        ((";".join(REQUIRED[:-1]) + "\n").encode(), "Kolom TAHUN_LULUS tidak ada di baris pertama."),
        ((";".join([*REQUIRED, "NIP"]) + "\n").encode(), "Kolom NIP tercantum lebih dari sekali di baris pertama."),
    ],
)
def test_import_of_an_unusable_file_says_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "rusak.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=f"^{sentence}$"):
        call_command("import_employees", str(path))


def test_import_of_a_row_with_the_wrong_width_names_both_numbers(agency, write, tmp_path):
    path = write({})
    path.write_text(path.read_text().rstrip() + ";lebih\n")
    assert errors_of(path, tmp_path) == [("", "Baris ini punya 25 kolom, seharusnya 24.")]


def test_import_error_file_defuses_formulas(agency, write, tmp_path):
    target = tmp_path / "galat.csv"
    run_import(write({"INSTANSI": "=HYPERLINK(1)"}), today=TODAY, error_path=target)
    assert "'=HYPERLINK(1)" in target.read_text(encoding="utf-8-sig")


def test_import_command_prints_the_counts(agency, write, capsys):
    call_command("import_employees", str(write({}, {"NIP": "1"})), "--dry-run")
    printed = capsys.readouterr()
    assert "Uji coba: tidak ada yang ditulis." in printed.out
    assert "Baru: 1. Berubah: 0. Sama: 0. Ditolak: 1." in printed.out
    assert "Baris 3, NIP: NIP terdiri atas 18 angka." in printed.err


def test_import_of_the_sample_file_holds(write):
    RegionFactory(code="81", name="Maluku")
    AgencyFactory(name="Pemerintah Kabupaten Contoh Teluk Biru")
    sample = Path(__file__).resolve().parents[2] / "fixtures" / "samples" / "pegawai_contoh.csv"
    assert counts(run_import(sample, today=TODAY)) == (36, 0, 0, 0)


def test_import_of_5000_rows_runs_a_fixed_number_of_queries_a_batch(agency, write):
    def rows(count: int):
        born = [date(1980, 1 + number % 12, 1 + number // 12 % 28) for number in range(count)]
        return [
            {
                "NIP": build_nip(day, date(2006, 4, 1), "M", number % 900 + 1),
                "NAMA": f"Orang {number}",
                "TANGGAL_LAHIR": f"{day:%d-%m-%Y}",
                "SUREL": "",
            }
            for number, day in enumerate(born)
        ]

    path = write(*rows(5000))
    with CaptureQueriesContext(connection) as first:
        report = run_import(path, today=TODAY)
    with CaptureQueriesContext(connection) as second:
        again = run_import(path, today=TODAY)
    assert counts(report) == (5000, 0, 0, 0)
    assert counts(again) == (0, 0, 5000, 0)
    # 3 lookups; a batch of 1,000 new people: savepoint, 1 account and up to 5 register reads, 5 inserts, 1 trail.
    assert len(first) <= 3 + 5 * 16
    assert len(second) <= 3 + 5 * 8
