"""Applicant, verifier and talent search ask one engine: the same person gets the same answer at all three places.

People are generated from a fixed seed; what varies is what the rules read, and the days lie around the limits.
"""

from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from employees.models import AssessmentRecord, DisciplineRecord, Employee, GradeRecord, PerformanceRecord, PositionRecord
from talent.rules.explain import WITHHELD_KINDS, WITHHELD_LABEL
from talent.standings import standings_of
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.applicants import assess_employee, eligibility_rows, fit_of_employee
from vacancies.models import Application, Vacancy
from vacancies.rules.eligibility import obstacles, tally
from vacancies.verification import verification_lines

pytestmark = pytest.mark.django_db
PEOPLE = 24


def invented(rng: Random, today: date) -> Employee:
    """A person near every limit at once: each record is there or not, just long enough or just too short."""
    birthday = date(today.year - rng.choice((40, 56, 57)), 6, 1) + timedelta(days=rng.randint(-400, 400))
    person = EmployeeFactory(
        with_user=True,
        with_records=rng.random() < 0.5,
        birth_date=birthday,
        grade=rng.choice((34, 41, 42)),
        education_level=rng.choice((30, 40, 45)),
        kind="PNS",
    )
    for number in range(rng.randint(0, 3)):
        PositionRecord.objects.create(
            employee=person,
            title=f"Jabatan {number}",
            level=rng.choice(("ADMINISTRATOR", "PENGAWAS", "FUNGSIONAL")),
            functional_grade=rng.choice(("", "AHLI_MADYA", "AHLI_MUDA")),
            field=rng.choice(("", "PEMERINTAHAN", "HUKUM")),
            agency_name="Instansi uji",
            started_on=today - timedelta(days=rng.randint(300, 2500)),
            ended_on=rng.choice((None, today - timedelta(days=rng.randint(1, 299)))),
        )
    if rng.random() < 0.5:
        since = today + timedelta(days=rng.randint(-400, 400))
        GradeRecord.objects.get_or_create(employee=person, grade=43, defaults={"since": since})
    if rng.random() < 0.5:
        DisciplineRecord.objects.create(
            employee=person,
            severity=rng.choice(("RINGAN", "SEDANG")),
            started_on=today - timedelta(days=900),
            ended_on=today - timedelta(days=rng.randint(-60, 800)),
        )
    if rng.random() < 0.5:
        PerformanceRecord.objects.filter(employee=person, year=today.year - 1).delete()
        PerformanceRecord.objects.create(employee=person, year=today.year - 1, predicate=rng.choice(("BAIK", "KURANG")))
    if rng.random() < 0.5:
        AssessmentRecord.objects.create(
            employee=person, assessed_on=today - timedelta(days=200), provider="Balai", job_person_match="81.25", potential="HIGH"
        )
    return person


def test_applicant_verifier_and_talent_search_give_one_answer():
    rng = Random(107)
    now = clock.now()
    today = timezone.localdate(now)
    made = VacancyFactory(state="OPEN")
    people = [invented(rng, today) for _ in range(PEOPLE)]
    applications = {person.pk: ApplicationFactory(vacancy=made, employee=person, state="SUBMITTED") for person in people}
    Application.objects.filter(vacancy=made).update(submitted_at=now)

    vacancy = Vacancy.objects.prefetch_related("requirements").get(pk=made.pk)
    searched = standings_of(vacancy, list(Employee.objects.with_records().filter(pk__in=applications)))
    met_counts = set()
    for person in people:
        fresh = Employee.objects.get(pk=person.pk)
        expected = assess_employee(vacancy, fresh, today)
        # The applicant's pages.
        application = Application.objects.with_contents().get(pk=applications[person.pk].pk)
        assert assess_employee(application.vacancy, application.employee, today) == expected
        rows = eligibility_rows(vacancy, fresh, now)
        assert [(row["outcome"], row["record"], row["explanation"]) for row in rows] == [
            (result.outcome, result.record, result.explanation) for result in expected
        ]
        assert fit_of_employee(vacancy, fresh, now).is_eligible == (not obstacles(expected))
        # The verifier's sheet.
        lines = [line for line in verification_lines(application) if line.is_rule]
        assert tuple(line.result for line in lines) == expected
        assert [line.subject for line in lines if line.suggestion == "PASS"] == [
            line.subject for line, result in zip(lines, expected, strict=True) if not obstacles([result])
        ]
        # The search.
        # What rests on age, sanctions or the past is one line there, and none of it is told apart (decision 0018).
        shown = [result for result in expected if result.kind not in WITHHELD_KINDS]
        withheld = [result for result in expected if result.kind in WITHHELD_KINDS]
        met, judged = tally(shown)
        met, judged = met + (bool(withheld) and not obstacles(withheld)), judged + bool(withheld)
        assert searched[person.pk].label == f"Memenuhi {met} dari {judged} syarat"
        broken = {result.label for result in obstacles(shown)} | ({WITHHELD_LABEL} if obstacles(withheld) else set())
        assert set(searched[person.pk].unmet) == broken
        met_counts.add((met, judged))
    assert len(met_counts) > 4, "the people differ, so the places could"


