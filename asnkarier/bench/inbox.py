"""The inbox at three million steps, 2 % of them open: statements and buffers of a page with its badge.

Measured are a PPK of one agency and Wasdal, who holds a quarter of all open steps. Bars: at most 5 statements over approvals and
300 buffers touched (found in memory or read), by EXPLAIN and not by time. The plan of each statement is part of the answer.
"""

import argparse
import json
import time
from typing import Any

from asnkarier.bench.ground.servers import fresh_ground, machine

PEOPLE = ("PPK0@ukur.example", "WASDAL@ukur.example")
BARS = {"statements": 5, "buffers": 300}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many steps."""
    parser.add_argument("--steps", type=int, default=3_000_000, help="berapa tahap persetujuan")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Fill by SQL, then open the page as each of the people.

    Returns:
        Per person the statements and buffers, with plans, and whether the bars were met.
    """
    with fresh_ground() as ground:
        facts = machine()
        begun = time.monotonic()
        ground.run_with("asnkarier.bench.ground.steps", "fill", said={"steps": options["steps"]})
        seconds = time.monotonic() - begun
        told = json.loads(
            ground.run("asnkarier.bench.ground.steps", "measure", said=json.dumps({"people": PEOPLE}), process="web")
        )
        counted = ground.rows(
            "SELECT count(*), count(*) FILTER (WHERE state = 'OPEN'), pg_total_relation_size('approvals_approvalstep'),"
            " pg_relation_size('inbox_by_duty') FROM approvals_approvalstep"
        )[0]
    worst = {
        "statements": max(each["statements of the inbox"] for each in told.values()),
        "buffers": max(each["buffers"] for each in told.values()),
    }
    return {
        "machine": facts,
        "steps": counted[0],
        "open": counted[1],
        "MB of the steps with indexes": round(counted[2] / 1e6),
        "MB of the index over open steps": round(counted[3] / 1e6, 1),
        "seconds to fill": round(seconds, 1),
        "people": told,
        "bars": {name: {"bar": bar, "measured": worst[name], "met": worst[name] <= bar} for name, bar in BARS.items()},
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
