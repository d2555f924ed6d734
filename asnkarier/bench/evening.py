"""The evening of a deadline and the evening of the results, through nginx: people per second, what each act costs, steady memory.

Four parts on one ground. Results: anonymous readers of one result page, in turn with a bare Django view that returns one template
of the same length. Sending: the portal's send button, in turn with `pgbench` calling the same database function over the same
kind of rows, which writes all that a sending writes. Deadline: people sign in, open the vacancy, upload 2 MB, check, send and
watch the status, first act by act to know what each costs, then all mixed for `--seconds` with worker, beat and a mail server,
while the memory of each web process is read. Machines: one web machine more at a time, each in a network namespace.
Bars: the result page at least twice the bare view; sending at least a fifth of pgbench; no error; no growth; each machine adds
until the cores are full. Wants Linux, nginx, and root for the namespaces.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.nodes import added_throughput
from asnkarier.bench.ground.pgbench import prepared, queue, send_by_pgbench
from asnkarier.bench.ground.servers import Ground, fetch, fresh_ground, get_request, load, load_file, machine, spread
from asnkarier.bench.ground.site import Portal, bare_server, each_costs, site, summary
from asnkarier.bench.ground.usage import processor_seconds
from asnkarier.bench.ground.visitors import ACTS
from asnkarier.bench.invitations import MailServer, mail_server, wait_for_worker
from asnkarier.embedded.processes import die_with_parent
from asnkarier.embedded.supervisor import Part, beat_part, stop_parts, worker_part

BARS = {"result page to bare view": 2.0, "sending to pgbench": 0.20, "growth": 1.05}
BROWSER = {"Accept": "text/html", "User_Agent": "Mozilla/5.0 (ukur)"}
SEND, CHECK, STATUS = "/lamaran/{id}/kirim/", "/lamaran/{id}/periksa/", "/lamaran/{id}/"
SPREAD_OVER = 200
EVENING_VACANCIES = 20
# Nobody is faster on two cores; whoever is not needed costs a moment of preparation.
PEOPLE_A_SECOND = 12
MOST_PEOPLE = 9_000
SAMPLES = 40
OPENING_AT_ONCE = 16
# A mail's cost needs some mails; a worker that has just begun first loads what it draws letters with.
ENOUGH_MAILS, MAIL_SECONDS = 50, 120
SENT = "SELECT count(*) FROM vacancies_application WHERE state = 'SUBMITTED'"
SIZES = "SELECT pg_database_size(current_database()), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
DELIVERED = "SELECT count(*) FILTER (WHERE state = 'SENT'), count(*) FROM core_outboxmessage"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long and how much."""
    parser.add_argument("--seconds", type=float, default=60.0, help="lama malam tenggat; 600 untuk keadaan tetap")
    parser.add_argument("--rounds", type=int, default=3, help="berapa putaran pasangan yang diukur bergantian")
    parser.add_argument("--cell", type=float, default=3.0, help="lama tiap pengukuran halaman, detik")
    parser.add_argument("--clients", type=int, default=16, help="berapa orang sekaligus")
    parser.add_argument("--drafts", type=int, default=1200, help="berapa lamaran dikirim tiap putaran")
    parser.add_argument("--each", type=int, default=100, help="berapa orang melakukan tiap tindakan saat biayanya dihitung")
    parser.add_argument("--machines", type=int, default=3, help="paling banyak berapa mesin web")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure all four parts.

    Returns:
        Their figures, what each act costs, and the bars.
    """
    rounds, evening_people = options["rounds"], min(int(options["seconds"] * PEOPLE_A_SECOND) + options["clients"], MOST_PEOPLE)
    cells = [
        {"name": f"{kind}-{number}", "path": SEND, "page": CHECK, "drafts": options["drafts"], "vacancies": SPREAD_OVER}
        for number in range(rounds)
        for kind in ("ours", "pgbench")
    ]
    cells.append({"name": "status", "path": SEND, "page": STATUS, "drafts": SPREAD_OVER, "vacancies": SPREAD_OVER})
    order = {"cells": cells, "people": options["each"] + evening_people, "vacancies": EVENING_VACANCIES}
    with fresh_ground() as ground, tempfile.TemporaryDirectory(prefix="asnkarier-malam-") as made:
        folder = Path(made)
        facts = machine() | {"proxy": "nginx, 1 worker, deploy/nginx/portal.conf.template, plain HTTP"}
        told = json.loads(ground.run_with("asnkarier.bench.ground.evening", made, said=order))
        with site(ground) as portal:
            results = results_evening(ground, portal, told["result"], folder, options)
            sending = sending_evening(ground, portal, cells, folder, options)
            with visitors(portal.port, folder / "people.json") as crowd:
                costs = cost_of_acts(portal, crowd, options)
                deadline = deadline_evening(ground, portal, crowd, options)
        machines = added_throughput(
            ground,
            folder / "status.pages",
            most=options["machines"],
            rounds=rounds,
            seconds=options["cell"],
            clients=options["clients"],
        )
        chains = ground.manage("verify_audit")
    result = {
        "machine": facts,
        "results evening": results,
        "sending": sending,
        "cost of one": costs,
        "deadline evening": deadline,
        "machines": machines,
        "chains hold": chains,
    }
    return result | {"bars": bars(result), "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


# The evening of the results


def results_evening(ground: Ground, portal: Portal, path: str, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Readers of one result page and of a bare view, in turn."""
    status, _, page = fetch(portal.port, path)
    if status != 200:
        raise RuntimeError(f"the result page answered {status}")
    with bare_server(ground, folder, page) as bare:
        # As a browser reads it, and once with an answer that is not packed, as the bare view gives it.
        kinds = {
            "result page": (portal, get_request(path, **BROWSER)),
            "result page, packed": (portal, get_request(path, **BROWSER, Accept_Encoding="gzip, deflate, br")),
            "bare view": (bare, get_request("/", **BROWSER)),
        }
        for who, request in kinds.values():
            load(who.port, [request] * 200, clients=2, seconds=30, repeat=False)
        measured: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}
        for _ in range(options["rounds"]):
            for name, (who, request) in kinds.items():
                before = who.used()
                each = load(who.port, [request], clients=options["clients"], seconds=options["cell"], repeat=True)
                measured[name].append(each | {"cost": each_costs(before, who.used(), each["answers"])})
    found: dict[str, Any] = {"bytes": len(page)} | {name: summary(each) for name, each in measured.items()}
    rates = {name: found[name]["a second"]["median"] for name in kinds}
    return found | {"result page to bare view": round(rates["result page"] / rates["bare view"], 2)}


