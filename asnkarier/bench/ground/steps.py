"""Millions of approval steps by SQL, and what one page of the inbox touches in them.

As a program (`python -m asnkarier.bench.ground.steps fill|measure`) it reads its order as JSON and prints JSON.
"""

import json
import re
import sys
from typing import Any

# One agency: its admin sends, its PyB and PPK decide; Wasdal and Setkab are national. 2 % of the steps are open, each in a
# request of its own; a chain has four steps.
OPEN_IN_HUNDRED_REQUESTS = 8
STEPS_A_REQUEST = 4
# PostgreSQL compares five plans made for their values with one made for all.
WARM = 8
SQL_PEOPLE = """
CREATE TEMPORARY TABLE office AS SELECT id AS agency, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_agency;
INSERT INTO accounts_user (password, public_id, email, full_name, is_active, date_joined, last_code_counter)
SELECT '!', gen_random_uuid(), role || place || '@ukur.example', 'Pejabat ' || role || ' ' || place, true, now(), 0
FROM office, unnest(ARRAY['AGENCY_ADMIN', 'PYB', 'PPK']) AS role
UNION ALL
SELECT '!', gen_random_uuid(), role || '@ukur.example', 'Pejabat ' || role, true, now(), 0
FROM unnest(ARRAY['WASDAL', 'SETKAB']) AS role;
INSERT INTO accounts_membership (user_id, role, agency_id, valid_from, basis)
SELECT u.id, role, agency, date '2020-01-01', '' FROM office, unnest(ARRAY['AGENCY_ADMIN', 'PYB', 'PPK']) AS role
JOIN accounts_user u ON true WHERE u.email = role || place || '@ukur.example'
UNION ALL
SELECT u.id, role, NULL, date '2020-01-01', '' FROM unnest(ARRAY['WASDAL', 'SETKAB']) AS role
JOIN accounts_user u ON u.email = role || '@ukur.example';
"""
SQL_REQUESTS = """
CREATE TEMPORARY TABLE sent AS
SELECT n, o.agency, a.id AS sender, n %% 100 < %(open)s AS is_open, timestamptz '2024-01-01' + n * interval '1 minute' AS at
FROM generate_series(1, %(requests)s) AS n
JOIN office o ON o.place = n %% (SELECT count(*) FROM office)
JOIN accounts_user a ON a.email = 'AGENCY_ADMIN' || o.place || '@ukur.example';
INSERT INTO approvals_approvalrequest (public_id, chain_code, title, level_label, agency_id, summary, digest, trail_chain,
    sender_id, note, round_number, state, created_at, closed_at)
SELECT gen_random_uuid(), 'RESULT_PRATAMA', 'Hasil seleksi nomor ' || n,
    (ARRAY['JPT Pratama', 'JPT Madya'])[1 + n %% 2], agency, '[["Formasi", "2"]]', repeat('a', 64), 'ukur:' || n, sender, '', 1,
    CASE WHEN is_open THEN 'IN_PROGRESS' ELSE 'APPROVED' END, at, CASE WHEN is_open THEN NULL ELSE at + interval '20 days' END
FROM sent ORDER BY n;
"""
SQL_STEPS = """
INSERT INTO approvals_approvalstep (request_id, sender_id, position, code, title, role, scope, agency_id, repeats_actor_of,
    verdicts, working_days, quorum, state, opened_at, due_on)
SELECT r.id, r.sender_id, p.position, lower(p.role), 'Tahap ' || p.position, p.role,
    CASE WHEN p.role IN ('WASDAL', 'SETKAB') THEN 'NATIONAL' ELSE 'AGENCY' END,
    CASE WHEN p.role IN ('WASDAL', 'SETKAB') THEN NULL ELSE r.agency_id END, '', '["APPROVE", "RETURN", "REJECT"]', 3, 1,
    CASE WHEN NOT s.is_open OR p.position < 1 + s.n / 100 %% 4 THEN 'APPROVED' WHEN p.position = 1 + s.n / 100 %% 4 THEN 'OPEN'
        ELSE 'WAITING' END,
    s.at, s.at::date + 5 + (s.n %% 7)::integer
FROM sent s JOIN approvals_approvalrequest r ON r.trail_chain = 'ukur:' || s.n
CROSS JOIN (VALUES (1, 'PYB'), (2, 'PPK'), (3, 'WASDAL'), (4, 'SETKAB')) AS p (position, role)
ORDER BY s.n, p.position;
"""
SQL_DECISIONS = """
INSERT INTO approvals_decision (step_id, actor_id, duty, verdict, note, digest, second_factor, screen, decided_at)
SELECT t.id, m.user_id, '', 'APPROVE', '', repeat('a', 64), 'totp', '', t.opened_at
FROM approvals_approvalstep t JOIN accounts_membership m ON m.role = t.role AND m.agency_id IS NOT DISTINCT FROM t.agency_id
WHERE t.state = 'APPROVED' AND m.basis = '';
"""
# What the inbox itself asks: its rows, and the names beside them. Session, duties and bell belong to the frame of every page.
OWN = ("approvals_", 'FROM "accounts_agency"', 'FROM "accounts_user"')
TABLES = (
    "approvals_approvalrequest",
    "approvals_approvalstep",
    "approvals_decision",
    "accounts_user",
    "accounts_membership",
    "accounts_agency",
)


