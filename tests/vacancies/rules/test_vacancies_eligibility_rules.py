"""Eligibility, rule by rule, as an officer would check it by hand (PP 11/2017 Pasal 107, docs/domain.md section 7)."""

from dataclasses import replace
from datetime import date

import pytest

from employees.rules.facts import (
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    GradeFact,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from vacancies.rules.eligibility import (
    KINDS,
    MET,
    MET_FROM,
    MISSING,
    NOT_MET,
    RequirementFact,
    assess,
    is_eligible,
    obstacles,
)
from vacancies.rules.rule_pack import LEVELS, default_requirements

ON = date(2027, 3, 1)
S1 = EducationFact(40, "Hukum", "S-1 Hukum, Universitas Contoh")


def post(title, level, start, end=None, grade="", field="HUKUM"):
    return PositionFact(title, level, grade, field, start, end)


SOUND = EmployeeFacts(
    nip="197501012000031001",
    birth_date=date(1975, 1, 1),
    sex="M",
    education=(S1,),
    grade=43,
    grades=(GradeFact(43, date(2020, 4, 1)),),
    positions=(
        post("Kepala Bagian Hukum", "ADMINISTRATOR", date(2015, 1, 1), date(2020, 12, 31)),
        post("Kepala Biro Hukum", "JPT_PRATAMA", date(2021, 1, 1)),
    ),
    performance=(PerformanceFact(2026, "BAIK"), PerformanceFact(2025, "Sangat Baik")),
    trainings=(TrainingFact("PKN_II", "PKN Tingkat II", 2020),),
)


def outcome(kind, number, text, employee=SOUND, on=ON, today=None):
    (result,) = assess((RequirementFact(kind, number, text, "Syarat"),), employee, on, today)
    assert result.explanation.endswith(".")
    return result


def test_sound_person_meets_the_defaults_of_pratama_and_madya():
    for level in ("PRATAMA", "MADYA"):
        results = assess(default_requirements(level), SOUND, ON)
        assert [(r.kind, r.outcome) for r in results if r.outcome != MET] == [("COMPETENCE", MISSING), ("STATEMENT", MISSING)]
        assert is_eligible(results), "what a stage of the selection proves stands in nobody's way"


def test_sound_person_fails_utama_by_named_rules():
    results = assess(default_requirements("UTAMA"), SOUND, ON)
    assert [result.kind for result in obstacles(results)] == ["MIN_GRADE", "HELD_LEVEL"]
    assert not is_eligible(results)


def test_every_default_requirement_has_a_known_kind():
    assert {line.kind for level in LEVELS for line in default_requirements(level)} == set(KINDS)


def test_empty_register_is_missing_not_failed():
    bare = EmployeeFacts("197501012000031001", date(1975, 1, 1), "M")
    missing = {result.kind for result in assess(default_requirements("MADYA"), bare, ON) if result.outcome == MISSING}
    assert missing == {
        "MIN_EDUCATION",
        "MIN_GRADE",
        "HELD_LEVEL",
        "FIELD_EXPERIENCE",
        "PERFORMANCE",
        "LEADERSHIP_TRAINING",
        "COMPETENCE",
        "STATEMENT",
    }
    in_the_way = {result.kind for result in obstacles(assess(default_requirements("MADYA"), bare, ON))}
    assert missing - in_the_way == {"COMPETENCE", "STATEMENT"}


@pytest.mark.parametrize(("level", "expected"), [(30, NOT_MET), (35, MET), (40, MET), (50, MET)])
def test_education(level, expected):
    employee = replace(SOUND, education=(EducationFact(level, "Hukum", "ijazah"), EducationFact(15, "IPA", "SMA")))
    result = outcome("MIN_EDUCATION", 35, "", employee)
    assert (result.outcome, result.record) == (expected, "ijazah")


@pytest.mark.parametrize(("grade", "expected"), [(34, NOT_MET), (41, MET), (45, MET), (None, MISSING)])
def test_grade(grade, expected):
    assert outcome("MIN_GRADE", 41, "", replace(SOUND, grade=grade, grades=())).outcome == expected


def test_grade_record_is_quoted():
    assert outcome("MIN_GRADE", 41, "").record == "IV/c Pembina Utama Muda sejak 1 April 2020"


def test_employment_kind():
    assert outcome("EMPLOYMENT_KIND", None, "PNS").outcome == MET
    assert outcome("EMPLOYMENT_KIND", None, "PNS", replace(SOUND, employment_kind="PPPK")).outcome == NOT_MET


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(1970, 3, 1), date(2027, 2, 28), MET),
        (date(1970, 3, 1), date(2027, 3, 1), NOT_MET),
        (date(1968, 2, 29), date(2025, 2, 28), MET),
        (date(1968, 2, 29), date(2025, 3, 1), NOT_MET),
        (date(1990, 1, 1), date(2027, 3, 1), MET),
    ],
    ids=["day before 57", "57 today", "leap day, last day", "leap day, first day over", "young"],
)
def test_age_limit_holds_until_the_day_before_the_next_birthday(born, on, expected):
    assert outcome("MAX_AGE", 56, "", replace(SOUND, birth_date=born), on).outcome == expected


