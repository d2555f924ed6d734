"""Runs inside the portal, as the web server: the standard mix of searches and the peers' way of answering the same, in turn.

Reads its order as JSON from standard input, prints what it measured as JSON. The peers' way is what portals of this kind do:
one wide table, `UPPER(column) LIKE UPPER('%word%')` over its text columns, a btree on each filter, `COUNT(*)`, the first page.
"""

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from talent.search.sql import Query

PEER = "bench_peer"
TEXTS = ("name", "position_title", "education_program", "track_record")
INDEXED = (
    "score DESC, id DESC", "agency_id", "province_id", "position_level", "field", "grade", "education_level", "study",
    "talent_box", "performance", "cpns_on", "m01", "m02", "m04", "m08",
)  # fmt: skip
LEVELS = ("SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN", "BAIK", "SANGAT_BAIK")
MAKE_PEER = f"""
CREATE UNLOGGED TABLE {PEER} AS
SELECT e.id, r.score, e.name, e.position_title, e.education_program, coalesce(p.titles, '') AS track_record, e.agency_id,
    e.province_id, e.position_level, e.field, e.grade, e.education_level, r.study, e.talent_box, r.performance, e.cpns_on,
    coalesce(l.spoken, '') AS languages, coalesce(t.codes, '') AS training, r.m01, r.m02, r.m04, r.m08
FROM employees_employee e JOIN talent_searchrow r USING (id)
LEFT JOIN (SELECT employee_id, string_agg(title, '; ') AS titles FROM (
    SELECT employee_id, title FROM employees_positionrecord UNION ALL SELECT employee_id, title FROM employees_trainingrecord
    UNION ALL SELECT employee_id, program FROM employees_educationrecord) every GROUP BY 1) p ON p.employee_id = e.id
LEFT JOIN (SELECT employee_id, string_agg(language, ',') AS spoken FROM employees_languagerecord GROUP BY 1) l
    ON l.employee_id = e.id
LEFT JOIN (SELECT employee_id, string_agg(code, ',') AS codes FROM employees_trainingrecord GROUP BY 1) t ON t.employee_id = e.id
"""  # noqa: S608 - own constants


def peer_statements() -> list[str]:
    """What makes the peers' table, as the owner of the database; `IF NOT EXISTS` is for the caller to ask."""
    return [
        MAKE_PEER,
        *(f"CREATE INDEX ON {PEER} ({columns})" for columns in INDEXED),
        f"ANALYZE {PEER}",
        f"GRANT SELECT ON {PEER} TO asnkarier_web",
    ]


def peer_condition(query: "Query", studies: tuple[str, ...], today: Any) -> tuple[str, list[Any]]:
    """The WHERE a peer would write, and its parameters."""
    clauses, values = ["TRUE"], []
    for word in f"{query.text.replace(' atau ', '|')} {query.name}".split():
        either = [f"UPPER({column}) LIKE UPPER(%s)" for _ in word.split("|") for column in TEXTS]
        clauses.append(f"({' OR '.join(either)})")
        values += [f"%{each}%" for each in word.split("|") for _ in TEXTS]
    for column, wanted in (
        ("agency_id", query.agencies), ("province_id", query.provinces), ("position_level", query.levels),
        ("field", query.fields), ("talent_box", query.boxes),
    ):  # fmt: skip
        if wanted:
            clauses.append(f"{column} IN ({', '.join(['%s'] * len(wanted))})")
            values += wanted
    for clause, value in (
        ("grade >= %s", query.grade_from), ("grade <= %s", query.grade_to), ("education_level >= %s", query.education_from),
    ):  # fmt: skip
        if value is not None:
            clauses.append(clause)
            values.append(value)
    if query.education_field:
        clauses.append("study = %s")
        values.append(studies.index(query.education_field) + 1)
    if query.performance_from:
        clauses.append("performance >= %s")
        values.append(LEVELS.index(query.performance_from) + 1)
    for code, least in query.competencies:
        clauses.append(f"{code.lower()} >= %s")
        values.append(least)
    if query.service_from is not None:
        clauses.append("cpns_on <= %s")
        values.append(today.replace(year=today.year - query.service_from))
    for column, wanted in (("languages", query.languages), ("training", query.training)):
        if wanted:
            clauses.append(f"({' OR '.join([f'{column} LIKE %s'] * len(wanted))})")
            values += [f"%{each}%" for each in wanted]
    return " AND ".join(clauses), values


