"""`kill -9` of PostgreSQL, every process of it, while applications are being sent (docs/security.md section 3, row 8).

The server belongs to this test alone and is as durable as a real one. Web server and worker are never touched: they find the
database again by themselves, and meanwhile a person reads a calm page.
"""

import contextlib
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.sending import CALM, assert_told_is_kept, gather, send
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.owasp("A10")

ROUNDS = 3
A_ROUND = 16
AT_ONCE = 4
VACANCIES = 3
# Beat asks every 5 s, and the worker opens its connections anew.
MAILS_ARRIVE_SECONDS = 90


@pytest.fixture
def lone_portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A portal without a single account, on a PostgreSQL server of its own."""
    servers = Instance(f"{test_instance.name}-{test_instance.worker or 'single'}-padam", "", False, durable=True)
    shutil.rmtree(servers.places.postgres, ignore_errors=True)
    try:
        portal = LivePortal(servers, "asnkarier_padam", servers.template())
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()
    finally:
        servers.stop()
        shutil.rmtree(servers.places.home, ignore_errors=True)


def kill_everything(pid: int) -> int:
    """End the server and all its children at once, so that none finishes what it was at. Returns how many children there were."""
    children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    os.kill(pid, signal.SIGKILL)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return len(children)


def processes_of(portal: LivePortal) -> list[int]:
    """Web server with its workers, Celery worker, beat."""
    pids = [part.process.pid for part in portal.parts]
    serving = Path(f"/proc/{pids[0]}/task").iterdir()
    return pids + sorted(int(word) for task in serving for word in (task / "children").read_text().split())


def round_of(portal: LivePortal, people: list[dict[str, str]], pause: float, told: dict[str, str], lost: list[str]) -> None:
    """Four at a time send; `pause` seconds after the first receipt the database is killed, and later started again."""
    cluster, failures, waiting = portal.instance.cluster, [], list(people)
    before = len(told)

    def stream() -> None:
        try:
            while waiting:
                send(portal, waiting.pop(), told, lost)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=stream) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    portal.wait_for(lambda: len(told) > before or failures)
    time.sleep(pause)
    # A moment ago: what the last round left in the store may be too old by now.
    assert Visitor(portal.port).request("GET", "/bantuan/")[0] == 200
    assert kill_everything(cluster.process.pid) > 0
    cluster.process.wait()
    assert_calm_without_database(portal)
    cluster.begin_start()
    cluster.finish_start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def assert_calm_without_database(portal: LivePortal) -> None:
    """Pages that need the database say calmly that it is gone; what was public a moment ago still is."""
    status, _, text = Visitor(portal.port, "sesi-yang-tidak-dapat-dibaca").request("GET", "/lamaran/")
    assert (status, CALM in text, "Traceback" in text) == (500, True, False)
    assert Visitor(portal.port).request("GET", "/bantuan/")[0] == 200


def test_nothing_told_is_lost_or_doubled_when_postgresql_is_killed(lone_portal, capsys):
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)
    people = gather(lone_portal, ROUNDS * A_ROUND, VACANCIES)
    told: dict[str, str] = {}
    lost: list[str] = []
    running = processes_of(lone_portal)
    for start in range(0, len(people), A_ROUND):
        # Made and kept by both web workers, while there is a database.
        for _ in range(6):
            assert Visitor(lone_portal.port).request("GET", "/bantuan/")[0] == 200
        round_of(lone_portal, people[start : start + A_ROUND], dice.uniform(0, 0.2), told, lost)
    figures = {"seed": seed, "kills": ROUNDS, "sent": len(told), "asked again": len(lost)}
    with capsys.disabled():
        print(f"\nkill -9 of PostgreSQL: {figures}")
    assert processes_of(lone_portal) == running, "a process of the portal had to be started again"
    assert_told_is_kept(lone_portal, people, told, figures)
    states = "SELECT DISTINCT state FROM core_outboxmessage WHERE key LIKE 'application-sent:%%'"
    lone_portal.wait_for(lambda: lone_portal.rows(states) == [("SENT",)], seconds=MAILS_ARRIVE_SECONDS)
    mails = "SELECT count(*), count(DISTINCT message_id) FROM core_mailboxmessage WHERE subject LIKE 'Lamaran diterima:%%'"
    assert lone_portal.rows(mails) == [(len(people), len(people))]
