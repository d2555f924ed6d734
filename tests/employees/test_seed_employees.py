"""The invented register: valid, one for one seed, and the tables are afterwards as they were, also after a kill.

Seeding drops and makes indexes as the owner of the tables, so it runs in processes of its own on a database of its own.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg2.extensions
import pytest

from accounts.enums import AgencyKind
from asnkarier.embedded import database
from employees.enums import (
    Competency,
    DisciplineSeverity,
    EducationLevel,
    FunctionalGrade,
    Grade,
    JobField,
    Language,
    LanguageLevel,
    PerformancePredicate,
    PositionLevel,
)
from employees.models import SEX_FACTS
from employees.rules.names import name_key
from employees.rules.nip import nip_problem
from employees.seeding.careers import draw_careers
from employees.seeding.places import CENTRAL, PROVINCE, REGENCY, SLOTS, Seat, place_slots
from employees.seeding.statements import APPOINTMENTS
from tests.harness.instance import Instance

ROOT = Path(__file__).resolve().parents[2]
COUNT = 3000
SEED = ("seed_employees", "--count", str(COUNT), "--seed", "7", "--day", "2026-11-22")
TABLES = (
    "employees_employee", "employees_positionrecord", "employees_graderecord", "employees_educationrecord",
    "employees_performancerecord", "employees_trainingrecord", "employees_assessmentrecord", "employees_competencyrecord",
    "employees_languagerecord", "employees_disciplinerecord",
)  # fmt: skip
# Everything a load puts aside, and everything that refers to the register.
CATALOGUE = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE conrelid::regclass::text LIKE 'employees\\_%' OR confrelid = 'employees_employee'::regclass
UNION ALL SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid
FROM pg_index WHERE indrelid::regclass::text LIKE 'employees\\_%'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text, true FROM pg_trigger
WHERE tgrelid::regclass::text LIKE 'employees\\_%' AND NOT tgisinternal
UNION ALL SELECT 'schema', nspname, '', '', true FROM pg_namespace WHERE nspname = 'seeding'
ORDER BY 1, 2, 3
"""


