"""SQL that makes the people: PostgreSQL draws every value from a hash of the person's number, so that one seed gives one register
whatever the number of sessions, and no row passes through Python.

The vocabulary lies in tables of the schema `seeding`; see loading.
"""

from dataclasses import dataclass
from datetime import date
from math import gcd

from employees.seeding import careers, names
from employees.seeding.places import SLOTS

# Ages in days between which people are spread: 22 to 60 years.
YOUNGEST_DAYS, SPREAD_DAYS = 8036, 13870
# The low serial numbers stay free for people who are entered by hand, as the demo does.
FIRST_SERIAL = 101
MOST_PEOPLE = SPREAD_DAYS * (999 - FIRST_SERIAL)
# Age and month of appointment of one in so many; every pair differs, so that people born on one day and drawn to different
# pairs have different numbers.
APPOINTMENTS = [(age, month) for age in range(22, 27) for month in (1, 2, 3, 4, 12)] + [
    (age, month) for age in (19, 20, 21, 27, 28, 29, 30) for month in (3, 12)
] + [(31, 3), (32, 3), (33, 3), (34, 3), (35, 3), (36, 3)]  # fmt: skip
CONTRACT_PER_MILLE, HIDDEN_PER_MILLE, UNREACHABLE_PER_MILLE = 320, 12, 20
_TABLES = """
CREATE UNLOGGED TABLE seeding.place (slot int, agency_id bigint, agency text, city text, province text, class int,
  origin int);
CREATE UNLOGGED TABLE seeding.given (key int, name text);
CREATE UNLOGGED TABLE seeding.last (key int, name text);
CREATE UNLOGGED TABLE seeding.career (key int, title text, level text, functional text, field text, unit text, numbered bool,
  grade smallint, contract_grade text, grade_back int, school_level smallint, school text, box smallint, match int,
  potential text, sanction int);
CREATE UNLOGGED TABLE seeding.post (key int, n int, title text, level text, functional text, field text, unit text, numbered bool,
  begins int, until int);
CREATE UNLOGGED TABLE seeding.schooling (key int, n int, level smallint, program text, institution text, age int);
CREATE UNLOGGED TABLE seeding.course (key int, n int, code text, title text, back int, hours int);
CREATE UNLOGGED TABLE seeding.rating (key int, back int, predicate text);
CREATE UNLOGGED TABLE seeding.tongue (key int, n int, language text, level text);
CREATE UNLOGGED TABLE seeding.result (key int, n int, code text, level int, score int);
"""


@dataclass(frozen=True)
class Numbers:
    """What the statements are written for.

    Args:
        count: how many people in all; seed: which register; day: the day the careers end on.
    """

    count: int
    seed: int
    day: date

    @property
    def stride(self) -> int:
        """Factor that shuffles the numbers 0 to count - 1 among themselves."""
        factor = max(int(self.count * 0.618), 1)
        while gcd(factor, self.count) != 1:
            factor += 1
        return factor


def vocabulary_tables() -> str:
    """The tables the vocabulary is copied into."""
    return _TABLES


