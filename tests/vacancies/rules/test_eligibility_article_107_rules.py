"""Every row of the table of PP 11/2017 Pasal 105 to 108 (docs/domain.md section 7), as cases an officer could read.

A line says: who asks, under which requirement, what the portal answers, and by which record.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from employees.rules.facts import (
    AssessmentFact,
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    GradeFact,
    PositionFact,
)
from vacancies.rules.eligibility import KINDS, MET, MET_FROM, MISSING, NOT_MET, RequirementFact, assess, is_eligible, obstacles
from vacancies.rules.requirement_words import requirement_words
from vacancies.rules.rule_pack import LEVELS, default_requirements
from vacancies.rules.statements import STATEMENTS

ON = date(2027, 3, 1)
TODAY = date(2026, 12, 1)
ASKED = EmployeeFacts("197501012000031001", date(1975, 1, 1), "F")


def answer(kind, number, text, person, *, on=ON, today=TODAY):
    (result,) = assess((RequirementFact(kind, number, text, "Syarat"),), person, on, today)
    return result


# Row of the table -> the kinds of requirement that stand for it in a new plan, and their numbers at each level.
ARTICLE_107 = {
    "Pendidikan": {"MIN_EDUCATION": {"UTAMA": 35, "MADYA": 35, "PRATAMA": 35}},
    "Kompetensi": {"COMPETENCE": {"UTAMA": None, "MADYA": None, "PRATAMA": None}},
    "Pengalaman": {"FIELD_EXPERIENCE": {"UTAMA": 10, "MADYA": 7, "PRATAMA": 5}},
    "Jabatan": {"HELD_LEVEL": {"UTAMA": 2, "MADYA": 2, "PRATAMA": 2}},
    "Rekam jejak": {"INTEGRITY": {"UTAMA": None, "MADYA": None, "PRATAMA": None}},
    "Usia": {"MAX_AGE": {"UTAMA": 58, "MADYA": 58, "PRATAMA": 56}},
    "Kesehatan": {"STATEMENT": {"UTAMA": None, "MADYA": None, "PRATAMA": None}},
}


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_a_new_plan_holds_every_row_of_the_article_with_its_number(level):
    lines = {line.kind: line for line in default_requirements(level)}
    for row, kinds in ARTICLE_107.items():
        for kind, numbers in kinds.items():
            assert lines[kind].number == numbers[level], row
    assert lines["STATEMENT"].text == "HEALTH"


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_the_wording_of_every_row_is_the_standard_one(level):
    for line in default_requirements(level):
        if line.kind != "HELD_LEVEL":
            assert line.label == requirement_words(line.kind, line.number, line.text)


GRADES = (GradeFact(34, date(2016, 4, 1)), GradeFact(41, date(2021, 4, 1)))


@pytest.mark.parametrize(
    ("present", "history", "needed", "outcome", "record", "from_date"),
    [
        (41, GRADES, 41, MET, "IV/a Pembina sejak 1 April 2021", None),
        (41, (), 41, MET, "IV/a Pembina", None),
        (41, GRADES, 34, MET, "IV/a Pembina sejak 1 April 2021", None),
        (34, (*GRADES[:1], GradeFact(41, date(2027, 1, 1))), 41, MET_FROM, "IV/a Pembina sejak 1 Januari 2027", date(2027, 1, 1)),
        (34, (*GRADES[:1], GradeFact(41, date(2027, 4, 1))), 41, NOT_MET, "III/d Penata Tingkat I sejak 1 April 2016",
         date(2027, 4, 1)),
        (34, GRADES[:1], 41, NOT_MET, "III/d Penata Tingkat I sejak 1 April 2016", None),
        (None, (), 41, MISSING, "", None),
    ],
    ids=["held", "held, no history", "higher than needed", "promotion in time", "promotion too late", "too low", "none"],
)  # fmt: skip
def test_grade_names_its_date_and_counts_a_promotion_from_it(present, history, needed, outcome, record, from_date):
    result = answer("MIN_GRADE", needed, "", replace(ASKED, grade=present, grades=history))
    assert (result.outcome, result.record, result.from_date) == (outcome, record, from_date)


def assessed(day, percent):
    return AssessmentFact(day, "Balai Uji", Decimal(percent))


@pytest.mark.parametrize(
    ("limit", "assessments", "outcome", "in_the_way"),
    [
        (None, (), MISSING, False),
        (None, (assessed(date(2026, 5, 1), "61.00"),), MET, False),
        (80, (), MISSING, False),
        (80, (assessed(date(2026, 5, 1), "80.00"),), MET, False),
        (80, (assessed(date(2026, 5, 1), "79.99"),), NOT_MET, True),
        (80, (assessed(date(2024, 5, 1), "90.00"), assessed(date(2026, 5, 1), "70.00")), NOT_MET, True),
        (80, (assessed(date(2027, 3, 2), "90.00"),), MISSING, False),
    ],
    ids=["none yet", "any counts without a limit", "limit, none yet", "on the limit", "below", "newest counts", "after the day"],
)
def test_competence_is_assessed_in_the_selection_unless_the_plan_sets_a_limit(limit, assessments, outcome, in_the_way):
    result = answer("COMPETENCE", limit, "", replace(ASKED, assessments=assessments))
    assert (result.outcome, bool(obstacles([result]))) == (outcome, in_the_way)


def test_competence_names_the_assessment():
    result = answer("COMPETENCE", 80, "", replace(ASKED, assessments=(assessed(date(2026, 5, 1), "84.50"),)))
    assert result.record == "Asesmen 1 Mei 2026 oleh Balai Uji, kesesuaian jabatan 84,50 persen"


@pytest.mark.parametrize(
    ("sanctions", "outcome", "from_date"),
    [
        ((), MET, None),
        ((DisciplineFact("BERAT", date(2020, 1, 1), date(2021, 1, 1)),), MET, None),
        ((DisciplineFact("RINGAN", date(2026, 10, 1), date(2027, 1, 31)),), MET_FROM, date(2027, 2, 1)),
        ((DisciplineFact("RINGAN", date(2026, 10, 1), date(2027, 3, 1)),), NOT_MET, date(2027, 3, 2)),
        ((DisciplineFact("SEDANG", date(2026, 10, 1)),), NOT_MET, None),
    ],
    ids=["none", "long over", "ends before the day", "runs on the day", "no end recorded"],
)
def test_integrity_is_what_the_register_knows_of_running_sanctions(sanctions, outcome, from_date):
    result = answer("INTEGRITY", None, "", replace(ASKED, discipline=sanctions))
    assert (result.outcome, result.from_date) == (outcome, from_date)


@pytest.mark.parametrize("code", sorted(STATEMENTS))
def test_what_no_register_knows_is_missing_and_in_nobodys_way(code):
    result = answer("STATEMENT", None, code, ASKED)
    assert (result.outcome, result.is_proven_later, obstacles([result])) == (MISSING, True, ())
    assert "dibuktikan" in result.explanation


def held(level, start, end=None, grade="", field="HUKUM"):
    return PositionFact("Jabatan uji", level, grade, field, start, end)


@pytest.mark.parametrize(
    ("born", "posts", "outcome", "words"),
    [
        (date(1970, 3, 2), (), MET, "batas 56 tahun"),
        (date(1970, 3, 1), (), NOT_MET, "batas 56 tahun"),
        (date(1970, 3, 1), (held("JPT_PRATAMA", date(2024, 1, 1)),), MET, "batas 58 tahun bagi yang sedang menduduki"),
        (date(1970, 3, 1), (held("JPT_MADYA", date(2024, 1, 1)),), MET, "batas 58 tahun"),
        (date(1970, 3, 1), (held("JPT_PRATAMA", date(2020, 1, 1), date(2027, 2, 28)),), NOT_MET, "batas 56 tahun"),
        (date(1970, 3, 1), (held("ADMINISTRATOR", date(2024, 1, 1)),), NOT_MET, "batas 56 tahun"),
        (date(1968, 3, 1), (held("JPT_PRATAMA", date(2024, 1, 1)),), NOT_MET, "batas 58 tahun"),
    ],
    ids=["last day of 56", "57", "57 in the post", "57 in a higher post", "left the post", "lower post", "59 in the post"],
)
def test_longer_age_limit_holds_only_for_who_is_in_the_post_on_the_day(born, posts, outcome, words):
    result = answer("MAX_AGE", 56, "JPT_PRATAMA=58", replace(ASKED, birth_date=born, positions=posts))
    assert result.outcome == outcome
    assert words in result.explanation


def test_age_exception_is_off_in_a_new_plan_and_has_its_own_wording():
    assert all(line.text == "" for level in LEVELS for line in default_requirements(level) if line.kind == "MAX_AGE")
    assert requirement_words("MAX_AGE", 56, "JPT_PRATAMA=58") == (
        "Usia paling tinggi 56 tahun, atau 58 tahun bagi yang sedang menduduki JPT Pratama"
    )


@pytest.mark.parametrize(
    ("posts", "outcome", "says"),
    [
        ((held("FUNGSIONAL", date(2020, 1, 1)),), MISSING, "Jenjang jabatan fungsional belum tercatat untuk Jabatan uji"),
        ((held("FUNGSIONAL", date(2026, 1, 1)),), NOT_MET, "diperlukan 2 tahun"),
        ((held("FUNGSIONAL", date(2020, 1, 1)), held("ADMINISTRATOR", date(2020, 1, 1))), MET, "diperlukan 2 tahun"),
    ],
    ids=["long enough but level unknown", "too short whatever the level", "met without it"],
)
def test_functional_post_without_its_level_is_missing_only_when_it_would_decide(posts, outcome, says):
    result = answer("HELD_LEVEL", 2, "ADMINISTRATOR,AHLI_MADYA", replace(ASKED, positions=posts))
    assert result.outcome == outcome
    assert says in result.explanation


@pytest.mark.parametrize(
    ("posts", "outcome"),
    [
        ((held("PENGAWAS", date(2015, 1, 1), field=""),), MISSING),
        ((held("PENGAWAS", date(2025, 1, 1), field=""),), NOT_MET),
        ((held("PENGAWAS", date(2015, 1, 1), field="KEUANGAN"),), NOT_MET),
        ((held("PENGAWAS", date(2015, 1, 1), field=""), held("PENGAWAS", date(2015, 1, 1))), MET),
    ],
    ids=["field unknown", "too short whatever the field", "another field", "met without it"],
)
def test_post_without_a_field_is_missing_only_when_it_would_decide(posts, outcome):
    result = answer("FIELD_EXPERIENCE", 5, "HUKUM", replace(ASKED, positions=posts))
    assert result.outcome == outcome


NON_PNS_UTAMA = (
    ("EMPLOYMENT_KIND", None, "PNS,PPPK"),
    ("MIN_EDUCATION", 45, ""),
    ("FIELD_EXPERIENCE", 15, "HUKUM"),
    ("MAX_AGE", 58, ""),
    ("INTEGRITY", None, ""),
    ("COMPETENCE", None, ""),
    ("STATEMENT", None, "NO_PARTY"),
    ("STATEMENT", None, "NO_SENTENCE"),
    ("STATEMENT", None, "NOT_DISMISSED"),
    ("STATEMENT", None, "HEALTH"),
)


def test_pppk_is_outside_a_new_plan_and_inside_one_written_for_articles_106_and_108():
    contract = replace(
        ASKED,
        employment_kind="PPPK",
        education=(EducationFact(45, "Hukum", "S-2 Hukum, Universitas Uji"),),
        positions=(held("FUNGSIONAL", date(2011, 1, 1), grade="AHLI_UTAMA"),),
    )
    assert "EMPLOYMENT_KIND" in {result.kind for result in obstacles(assess(default_requirements("UTAMA"), contract, ON))}
    rows = [RequirementFact(kind, number, text, requirement_words(kind, number, text)) for kind, number, text in NON_PNS_UTAMA]
    assert is_eligible(assess(rows, contract, ON))
    short = replace(contract, positions=(held("FUNGSIONAL", date(2013, 1, 1), grade="AHLI_UTAMA"),))
    assert [result.kind for result in obstacles(assess(rows, short, ON))] == ["FIELD_EXPERIENCE"]


def test_every_kind_of_requirement_stands_in_the_table_or_is_named_as_practice():
    of_the_article = {kind for kinds in ARTICLE_107.values() for kind in kinds}
    practice = {"EMPLOYMENT_KIND", "MIN_GRADE", "PERFORMANCE", "NO_DISCIPLINE", "LEADERSHIP_TRAINING"}
    assert of_the_article | practice == set(KINDS)
