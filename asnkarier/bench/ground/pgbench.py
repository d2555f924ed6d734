"""`pgbench` sends applications: the database function of the send button, called by PostgreSQL's own load generator."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.servers import DATABASE, Ground
from asnkarier.embedded import database
from asnkarier.embedded.postgres import binaries

SCRIPT = """
\\set place :place + 1
\\set number :client_id * {each} + :place
SELECT s.outcome FROM ukur_antrean q, vacancies_send_prepared(q.application, q.person, q.digest, q.code, interval '0') s
WHERE q.number = :number;
"""
# What the check pages of this cell prepared, and nothing older.
QUEUE = """
DROP TABLE IF EXISTS ukur_antrean;
CREATE TABLE ukur_antrean AS SELECT row_number() OVER (ORDER BY s.application_id) AS number, p.public_id AS application,
    s.person_id AS person, s.digest, s.code
FROM vacancies_preparedsending s JOIN vacancies_application p ON p.id = s.application_id WHERE NOT s.application_id = ANY(%s);
CREATE UNIQUE INDEX ON ukur_antrean (number);
GRANT SELECT ON ukur_antrean TO PUBLIC;
ANALYZE ukur_antrean
"""
PREPARED = "SELECT coalesce(array_agg(application_id), '{}') FROM vacancies_preparedsending"


def prepared(ground: Ground) -> list[int]:
    """Ids of the applications whose sending is prepared."""
    return list(ground.rows(PREPARED)[0][0])


def queue(ground: Ground, known: list[int]) -> None:
    """Line up for `pgbench` what has been prepared since `known`."""
    ground.rows(QUEUE, known)


def send_by_pgbench(ground: Ground, folder: Path, drafts: int, clients: int) -> dict[str, Any]:
    """Send what waits in the queue by pgbench, as the web role, the statement planned once a connection."""
    each = drafts // clients
    script = folder / "kirim.sql"
    script.write_text(SCRIPT.format(each=each))
    command = [str(binaries() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-t", str(each)]
    command += ["-D", "place=0", "-f", str(script), "-h", str(ground.places.sockets), "-U", database.WEB, DATABASE]
    # It sends for everybody, so row security has to show it everybody's rows.
    sees_all = os.environ | {"PGOPTIONS": "-c asnkarier.reach=PORTAL"}
    done = subprocess.run(command, capture_output=True, text=True, env=sees_all)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"pgbench: {done.stderr[-2000:]}{done.stdout[-500:]}")
    mean = re.search(r"latency average = ([\d.]+)", done.stdout)
    return {"answers": each * clients, "per_second": float(found[1]), "mean_ms": float(mean[1]) if mean else 0.0}