def largest_agencies() -> list[int]:
    """Agencies by number of people, the largest first."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id FROM employees_employee GROUP BY 1 ORDER BY count(*) DESC, 1")
        return [row[0] for row in cursor.fetchall()]


def measure(order: dict[str, Any]) -> dict[str, Any]:
    """Every search of the mix, ours and the peers' in turn, round after round.

    Args:
        order: `rounds` of ours, `peer rounds` of the peers', `peer seconds` after which a statement of theirs is given up.

    Returns:
        Milliseconds of each search, and what was found.
    """
    from django.db import OperationalError, connection
    from django.utils.timezone import localdate

    from asnkarier.bench.ground.talent_mix import standard_mix
    from core import clock
    from talent.search.codes import STUDIES
    from talent.search.engine import find

    today = localdate(clock.now())
    mix = standard_mix(largest_agencies())
    rows: dict[str, dict[str, Any]] = {name: {"ours ms": [], "peer ms": [], "gave up": 0} for name, _ in mix}
    for _, query in mix:
        # Once unmeasured: the files are mapped, the stems known, the pages in memory, for both sides.
        find(query)
    for number in range(order["rounds"]):
        for name, query in mix:
            row = rows[name]
            begun = time.perf_counter()
            page = find(query)
            row["ours ms"].append((time.perf_counter() - begun) * 1000)
            row["people"] = f"{page.total.number}{'+' if page.total.is_capped else ''}"
            row["counts are exact"] = all(each.count.is_exact for counts in page.facets.values() for each in counts)
            if number >= order["peer rounds"]:
                continue
            condition, values = peer_condition(query, STUDIES, today)
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{int(order['peer seconds'])}s'")
                begun = time.perf_counter()
                for statement in (
                    f"SELECT count(*) FROM {PEER} WHERE {condition}",  # noqa: S608 - own constants
                    f"SELECT id, name, position_title FROM {PEER} WHERE {condition} ORDER BY score DESC, id DESC LIMIT 20",  # noqa: S608
                ):
                    try:
                        cursor.execute(statement, values)
                        cursor.fetchall()
                    except OperationalError:
                        row["gave up"] += 1
                row["peer ms"].append((time.perf_counter() - begun) * 1000)
                cursor.execute("SET statement_timeout = '15s'")
    return rows


def address(query: "Query") -> dict[str, Any]:
    """The same search as parameters of the page's address."""
    found: dict[str, Any] = {
        "jabatan": query.text, "cari": query.name, "id_instansi": query.agencies, "provinsi": query.provinces,
        "jenjang": query.levels, "rumpun": query.fields, "gol_dari": query.grade_from, "gol_sampai": query.grade_to,
        "pendidikan": query.education_from, "jurusan": query.education_field, "kotak": query.boxes,
        "kinerja": query.performance_from, "masa_kerja": query.service_from, "bahasa": query.languages,
        "pelatihan": query.training,
    }  # fmt: skip
    found |= {code.lower(): least for code, least in query.competencies}
    return {name: value for name, value in found.items() if value not in ("", None, ())} or {"cari": ""}


def prepare_searchers(order: dict[str, Any]) -> dict[str, Any]:
    """Admins of as many agencies as there are rounds, each signed in; their cookies, and the addresses of the mix."""
    from urllib.parse import urlencode

    from django.urls import reverse

    from accounts.enums import Role
    from accounts.models import Membership, User
    from asnkarier.bench.ground.applicants import sessions
    from asnkarier.bench.ground.talent_mix import standard_mix

    agencies = largest_agencies()
    users = {}
    for agency in agencies[: order["rounds"]]:
        mark = f"{time.time_ns()}-{agency}"
        user = User.objects.create(email=f"ukur-{mark}@ukur.example", full_name="Admin Ukur")
        Membership.objects.create(user=user, role=Role.AGENCY_ADMIN, agency_id=agency, valid_from="2020-01-01")
        users[agency] = user
    cookies = [key for _, (key, _) in sessions(users)]
    page = reverse("search_talent")
    return {
        "cookies": cookies,
        "pages": [(name, f"{page}?{urlencode(address(query), doseq=True)}") for name, query in standard_mix(agencies)],
    }


def main() -> None:
    import django

    django.setup()
    from core import row_sight

    row_sight.is_command()
    order = json.load(sys.stdin)
    made = {"measure": measure, "searchers": prepare_searchers}[sys.argv[1]](order)
    print(json.dumps(made))


if __name__ == "__main__":
    main()
