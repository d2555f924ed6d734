"""The 18 digits of an NIP (docs/domain.md 8.8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indonesian import add_years
from employees.rules.grades import GRADES, grade_code, grade_label
from employees.rules.nip import bare_nip, build_nip, format_nip, mask_nip, nip_problem

GOOD = "198609262015051001"


@pytest.mark.parametrize(
    ("nip", "sentence"),
    [
        (GOOD, None),
        ("19860926 201505 1 001", None),
        ("19860926201505100", "NIP terdiri atas 18 angka."),
        ("19860926201505100A", "NIP terdiri atas 18 angka."),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "NIP terdiri atas 18 angka."),
        ("198613262015051001", "Delapan angka pertama NIP harus tanggal lahir yang benar (tahun, bulan, tanggal)."),
        ("198602302015051001", "Delapan angka pertama NIP harus tanggal lahir yang benar (tahun, bulan, tanggal)."),
        ("198609262015131001", "Angka ke-9 sampai ke-14 NIP harus tahun dan bulan pengangkatan yang benar."),
        ("198609262015053001", "Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."),
        ("198609262015051000", "Tiga angka terakhir NIP adalah nomor urut mulai 001."),
        ("198609262003051001", "Menurut NIP, usia saat diangkat kurang dari 18 tahun."),
        ("198609262004091001", None),
    ],
)
def test_table_of_numbers(nip, sentence):
    assert nip_problem(nip) == sentence


@pytest.mark.parametrize(
    ("profile", "part"),
    [
        ({"birth_date": date(1986, 9, 26), "sex": "M", "cpns_on": date(2015, 5, 1)}, None),
        ({"birth_date": date(1986, 9, 27)}, "26 September 1986"),
        ({"sex": "F"}, "Jenis kelamin pada NIP (laki-laki) tidak sama dengan data (perempuan)."),
        ({"cpns_on": date(2015, 6, 1)}, "(05-2015) tidak sama dengan TMT CPNS pada data (06-2015)"),
    ],
)
def test_number_must_agree_with_the_profile(profile, part):
    sentence = nip_problem(GOOD, **profile)
    assert sentence is None if part is None else part in sentence


def test_number_of_a_pppk_has_no_month_of_appointment():
    assert nip_problem("198609262023211001", kind="PPPK", cpns_on=date(2023, 3, 1)) is None
    assert nip_problem("198609262023211001") is not None


def test_written_and_masked_form():
    assert format_nip(GOOD) == "19860926 201505 1 001"
    assert bare_nip(format_nip(GOOD)) == GOOD
    assert mask_nip(GOOD) == "•••••••• 201505 • 001"
    assert "1986" not in mask_nip(GOOD)


@given(st.dates(date(1950, 1, 1), date(2000, 12, 31)), st.integers(18, 35), st.sampled_from("MF"), st.integers(1, 999))
def test_built_number_is_sound(born, age, sex, serial):
    appointed = add_years(born, age).replace(day=1)
    nip = build_nip(born, appointed, sex, serial)
    assert nip_problem(nip, born, sex, appointed) is None


@pytest.mark.parametrize(("sex", "serial"), [("L", 1), ("M", 0), ("M", 1000)])
def test_nonsense_is_not_built(sex, serial):
    with pytest.raises(ValueError, match=r"sex|serial"):
        build_nip(date(1986, 9, 26), date(2015, 5, 1), sex, serial)


def test_grades_read_both_ways():
    assert grade_label(42) == "IV/b Pembina Tingkat I"
    assert grade_code(" iv/B ") == 42
    assert grade_code("V/a") is None
    assert all(grade_code(golongan) == code for code, (golongan, _) in GRADES.items())
    assert list(GRADES) == sorted(GRADES)