# Sending


def sending_evening(
    ground: Ground, portal: Portal, cells: list[dict[str, Any]], folder: Path, options: dict[str, Any]
) -> dict[str, Any]:
    """The send button and pgbench in turn, each on drafts of its own whose check pages were opened just before."""
    measured: dict[str, list[dict[str, Any]]] = {"ours": [], "pgbench": []}
    for cell in cells:
        kind = str(cell["name"]).split("-")[0]
        if kind not in measured:
            continue
        known = prepared(ground)
        load_file(portal.port, folder / f"{cell['name']}.pages", clients=OPENING_AT_ONCE, seconds=600, repeat=False)
        already, before = int(ground.rows(SENT)[0][0]), portal.used()
        if kind == "ours":
            each = load_file(portal.port, folder / cell["name"], clients=options["clients"], seconds=600, repeat=False)
        else:
            queue(ground, known)
            before = portal.used()
            each = send_by_pgbench(ground, folder, options["drafts"], options["clients"])
        spent = each_costs(before, portal.used(), each["answers"])
        stored = int(ground.rows(SENT)[0][0]) - already
        measured[kind].append(each | {"cost": spent, "stored": stored})
    found: dict[str, Any] = {"vacancies": SPREAD_OVER, "clients": options["clients"], "ours": summary(measured["ours"])}
    rates = spread([each["per_second"] for each in measured["pgbench"]])
    found["pgbench"] = {"a second": rates, "mean ms": spread([each["mean_ms"] for each in measured["pgbench"]], 2)}
    found["pgbench"]["cost ms"] = measured["pgbench"][-1]["cost"]
    all_stored = all(each["stored"] == each["answers"] for kind in measured.values() for each in kind)
    return found | {
        "all stored": all_stored,
        "sending to pgbench": round(found["ours"]["a second"]["median"] / rates["median"], 3),
    }


# The evening of the deadline


class Visitors:
    """People in a process of their own.

    Args:
        process: which takes a command a line and answers each by a line.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def order(self, **command: Any) -> dict[str, Any]:
        """Carry out one command; see `ground/visitors.py`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the people are gone; what they said stands above")
        return dict(json.loads(line))