def test_age_sentence_names_the_last_day():
    sentence = outcome("MAX_AGE", 56, "").explanation
    assert sentence == "Usia 52 tahun pada 1 Maret 2027; batas 56 tahun berlaku sampai 31 Desember 2031."


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ((post("Kabag", "ADMINISTRATOR", date(2025, 3, 1)),), MET),
        ((post("Kabag", "ADMINISTRATOR", date(2025, 3, 2)),), NOT_MET),
        ((post("Direktur", "JPT_PRATAMA", date(2020, 1, 1)),), MET),
        ((post("Sekjen", "JPT_MADYA", date(2020, 1, 1)),), MET),
        ((post("Kasi", "PENGAWAS", date(2000, 1, 1)),), NOT_MET),
        ((post("Analis", "FUNGSIONAL", date(2020, 1, 1), grade="AHLI_MADYA"),), MET),
        ((post("Analis", "FUNGSIONAL", date(2020, 1, 1), grade="AHLI_UTAMA"),), MET),
        ((post("Analis", "FUNGSIONAL", date(2010, 1, 1), grade="AHLI_MUDA"),), NOT_MET),
        ((post("Kabag", "ADMINISTRATOR", date(2010, 1, 1), date(2011, 12, 31)),), MET),
        ((post("Kabag", "ADMINISTRATOR", date(2010, 1, 1), date(2011, 12, 1)),), NOT_MET),
        (
            (
                post("Kabag A", "ADMINISTRATOR", date(2010, 1, 1), date(2010, 12, 31)),
                post("Kabag B", "ADMINISTRATOR", date(2014, 1, 1), date(2014, 12, 31)),
            ),
            MET,
        ),
        (
            (
                post("Kabag", "ADMINISTRATOR", date(2010, 1, 1), date(2010, 12, 31)),
                post("Plt. Kabag", "ADMINISTRATOR", date(2010, 1, 1), date(2010, 12, 31)),
            ),
            NOT_MET,
        ),
        ((), MISSING),
    ],
    ids=[
        "two years to the day",
        "one day short",
        "one level higher",
        "two levels higher",
        "one level lower",
        "functional equal",
        "functional higher",
        "functional lower",
        "held in the past",
        "past but too short",
        "two spells together",
        "two posts at the same time count once",
        "no record",
    ],
)
def test_held_level_of_pratama(positions, expected):
    employee = replace(SOUND, positions=positions)
    assert outcome("HELD_LEVEL", 2, "ADMINISTRATOR,AHLI_MADYA", employee).outcome == expected