def people(numbers: Numbers, first: int, last: int) -> str:
    """Makes a temporary table `chunk`: people number `first` to `last` with everything their histories need."""
    seed = numbers.seed
    pairs = len(APPOINTMENTS)
    ages = ",".join(str(age) for age, _ in APPOINTMENTS)
    months = ",".join(str(month) for _, month in APPOINTMENTS)
    day = f"date '{numbers.day:%Y-%m-%d}'"
    year = numbers.day.year
    # Fewer people than days stand evenly over all days; more of them go round, the serial number telling the turns apart.
    few = numbers.count < SPREAD_DAYS
    days = f"({YOUNGEST_DAYS} + " + (
        f"(b.turn * {SPREAD_DAYS} / {numbers.count})::int)" if few else f"(b.turn % {SPREAD_DAYS})::int)"
    )
    turns = "0" if few else f"(b.turn / {SPREAD_DAYS})::int"
    return f"""
CREATE TEMP TABLE chunk AS
SELECT i AS id, b.h1, b.h2, b.h3, p.agency_id, p.agency, p.city, p.province, p.origin, c.born, c.joined, c.contract, c.nip_tail,
  {day} - c.joined AS service, (b.h1 & 1)::int AS woman,
  p.class * {careers.BANDS * careers.PER_BUCKET} + ((b.h2 >> 8) & {careers.PER_BUCKET - 1})::int + {careers.PER_BUCKET} *
    CASE WHEN c.contract THEN {careers.CONTRACT} WHEN {day} - c.born >= 21185 THEN {careers.SENIOR}
      ELSE least(({day} - c.joined) / 1826, 7) END AS career
FROM (
  SELECT i, hashint8extended(i, {seed}) AS h1, hashint8extended(i, {seed + 1}) AS h2, hashint8extended(i, {seed + 2}) AS h3,
    (i * {numbers.stride} + {seed}) % {numbers.count} AS turn
  FROM generate_series({first}::bigint, {last}::bigint) AS i OFFSET 0
) b
JOIN seeding.place p ON p.slot = ((b.h1 >> 4) & {SLOTS - 1})::int
CROSS JOIN LATERAL (
  SELECT a.born, a.contract,
    CASE WHEN a.contract THEN make_date({year} - least(((b.h1 >> 34) & 63)::int % 6, a.age - 20), 1, 1)
      WHEN a.young THEN make_date({year} - 1 - a.q % ({year} - 20 - a.birth_year), 3, 1)
      ELSE make_date(a.birth_year + ('{{{ages}}}'::int[])[1 + a.q % {pairs}], ('{{{months}}}'::int[])[1 + a.q % {pairs}], 1)
    END AS joined,
    {FIRST_SERIAL} + CASE WHEN a.contract OR a.young THEN a.q ELSE a.q / {pairs} END AS nip_tail
  FROM (
    SELECT {day} - {days} AS born, {turns} AS q, ((b.h1 >> 24) & 1023) < {CONTRACT_PER_MILLE * 1024 // 1000} AS contract,
      {days} * 100 / 36525 AS age, extract(year FROM {day} - {days})::int AS birth_year,
      extract(year FROM {day} - {days})::int + 36 >= {year} AS young
    OFFSET 0
  ) a
  OFFSET 0
) c
"""  # noqa: S608 - own constants and numbers