@contextlib.contextmanager
def visitors(port: int, people: Path) -> Iterator[Visitors]:
    """The people of one evening."""
    script = str(Path(__file__).with_name("ground") / "visitors.py")
    wish = die_with_parent(signal.SIGTERM)
    process = subprocess.Popen(
        [sys.executable, script, str(port), str(people)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=wish,
    )
    try:
        yield Visitors(process)
    finally:
        process.kill()
        process.wait()


def cost_of_acts(portal: Portal, crowd: Visitors, options: dict[str, Any]) -> dict[str, Any]:
    """All of some people do one act after the other; milliseconds of processor that one act takes, by part."""
    found: dict[str, Any] = {}
    for act in ACTS:
        before = portal.used()
        told = crowd.order(act=act, clients=4, people=options["each"])
        done = told["acts"].get(act, {}).get("done", 0)
        found[act] = {
            "requests": round(told["requests"] / max(done, 1), 1),
            "cost ms": each_costs(before, portal.used(), done),
            "errors": told["errors"],
            "wrong": told["wrong"],
        }
    return found


def sizes(ground: Ground) -> tuple[Any, ...]:
    """Bytes of the database and of its log so far, swept first: else what earlier acts left behind is swept in between."""
    ground.rows("VACUUM")
    return ground.rows(SIZES)[0]


def deadline_evening(ground: Ground, portal: Portal, crowd: Visitors, options: dict[str, Any]) -> dict[str, Any]:
    """People come and do everything, with worker, beat and mail server at work; memory is read all the while."""
    already, (mailed, _), size = int(ground.rows(SENT)[0][0]), ground.rows(DELIVERED)[0], sizes(ground)
    with mail_server(ground) as mails, background(ground, mails) as parts:
        worker = {part.title: part.process.pid for part in parts if part.process is not None}
        before, began = portal.used() | {"worker": sum(map(processor_seconds, worker.values()))}, time.monotonic()
        samples: list[list[float]] = []
        over = threading.Event()
        reader = threading.Thread(target=read_memory, args=(portal, samples, over, options["seconds"] / SAMPLES))
        reader.start()
        try:
            told = crowd.order(evening=options["seconds"], clients=options["clients"], first=options["each"])
        finally:
            over.set()
            reader.join()
        span = time.monotonic() - began
        after = portal.used() | {"worker": sum(map(processor_seconds, worker.values()))}
        sent = int(ground.rows(SENT)[0][0]) - already
        busy = wait_for_mails(ground, mailed, worker)
        delivered, written = ground.rows(DELIVERED)[0]
        grown = [int(late - early) for early, late in zip(size, sizes(ground), strict=True)]
    spent = {name: after[name] - before[name] for name in after}
    tenth = samples[len(samples) // 10]
    growth = max(late / early for early, late in zip(tenth, samples[-1], strict=True))
    return told | {
        "sent": sent,
        "people a minute": round(sent * 60 / span, 1),
        "cost ms of a request": each_costs(before, after, told["requests"]),
        "cores used": {name: round(value / span, 2) for name, value in spent.items()},
        "mails": {"delivered": delivered - mailed, "waiting": written - delivered},
        "bytes of one application": {"database": grown[0] // max(sent, 1), "log of the database": grown[1] // max(sent, 1)},
        # Everything the worker did from its start until then; None when too few left to tell.
        "worker ms a mail": round(busy * 1000 / (delivered - mailed), 1) if delivered - mailed >= ENOUGH_MAILS else None,
        "memory MiB": {
            "at the start": samples[0],
            "after a tenth": tenth,
            "in the middle": samples[len(samples) // 2],
            "at the end": samples[-1],
            "end to a tenth": round(growth, 3),
        },
    }


def wait_for_mails(ground: Ground, mailed: int, worker: dict[str, int]) -> float:
    """Until enough mails left, or `MAIL_SECONDS` are over; seconds of processor that worker and beat have used by then."""
    deadline = time.monotonic() + MAIL_SECONDS
    while int(ground.rows(DELIVERED)[0][0]) - mailed < ENOUGH_MAILS and time.monotonic() < deadline:
        time.sleep(0.5)
    return sum(map(processor_seconds, worker.values()))


def read_memory(portal: Portal, samples: list[list[float]], over: threading.Event, pause: float) -> None:
    """Note the memory of each web process again and again, once more at the end."""
    samples.append(portal.memory())
    while not over.wait(pause):
        samples.append(portal.memory())
    samples.append(portal.memory())


@contextlib.contextmanager
def background(ground: Ground, mails: MailServer) -> Iterator[list[Part]]:
    """Worker and beat as `make run` starts them, mailing to the null server."""
    environment = ground.environment("worker", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mails.port))
    parts = [worker_part(environment, ground.places.log), beat_part(environment, ground.places.log)]
    try:
        parts[0].start()
        wait_for_worker(ground)
        parts[1].start()
        yield parts
    finally:
        stop_parts(parts)


def bars(result: dict[str, Any]) -> dict[str, Any]:
    """Each bar, its figure, and whether it is met."""
    results, sending, evening = result["results evening"], result["sending"], result["deadline evening"]
    page, button = results["result page to bare view"], sending["sending to pgbench"]
    growth = evening["memory MiB"]["end to a tenth"]
    kinds = ("result page", "result page, packed", "bare view")
    wrong = sum(results[name]["errors"] for name in kinds) + sending["ours"]["errors"] + evening["errors"]
    machines = [row for name, row in result["machines"].items() if "web machine" in name]
    wrong += sum(row["errors"] for row in result["cost of one"].values()) + sum(row["errors"] for row in machines)
    cores = os.cpu_count() or 1
    steps = [row["times one machine"] for row in machines[: max(cores, 2)]]
    return {
        "result page to bare view": {"bar": BARS["result page to bare view"], "is": page, "met": page >= 2.0},
        "sending to pgbench": {"bar": BARS["sending to pgbench"], "is": button, "met": button >= BARS["sending to pgbench"]},
        "errors": {"bar": 0, "is": wrong, "met": wrong == 0 and sending["all stored"]},
        "memory does not grow": {"bar": BARS["growth"], "is": growth, "met": growth <= BARS["growth"]},
        "each machine adds until the cores are full": {"is": steps, "met": steps == sorted(set(steps))},
    }