class Ground:
    """A migrated database of this test, and the portal's commands run on it as the owner."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.name = instance, f"{instance.database}_benih"
        instance.copy(instance.template(), self.name)
        self.environment = dict(os.environ) | instance.environment("owner", self.name)
        self.connection: psycopg2.extensions.connection = instance.connect(self.name)
        self.connection.autocommit = True
        self.catalogue: list[tuple] = []

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> tuple[int, str]:
        process = self.start(*words)
        said, complained = process.communicate(timeout=120)
        return process.returncode, said + complained

    def ask(self, statement: str) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def digests(self) -> list[tuple]:
        """One fingerprint a table."""
        return [self.ask(f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) FROM {table} t")[0] for table in TABLES]


@pytest.fixture
def ground(django_db_setup: None, test_instance: Instance) -> Iterator[Ground]:
    found = Ground(test_instance)
    yield found
    found.connection.close()
    database.drop_database(test_instance.cluster, found.name)


def test_seed_makes_a_valid_register_and_repeats_it_after_a_kill(ground):
    """One walk, because every step costs a process and seconds of vocabulary."""
    code, said = ground.run("load_reference")
    assert code == 0, said
    ground.catalogue = ground.ask(CATALOGUE)
    code, said = ground.run(*SEED)
    assert code == 0, said
    assert ground.ask(CATALOGUE) == ground.catalogue
    seeded_people_have_valid_numbers_names_and_choices(ground)
    seeded_histories_lead_to_the_present_post(ground)
    seeded_register_is_shaped_like_the_country(ground)
    seed_refuses_a_filled_register_and_one_with_accounts(ground)
    seed_killed_midway_is_repeated_by_the_same_command_and_gives_the_same_rows(ground)


def seeded_people_have_valid_numbers_names_and_choices(ground: Ground) -> None:
    people = ground.ask(
        "SELECT nip, name, name_key, sex, birth_date, cpns_on, kind, position_level, functional_grade, field, grade, pppk_grade,"
        " education_level, email FROM employees_employee ORDER BY id"
    )
    assert len(people) == COUNT == len({person[0] for person in people})
    for nip, name, key, sex, born, joined, kind, level, functional, field, grade, contract_grade, education, email in people:
        assert nip_problem(nip, born, SEX_FACTS[sex], joined, kind=kind) is None
        assert key == name_key(name)
        assert level in PositionLevel.values
        assert functional in FunctionalGrade.values
        assert bool(functional) == (level == "FUNGSIONAL")
        assert field in JobField.values
        assert education in EducationLevel.values
        assert (grade in Grade.values, contract_grade == "") == ((True, True) if kind == "PNS" else (False, False))
        assert email == "" or email.endswith(".example")
    choices = (
        ("employees_performancerecord", "predicate", PerformancePredicate),
        ("employees_educationrecord", "level", EducationLevel),
        ("employees_competencyrecord", "code", Competency), ("employees_languagerecord", "language", Language),
        ("employees_languagerecord", "level", LanguageLevel), ("employees_disciplinerecord", "severity", DisciplineSeverity),
        ("employees_positionrecord", "level", PositionLevel),
    )  # fmt: skip
    for table, column, known in choices:
        assert {value for (value,) in ground.ask(f"SELECT DISTINCT {column} FROM {table}")} <= set(known.values)


def seeded_histories_lead_to_the_present_post(ground: Ground) -> None:
    wrong = ground.ask(
        """
        SELECT e.nip FROM employees_employee e LEFT JOIN employees_positionrecord p ON p.employee_id = e.id AND p.ended_on IS NULL
        WHERE p.id IS NULL OR p.title <> e.position_title OR p.unit <> e.unit OR p.started_on < e.cpns_on
          OR p.started_on > date '2026-11-22'
        UNION ALL SELECT e.nip FROM employees_employee e JOIN employees_positionrecord p ON p.employee_id = e.id
        WHERE p.ended_on < p.started_on
        UNION ALL SELECT e.nip FROM employees_employee e LEFT JOIN employees_graderecord g ON g.employee_id = e.id
        WHERE e.kind = 'PNS' AND (g.grade IS DISTINCT FROM e.grade OR g.since < e.cpns_on)
        UNION ALL SELECT e.nip FROM employees_employee e
        WHERE NOT EXISTS (SELECT 1 FROM employees_educationrecord s WHERE s.employee_id = e.id AND s.level = e.education_level)
        UNION ALL SELECT e.nip FROM employees_employee e JOIN employees_disciplinerecord d ON d.employee_id = e.id
        WHERE d.started_on < e.cpns_on OR d.ended_on < d.started_on
        """
    )
    assert wrong == []
    spells = ground.ask("SELECT count(*) FROM employees_positionrecord")[0][0]
    assert 1.1 * COUNT < spells < 2 * COUNT


def seeded_register_is_shaped_like_the_country(ground: Ground) -> None:
    fields = Counter(dict(ground.ask("SELECT field, count(*) FROM employees_employee GROUP BY field")))
    assert fields.most_common(1)[0][0] == JobField.PENDIDIKAN
    assert 0.3 < fields[JobField.PENDIDIKAN] / COUNT < 0.5
    kinds = Counter(
        dict(
            ground.ask(
                "SELECT a.kind, count(*) FROM employees_employee e JOIN accounts_agency a ON a.id = e.agency_id GROUP BY 1"
            )
        )
    )
    regional = kinds[AgencyKind.PROVINCE] + kinds[AgencyKind.REGENCY] + kinds[AgencyKind.CITY]
    assert 0.7 < regional / COUNT < 0.85
    # People of Bali are called Wayan, those of Java are not.
    (bali, elsewhere), *_ = ground.ask(
        "SELECT count(*) FILTER (WHERE province_id = '51'), count(*) FILTER (WHERE province_id = '33')"
        " FROM employees_employee WHERE name LIKE 'Wayan%' OR name LIKE 'Made%' OR name LIKE 'Ketut%' OR name LIKE 'Nyoman%'"
    )
    assert bali > elsewhere


def test_careers_correlate_rating_scores_and_box():
    careers = [career for _, career in draw_careers(7) if career.box]
    assert len(careers) > 500

    def mean(boxes: tuple[int, ...]) -> float:
        scores = [score for career in careers if career.box in boxes for _, _, score in career.results]
        return sum(scores) / len(scores)

    assert mean((9,)) > mean((7, 8)) > mean((5,)) > mean((1,))
    best = [rating for career in careers if career.box in (6, 8, 9) for _, rating in career.ratings]
    worst = [rating for career in careers if career.box in (1, 2) for _, rating in career.ratings]
    assert best.count("SANGAT_BAIK") / len(best) > worst.count("SANGAT_BAIK") / len(worst)


def test_places_reach_every_agency_and_fall_off_steeply():
    seats = [Seat(n, f"Instansi {n}", "Kota", CENTRAL, "31", 1 / (n + 1)) for n in range(50)]
    seats += [Seat(n, f"Instansi {n}", "Kota", PROVINCE, "32", 1) for n in range(50, 60)]
    seats += [Seat(n, f"Instansi {n}", "Kota", REGENCY, "33", 1) for n in range(60, 100)]
    rows = place_slots(seats, 7)
    sizes = Counter(agency for _, agency, *_ in rows)
    assert len(rows) == SLOTS
    assert len(sizes) == len(seats)
    assert sizes[0] > 20 * sizes[49]
    assert rows == place_slots(seats, 7)
    assert rows != place_slots(seats, 8)


def test_appointments_of_one_birth_day_never_make_one_number():
    assert len(set(APPOINTMENTS)) == len(APPOINTMENTS)


def seed_refuses_a_filled_register_and_one_with_accounts(ground: Ground) -> None:
    code, said = ground.run(*SEED)
    assert (code, "Data induk sudah berisi pegawai. Tambahkan --replace untuk menggantinya." in said) == (1, True)
    ground.ask(
        "INSERT INTO accounts_user (public_id, email, password, full_name, is_active, date_joined, last_code_counter)"
        " VALUES (gen_random_uuid(), 'orang@uji.example', '', 'Orang', true, now(), 0);"
        " UPDATE employees_employee SET user_id = (SELECT max(id) FROM accounts_user) WHERE id = 5"
    )
    code, said = ground.run(*SEED, "--replace")
    assert (code, "dipakai orang yang punya akun" in said) == (1, True)
    ground.ask("UPDATE employees_employee SET user_id = NULL")


def seed_killed_midway_is_repeated_by_the_same_command_and_gives_the_same_rows(ground: Ground) -> None:
    before = ground.digests()
    killed = ground.start("seed_employees", "--count", "2000000", "--seed", "8", "--replace")
    for line in killed.stderr:
        if line.startswith("Mengisi"):
            break
    killed.kill()
    killed.communicate()
    assert ground.ask(CATALOGUE) != ground.catalogue
    # Without --replace: what was broken off is nobody's register.
    code, said = ground.run(*SEED, "--sessions", "1")
    assert code == 0, said
    assert ground.digests() == before
    assert ground.ask(CATALOGUE) == ground.catalogue
