"""Merges waiting rows into the register by sets: one statement decides about a whole batch, and writes it.

`plan` says of every row whether the person is new, changed, the same, or contradicts the register; the dry run reads it, the
import hangs its writes on it. Source of the rules: docs/import-employees.md, “What happens”.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from employees.importing.parsing import ImportedEmployee

# Columns that wait as they are named in ImportedEmployee.fields; the first ones are copied to the employee as they stand.
COPIED = (
    "name", "name_key", "sex", "birth_date", "cpns_on", "kind", "agency_id", "province_id", "position_title", "position_level",
    "functional_grade", "grade", "pppk_grade", "education_level", "education_program",
)  # fmt: skip
# Left as the register has them when the cell is blank.
OPTIONAL = ("email", "phone", "unit", "field")
WAITING = (
    "batch", "line", "nip", *COPIED, *OPTIONAL, "agency_name", "position_since", "grade_since", "institution", "graduated",
    "rating_year", "predicate",
)  # fmt: skip


@dataclass
class BatchOutcome:
    """What a batch did, or would do: NIPs of new and changed people, and how many rows the register already says.

    Args:
        repeated: (line, NIP, line on which the NIP stood before); contradicting: (line, day the post began, title of a recorded
            post that began later, day that one began).
    """

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    repeated: list[tuple[int, str, int]] = field(default_factory=list)
    contradicting: list[tuple] = field(default_factory=list)


def waiting_rows(batch: int, rows: Sequence[ImportedEmployee]) -> Iterator[tuple]:
    """Values of WAITING for the rows of a batch."""
    for row in rows:
        copied = [row.fields[name] for name in COPIED]
        optional = [row.fields.get(name, "") for name in OPTIONAL]
        year, predicate = row.performance or (None, "")
        yield (
            batch, row.line, row.nip, *copied, *optional, row.agency_name, row.position_since, row.grade_since,
            row.institution, row.graduated, year, predicate,
        )  # fmt: skip


_OPTIONAL_VALUES = {name: f"coalesce(nullif(l.{name}, ''), e.{name})" for name in OPTIONAL}

REPEATED = """
SELECT l.line, l.nip, min(f.line) FROM employees_importline l JOIN employees_importline f ON f.nip = l.nip AND f.line < l.line
WHERE l.batch = %(batch)s GROUP BY l.id, l.line, l.nip ORDER BY l.line
"""
FORGET_REPEATED = "DELETE FROM employees_importline WHERE batch = %(batch)s AND line = ANY(%(lines)s)"
LOCK = """
SELECT e.id FROM employees_employee e WHERE e.nip IN (SELECT nip FROM employees_importline WHERE batch = %(batch)s)
ORDER BY e.id FOR NO KEY UPDATE OF e
"""
# Hundreds or thousands of rows against millions: always by the index, whatever the statistics say of the waiting rows.
BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"

_PLAN = f"""
line AS MATERIALIZED (
  SELECT l.*, e.id AS known_id,
    p.id AS post_id, p.title AS post_title, p.started_on AS post_since, p.ended_on AS post_until,
    b.title AS before_title, b.started_on AS before_since,
    p.id IS NOT NULL AND (p.title, p.level, p.functional_grade, p.agency_name)
      = (l.position_title, l.position_level, l.functional_grade, l.agency_name) AS same_post,
    g.id AS grade_id, g.since AS known_since,
    s.id AS school_id, s.institution AS known_institution, s.year AS known_year,
    r.id AS rating_id, r.predicate AS known_predicate,
    ({", ".join(f"e.{name}" for name in (*COPIED, *OPTIONAL))}) IS DISTINCT FROM
      ({", ".join([f"l.{name}" for name in COPIED] + list(_OPTIONAL_VALUES.values()))}) AS differs
  FROM employees_importline l
  LEFT JOIN employees_employee e ON e.nip = l.nip
  LEFT JOIN LATERAL (
    SELECT * FROM employees_positionrecord n WHERE n.employee_id = e.id ORDER BY n.started_on DESC, n.id DESC LIMIT 1
  ) p ON true
  LEFT JOIN LATERAL (
    SELECT * FROM employees_positionrecord n WHERE n.employee_id = e.id ORDER BY n.started_on DESC, n.id DESC OFFSET 1 LIMIT 1
  ) b ON true
  LEFT JOIN employees_graderecord g ON g.employee_id = e.id AND g.grade = l.grade
  LEFT JOIN employees_educationrecord s
    ON s.employee_id = e.id AND s.level = l.education_level AND s.program = l.education_program
  LEFT JOIN employees_performancerecord r ON r.employee_id = e.id AND r.year = l.rating_year
  WHERE l.batch = %(batch)s
),
plan AS MATERIALIZED (
  SELECT *,
    CASE
      WHEN known_id IS NULL THEN 'created'
      WHEN post_id IS NOT NULL AND NOT same_post AND position_since <= post_since THEN 'refused'
      WHEN same_post AND position_since <= before_since THEN 'refused'
      WHEN differs OR NOT same_post OR post_since <> position_since OR post_until IS NOT NULL
        OR (grade IS NOT NULL AND known_since IS DISTINCT FROM grade_since)
        OR known_year IS DISTINCT FROM graduated OR (institution <> '' AND known_institution IS DISTINCT FROM institution)
        OR (rating_year IS NOT NULL AND known_predicate IS DISTINCT FROM predicate)
      THEN 'changed' ELSE 'same'
    END AS outcome,
    {{new_id}} AS owner_id
  FROM line
)"""  # noqa: S608 - own column names
_ANSWER = """
SELECT outcome, nip, line, position_since, CASE WHEN same_post THEN before_title ELSE post_title END,
  CASE WHEN same_post THEN before_since ELSE post_since END
