"""What must hold for every register and every requirement, over drawn employees."""

import random
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.indonesian import MONTHS, add_years
from employees.rules.facts import (
    EDUCATION_LEVELS,
    PREDICATES,
    TRAINING_LABELS,
    TRAINING_TIERS,
    AssessmentFact,
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    GradeFact,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from employees.rules.grades import GRADES
from vacancies.rules.eligibility import MET, MET_FROM, MISSING, NOT_MET, RequirementFact, assess, obstacles
from vacancies.rules.rule_pack import default_requirements

ON = date(2027, 3, 1)


def outcome(kind, number, text, employee, on=ON):
    (result,) = assess((RequirementFact(kind, number, text, "Syarat"),), employee, on)
    return result


DAYS = st.dates(date(1995, 1, 1), date(2028, 1, 1))
POSITIONS = st.builds(
    lambda level, grade, start, length: PositionFact(
        f"{level} {grade}", level, grade, "HUKUM", start, None if length is None else start + timedelta(days=length)
    ),
    st.sampled_from(["JPT_MADYA", "JPT_PRATAMA", "ADMINISTRATOR", "PENGAWAS", "FUNGSIONAL"]),
    st.sampled_from(["", "AHLI_UTAMA", "AHLI_MADYA", "AHLI_MUDA"]),
    DAYS,
    st.none() | st.integers(0, 3000),
)
EDUCATION = st.builds(
    lambda level, school: EducationFact(level, "P", f"{EDUCATION_LEVELS[level]} P, {school}"),
    st.sampled_from([15, 30, 35, 40, 45, 50]),
    st.sampled_from(["Universitas A", "Universitas B"]),
)
PROMOTIONS = st.builds(GradeFact, st.sampled_from([33, 34, 41, 42, 43, 44, 45]), DAYS)
ASSESSMENTS = st.builds(
    AssessmentFact, DAYS, st.sampled_from(["Balai A", "Balai B"]), st.decimals(0, 100, places=2).map(lambda n: Decimal(n))
)
GOOD_YEARS = st.builds(PerformanceFact, st.integers(2019, 2027), st.sampled_from(["BAIK", "SANGAT_BAIK"]))
TRAININGS = st.builds(
    TrainingFact, st.sampled_from(["PKN_I", "PKN_II", "PKA", "X"]), st.text(max_size=3), st.integers(2010, 2026)
)
SANCTIONS = st.builds(
    lambda severity, start, length: DisciplineFact(severity, start, start + timedelta(days=length)),
    st.sampled_from(["RINGAN", "SEDANG", "BERAT"]),
    DAYS,
    st.integers(0, 400),
)
EMPLOYEES = st.builds(
    EmployeeFacts,
    nip=st.just("1"),
    birth_date=st.dates(date(1960, 1, 1), date(1995, 1, 1)),
    sex=st.sampled_from("MF"),
    education=st.lists(EDUCATION, max_size=3).map(tuple),
    grade=st.none() | st.sampled_from([34, 41, 43, 45]),
    positions=st.lists(POSITIONS, max_size=5).map(tuple),
    performance=st.lists(GOOD_YEARS | st.builds(PerformanceFact, st.integers(2019, 2027), st.just("KURANG")), max_size=5).map(
        tuple
    ),
    discipline=st.lists(SANCTIONS, max_size=3).map(tuple),
    trainings=st.lists(TRAININGS, max_size=3).map(tuple),
    grades=st.lists(PROMOTIONS, max_size=3).map(tuple),
    assessments=st.lists(ASSESSMENTS, max_size=3).map(tuple),
)
LEVEL_NAMES = st.sampled_from(["PRATAMA", "MADYA", "UTAMA"])
TODAY = date(2026, 9, 1)
# What a plan may add to the rows every plan starts with.
FURTHER = (
    RequirementFact("FIELD_EXPERIENCE", 3, "HUKUM", "Pengalaman hukum 3 tahun"),
    RequirementFact("MAX_AGE", 50, "JPT_PRATAMA=58", "Usia paling tinggi 50 tahun"),
    RequirementFact("COMPETENCE", 80, "", "Kesesuaian jabatan paling rendah 80 persen"),
)


@given(EMPLOYEES, LEVEL_NAMES, st.randoms(use_true_random=False))
def test_order_of_records_never_matters(employee, level, randomness):
    def shuffled(records):
        records = list(records)
        random.Random(randomness.random()).shuffle(records)
        return tuple(records)

    other = replace(
        employee,
        education=shuffled(employee.education),
        positions=shuffled(employee.positions),
        performance=shuffled(employee.performance),
        discipline=shuffled(employee.discipline),
        trainings=shuffled(employee.trainings),
        grades=shuffled(employee.grades),
        assessments=shuffled(employee.assessments),
    )
    requirements = (*default_requirements(level), *FURTHER)
    assert assess(requirements, other, ON, TODAY) == assess(requirements, employee, ON, TODAY)


@given(EMPLOYEES, LEVEL_NAMES, EDUCATION, POSITIONS, GOOD_YEARS, TRAININGS, PROMOTIONS, DAYS)
def test_a_further_good_record_never_takes_a_met_rule_away(
    employee, level, school, position, year, training, promotion, assessed_on
):
    richer = replace(
        employee,
        education=(*employee.education, school),
        positions=(*employee.positions, position),
        trainings=(*employee.trainings, training),
        grades=(*employee.grades, promotion),
        assessments=(*employee.assessments, AssessmentFact(assessed_on, "Balai A", Decimal("95.00"))),
    )
    # Age is the one rule no record can mend or spoil; the longer limit of a post may only help.
    requirements = (*default_requirements(level), *FURTHER)
    before = assess(requirements, employee, ON, TODAY)
    after = assess(requirements, richer, ON, TODAY)
    for earlier, later in zip(before, after, strict=True):
        if earlier.outcome == MET:
            assert later.outcome == MET
        if not obstacles([earlier]):
            assert not obstacles([later])
    # A good rating of any year, also beside a bad one of another year or of the same.
    rated = replace(employee, performance=(*employee.performance, year))
    if outcome("PERFORMANCE", 2, "BAIK", employee).outcome == MET:
        assert outcome("PERFORMANCE", 2, "BAIK", rated).outcome == MET


@given(EMPLOYEES, LEVEL_NAMES, SANCTIONS)
def test_a_further_sanction_never_helps(employee, level, sanction):
    worse = replace(employee, discipline=(*employee.discipline, sanction))
    if outcome("NO_DISCIPLINE", 2, "", employee).outcome == NOT_MET:
        assert outcome("NO_DISCIPLINE", 2, "", worse).outcome == NOT_MET


@given(EMPLOYEES, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 400))
def test_waiting_helps_experience_and_never_age(employee, on, days):
    later = on + timedelta(days=days)
    if outcome("FIELD_EXPERIENCE", 3, "", employee, on).outcome == MET:
        assert outcome("FIELD_EXPERIENCE", 3, "", employee, later).outcome == MET
    if outcome("MAX_AGE", 56, "", employee, on).outcome == NOT_MET:
        assert outcome("MAX_AGE", 56, "", employee, later).outcome == NOT_MET


