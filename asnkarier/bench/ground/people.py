"""Work of `bench register` inside the portal's own processes: `python -m asnkarier.bench.ground.people seed|write|import`.

Orders come as JSON on standard input, what was measured leaves as JSON on standard output.
"""

import json
import resource
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import django

# One row a person as SIASN exports it, in the header of docs/import-employees.md. Everybody has another telephone number and
# rating than the register, one in five also a new post, one in a hundred a day that cannot be.
CHANGED_ROWS = """
SELECT e.nip AS "NIP", e.name AS "NAMA", e.sex AS "JENIS_KELAMIN", to_char(e.birth_date, 'DD-MM-YYYY') AS "TANGGAL_LAHIR",
  CASE WHEN e.id %% 100 = 50 THEN '31-02-2020' ELSE to_char(e.cpns_on, 'DD-MM-YYYY') END AS "TMT_CPNS", e.kind AS "STATUS",
  a.name AS "INSTANSI", e.unit AS "UNIT_KERJA",
  CASE WHEN e.id %% 5 = 0 THEN left(e.position_title, 180) || ' Pindahan' ELSE e.position_title END AS "JABATAN",
  e.position_level AS "JENJANG", e.functional_grade AS "JENJANG_FUNGSIONAL", e.field AS "RUMPUN",
  to_char(CASE WHEN e.id %% 5 = 0 THEN %(day)s::date ELSE p.started_on END, 'DD-MM-YYYY') AS "TMT_JABATAN",
  CASE WHEN e.grade IS NULL THEN e.pppk_grade
    ELSE (ARRAY['I', 'II', 'III', 'IV'])[e.grade / 10] || '/' || substr('abcde', e.grade %% 10, 1) END AS "GOLONGAN",
  to_char(coalesce(g.since, e.cpns_on), 'DD-MM-YYYY') AS "TMT_GOLONGAN", e.education_level AS "PENDIDIKAN",
  e.education_program AS "PROGRAM_STUDI", s.year AS "TAHUN_LULUS", s.institution AS "PERGURUAN_TINGGI",
  e.province_id AS "PROVINSI",
  '0899' || (10000000 + e.id) AS "TELEPON", extract(year FROM %(day)s::date)::int - 1 AS "TAHUN_KINERJA",
  CASE WHEN r.predicate = 'BAIK' THEN 'SANGAT_BAIK' ELSE 'BAIK' END AS "PREDIKAT_KINERJA"
FROM employees_employee e
JOIN accounts_agency a ON a.id = e.agency_id
JOIN employees_positionrecord p ON p.employee_id = e.id AND p.ended_on IS NULL
JOIN employees_educationrecord s ON s.employee_id = e.id AND s.level = e.education_level
LEFT JOIN employees_graderecord g ON g.employee_id = e.id AND g.grade = e.grade
LEFT JOIN employees_performancerecord r ON r.employee_id = e.id AND r.year = extract(year FROM %(day)s::date)::int - 1
WHERE e.id <= %(rows)s
"""


def seed(order: dict[str, Any]) -> dict[str, Any]:
    """Fill the register as the owner."""
    from employees.seeding.loading import seed_register
    from employees.seeding.statements import Numbers

    return asdict(seed_register(Numbers(order["count"], order["seed"], date.fromisoformat(order["day"])), replace=True))


def write(order: dict[str, Any]) -> dict[str, Any]:
    """Write the CSV of changed people."""
    from django.db import connection

    with connection.cursor() as cursor, open(order["file"], "wb") as file:
        query = cursor.mogrify(CHANGED_ROWS, order).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER, DELIMITER ';')", file)
    return {"bytes": Path(order["file"]).stat().st_size}


def bring_in(order: dict[str, Any]) -> dict[str, Any]:
    """Import the CSV as the worker; memory is noted after every batch."""
    from employees.importing.running import run_import

    memory: list[int] = []
    begun = time.monotonic()
    report = run_import(
        Path(order["file"]),
        today=date.fromisoformat(order["day"]),
        dry_run=order["dry_run"],
        bulk=True,
        error_path=Path(order["file"]).with_suffix(".galat.csv"),
        tell=lambda line: memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss),
    )
    seconds = time.monotonic() - begun
    told = asdict(report)
    rows = report.created + report.changed + report.unchanged + report.refused
    return told | {
        "seconds": round(seconds, 1),
        "rows a second": round(rows / seconds),
        # ru_maxrss is in KiB on Linux.
        "MiB after a tenth": round(memory[len(memory) // 10] / 1024) if memory else 0,
        "MiB at the end": round(memory[-1] / 1024) if memory else 0,
    }


if __name__ == "__main__":
    django.setup()
    work = {"seed": seed, "write": write, "import": bring_in}[sys.argv[1]]
    sys.stdout.write(json.dumps(work(json.loads(sys.stdin.read()))))