FROM plan ORDER BY line
"""
LOOK = "WITH " + _PLAN.format(new_id="known_id") + _ANSWER

_NEW_ID = "coalesce(known_id, nextval(pg_get_serial_sequence('employees_employee', 'id')))"
_WRITES = f""",
created AS (
  INSERT INTO employees_employee (id, public_id, nip, user_id, {", ".join((*COPIED, *OPTIONAL))}, is_searchable, updated_at)
  SELECT l.owner_id, gen_random_uuid(), l.nip, u.id, {", ".join(f"l.{name}" for name in (*COPIED, *OPTIONAL))}, true, %(now)s
  FROM plan l LEFT JOIN accounts_user u ON u.nip = l.nip WHERE l.outcome = 'created'
),
updated AS (
  UPDATE employees_employee e
  SET ({", ".join((*COPIED, *OPTIONAL))}, updated_at)
    = ({", ".join([f"l.{name}" for name in COPIED] + list(_OPTIONAL_VALUES.values()))}, %(now)s)
  FROM plan l WHERE e.id = l.known_id AND l.outcome = 'changed'
),
ended AS (
  UPDATE employees_positionrecord p SET ended_on = l.position_since - 1
  FROM plan l WHERE p.employee_id = l.known_id AND p.ended_on IS NULL AND l.outcome = 'changed' AND NOT l.same_post
),
resumed AS (
  UPDATE employees_positionrecord p SET started_on = l.position_since, ended_on = NULL
  FROM plan l WHERE p.id = l.post_id AND l.outcome = 'changed' AND l.same_post
    AND (l.post_since <> l.position_since OR l.post_until IS NOT NULL)
),
begun AS (
  INSERT INTO employees_positionrecord
    (employee_id, title, level, functional_grade, field, agency_name, unit, started_on, ended_on)
  SELECT owner_id, position_title, position_level, functional_grade, field, agency_name, unit, position_since, NULL
  FROM plan WHERE outcome IN ('created', 'changed') AND NOT same_post
),
graded AS (
  INSERT INTO employees_graderecord AS h (employee_id, grade, since)
  SELECT owner_id, grade, grade_since FROM plan
  WHERE outcome IN ('created', 'changed') AND grade IS NOT NULL AND known_since IS DISTINCT FROM grade_since
  ON CONFLICT (employee_id, grade) DO UPDATE SET since = excluded.since
),
schooled AS (
  INSERT INTO employees_educationrecord AS h (employee_id, level, program, institution, year)
  SELECT owner_id, education_level, education_program, coalesce(nullif(institution, ''), known_institution, ''), graduated
  FROM plan WHERE outcome IN ('created', 'changed')
    AND (known_year IS DISTINCT FROM graduated OR (institution <> '' AND known_institution IS DISTINCT FROM institution))
  ON CONFLICT (employee_id, level, program) DO UPDATE SET institution = excluded.institution, year = excluded.year
),
rated AS (
  INSERT INTO employees_performancerecord AS h (employee_id, year, predicate)
  SELECT owner_id, rating_year, predicate FROM plan
  WHERE outcome IN ('created', 'changed') AND rating_year IS NOT NULL AND known_predicate IS DISTINCT FROM predicate
  ON CONFLICT (employee_id, year) DO UPDATE SET predicate = excluded.predicate
)"""  # noqa: S608 - own column names
MERGE = "WITH " + _PLAN.format(new_id=_NEW_ID) + _WRITES + _ANSWER


def outcome_of(answer: Sequence[tuple], repeated: Sequence[tuple[int, str, int]]) -> BatchOutcome:
    """What the answer of LOOK or MERGE says, beside the rows that repeat a NIP of an earlier line."""
    found = BatchOutcome(repeated=list(repeated))
    for kind, nip, line, since, title, title_since in answer:
        if kind == "created":
            found.created.append(nip)
        elif kind == "changed":
            found.changed.append(nip)
        elif kind == "same":
            found.unchanged += 1
        else:
            found.contradicting.append((line, since, title, title_since))
    return found
