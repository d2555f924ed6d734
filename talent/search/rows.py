"""The one statement that makes rows of the projection from the register, for a few people and for all.

A few people are stemmed as they come; a rebuild stems every distinct phrase once and joins (`PHRASES`). A test holds the two
equal, and the score equal to `talent/rules/score.py`.
"""

from talent.rules import score
from talent.search.codes import (
    COLUMNS,
    COMPETENCIES,
    COMPETENCY_COLUMNS,
    JOB_FIELDS,
    LANGUAGES,
    LEVELS,
    PERFORMANCE,
    STEPS,
    TRAININGS,
    YEARS,
    competency_token,
)

# What a person's text is made of: posts held, training, study programmes. Own additions are claims and stay out.
PHRASE_SOURCES = (
    ("employees_employee", "id", "position_title"),
    ("employees_employee", "id", "education_program"),
    ("employees_positionrecord", "employee_id", "title"),
    ("employees_trainingrecord", "employee_id", "title"),
    ("employees_educationrecord", "employee_id", "program"),
)
STEMMED_HERE = "SELECT employee_id, talent_merged(array_to_tsvector(talent_lexemes(phrase))) AS doc FROM phrases GROUP BY 1"
STEMMED_BEFORE = (
    "SELECT employee_id, talent_merged(p.doc) AS doc FROM phrases JOIN talent_searchnext_phrase p USING (phrase) GROUP BY 1"
)
NO_WORDS = "SELECT NULL::bigint AS employee_id, NULL::tsvector AS doc WHERE false"


def _numbered(column: str, codes: tuple[str, ...]) -> str:
    whens = " ".join(f"WHEN '{code}' THEN {number}" for number, code in enumerate(codes, 1))
    return f"CASE {column} {whens} ELSE 0 END"


def _points(column: str, points: dict[str, int] | dict[int, int]) -> str:
    whens = " ".join(f"WHEN {key!r} THEN {value}" for key, value in points.items())
    return f"CASE {column} {whens} ELSE 0 END"


def _bits(column: str, codes: tuple[str, ...]) -> str:
    whens = " ".join(f"WHEN '{code}' THEN {1 << place}" for place, code in enumerate(codes))
    return f"bit_or(CASE {column} {whens} ELSE 0 END)"


def _bit_tokens(column: str, mark: str, codes: tuple[str, ...]) -> list[str]:
    return [f"CASE WHEN {column} & {1 << place} > 0 THEN '#{mark}{code}' END" for place, code in enumerate(codes)]


def _tokens() -> str:
    """An array of the facet tokens of one row."""
    single = [
        "'#a' || agency",
        "'#p' || province",
        *(
            f"CASE WHEN {column} > 0 THEN '#{mark}' || {column} END"
            for mark, column in (
                ("l", "level"),
                ("f", "field"),
                ("g", "grade"),
                ("e", "education"),
                ("s", "study"),
                ("k", "box"),
                ("r", "performance"),
                ("q", "ready"),
            )
        ),
        *(f"CASE WHEN cpns <= DATE '{year}-12-31' THEN '#y{year}' END" for year in YEARS),
        *_bit_tokens("languages", "b", LANGUAGES),
        *_bit_tokens("trainings", "t", TRAININGS),
    ]
    steps = [
        f"(ARRAY[{', '.join(repr(competency_token(code, step)) for step in STEPS)}])[1:least({len(STEPS)}, ({column} - 55) / 5)]"
        for code, column in zip(COMPETENCIES, COMPETENCY_COLUMNS, strict=True)
    ]
    return f"array_remove(ARRAY[{', '.join(single)}], NULL) || CASE WHEN is_assessed THEN {' || '.join(steps)} ELSE '{{}}' END"


