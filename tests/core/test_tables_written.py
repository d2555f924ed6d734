"""Tables taken out of the portal: no cell runs as a formula, by whatever mark a spreadsheet splits the lines."""

import csv
import io
import random
import re

import pytest
from openpyxl import load_workbook

from core.spreadsheets import RowError, csv_line, errors_csv, xlsx_of

pytestmark = pytest.mark.owasp("A05")
MARKS = ",;\t"
# Written apart from the rule under test: what a spreadsheet takes for the beginning of a formula.
RUNS = re.compile("[=+@\uff1d\uff0b\uff0d\uff20-]\\S")
SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
FORMULAS = ["1+1", 'HYPERLINK("http://x.example","Klik")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "DDE(1)", '"1"&A1']
BEFORE = ["", ";", ",", "\t", "\n", "\r\n", "sibuk;", "Kota, ", "Palu,", '";', ';"', ';""', "a;b,", " ", "x\t"]


def drawn(number: int) -> list[str]:
    dice = random.Random(number)
    return [dice.choice(BEFORE) + dice.choice(SIGNS) + dice.choice(FORMULAS) + dice.choice(["", ";akhir", '"']) for _ in range(4)]


def running_cells(text: str) -> list[str]:
    """Cells that would run, read with each mark."""
    rows = [row for mark in MARKS for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    return [cell for row in rows for cell in row if RUNS.match(cell)]


def test_the_reader_of_these_tests_finds_formulas():
    """Written without the rule, most of the drawn cells run in one spreadsheet or another."""
    out = io.StringIO()
    for number in range(100):
        csv.writer(out).writerow(["Nama", *drawn(number), "akhir"])
    assert len(running_cells(out.getvalue())) > 200


@pytest.mark.parametrize("mark", [",", ";"])
def test_no_cell_of_a_csv_file_runs(mark, rounds):
    """400 drawn cells in a run of the suite, as often again as a soak has rounds."""
    found = []
    for number in range(100 * rounds):
        found += running_cells(csv_line(["Nama", *drawn(number), 7], mark))
    assert found == []


def test_what_cannot_run_is_written_as_it_is():
    words = [
        "Palu, Sulawesi Tengah",
        "tahun 2025-2026",
        "1+1",
        "a=b",
        "Rp10.000,- lunas",
        "surel@contoh.example",
        "",
        5,
        "a; -b",
        "'kutip'",
    ]
    (row,) = csv.reader(io.StringIO(csv_line(words)))
    assert row == [str(word) for word in words]


@pytest.mark.parametrize(
    ("word", "written"),
    [("=1+1", "'=1+1"), ("-", "'-"), ("\tx", "'\tx"), ("sibuk;=1+1", "sibuk;'=1+1"), ('x;"=1', "x;\"'=1"), ("a,-5", "a,'-5")],
)
def test_an_apostrophe_stands_before_each_formula(word, written):
    (row,) = csv.reader(io.StringIO(csv_line([word]), newline=""))
    assert row == [written]


def test_the_list_of_errors_runs_nothing():
    errors = [RowError(number, "NILAI", word, "Bukan angka.") for number in range(25) for word in drawn(number)]
    assert running_cells(errors_csv(errors)) == []


def test_no_cell_of_a_workbook_is_a_formula(rounds):
    words = [word for number in range(25 * rounds) for word in drawn(number) if "\r" not in word]
    sheet = load_workbook(io.BytesIO(xlsx_of([("Uji", [["A"], *([word] for word in words)])]))).active
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}
