"""From nothing to the first page, and from yesterday's data to the first page, step by step.

Runs the same program as `make run`, in a folder of its own on a free port, as a separate process; nothing of a portal
that is running here is touched. Bars (issue 2): 8 s for an empty start, 3 s for a restart, on 2 cores after installation.
"""

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
BARS = {"empty": 8.0, "restart": 3.0}
LONGEST_START_SECONDS = 120


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often to measure."""
    parser.add_argument("--rounds", type=int, default=1, help="berapa kali diukur; yang dikutip adalah mediannya")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure `options["rounds"]` empty starts, each followed by a restart.

    Returns:
        Seconds of each step and of the whole (medians over the rounds), with the bars and facts about the machine.
    """
    rounds = [measure_round() for _ in range(options["rounds"])]
    result: dict[str, Any] = {"machine": machine()}
    for kind, bar in BARS.items():
        names = [name for name in rounds[0][kind] if all(name in each[kind] for each in rounds)]
        result[kind] = {name: round(statistics.median(each[kind][name] for each in rounds), 3) for name in names}
        totals = [each[kind]["total to first page"] for each in rounds]
        result[kind] |= {"slowest total": max(totals), "bar": bar, "within bar": max(totals) <= bar}
    result["rounds"] = len(rounds)
    return result


def measure_round() -> dict[str, dict[str, float]]:
    """One empty start and one restart in a temporary folder."""
    home = Path(tempfile.mkdtemp(prefix="asnkarier-boot-"))
    try:
        return {"empty": measure_start(home / "local"), "restart": measure_start(home / "local")}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure_start(local: Path) -> dict[str, float]:
    """Start the portal on `local`, wait for its first page, stop it.

    Returns:
        Seconds by step, as the launcher reports them, with `total to first page` measured from outside and `stop`.

    Raises:
        RuntimeError: the portal ended or did not answer with a page.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    report = local.with_suffix(".report.json")
    report.unlink(missing_ok=True)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("ASN_", "DATABASE_", "REDIS_", "PORTAL_"))}
    for name in ("SECRET_KEY", "SECOND_FACTOR_KEYS", "STATIC_MANIFEST", "STATIC_ROOT", "MEDIA_ROOT"):
        kept.pop(name, None)
    env = kept | {"ASN_LOCAL_DIR": str(local), "PORT": str(port), "ASN_BOOT_REPORT": str(report)}
    started = time.monotonic()
    portal = subprocess.Popen(
        [sys.executable, str(PROJECT / "asnkarier" / "embedded" / "bootstrap.py"), "run"],
        env=env,
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        while not report.exists():
            if portal.poll() is not None or time.monotonic() - started > LONGEST_START_SECONDS:
                raise RuntimeError(f"the portal did not start: {last_words(local)}")
            time.sleep(0.01)
        status = first_page_status(port)
        total = time.monotonic() - started
        if status >= 500:
            raise RuntimeError(f"the first page answered {status}: {last_words(local)}")
        steps = dict(json.loads(report.read_text())["steps"])
    finally:
        stopping = time.monotonic()
        portal.send_signal(signal.SIGTERM)
        portal.communicate()
    steps.pop("first page", None)
    return steps | {"total to first page": round(total, 3), "stop": round(time.monotonic() - stopping, 3)}


def last_words(local: Path) -> str:
    """Ends of the log files that tell why a start failed."""
    logs = [local / "log" / f"{name}.log" for name in ("prepare", "web", "postgres")]
    return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in logs if log.exists())


def first_page_status(port: int) -> int:
    """Status of the first page on loopback `port`."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", "/")
        return line.getresponse().status
    finally:
        line.close()


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