def registers(numbers: Numbers, stamp: str) -> dict[str, tuple[str, str]]:
    """Columns of each register table and the SELECT that makes its rows from the chunk.

    Args:
        stamp: moment for `updated_at`, as PostgreSQL reads it.
    """
    day = f"date '{numbers.day:%Y-%m-%d}'"
    year = numbers.day.year
    return {
        "employees_employee": (
            "id, public_id, nip, name, name_key, email, phone, sex, birth_date, cpns_on, kind, agency_id, "
            "province_id, unit, position_title, position_level, functional_grade, field, grade, pppk_grade, "
            "education_level, education_program, talent_box, is_searchable, updated_at",
            f"""
SELECT e.id, md5(e.id || ':{numbers.seed}')::uuid, e.nip, e.name, e.name_key,
  CASE WHEN ((e.h3 >> 4) & 1023) < {UNREACHABLE_PER_MILLE * 1024 // 1000} THEN ''
    ELSE replace(e.name_key, ' ', '.') || '.' || right(e.nip, 9) || '@pegawai.asnkarier.example' END,
  '0812' || (10000000 + ((e.h3 >> 14) & 67108863)), CASE e.woman WHEN 1 THEN 'P' ELSE 'L' END, e.born, e.joined,
  CASE WHEN e.contract THEN 'PPPK' ELSE 'PNS' END, e.agency_id, e.province,
  CASE WHEN c.numbered THEN c.unit || ' ' || (1 + ((e.h3 >> 40) & 31)) || ' ' || e.city ELSE c.unit END,
  c.title, c.level, c.functional, c.field, c.grade, c.contract_grade, c.school_level, c.school, c.box,
  ((e.h3 >> 50) & 1023) >= {HIDDEN_PER_MILLE * 1024 // 1000}, '{stamp}'
FROM (
  SELECT k.*, to_char(k.born, 'YYYYMMDD') || CASE WHEN k.contract THEN extract(year FROM k.joined) || '21'
      ELSE to_char(k.joined, 'YYYYMM') END || (1 + k.woman) || k.nip_tail AS nip,
    n.name, lower(n.name) AS name_key
  FROM chunk k
  CROSS JOIN LATERAL (
    SELECT CASE WHEN ((k.h2 >> 40) & 15) < 7 OR second.name = first.name THEN first.name || ' ' || last.name
      WHEN ((k.h2 >> 40) & 15) < 9 THEN first.name
      ELSE first.name || ' ' || second.name || ' ' || last.name END AS name
    FROM seeding.given first, seeding.given second, seeding.last last
    WHERE first.key = (k.origin * 2 + k.woman) * {names.SLOTS} + ((k.h2 >> 20) & {names.SLOTS - 1})::int
      AND second.key = (k.origin * 2 + k.woman) * {names.SLOTS} + ((k.h2 >> 30) & {names.SLOTS - 1})::int
      AND last.key = k.origin * {names.SLOTS} + ((k.h2 >> 48) & {names.SLOTS - 1})::int
  ) n
  OFFSET 0
) e
JOIN seeding.career c ON c.key = e.career
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_positionrecord": (
            "id, employee_id, title, level, functional_grade, field, agency_name, unit, started_on, ended_on",
            """
SELECT k.id * 4 + p.n, k.id, p.title, p.level, p.functional, p.field, k.agency,
  CASE WHEN p.numbered THEN p.unit || ' ' || (1 + ((k.h3 >> 40) & 31)) || ' ' || k.city ELSE p.unit END,
  k.joined + k.service * p.begins / 1000, k.joined + k.service * p.until / 1000 - 1
FROM chunk k JOIN seeding.post p ON p.key = k.career
""",
        ),
        "employees_graderecord": (
            "id, employee_id, grade, since",
            f"""
SELECT k.id, k.id, c.grade, greatest(k.joined, make_date({year} - 1 - c.grade_back, CASE WHEN k.h3 & 1 = 1 THEN 4 ELSE 10 END, 1))
FROM chunk k JOIN seeding.career c ON c.key = k.career WHERE c.grade IS NOT NULL
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_educationrecord": (
            "id, employee_id, level, program, institution, year",
            f"""
SELECT k.id * 4 + s.n, k.id, s.level, s.program, s.institution, least(extract(year FROM k.born)::int + s.age, {year} - 1)
FROM chunk k JOIN seeding.schooling s ON s.key = k.career
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_performancerecord": (
            "id, employee_id, year, predicate",
            f"""
SELECT k.id * 2 + r.back - 1, k.id, {year} - r.back, r.predicate
FROM chunk k JOIN seeding.rating r ON r.key = k.career WHERE k.joined <= make_date({year} - r.back, 6, 30)
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_trainingrecord": (
            "id, employee_id, code, title, year, hours",
            f"""
SELECT k.id * 2 + t.n, k.id, t.code, t.title, greatest({year} - t.back, extract(year FROM k.joined)::int), t.hours
FROM chunk k JOIN seeding.course t ON t.key = k.career
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_assessmentrecord": (
            "id, employee_id, assessed_on, provider, job_person_match, potential",
            f"""
SELECT k.id, k.id, {day} - 60 - ((k.h3 >> 4) & 1023)::int, 'Pusat Penilaian Contoh', c.match / 100.0, c.potential
FROM chunk k JOIN seeding.career c ON c.key = k.career WHERE c.match IS NOT NULL
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_competencyrecord": (
            "id, employee_id, code, level, score, assessed_on",
            f"""
SELECT k.id * 9 + r.n, k.id, r.code, r.level, r.score + ((k.h3 >> (4 * r.n)) & 7)::int - 4, {day} - 60 - ((k.h3 >> 4) & 1023)::int
FROM chunk k JOIN seeding.result r ON r.key = k.career
""",  # noqa: S608 - own constants and numbers
        ),
        "employees_languagerecord": (
            "id, employee_id, language, level",
            """
SELECT k.id * 2 + t.n, k.id, t.language, t.level
FROM chunk k JOIN seeding.tongue t ON t.key = k.career
""",
        ),
        "employees_disciplinerecord": (
            "id, employee_id, severity, started_on, ended_on, basis",
            f"""
SELECT d.id, d.id, d.severity, d.started, d.started + CASE d.severity WHEN 'RINGAN' THEN 180 ELSE 365 END, 'PP 94/2021'
FROM (
  SELECT k.id, greatest({day} - 100 - ((k.h3 >> 4) & 2047)::int, k.joined + 30) AS started,
    CASE (k.h3 >> 20) & 7 WHEN 0 THEN 'BERAT' WHEN 1 THEN 'SEDANG' WHEN 2 THEN 'SEDANG' ELSE 'RINGAN' END AS severity
  FROM chunk k JOIN seeding.career c ON c.key = k.career
  WHERE ((k.h3 >> 30) & 1023) < c.sanction AND k.joined < {day} - 60
) d
""",  # noqa: S608 - own constants and numbers
        ),
    }