@pytest.mark.parametrize(
    ("level", "held", "grade", "expected"),
    [
        ("UTAMA", "JPT_MADYA", "", MET),
        ("UTAMA", "JPT_PRATAMA", "", NOT_MET),
        ("UTAMA", "FUNGSIONAL", "AHLI_UTAMA", MET),
        ("MADYA", "JPT_PRATAMA", "", MET),
        ("MADYA", "ADMINISTRATOR", "", NOT_MET),
        ("MADYA", "FUNGSIONAL", "AHLI_UTAMA", MET),
        ("MADYA", "FUNGSIONAL", "AHLI_MADYA", NOT_MET),
        ("PRATAMA", "ADMINISTRATOR", "", MET),
        ("PRATAMA", "FUNGSIONAL", "AHLI_MADYA", MET),
    ],
)
def test_held_level_by_level_of_the_vacancy(level, held, grade, expected):
    employee = replace(SOUND, positions=(post("Jabatan", held, date(2020, 1, 1), grade=grade),))
    results = {result.kind: result.outcome for result in assess(default_requirements(level), employee, ON)}
    assert results["HELD_LEVEL"] == expected


def test_unknown_level_code_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="unknown level"):
        outcome("HELD_LEVEL", 2, "KING")


def test_field_experience_counts_only_the_field_and_no_day_twice():
    employee = replace(
        SOUND,
        positions=(
            post("A", "PENGAWAS", date(2018, 1, 1), date(2020, 12, 31), field="Hukum"),
            post("B", "PENGAWAS", date(2020, 1, 1), date(2021, 12, 31), field="HUKUM"),
            post("C", "PENGAWAS", date(2010, 1, 1), date(2017, 12, 31), field="KEUANGAN"),
        ),
    )
    result = outcome("FIELD_EXPERIENCE", 5, "HUKUM", employee)
    assert result.outcome == NOT_MET
    assert result.explanation == "Tercatat 4 tahun 1 hari bekerja di bidang terkait sampai 1 Maret 2027; diperlukan 5 tahun."
    assert result.record == "A (1 Januari 2018 – 31 Desember 2020); B (1 Januari 2020 – 31 Desember 2021)"
    assert outcome("FIELD_EXPERIENCE", 5, "", employee).outcome == MET


def test_experience_that_grows_names_the_day():
    employee = replace(SOUND, positions=(post("A", "PENGAWAS", date(2024, 3, 2)),))
    later = outcome("FIELD_EXPERIENCE", 3, "HUKUM", employee, on=date(2027, 1, 1))
    assert (later.outcome, later.from_date) == (NOT_MET, date(2027, 3, 2))
    assert later.explanation.endswith("Terpenuhi mulai 2 Maret 2027 bila jabatan sekarang berlanjut.")
    by_then = outcome("FIELD_EXPERIENCE", 3, "HUKUM", employee, on=date(2027, 4, 1), today=date(2026, 12, 1))
    assert (by_then.outcome, by_then.from_date) == (MET_FROM, date(2027, 3, 2))
    assert is_eligible([by_then])
    already = outcome("FIELD_EXPERIENCE", 3, "HUKUM", employee, on=date(2027, 4, 1), today=date(2027, 3, 2))
    assert (already.outcome, already.from_date) == (MET, None)


