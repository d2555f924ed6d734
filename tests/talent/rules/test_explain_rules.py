"""What a searcher may be told about why a person fits: the answer to each rule, no record, nothing of age or sanctions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employees.rules.facts import (
    AssessmentFact,
    EducationFact,
    EmployeeFacts,
    GradeFact,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from talent.rules.explain import FIT, LACKING, LATER, UNFIT, UNKNOWN, WITHHELD_LABEL, fitting, reasons, unfitting
from talent.rules.standing import standing
from vacancies.rules.eligibility import KINDS, RequirementFact, RuleResult, assess

DAY = date(2026, 12, 4)

SECRETS = {"MAX_AGE": "Lahir 17 April 1962", "NO_DISCIPLINE": "Hukuman disiplin berat", "INTEGRITY": "Hukuman disiplin sedang"}


def result(kind: str, outcome: str = "MET", *, later: bool = False) -> RuleResult:
    record = SECRETS.get(kind, f"catatan {kind}")
    return RuleResult(kind, f"Syarat {kind}", outcome, None, record, f"Penjelasan {record}.", later)


def test_answers_stand_in_the_order_of_the_vacancy_with_the_withheld_as_one_line():
    found = reasons(
        [result("MIN_GRADE"), result("MAX_AGE"), result("MIN_EDUCATION", "NOT_MET"), result("NO_DISCIPLINE", "NOT_MET")], DAY
    )
    assert [(each.label, each.verdict) for each in found] == [
        ("Syarat MIN_GRADE", FIT),
        (WITHHELD_LABEL, UNFIT),
        ("Syarat MIN_EDUCATION", UNFIT),
    ]
    assert [each.label for each in fitting(found)] == ["Syarat MIN_GRADE"]
    assert [each.label for each in unfitting(found)] == [WITHHELD_LABEL, "Syarat MIN_EDUCATION"]


@pytest.mark.parametrize(
    ("outcome", "later", "verdict"),
    [
        ("MET", False, FIT),
        ("MET_FROM", False, FIT),
        ("NOT_MET", False, UNFIT),
        ("MISSING", False, UNKNOWN),
        ("MISSING", True, LATER),
    ],
)
def test_verdicts(outcome, later, verdict):
    [found] = reasons([result("HELD_LEVEL", outcome, later=later)], DAY)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("kind", "outcome", "note"),
    [
        ("MIN_GRADE", "MET", ""),
        ("MIN_GRADE", "NOT_MET", ""),
        ("MIN_GRADE", "MET_FROM", "Belum hari ini, tetapi terpenuhi pada 4 Desember 2026, hari syarat lowongan ini dihitung."),
        ("HELD_LEVEL", "MISSING", "Riwayat jabatan di data induk ASN belum lengkap."),
        ("EMPLOYMENT_KIND", "MISSING", ""),
    ],
)
def test_a_note_says_what_the_answer_means_and_the_only_day_in_it_is_the_vacancys(kind, outcome, note):
    assert reasons([result(kind, outcome)], DAY)[0].note == note


def test_every_kind_the_register_may_have_no_data_for_names_what_is_lacking():
    nobody = EmployeeFacts(nip="1", birth_date=date(1980, 1, 1), sex="F")
    lacking = {each.kind for each in assess(REQUIREMENTS, nobody, DAY) if each.outcome == "MISSING" and not each.is_proven_later}
    assert lacking == set(LACKING)


REQUIREMENTS = (
    RequirementFact("EMPLOYMENT_KIND", None, "PNS", "Status PNS"),
    RequirementFact("MIN_EDUCATION", 40, "", "Pendidikan S-1"),
    RequirementFact("MIN_GRADE", 42, "", "Golongan IV/b"),
    RequirementFact("HELD_LEVEL", 2, "ADMINISTRATOR", "Pernah administrator"),
    RequirementFact("FIELD_EXPERIENCE", 5, "HUKUM", "Pengalaman hukum"),
    RequirementFact("PERFORMANCE", 2, "", "Kinerja baik"),
    RequirementFact("LEADERSHIP_TRAINING", None, "PKN_II", "Pelatihan kepemimpinan"),
    RequirementFact("COMPETENCE", 80, "", "Kompetensi"),
)


@pytest.mark.parametrize("on", [date(2020, 1, 1), DAY])
def test_no_date_length_score_or_paper_of_a_person_stands_in_the_reasons(on):
    """The engine prints them for the person (records and explanations); a searcher reads none of them, fit or not."""
    person = EmployeeFacts(
        nip="1",
        birth_date=date(1980, 1, 1),
        sex="F",
        education=(EducationFact(45, "Hukum", "S-2 Hukum, Universitas Uji"),),
        grade=41,
        grades=(GradeFact(42, date(2019, 4, 1)), GradeFact(43, date(2026, 11, 30))),
        positions=(PositionFact("Kepala Bagian Uji", "ADMINISTRATOR", "", "HUKUM", date(2018, 3, 9)),),
        performance=(PerformanceFact(2025, "SANGAT_BAIK"), PerformanceFact(2024, "BAIK")),
        trainings=(TrainingFact("PKA", "Angkatan Uji", 2021),),
        assessments=(AssessmentFact(date(2019, 5, 7), "Balai Uji", Decimal("97.69")),),
    )
    results = assess(REQUIREMENTS, person, on, date(2019, 6, 1))
    whole = " ".join(each.record + each.explanation for each in results)
    told = " ".join(each.note for each in reasons(results, on))
    secrets = (
        "97,69",
        "Balai Uji",
        "2019",
        "2018",
        "2021",
        "Kepala Bagian Uji",
        "Angkatan Uji",
        "IV/",
        "S-2",
        "hari menduduki",
        "PKA",
    )
    for secret in secrets[:3]:
        assert secret in whole
    for secret in secrets:
        assert secret not in told


outcomes = st.sampled_from(["MET", "NOT_MET", "MISSING", "MET_FROM"])


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), outcomes), max_size=12))
def test_no_record_of_age_or_sanction_is_ever_told(pairs):
    results = [result(kind, outcome) for kind, outcome in pairs]
    told = standing(on=DAY, results=results)
    words = " ".join([told.label, told.refusal, *told.unmet, *(each.label + each.note for each in told.reasons)])
    for secret in SECRETS.values():
        assert secret not in words
    for kind in ("MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"):
        assert f"Syarat {kind}" not in words


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), outcomes, st.booleans()), max_size=12), st.text(), st.dates())
def test_two_people_with_the_same_answers_read_the_same(answers, record, day):
    """Whatever the records say: reasons are a function of the vacancy and of the answers alone."""
    first = [result(kind, outcome, later=later) for kind, outcome, later in answers]
    second = [replace(each, record=record, explanation=record, from_date=day) for each in first]
    assert standing(on=DAY, results=first) == standing(on=DAY, results=second)


@given(st.permutations(["MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"]), st.data())
def test_which_withheld_rule_is_broken_makes_no_difference(kinds, data):
    """Any one, two or three of them broken give the same answer: what is hidden cannot be told apart, nor counted."""
    others = [result("MIN_GRADE"), result("PERFORMANCE", data.draw(outcomes))]
    broken = data.draw(st.lists(st.sampled_from(kinds), min_size=1, unique=True))
    first = [result(kind, "NOT_MET" if kind in broken else "MET") for kind in kinds]
    second = [result(kind, "NOT_MET" if kind == kinds[0] else "MET") for kind in kinds]
    assert standing(on=DAY, results=[*first, *others]) == standing(on=DAY, results=[*second, *others])


def test_person_who_fits_everything_may_be_invited():
    answer = standing(on=DAY, results=[result("MIN_GRADE"), result("MAX_AGE"), result("STATEMENT", "MISSING", later=True)])
    assert (answer.label, answer.refusal, answer.may_be_invited) == ("Memenuhi 2 dari 2 syarat", "", True)
    assert [each.label for each in answer.later] == ["Syarat STATEMENT"]
