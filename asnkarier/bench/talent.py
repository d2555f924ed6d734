"""Searching the register: 32 searches, ours against the peers' pattern on the same data, and the page over HTTP.

Ours answers first page, total and the counts beside all filters; the peers' pattern answers `COUNT(*)` and the first page
only. Both run in turn in one process, warm. Bars (2 cores, 5,000,000 people): median 30 ms, p95 120 ms, worst 400 ms; 50 times
the peers at the median and 100 times at p95; the page over HTTP within 2.5 times of the search itself.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.lasting import LastingGround
from asnkarier.bench.ground.searches import PEER, peer_statements
from asnkarier.bench.ground.servers import fetch, machine
from asnkarier.embedded import database
from asnkarier.embedded.bootstrap import PROJECT_ROOT

SEED = 7
BARS = {"median ms": 30.0, "p95 ms": 120.0, "worst ms": 400.0}
RATIO_BARS = {"median": 50.0, "p95": 100.0}
HTTP_BAR = 2.5
COOKIE = "sesi"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people, where they lie, and how often."""
    parser.add_argument("--count", type=int, default=100_000, help="berapa pegawai")
    parser.add_argument("--folder", type=Path, help="tempat data, dipakai lagi bila sudah berisi")
    parser.add_argument("--database", default="", help="nama basis data di tempat itu, bila bukan milik pengukuran")
    parser.add_argument("--rounds", type=int, default=5, help="berapa putaran kita; yang dikutip adalah mediannya")
    parser.add_argument("--peer-rounds", type=int, default=1, help="berapa putaran pola pembanding")
    parser.add_argument("--peer-seconds", type=float, default=60, help="batas satu perintah pola pembanding")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Make or reuse the register, measure both sides in turn, then the page."""
    home = options["folder"] or Path(PROJECT_ROOT) / ".local" / f"bench-talent-{options['count']}"
    facts = machine()
    ground = LastingGround(home, options["database"])
    try:
        ground.start()
        prepared = prepare(ground, options["count"])
        order = {
            "rounds": options["rounds"],
            "peer rounds": options["peer_rounds"],
            "peer seconds": options["peer_seconds"],
        }
        said = ground.run("asnkarier.bench.ground.searches", "measure", said=json.dumps(order), process="web")
        rows = json.loads(said)
        pages = over_http(ground, options["rounds"])
    finally:
        ground.stop()
    return result_of(facts, prepared, rows, pages, options)


def prepare(ground: LastingGround, count: int) -> dict[str, Any]:
    """Whatever is missing: people, projection, the peers' table; with the seconds it took."""
    seconds: dict[str, Any] = {}

    def take(step: str, *words: str) -> None:
        begun = time.monotonic()
        ground.run("django", *words)
        seconds[step] = round(time.monotonic() - begun, 1)

    if int(ground.rows("SELECT count(*) FROM employees_employee")[0][0]) != count:
        take("seconds of seeding", "seed_employees", "--count", str(count), "--seed", str(SEED), "--replace")
    current = ground.rows("SELECT people, folder FROM talent_searchbuild WHERE is_current")
    root = ground.places.home / "talent-counts"
    if not current or seconds or (current[0][1] and not (root / current[0][1]).exists()):
        take("seconds of building the projection", "rebuild_talent_search")
        ground.rows(f"DROP TABLE IF EXISTS {PEER}")
    # An unlogged table is there but empty when the server before this one was not stopped in order.
    is_there = bool(ground.rows("SELECT 1 FROM pg_class WHERE relname = %s", PEER))
    if not is_there or not ground.rows(f"SELECT EXISTS (SELECT FROM {PEER})")[0][0]:  # noqa: S608 - a name of our own
        ground.rows(f"DROP TABLE IF EXISTS {PEER}")
        begun = time.monotonic()
        for statement in peer_statements():
            ground.rows(statement)
        # The owner gives out rights on every table there is.
        ground.rows(f"ALTER TABLE {PEER} OWNER TO {database.OWNER}")
        seconds["seconds of building the peers' table"] = round(time.monotonic() - begun, 1)
    sizes = ground.rows(
        "SELECT sum(pg_table_size(oid)), sum(pg_indexes_size(oid)) FROM pg_class"
        " WHERE relname LIKE 'talent_searchrow%' AND relkind = 'r'"
    )[0]
    return seconds | {
        "people searchable": int(ground.rows("SELECT people FROM talent_searchbuild WHERE is_current")[0][0]),
        "MB of the projection": round(int(sizes[0]) / 1e6),
        "MB of its indexes": round(int(sizes[1]) / 1e6),
        "MB of the count files": round(sum(path.stat().st_size for path in root.rglob("*.npy")) / 1e6),
    }