def test_spell_that_ends_before_it_starts_counts_nothing():
    employee = replace(SOUND, positions=(post("A", "PENGAWAS", date(2020, 1, 2), date(2019, 12, 31)),))
    assert outcome("FIELD_EXPERIENCE", 1, "", employee).outcome == NOT_MET


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2026: "BAIK", 2025: "BAIK"}, MET),
        ({2026: "Sangat baik", 2025: "baik"}, MET),
        ({2025: "BAIK", 2024: "BAIK"}, MET),
        ({2026: "BAIK", 2024: "BAIK"}, MISSING),
        ({2024: "BAIK", 2023: "BAIK"}, MISSING),
        ({2026: "BAIK"}, MISSING),
        ({2026: "BAIK", 2025: "BUTUH_PERBAIKAN"}, NOT_MET),
        ({2026: "KURANG"}, NOT_MET),
        ({2026: "BAIK", 2025: "BAIK", 2024: "KURANG"}, MET),
        ({2027: "KURANG", 2026: "BAIK", 2025: "BAIK"}, MET),
        ({2026: "BAIK", 2025: "Cukup sekali"}, NOT_MET),
        ({}, MISSING),
    ],
)
def test_performance_of_the_last_two_rated_years(ratings, expected):
    employee = replace(SOUND, performance=tuple(PerformanceFact(year, word) for year, word in ratings.items()))
    assert outcome("PERFORMANCE", 2, "BAIK", employee).outcome == expected


def test_lower_of_two_predicates_for_one_year_counts():
    employee = replace(SOUND, performance=(*SOUND.performance, PerformanceFact(2026, "KURANG")))
    result = outcome("PERFORMANCE", 2, "BAIK", employee)
    assert (result.outcome, result.explanation) == (NOT_MET, "Predikat kinerja tahun 2026 di bawah Baik.")


@pytest.mark.parametrize(
    ("sanctions", "expected"),
    [
        ((), MET),
        ((DisciplineFact("SEDANG", date(2024, 3, 1), date(2025, 2, 28)),), MET),
        ((DisciplineFact("SEDANG", date(2024, 3, 1), date(2025, 3, 1)),), NOT_MET),
        ((DisciplineFact("BERAT", date(2024, 3, 1)),), NOT_MET),
        ((DisciplineFact("RINGAN", date(2026, 1, 1), date(2026, 12, 31)),), MET),
        ((DisciplineFact("RINGAN", date(2027, 1, 1), date(2027, 6, 30)),), NOT_MET),
        ((DisciplineFact("BERAT", date(2027, 6, 1), date(2028, 6, 1)),), MET),
        (
            (
                DisciplineFact("SEDANG", date(2010, 1, 1), date(2011, 1, 1)),
                DisciplineFact("BERAT", date(2026, 1, 1), date(2026, 6, 1)),
            ),
            NOT_MET,
        ),
    ],
    ids=[
        "none",
        "two years clean to the day",
        "one day short",
        "still running",
        "light and over",
        "light and running",
        "only after the day of counting",
        "newest counts",
    ],
)
def test_discipline(sanctions, expected):
    assert outcome("NO_DISCIPLINE", 2, "", replace(SOUND, discipline=sanctions)).outcome == expected


def test_discipline_that_lapses_names_the_day():
    employee = replace(SOUND, discipline=(DisciplineFact("SEDANG", date(2024, 3, 1), date(2025, 1, 31)),))
    before = outcome("NO_DISCIPLINE", 2, "", employee, on=date(2027, 1, 31))
    assert (before.outcome, before.from_date) == (NOT_MET, date(2027, 2, 1))
    by_then = outcome("NO_DISCIPLINE", 2, "", employee, on=ON, today=date(2026, 12, 1))
    assert (by_then.outcome, by_then.from_date) == (MET_FROM, date(2027, 2, 1))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("PKN_I", MET), ("PKN_II", MET), ("DIKLATPIM_II", MET), ("PKA", NOT_MET), ("PELATIHAN_LAIN", MISSING)],
)
def test_leadership_training(code, expected):
    employee = replace(SOUND, trainings=(TrainingFact(code, "Pelatihan", 2020),))
    assert outcome("LEADERSHIP_TRAINING", None, "PKN_II", employee).outcome == expected


def test_unknown_kind_and_absent_number_are_errors_of_the_program():
    with pytest.raises(KeyError):
        outcome("CHARM", None, "")
    with pytest.raises(ValueError, match="needs a number"):
        outcome("MAX_AGE", None, "")
