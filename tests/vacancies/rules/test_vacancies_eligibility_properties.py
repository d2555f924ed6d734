"""What must hold for every register and every requirement, over drawn employees."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.indonesian import add_years
from employees.rules.facts import (
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from vacancies.rules.eligibility import MET, MET_FROM, NOT_MET, RequirementFact, assess
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
EDUCATION = st.builds(EducationFact, st.sampled_from([15, 30, 35, 40, 45, 50]), st.just("P"), st.text(min_size=1, max_size=3))
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
)
LEVEL_NAMES = st.sampled_from(["PRATAMA", "MADYA", "UTAMA"])


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
    )
    requirements = default_requirements(level)
    assert assess(requirements, other, ON) == assess(requirements, employee, ON)


@given(EMPLOYEES, LEVEL_NAMES, EDUCATION, POSITIONS, GOOD_YEARS, TRAININGS)
def test_a_further_good_record_never_takes_a_met_rule_away(employee, level, school, position, year, training):
    richer = replace(
        employee,
        education=(*employee.education, school),
        positions=(*employee.positions, position),
        trainings=(*employee.trainings, training),
    )
    requirements = default_requirements(level)
    for before, after in zip(assess(requirements, employee, ON), assess(requirements, richer, ON), strict=True):
        if before.outcome == MET:
            assert after.outcome == MET
    rated = replace(employee, performance=(*employee.performance, year))
    if all(item.predicate != "KURANG" for item in employee.performance):
        before = outcome("PERFORMANCE", 2, "BAIK", employee)
        if before.outcome == MET:
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
