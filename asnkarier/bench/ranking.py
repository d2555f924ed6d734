"""A million candidates ranked, cut and stored with their digests; against model objects and bulk_update; and the packet command.

Bars (2 cores): the whole at most 8 s with less than 400 MB in the client, at least 50 times the way with model objects; the
packet command at most 60 s for a packet of all candidates.
"""

import argparse
import contextlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.ranking import CODES, WEIGHTS
from asnkarier.bench.ground.servers import Ground, fresh_ground, machine, spread
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from selection.rules.declaration import Declaration
from selection.rules.ranking import SINGLE, ComponentFact
from vacancies.rules.rule_pack import RulePack

LARGEST = 1664
SLICE = 10_000

SQL_PEOPLE = """
INSERT INTO employees_employee (public_id, nip, name, name_key, email, phone, sex, birth_date, cpns_on, kind, agency_id,
    province_id, unit, position_title, position_level, functional_grade, field, grade, pppk_grade, education_level,
    education_program, is_searchable, updated_at)
SELECT gen_random_uuid(), '19820517200601' || lpad(n::text, 4, '0'), 'Peserta ' || n, 'peserta ' || n, '', '', 'L', '1982-05-17',
    '2006-01-01', 'PNS', a.id, r.province_id, '', 'Kepala Bagian', 'ADMINISTRATOR', '', 'SDM', 42, '', 45, '', true, now()
FROM generate_series(1, %(largest)s) AS n, (SELECT id, region_id FROM accounts_agency ORDER BY code LIMIT 1) a
JOIN accounts_region r ON r.code = a.region_id
"""
SQL_CANDIDATES = """
CREATE TEMPORARY TABLE sizes AS
SELECT vacancy, size FROM unnest(%(vacancies)s::bigint[], %(sizes)s::integer[]) AS s (vacancy, size);
INSERT INTO vacancies_application (public_id, vacancy_id, employee_id, state, state_since, version, email, phone, motivation,
    special_needs, agrees, was_invited, created_at, snapshot, snapshot_sha256, reason_codes, verification_note, submitted_at,
    receipt_number)
SELECT gen_random_uuid(), vacancy, e.id, 'CANDIDATE', now(), 1, '', '', '', '', true, false, now(), '', '', '[]', '', now(),
    'U' || vacancy || '-' || e.id
FROM sizes JOIN LATERAL (SELECT id FROM employees_employee ORDER BY id LIMIT size) e ON true;
INSERT INTO selection_candidate (public_id, paper_id, vacancy_id, application_id, number, is_absent, absent_note)
SELECT gen_random_uuid(), gen_random_uuid(), vacancy_id, id, row_number() OVER (PARTITION BY vacancy_id ORDER BY id), false, ''
FROM vacancies_application;
"""
SQL_LOCK = """
INSERT INTO selection_scorelock (vacancy_id, version, declaration, locked_by_id, locked_at)
SELECT vacancy, %(version)s, %(declaration)s, %(by)s, now() FROM sizes;
INSERT INTO selection_lockedscore (lock_id, candidate_id, key, raw, frozen)
SELECT lock_id, candidate_id, key, raw, '{"number":"' || key || '","scores":{"ASSESS":"' || trim_scale(raw[2])
    || '","CAT":"' || trim_scale(raw[5]) || '","INTERVIEW":"' || trim_scale(raw[4]) || '","PAPER":"' || trim_scale(raw[3])
    || '","TECH":"' || trim_scale(raw[6]) || '","TRACK":"' || trim_scale(raw[1]) || '"}}'
FROM (SELECT l.id AS lock_id, c.id AS candidate_id, lpad(c.number::text, 3, '0') AS key, ARRAY[
    40 + (c.id * 7919 + l.version) %% 61, 50 + (c.id * 104729) %% 51, (c.id * 1299709 %% 1001) / 10.0,
    round((c.id * 15485863 %% 30001) / 300.0, 2), 35 + c.id * 32452843 %% 66, (c.id * 49979687 %% 201) / 2.0] AS raw
    FROM selection_scorelock l JOIN selection_candidate c USING (vacancy_id) WHERE l.version = %(version)s) AS drawn;
"""
# The usual wide way: one row a person with total and rank, filled by objects.
SQL_PLAIN = """
CREATE TABLE bench_plainresult (id bigint PRIMARY KEY, vacancy_id bigint NOT NULL, key text NOT NULL, scores jsonb NOT NULL,
    total numeric(7, 2), rank integer, shortlisted boolean);
INSERT INTO bench_plainresult SELECT c.id, c.vacancy_id, s.key, to_jsonb(s.raw)
FROM selection_candidate c JOIN selection_lockedscore s ON s.candidate_id = c.id JOIN selection_scorelock l ON l.id = s.lock_id
WHERE l.version = 1 ORDER BY c.id LIMIT %(slice)s;
CREATE INDEX ON bench_plainresult (vacancy_id);
GRANT SELECT, UPDATE ON bench_plainresult TO PUBLIC;
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much."""
    parser.add_argument("--candidates", type=int, default=1_000_000, help="berapa peserta")
    parser.add_argument("--rounds", type=int, default=1, help="berapa putaran; yang dikutip adalah mediannya")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Fill, then rank by turns: ours over everything, the way with objects over a slice; last the packet command.

    Returns:
        Seconds, client memory in MB, ratio (seconds a candidate), what was checked, and the bars.
    """
    count, rounds = options["candidates"], options["rounds"]
    with fresh_ground() as ground:
        facts = machine()
        filled = time.monotonic()
        sizes = fill(ground, count, rounds)
        filled = time.monotonic() - filled
        ours, objects, memory = [], [], []
        for version in range(1, rounds + 1):
            told = json.loads(ground.run("asnkarier.bench.ground.ranking", "ours", str(version)))
            ours.append(told["seconds"])
            memory.append(told["client_mb"])
            objects.append(json.loads(ground.run("asnkarier.bench.ground.ranking", "objects", str(SLICE)))["seconds"])
        checked = check(ground, count, rounds)
    packet = packet_command(count)
    slice_size = min(SLICE, count)
    per_candidate = statistics.median(objects) / slice_size * count
    ratio = round(per_candidate / statistics.median(ours), 1)
    return {
        "machine": facts,
        "candidates": count,
        "vacancies": len(sizes),
        "largest": max(sizes),
        "components": len(CODES),
        "seconds to fill": round(filled, 1),
        "ours seconds": spread(ours, 2),
        "ours client MB": spread(memory),
        "objects seconds of a slice": {"slice": slice_size, **spread(objects, 2)},
        "objects seconds of all, by proportion": round(per_candidate, 1),
        "ratio": ratio,
        "packet command": packet,
        "checked": checked,
        "bars": {
            "seconds": {"bar": 8.0, "met": statistics.median(ours) <= 8},
            "client MB": {"bar": 400, "met": max(memory) < 400},
            "times the way with objects": {"bar": 50, "met": ratio >= 50},
            "packet command seconds": {"bar": 60, "met": packet["seconds"] <= 60},
        },
    }


def sizes_of(count: int) -> list[int]:
    """How many candidates each vacancy has: many small ones, few large ones, the largest `LARGEST`."""
    sizes, left, place = [], count, 0
    while left > 0:
        place += 1
        size = min(left, max(12, round(LARGEST / place**0.37)))
        sizes.append(size)
        left -= size
    return sizes


def fill(ground: Ground, count: int, rounds: int) -> list[int]:
    """Vacancies with candidates and locked scores, as superuser and without foreign keys: filling is not what is measured."""
    sizes = sizes_of(count)
    components = [
        ComponentFact(code, Decimal(weight), Decimal(40) if code == "CAT" else None, aggregate=SINGLE)
        for code, weight in zip(CODES, WEIGHTS, strict=True)
    ]
    declaration = json.dumps(Declaration("JPT-2026-0001", 2, 3, components, CODES[::-1], RulePack()).frozen())
    ground.run("asnkarier.bench.ground.vacancies", str(len(sizes)), "0")
    with contextlib.closing(ground.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(SQL_PEOPLE, {"largest": max(sizes)})
        cursor.execute("SELECT id FROM vacancies_vacancy ORDER BY id")
        vacancies = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT min(id) FROM accounts_user")
        ((by,),) = cursor.fetchall()
        cursor.execute(SQL_CANDIDATES, {"vacancies": vacancies, "sizes": sizes})
        for version in range(1, rounds + 1):
            cursor.execute(SQL_LOCK, {"version": version, "declaration": declaration, "by": by})
        cursor.execute(SQL_PLAIN, {"slice": SLICE})
        cursor.execute("VACUUM ANALYZE")
    return sizes


def check(ground: Ground, count: int, rounds: int) -> dict[str, Any]:
    """What must hold besides speed: everybody is in, cuts are kept, and sampled packets are those of the packet command."""
    ((lines, rankings),) = ground.rows(
        "SELECT (SELECT count(*) FROM selection_rankingline), (SELECT count(*) FROM selection_ranking)"
    )
    packets = [row[0] for row in ground.rows("SELECT packet FROM selection_ranking ORDER BY sha256 LIMIT 25")]
    # One packet a line: read, recomputed from the inputs, compared byte by byte.
    done = subprocess.run(
        [sys.executable, "manage.py", "recompute_ranking", "-"],
        input="\n".join(packets) + "\n",
        capture_output=True,
        text=True,
        cwd=PROJECT_ROOT,
        env=ground.environment("web"),
    )
    ((overfull,),) = ground.rows(
        "SELECT count(*) FROM (SELECT r.id FROM selection_ranking r JOIN selection_rankingline l ON l.ranking_id = r.id"
        " WHERE l.is_shortlisted GROUP BY r.id, r.cut HAVING count(*) > r.cut AND NOT bool_or(l.is_tied_at_cut)) AS x"
    )
    return {
        "lines": lines == count * rounds,
        "lists": rankings,
        "lists over the cut without a flagged tie": overfull,
        "25 packets equal the packet command": done.returncode == 0 and done.stdout.splitlines() == packets,
    }


def packet_command(count: int) -> dict[str, Any]:
    """Seconds and memory of the public command for one packet of all candidates."""
    with tempfile.TemporaryDirectory(prefix="asnkarier-ukur-") as folder:
        path, answer = Path(folder) / "paket.json", Path(folder) / "hasil.json"
        write_packet(path, count)
        with answer.open("wb") as out:
            begun = time.monotonic()
            command = [sys.executable, "manage.py", "recompute_ranking", str(path)]
            done = subprocess.run(command, stdout=out, cwd=PROJECT_ROOT)
            seconds = time.monotonic() - begun
        return {
            "status": done.returncode,
            "seconds": round(seconds, 1),
            "packet MB": path.stat().st_size // 1_000_000,
            "answer MB": answer.stat().st_size // 1_000_000,
            "memory MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }


def write_packet(path: Path, count: int) -> None:
    """Inputs of a selection with so many candidates, and many ties."""
    codes = ["TRACK", "ASSESS", "PAPER", "INTERVIEW", "CAT", "TECH"]
    head = {
        "format": "asnkarier.ranking/1",
        "vacancy": {"reference": "JPT-2026-9999", "quota": 1000, "multiple": 3},
        "rounding": {"component_places": None, "total_places": 2, "mode": "HALF_UP"},
        "components": [
            {"code": code, "weight": weight, "min": "0", "max": "100", "pass_mark": "40" if code == "CAT" else None}
            for code, weight in zip(codes, ("20", "20", "15", "25", "10", "10"), strict=True)
        ],
        "tie_order": codes[::-1],
    }
    with path.open("w") as out:
        out.write(json.dumps(head)[:-1] + ', "candidates": [')
        for number in range(count):
            scores = ", ".join(
                f'"{code}": "{(number * (7919 + 131 * place) % 9973) / 100:.2f}"' for place, code in enumerate(codes)
            )
            out.write(f'{"," if number else ""}{{"number": "{number:07d}", "scores": {{{scores}}}}}')
        out.write("]}")