@pytest.fixture
def servant(client):
    employee = EmployeeFactory(with_user=True)
    client.force_login(employee.user)
    return employee


def test_eligibility_is_read_before_any_draft_and_leaves_nothing_behind(client, servant):
    vacancy = VacancyFactory(state="OPEN")
    url = reverse("check_eligibility", args=[vacancy.public_id])
    page = client.get(url).content.decode()
    for text in ("Anda memenuhi 9 dari 9 syarat", "Dihitung per", "Dibuktikan saat seleksi", "Lamar jabatan ini"):
        assert text in page
    assert "Kepala Bagian Uji (1 Januari 2014 – sekarang)" in page
    assert not Application.objects.exists()
    assert client.post(url).status_code == 405


def test_rule_met_from_a_day_ahead_names_the_day_and_lets_people_apply(client):
    today = timezone.localdate()
    employee = EmployeeFactory(with_user=True, with_records=False)
    vacancy = VacancyFactory(state="OPEN", reference_on=today + timedelta(days=90))
    began = today + timedelta(days=30) - timedelta(days=5 * 365)
    PositionRecord.objects.create(
        employee=employee, title="Kabag", level="ADMINISTRATOR", field="PEMERINTAHAN", agency_name="X", started_on=began
    )
    for year in range(today.year - 3, today.year + 1):
        PerformanceRecord.objects.create(employee=employee, year=year, predicate="BAIK")
    employee.educations.create(level=40, program="Hukum", institution="Universitas Uji", year=2004)
    fit = fit_of_employee(vacancy, Employee.objects.get(pk=employee.pk), clock.now())
    assert (fit.is_eligible, fit.met_from) == (True, today + timedelta(days=30))
    client.force_login(employee.user)
    page = client.get(reverse("check_eligibility", args=[vacancy.public_id])).content.decode()
    assert "Semua syarat terpenuhi mulai" in page
    assert "Memenuhi mulai" in page


def test_unmet_rule_is_named_with_its_record(client):
    employee = EmployeeFactory(with_user=True, grade=33)
    client.force_login(employee.user)
    page = client.get(reverse("check_eligibility", args=[VacancyFactory(state="OPEN").public_id])).content.decode()
    assert "1 dari 9 syarat belum terpenuhi" in page
    assert "III/c Penata sejak 1 April 2021" in page
    # A draft may be prepared, but nothing on the page promises that it can be sent.
    assert "Siapkan draf lamaran" in page
    assert "Lamar jabatan ini" not in page
    assert "Lamaran baru dapat dikirim bila semua syarat terpenuhi" in page


@pytest.mark.parametrize(("state", "says"), [("PUBLISHED", "setelah pendaftaran dibuka"), ("VERIFICATION", "sudah ditutup")])
def test_page_says_why_there_is_nothing_to_press(client, servant, state, says):
    page = client.get(reverse("check_eligibility", args=[VacancyFactory(state=state).public_id])).content.decode()
    assert says in page
    assert "Lamar jabatan ini" not in page


def test_unpublished_vacancy_does_not_exist_and_a_person_outside_the_register_reads_the_rules(client, servant):
    assert client.get(reverse("check_eligibility", args=[VacancyFactory(state="DRAFT").public_id])).status_code == 404
    Employee.objects.filter(pk=servant.pk).update(user=None)
    page = client.get(reverse("check_eligibility", args=[VacancyFactory(state="OPEN").public_id])).content.decode()
    assert "Data Anda belum ada di data induk ASN" in page
    assert "Sehat jasmani dan rohani" in page
