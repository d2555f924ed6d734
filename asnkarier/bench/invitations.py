"""A mailing of many invitations: rows first, chunks of letters, groups of mails; against one task and one connection a mail.

Real Celery workers and a null mail server in a process of its own, all on the same cores. Both ways are measured in turn, round
after round, on the same rows; ours also writes the numbered letter, the bell line and the trail, the plain one does not.
Then workers are killed with `kill -9` in the middle of a mailing. Bars (2 cores): 100,000 invitations written in at most 5 s,
handed over at least 8 times as fast as one task a mail, and with three kills everybody served, doubles at most one group a
kill, all with one Message-ID a person. The checks of each person (eligibility, pause) come before and are not part of it.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.servers import Ground, fresh_ground, machine, spread
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.processes import die_with_parent
from asnkarier.embedded.supervisor import Part, worker_part
from core.delivery import GROUP

BARS = {"seconds to write 100000": 5.0, "to one task a mail": 8.0}
ROUNDS = 3
KILLS = 3
# Seconds between beat's messages, as in production.
BEAT = 15.0
MODULE = "asnkarier.bench.ground.mailings"
WAITING = (
    "SELECT (SELECT count(*) FROM talent_invitation WHERE state = 'QUEUED')"
    " + (SELECT count(*) FROM core_outboxmessage WHERE state = 'PENDING')"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people."""
    parser.add_argument("--count", type=int, default=100_000, help="berapa undangan seluruhnya")
    parser.add_argument("--plain", type=int, default=1000, help="berapa undangan tiap putaran dengan satu tugas per surat")
    parser.add_argument("--killed", type=int, default=0, help="berapa undangan saat pekerja dimatikan; 0: sama dengan --count")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure three rounds of both ways, then three kills.

    Returns:
        Seconds of writing, mails a second of both ways (median and range), what the kills left, and the bars.
    """
    slice_of, killed = -(-options["count"] // ROUNDS), options["killed"] or options["count"]
    with fresh_ground() as ground, mail_server(ground) as mails:
        facts = machine()
        most = max(slice_of, options["plain"], killed)
        vacancies = json.loads(ground.run(MODULE, "people", str(most), str(2 * ROUNDS + 1), process="worker"))
        written, ours, plain = 0.0, [], []
        with workers(ground, mails):
            for number in range(ROUNDS):
                written += materialise(ground, vacancies[2 * number], slice_of)
                ours.append(slice_of / hand_over(ground))
                materialise(ground, vacancies[2 * number + 1], options["plain"], is_plain=1)
                plain.append(options["plain"] / one_by_one(ground, mails, vacancies[2 * number + 1], options["plain"]))
        kills = with_kills(ground, mails, vacancies[-1], killed)
        kills["chains hold"] = ground.manage("verify_audit")
    return result_of(facts, options, written, ours, plain, kills)


class MailServer:
    """The null mail server and what it has taken.

    Args:
        port: where it listens; path: one line a mail.
    """

    def __init__(self, port: int, path: Path) -> None:
        self.port, self.path = port, path

    def taken(self, since: int = 0) -> list[str]:
        """Lines "address Message-ID" of the mails taken, from the byte `since` on."""
        with open(self.path) as notes:
            notes.seek(since)
            return notes.read().splitlines()

    def size(self) -> int:
        """Where the next line will stand."""
        return self.path.stat().st_size


@contextlib.contextmanager
def mail_server(ground: Ground) -> Iterator[MailServer]:
    """A null mail server in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    path = ground.places.home / "surel.txt"
    path.touch()
    script = str(Path(__file__).with_name("ground") / "mail_server.py")
    wish = die_with_parent(signal.SIGTERM)
    process = subprocess.Popen([sys.executable, script, str(port), str(path)], preexec_fn=wish)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield MailServer(port, path)
    finally:
        process.terminate()
        process.wait()


def worker(ground: Ground, mails: MailServer) -> Part:
    """The portal's Celery worker, mailing to the null server, with the plain task beside its own."""
    part = worker_part(ground.environment("worker", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mails.port)), ground.places.log)
    part.command = [*part.command, "--include", "asnkarier.bench.plain.mailing"]
    return part


@contextlib.contextmanager
def workers(ground: Ground, mails: MailServer) -> Iterator[None]:
    """A running worker (two processes), stopped at the end."""
    part = worker(ground, mails)
    part.start()
    wait_for_worker(ground)
    try:
        yield
    finally:
        part.begin_stop()
        part.finish_stop()


def wait_for_worker(ground: Ground) -> None:
    """Until a worker answers; its start is not part of the measurement."""
    command = [sys.executable, "-m", "celery", "-A", "asnkarier", "inspect", "ping", "--timeout", "2"]
    for _ in range(30):
        done = subprocess.run(command, env=ground.environment("worker"), cwd=PROJECT_ROOT, capture_output=True)
        if done.returncode == 0:
            return
    raise RuntimeError("no Celery worker answers")