def over_http(ground: LastingGround, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of the page of each search, a searcher of another agency each round."""
    said = ground.run("asnkarier.bench.ground.searches", "searchers", said=json.dumps({"rounds": rounds + 1}), process="web")
    made = json.loads(said)
    # A kept register has what was searched before in its log, which only a superuser clears: limits and counting begin anew.
    ground.rows("SET session_replication_role = replica; DELETE FROM talent_talentsearch")
    port = ground.web("talent")
    pages: dict[str, list[float]] = {name: [] for name, _ in made["pages"]}
    for number, cookie in enumerate(made["cookies"]):
        for name, path in made["pages"]:
            begun = time.perf_counter()
            status, _, _ = fetch(port, path, Cookie=f"{COOKIE}={cookie}")
            taken = (time.perf_counter() - begun) * 1000
            if status != 200:
                raise RuntimeError(f"{name}: {status}")
            # The first round warms both processes of the web server.
            if number:
                pages[name].append(taken)
    return pages


def spread_of(values: Sequence[float]) -> dict[str, float]:
    """Median, p95 (nearest rank) and worst."""
    ordered = sorted(values)
    p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return {
        "median ms": round(statistics.median(ordered), 1),
        "p95 ms": round(p95, 1),
        "worst ms": round(ordered[-1], 1),
    }


def result_of(
    facts: dict[str, Any],
    prepared: dict[str, Any],
    rows: dict[str, dict[str, Any]],
    pages: dict[str, list[float]],
    options: dict[str, Any],
) -> dict[str, Any]:
    """The table of searches, the spreads over the 32 of them, ratios and bars."""
    table = {}
    for name, row in rows.items():
        ours, page = statistics.median(row["ours ms"]), statistics.median(pages[name])
        peer = statistics.median(row["peer ms"]) if row["peer ms"] else None
        table[name] = {
            "ours ms": round(ours, 1),
            "peer ms": None if peer is None else round(peer, 1),
            "times": None if peer is None else round(peer / ours, 1),
            "page over HTTP ms": round(page, 1),
            "people": row["people"],
            "counts": "exact" if row["counts are exact"] else "of the sample",
            "statements of the peers given up": row["gave up"],
        }
    ours = spread_of([each["ours ms"] for each in table.values()])
    page = spread_of([each["page over HTTP ms"] for each in table.values()])
    bars: dict[str, Any] = {name: {"bar": bar, "measured": ours[name], "met": ours[name] <= bar} for name, bar in BARS.items()}
    found = {"ours": ours, "page over HTTP": page}
    if options["peer_rounds"]:
        peers = spread_of([each["peer ms"] for each in table.values()])
        found["peers"] = peers
        for name, bar in RATIO_BARS.items():
            times = round(peers[f"{name} ms"] / ours[f"{name} ms"], 1)
            bars[f"times at {name}"] = {"bar": bar, "measured": times, "met": times >= bar}
    times = round(page["median ms"] / ours["median ms"], 2)
    bars["page to search"] = {"bar": HTTP_BAR, "measured": times, "met": times <= HTTP_BAR}
    return {
        "machine": facts,
        "people": options["count"],
        "prepared": prepared,
        "rounds": {"ours": options["rounds"], "peers": options["peer_rounds"], "seconds for the peers": options["peer_seconds"]},
        "searches": table,
        "over all searches": found,
        "bars": bars,
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