@given(EMPLOYEES, LEVEL_NAMES, st.dates(date(2024, 1, 1), date(2027, 3, 1)))
def test_met_from_always_lies_after_today_and_not_after_the_day_of_counting(employee, level, today):
    for result in assess(default_requirements(level), employee, ON, today):
        if result.outcome == MET_FROM:
            assert today < result.from_date <= ON
        if result.outcome == NOT_MET and result.from_date:
            assert result.from_date > ON


@given(st.dates(date(1950, 1, 1), date(2000, 12, 31)), st.sampled_from([56, 58]))
def test_age_limit_changes_exactly_on_the_birthday_after_the_limit(born, limit):
    employee = EmployeeFacts("1", born, "F")
    birthday = add_years(born, limit + 1)
    assert outcome("MAX_AGE", limit, "", employee, birthday - timedelta(days=1)).outcome == MET
    assert outcome("MAX_AGE", limit, "", employee, birthday).outcome == NOT_MET


# Recomputing from print: a second, slower judge that is given the printed record and nothing else of the register.
PRINTED_DAY = re.compile(r"(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})")


def printed_day(text):
    day, month, year = PRINTED_DAY.search(text).groups()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def days_of_printed_spells(record, on):
    days = set()
    for spell in filter(None, record.split("; ")):
        start, _, end = spell[spell.rindex("(") + 1 : -1].partition(" – ")
        first, last = printed_day(start), on if end == "sekarang" else printed_day(end)
        days.update(range(first.toordinal(), min(last.toordinal() + 1, on.toordinal())))
    return len(days)


def judged_from_print(result, requirement):
    """True, False, or None when the printed record says nothing that could decide."""
    record, number = result.record, requirement.number
    if result.kind in ("HELD_LEVEL", "FIELD_EXPERIENCE"):
        return days_of_printed_spells(record, ON) >= number * 365
    if result.kind == "MAX_AGE":
        limit = int(re.search(r"batas (\d+) tahun", result.explanation)[1])
        return add_years(printed_day(record), limit + 1) > ON
    if result.kind == "NO_DISCIPLINE":
        if "–" not in record:
            return not record
        ended = printed_day(record.split("–")[1])
        serious = "ringan" not in record
        return (add_years(ended + timedelta(days=1), number) if serious else ended + timedelta(days=1)) <= ON
    if result.kind == "INTEGRITY":
        return not record or ("–" in record and printed_day(record.split("–")[1]) < ON)
    if not record:
        return None
    if result.kind == "MIN_EDUCATION":
        return {name: level for level, name in EDUCATION_LEVELS.items()}[record.split(" P, ")[0]] >= number
    if result.kind == "MIN_GRADE":
        return next(code for code, (label, _) in GRADES.items() if record.startswith(f"{label} ")) >= number
    if result.kind == "LEADERSHIP_TRAINING":
        code = next(code for code, label in TRAINING_LABELS.items() if record.startswith(f"{label}: "))
        return TRAINING_TIERS[code] <= TRAINING_TIERS[requirement.text]
    if result.kind == "COMPETENCE":
        percent = Decimal(re.search(r"jabatan ([\d,]+) persen", record)[1].replace(",", "."))
        return number is None or percent >= number
    if result.kind == "PERFORMANCE":
        words = [line.split(": ")[1] for line in record.split(", ")]
        good = all(word in (PREDICATES["BAIK"], PREDICATES["SANGAT_BAIK"]) for word in words)
        return good and len(words) == number
    return record == requirement.text


# Counting day by day is slow on purpose; how slow is nobody's verdict.
@settings(deadline=None)
@given(EMPLOYEES, LEVEL_NAMES)
def test_every_verdict_follows_from_the_printed_record_alone(employee, level):
    requirements = (*default_requirements(level), *FURTHER)
    for requirement, result in zip(requirements, assess(requirements, employee, ON), strict=True):
        judged = judged_from_print(result, requirement)
        if judged is None:
            assert result.outcome == MISSING
        elif result.outcome == MISSING:
            # Missing is never an excuse for what the print already decides.
            assert judged is False
        else:
            assert judged is (result.outcome == MET), (requirement, result)