def fill(cursor: Any, steps: int) -> None:
    """Write `steps` steps (and their requests, people and decisions) over the agencies there are.

    Args:
        cursor: of the owner's connection, in autocommit; the tables of approvals are empty.
    """
    cursor.execute(SQL_PEOPLE)
    cursor.execute(SQL_REQUESTS, {"requests": steps // STEPS_A_REQUEST, "open": OPEN_IN_HUNDRED_REQUESTS})
    cursor.execute("ANALYZE sent")
    cursor.execute("ANALYZE approvals_approvalrequest")
    cursor.execute(SQL_STEPS, {})
    cursor.execute(SQL_DECISIONS)
    for table in TABLES:
        cursor.execute(f"VACUUM ANALYZE {table}")


def measure(email: str, path: str = "/persetujuan/") -> dict[str, Any]:
    """Open a page as somebody and ask PostgreSQL what each of its statements over approvals touched.

    Returns:
        Numbers of statements; per statement its first words, buffers touched and plan.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils.timezone import localdate

    from accounts.models import User
    from accounts.sessions import sight_of
    from core.row_sight import seen_as

    client, user = Client(), User.objects.get(email=email)
    client.force_login(user)
    # Often enough that PostgreSQL has settled how it plans what it plans once (core/planned.py).
    for _ in range(WARM):
        client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    with seen_as(sight_of(user.pk, localdate())):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, statement FROM pg_prepared_statements")
            held = dict(cursor.fetchall())
        texts = [(each["sql"], text_of(each["sql"], held)) for each in captured.captured_queries]
        own = [(sql, text) for sql, text in texts if any(table in text for table in OWN)]
        statements = [explain(sql, text) for sql, text in own]
    return {
        "statements of the page": len(captured),
        "statements of the inbox": len(own),
        "buffers": sum(each["buffers"] for each in statements),
        "statements": statements,
    }


def beside(email: str) -> dict[str, Any]:
    """The same of the numbers that come to the tabs beside the open one a moment after the page, without plans."""
    told = measure(email, "/persetujuan/hitung/?tab=perlu&jumlah=1")
    return {name: told[name] for name in ("statements of the page", "buffers")}


def text_of(sql: str, held: dict[str, str]) -> str:
    """What a statement reads, also when it only names one the connection holds."""
    named = re.match(r"EXECUTE (\w+)", sql)
    return held[named[1]] if named else sql


def explain(sql: str, text: str) -> dict[str, Any]:
    """Run one statement under EXPLAIN as the page ran it; buffers found in memory and read from disk. `text`: what it reads."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, FORMAT JSON) " + sql.replace("%", "%%"))
        (told,) = cursor.fetchone()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return {"sql": text[:160], "buffers": plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], "plan": outline(plan)}


def outline(plan: dict[str, Any], depth: int = 0) -> list[str]:
    """The plan as indented lines: node, index, rows, buffers."""
    name = " ".join(str(plan[key]) for key in ("Node Type", "Index Name", "Relation Name") if key in plan)
    buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    lines = [f"{'  ' * depth}{name}: {plan['Actual Rows']:g} rows x {plan['Actual Loops']:g}, {buffers} buffers"]
    for part in plan.get("Plans", ()):
        lines += outline(part, depth + 1)
    return lines


def main() -> None:
    """Set up Django, do what was asked, print the answer."""
    import django

    django.setup()
    order = json.loads(sys.stdin.read())
    if sys.argv[1] == "fill":
        from django.db import connection

        with connection.cursor() as cursor:
            fill(cursor, order["steps"])
        print(json.dumps({"steps": order["steps"]}))
    else:
        print(json.dumps({email: measure(email) | {"tabs beside": beside(email)} for email in order["people"]}))


if __name__ == "__main__":
    main()