def materialise(ground: Ground, vacancy: int, count: int, is_plain: int = 0) -> float:
    """Seconds of writing so many queued invitations; `is_plain`: 1 for those the plain way sends."""
    return float(ground.run(MODULE, "materialise", str(vacancy), str(count), str(is_plain), process="worker"))


def hand_over(ground: Ground) -> float:
    """Seconds from beat's first message until nothing waits any more."""
    first = step(ground, "wake")
    waker, woken = first, time.monotonic()
    while ground.rows(WAITING)[0][0]:
        time.sleep(0.1)
        # A message that found nothing to do yet is made good by the next one.
        if waker.poll() is not None and time.monotonic() - woken > BEAT:
            waker, woken = step(ground, "wake"), time.monotonic()
    ended = time.time()
    waker.wait()
    return ended - begun_at(first)


def one_by_one(ground: Ground, mails: MailServer, vacancy: int, count: int) -> float:
    """Seconds from the first message of the plain way until its last mail was taken."""
    since = mails.size()
    sender = step(ground, "one_task_a_mail", str(vacancy))
    while len(mails.taken(since)) < count:
        time.sleep(0.05)
    ended = time.time()
    return ended - begun_at(sender)


def step(ground: Ground, *words: str) -> "subprocess.Popen[bytes]":
    """A step of `asnkarier/bench/ground/mailings.py` in a process of its own, whose start is no part of what is measured."""
    command = [sys.executable, "-W", "ignore", "-m", MODULE, *words]
    return subprocess.Popen(command, env=ground.environment("worker"), cwd=PROJECT_ROOT, stdout=subprocess.PIPE)


def begun_at(process: "subprocess.Popen[bytes]") -> float:
    """When the step sent its first message, as it said itself; waits for its end."""
    said, _ = process.communicate()
    return float(said)


def with_kills(ground: Ground, mails: MailServer, vacancy: int, count: int) -> dict[str, Any]:
    """One mailing during which a worker is killed three times, a quarter of the way apart; Celery starts another in its place."""
    materialise(ground, vacancy, count)
    since = mails.size()
    marks = [count * (number + 1) // (KILLS + 1) for number in range(KILLS)]
    part = worker(ground, mails)
    part.start()
    wait_for_worker(ground)
    waker, woken = step(ground, "wake"), time.monotonic()
    try:
        while ground.rows(WAITING)[0][0]:
            if marks and len(mails.taken(since)) >= marks[0]:
                marks.pop(0)
                assert part.process is not None
                os.kill(children_of(part.process.pid)[0], signal.SIGKILL)
            # Beat goes on, and its messages are what a new worker hears.
            if waker.poll() is not None and time.monotonic() - woken > BEAT / 3:
                waker, woken = step(ground, "wake"), time.monotonic()
            time.sleep(0.05)
    finally:
        waker.wait()
        part.begin_stop()
        part.finish_stop()
    return kills_left(ground, mails.taken(since), count)


def children_of(pid: int) -> list[int]:
    """Process ids of the workers below Celery's own process (Linux)."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kills_left(ground: Ground, taken: list[str], count: int) -> dict[str, Any]:
    """Who was served, how often, and under how many Message-IDs."""
    pairs = [line.split(" ", 1) for line in taken]
    people, ids = {to for to, _ in pairs}, {(to, message) for to, message in pairs}
    letters = ground.rows("SELECT count(*), count(DISTINCT number) FROM core_letter WHERE kind = 'UNDANGAN'")[0]
    (last,) = ground.rows("SELECT sum(last) FROM core_letterregister")[0]
    return {
        "invited": count,
        "kills": KILLS,
        "people served": len(people),
        "mails taken": len(pairs),
        "doubles": len(pairs) - len(people),
        "doubles with another Message-ID": len(ids) - len(people),
        "register without gap": letters[0] == letters[1] == last,
    }


def result_of(
    facts: dict[str, Any], options: dict[str, Any], written: float, ours: list[float], plain: list[float], kills: dict[str, Any]
) -> dict[str, Any]:
    """Medians, ratios and bars."""
    ratios = [mine / other for mine, other in zip(ours, plain, strict=True)]
    allowed = GROUP * KILLS
    scaled = written * 100_000 / (-(-options["count"] // ROUNDS) * ROUNDS)
    return {
        "machine": facts,
        "invitations": options["count"],
        "seconds to write": round(written, 2),
        "mails a second": {"ours": spread(ours), "one task a mail": spread(plain)},
        "ours to one task a mail": spread(ratios, 2),
        "with kills": kills,
        "bars": {
            "seconds to write 100000": {"bar": BARS["seconds to write 100000"], "met": scaled <= BARS["seconds to write 100000"]},
            "to one task a mail": {"bar": BARS["to one task a mail"], "met": sorted(ratios)[1] >= BARS["to one task a mail"]},
            "everybody served": {"met": kills["people served"] == kills["invited"]},
            "doubles at most a group a kill": {"bar": allowed, "met": kills["doubles"] <= allowed},
            "one Message-ID a person": {"met": kills["doubles with another Message-ID"] == 0},
        },
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
