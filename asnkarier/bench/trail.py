"""A million rows of the trail walked by both verifiers, with their seals; and how long sealing and a signed bundle take.

Bars (2 cores): each verifier at most 10 s.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.servers import Ground, fresh_ground, machine, spread
from asnkarier.embedded.bootstrap import PROJECT_ROOT

TOOL = Path(PROJECT_ROOT) / "tools" / "verify_trail.py"
BAR = 10.0
# Bodies as long as those of a real selection: half a kilobyte in the middle, now and then a longer one.
SQL_CHAIN = """
DO $$
DECLARE v_previous text; v_hash text; v_body text; v_at bigint := (extract(epoch FROM now()) * 1000000)::bigint;
BEGIN
    FOR c IN 1..%(chains)s LOOP
        v_previous := repeat('0', 64);
        FOR n IN 1..(CASE WHEN c = 1 THEN %(long)s ELSE %(short)s END) LOOP
            v_body := '{"act":"decide_step","actor":{"id":' || n || ',"name":"Pejabat Uji ' || n || '"},"details":{"digest":"'
                || md5(n::text) || md5(c::text) || '","note":"' || repeat('catatan ', 10 + n %% 30)
                || '","verdict":"APPROVE"},"duty":"PPK Kementerian Contoh","object":{"id":"' || md5(c::text || n)
                || '","type":"ApprovalRequest"},"second_factor":"totp"}';
            v_hash := encode(sha256(convert_to(v_previous || '|' || n || '|' || v_at || '|' || v_body, 'UTF8')), 'hex');
            INSERT INTO core_auditentry (chain, sequence, at_us, act, actor_id, object_type, object_id, body, previous_hash, hash)
            VALUES ('vacancy:' || c, n, v_at, 'decide_step', n, 'ApprovalRequest', md5(c::text || n), v_body, v_previous, v_hash);
            v_previous := v_hash;
        END LOOP;
        INSERT INTO core_audithead VALUES ('vacancy:' || c, CASE WHEN c = 1 THEN %(long)s ELSE %(short)s END, v_previous);
    END LOOP;
END $$;
"""
SEAL_ALL = """
import django, time; django.setup()
from core import seals
begun = time.monotonic()
number = 0
while True:
    sealed = seals.seal_new_rows()
    if sealed is None or sealed.entries < seals.MOST_ROWS:
        break
    number += 1
middle = time.monotonic()
seals.export_seals()
print(middle - begun, time.monotonic() - middle)
"""
BUNDLE = """
import django, sys, time; django.setup()
from pathlib import Path
from accounts.models import User
from core.bundles import write_bundle
from core.models import TrailExport
from django.utils import timezone
asker = User.objects.create_user("auditor@uji.example", full_name="Auditor Uji")
export = TrailExport.objects.create(requested_by=asker, purpose="Ukur", filters={}, created_at=timezone.now())
begun = time.monotonic()
write_bundle(export, Path(sys.argv[1]))
print(time.monotonic() - begun)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much."""
    parser.add_argument("--rows", type=int, default=1_000_000, help="berapa baris jejak")
    parser.add_argument("--rounds", type=int, default=3, help="berapa putaran; yang dikutip adalah mediannya")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Fill, seal, bundle, then both verifiers by turns; last, one row edited by the superuser must be named by both.

    Returns:
        Seconds of everything, size of the bundle in MB, what was found, and the bars.
    """
    rows, rounds = options["rows"], options["rounds"]
    # One chain holds a fifth of all rows, so that sharing the work by chains alone would not do.
    chains, long = 401, rows // 5
    short = (rows - long) // (chains - 1)
    with fresh_ground() as ground, tempfile.TemporaryDirectory(prefix="asnkarier-bench-") as folder:
        facts = machine()
        begun = time.monotonic()
        execute(ground, SQL_CHAIN % {"chains": chains, "long": long, "short": short}, "VACUUM ANALYZE core_auditentry")
        filled = time.monotonic() - begun
        sealing, exporting = map(float, in_worker(ground, "-c", SEAL_ALL).split())
        bundle = Path(folder) / "bundle.zip"
        bundling = float(in_worker(ground, "-c", BUNDLE, str(bundle)))
        seals = ground.places.home / "seals" / "seals.jsonl"
        inside, outside = [], []
        for _ in range(rounds):
            inside.append(timed(in_worker, ground, "manage.py", "verify_audit"))
            outside.append(timed(stand_alone, bundle, seals))
        execute(
            ground,
            "SET session_replication_role = replica;"
            " UPDATE core_auditentry SET body = replace(body, 'APPROVE', 'REJECT') WHERE chain = 'vacancy:1' AND sequence = 777",
        )
        spoiled = Path(folder) / "spoiled.zip"
        in_worker(ground, "-c", BUNDLE.replace("auditor@", "auditor2@"), str(spoiled))
        named = [first_line(in_worker(ground, "manage.py", "verify_audit")), first_line(stand_alone(spoiled, seals))]
        size = bundle.stat().st_size
    medians = {
        "verify_audit": statistics.median(s for s, *_ in inside),
        "verify_trail": statistics.median(s for s, *_ in outside),
    }
    return {
        "machine": facts,
        "rows": long + short * (chains - 1),
        "chains": chains,
        "seconds to fill": round(filled, 1),
        "seconds to seal": round(sealing, 1),
        "seconds to export the seals": round(exporting, 1),
        "seconds to bundle": round(bundling, 1),
        "bundle MB": round(size / 1_000_000, 1),
        "verify_audit seconds": spread([s for s, *_ in inside], 2),
        "verify_audit processor seconds": spread([used for *_, used in inside], 2),
        "verify_trail seconds": spread([s for s, *_ in outside], 2),
        "verify_trail processor seconds": spread([used for *_, used in outside], 2),
        "verify_audit said": first_line(inside[0][1]),
        "verify_trail said": first_line(outside[0][1]),
        "one row edited": {"verify_audit": named[0], "verify_trail": named[1]},
        "bars": {name: {"bar": BAR, "met": seconds <= BAR} for name, seconds in medians.items()},
    }


def in_worker(ground: Ground, *words: str) -> str:
    """What Python prints with these words, as the worker process; also when it ends with a fault it has named."""
    command = [sys.executable, "-W", "ignore", *words]
    done = subprocess.run(command, env=ground.environment("worker"), cwd=PROJECT_ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def execute(ground: Ground, *statements: str) -> None:
    """Statements as superuser, each in a transaction of its own."""
    for statement in statements:
        ground.rows(statement)


def stand_alone(bundle: Path, seals: Path) -> str:
    """What the script without portal and database says."""
    command = [sys.executable, str(TOOL), str(bundle), "--seals", str(seals)]
    return subprocess.run(command, capture_output=True, text=True).stdout


def timed(act: Any, *words: Any) -> tuple[float, str, float]:
    """Seconds of a call, what it said, and processor seconds of the processes it started (PostgreSQL's own not among them)."""
    begun, used = time.monotonic(), processor_seconds()
    said = act(*words)
    return time.monotonic() - begun, said, processor_seconds() - used


def processor_seconds() -> float:
    """What ended children of this process have used so far; tells more than the clock on a machine that others use as well."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def first_line(said: str) -> str:
    """The first line, "" for none."""
    return said.split("\n", 1)[0]
