"""A computer test: 1,000 people answer every 20 seconds while the web server is killed 20 times.

The portal's own view over HTTP with real sessions and CSRF, on a database that writes to disk; the people are a process of its
own on the same cores and behave as exam.js does: what is not saved is kept and sent again. First quiet, then with `kill -9` of
the whole web server, started again at once as the supervisor does. Bars (2 cores): p95 of a saved answer at most 250 ms while
nothing dies, no error, and after the kills every last choice of everybody in the table. At the end the clock closes the test.
"""

import argparse
import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.servers import Ground, fresh_ground, machine
from asnkarier.embedded.processes import signal_group

BARS = {"p95 ms": 250.0, "errors": 0, "answers lost": 0}
SCRIPT = str(Path(__file__).with_name("ground") / "answering.py")
NEWEST = (
    "SELECT DISTINCT ON (sitting_id, number) sitting_id, number, choice, sequence FROM selection_examanswer"
    " ORDER BY sitting_id, number, sequence DESC, choice DESC"
)
CLOSE = (
    "import django; django.setup()\n"
    "from core import row_sight; row_sight.is_command()\n"
    "from selection.cat.actions import close_session\n"
    "import time; begun = time.perf_counter(); counted = close_session(session_id={session})\n"
    "print(counted, round(time.perf_counter() - begun, 2))"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people, how often, how long, how many kills."""
    parser.add_argument("--people", type=int, default=1000, help="berapa peserta")
    parser.add_argument("--every", type=float, default=20.0, help="berapa detik antara dua jawaban seorang peserta")
    parser.add_argument("--seconds", type=float, default=300.0, help="lama bagian dengan pemadaman; bagian tenang sepertiganya")
    parser.add_argument("--kills", type=int, default=20, help="berapa kali server web dimatikan paksa")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure quietly, then with kills, then close the test.

    Returns:
        Milliseconds of both parts, errors, lost answers, seconds of the closing, and the bars.
    """
    with fresh_ground() as ground, tempfile.NamedTemporaryFile("w", prefix="asnkarier-ujian-", suffix=".json") as file:
        facts = machine()
        order = json.loads(ground.run("asnkarier.bench.ground.sitters", str(options["people"])))
        json.dump(order, file)
        file.flush()
        port = ground.web("ujian")
        quiet = sitting(ground, port, file.name, options["every"], options["seconds"] / 3, kills=0)
        killed = sitting(ground, port, file.name, options["every"], options["seconds"], kills=options["kills"])
        chosen = {
            pk: {**quiet["chosen"].get(pk, {}), **killed["chosen"].get(pk, {})} for pk in {*quiet["chosen"], *killed["chosen"]}
        }
        kept = {(pk, number): (choice, sequence) for pk, number, choice, sequence in ground.rows(NEWEST)}
        lost = [
            (pk, number)
            for pk, rows in chosen.items()
            for number, row in rows.items()
            if kept.get((int(pk), int(number))) != tuple(row)
        ]
        ground.rows("UPDATE selection_examsession SET ends_at = now()")
        counted, seconds = ground.python(CLOSE.format(session=order["session"])).split()
        results = int(ground.rows("SELECT count(*) FROM selection_examresult")[0][0])
        chains = ground.manage("verify_audit")
    errors = sum(count for part in (quiet, killed) for status, count in part["statuses"].items() if status != "200")
    for part in (quiet, killed):
        del part["chosen"]
    p95 = quiet["request ms"]["p95"]
    return {
        "machine": facts,
        "people": options["people"],
        "seconds between answers": options["every"],
        "quiet": quiet,
        "with kills": killed | {"kills": options["kills"]},
        "errors": errors,
        "choices": sum(len(rows) for rows in chosen.values()),
        "answers lost": len(lost),
        "closing": {"counted": int(counted), "results": results, "seconds": float(seconds), "chains hold": chains},
        "bars": {
            "p95 ms": {"bar": BARS["p95 ms"], "met": p95 <= BARS["p95 ms"]},
            "errors": {"bar": 0, "met": errors == 0},
            "answers lost": {"bar": 0, "met": not lost and killed["unsent at the end"] == 0},
        },
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def sitting(ground: Ground, port: int, file: str, every: float, seconds: float, *, kills: int) -> dict[str, Any]:
    """People answer for so long; meanwhile the web server is killed so often, spread evenly, and started again at once."""
    words = [sys.executable, SCRIPT, str(port), file, str(every), str(seconds)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        begun = time.monotonic()
        for number in range(1, kills + 1):
            # The last kill leaves time to come back.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(begun + seconds * number / (kills + 1) - time.monotonic(), 0))
            kill_web(ground)
        said, wrong = process.communicate()
    finally:
        process.kill()
    if process.returncode != 0:
        raise RuntimeError(f"people: {wrong[-2000:]}")
    return dict(json.loads(said))


def kill_web(ground: Ground) -> None:
    """`kill -9` of the server with all its workers; a new one takes its port."""
    (part,) = ground.webs
    if part.process is not None:
        signal_group(part.process, signal.SIGKILL)
        part.process.wait()
    part.start()