def rows_sql(chosen: str, docs: str) -> str:
    """SELECT of projection rows of searchable people, columns in the order of the table.

    Args:
        chosen: condition on people with `{column}` for their number, such as "{column} = ANY(%(ids)s)".
        docs: STEMMED_HERE or STEMMED_BEFORE.
    """
    phrases = " UNION ALL ".join(
        f"SELECT {number} AS employee_id, {phrase} AS phrase FROM {table} WHERE {chosen.format(column=number)} AND {phrase} <> ''"  # noqa: S608 - own constants
        for table, number, phrase in PHRASE_SOURCES
    )
    of_person = chosen.format(column="employee_id")
    levels = ", ".join(
        f"coalesce(max(score) FILTER (WHERE code = '{code}'), 0) AS {column}"
        for code, column in zip(COMPETENCIES, COMPETENCY_COLUMNS, strict=True)
    )
    competencies = ", ".join(f"coalesce(c.{column}, 0)::smallint AS {column}" for column in COMPETENCY_COLUMNS)
    return f"""
    WITH phrases AS ({phrases}),
    docs AS ({docs}),
    marks AS (
        SELECT employee_id, array_agg(predicate ORDER BY year DESC) AS years FROM employees_performancerecord
        WHERE {of_person} GROUP BY 1),
    matches AS (
        SELECT DISTINCT ON (employee_id) employee_id, job_person_match FROM employees_assessmentrecord
        WHERE {of_person} ORDER BY employee_id, assessed_on DESC, id DESC),
    spoken AS (
        SELECT employee_id, {_bits("language", LANGUAGES)} AS bits FROM employees_languagerecord WHERE {of_person} GROUP BY 1),
    trained AS (
        SELECT employee_id, {_bits("code", TRAININGS)} AS bits FROM employees_trainingrecord WHERE {of_person} GROUP BY 1),
    assessed AS (SELECT employee_id, {levels} FROM employees_competencyrecord WHERE {of_person} GROUP BY 1),
    ready AS (
        SELECT DISTINCT employee_id FROM talent_poolmembership
        WHERE {of_person} AND readiness = 'READY_NOW' AND left_on IS NULL),
    people AS (
        SELECT e.id,
            ({_points("m.years[1]", score.PERFORMANCE)} + {_points("m.years[2]", score.PERFORMANCE_BEFORE)}
             + {_points("e.talent_box", score.BOX)} + {_points("e.position_level", score.LEVEL)}
             + coalesce(floor(least(greatest(a.job_person_match, 0), 100) * {score.MATCH}), 0))::smallint AS score,
            e.agency_id::integer AS agency, e.province_id::smallint AS province,
            ({_numbered("e.position_level", LEVELS)})::smallint AS level, ({_numbered("e.field", JOB_FIELDS)})::smallint AS field,
            coalesce(e.grade, 0)::smallint AS grade, e.education_level AS education, talent_study(e.education_program) AS study,
            coalesce(e.talent_box, 0)::smallint AS box, ({_numbered("m.years[1]", PERFORMANCE)})::smallint AS performance,
            e.cpns_on AS cpns, coalesce(s.bits, 0)::smallint AS languages, coalesce(t.bits, 0)::smallint AS trainings,
            (r.employee_id IS NOT NULL)::integer::smallint AS ready, {competencies},
            c.employee_id IS NOT NULL AS is_assessed, d.doc, e.name_key
        FROM employees_employee e
        LEFT JOIN docs d ON d.employee_id = e.id
        LEFT JOIN marks m ON m.employee_id = e.id
        LEFT JOIN matches a ON a.employee_id = e.id
        LEFT JOIN spoken s ON s.employee_id = e.id
        LEFT JOIN trained t ON t.employee_id = e.id
        LEFT JOIN assessed c ON c.employee_id = e.id
        LEFT JOIN ready r ON r.employee_id = e.id
        WHERE {chosen.format(column="e.id")} AND e.is_searchable)
    SELECT {", ".join(COLUMNS)},
        coalesce(doc, '') || array_to_tsvector({_tokens()}
            || array_remove(string_to_array('n=' || replace(name_key, ' ', ' n='), ' '), 'n='))
    FROM people"""  # noqa: S608 - own constants
