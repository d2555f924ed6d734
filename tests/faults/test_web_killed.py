"""`kill -9` of the web process while applications are being sent (docs/security.md section 3, row 1)."""

import contextlib
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from asnkarier.embedded.processes import signal_group
from asnkarier.embedded.supervisor import wait_for_web, web_part
from tests.harness.live import LivePortal
from tests.harness.sending import assert_told_is_kept, gather, send

pytestmark = pytest.mark.owasp("A10")

# One more than `make run` has: the others go on answering while the killed one loads, as on a larger machine.
WORKERS = 3
KILLS = 50
KILLS_A_SOAK_ROUND = 100
AT_ONCE = 4
VACANCIES = 5


def children(pid: int) -> list[int]:
    """Processes started by `pid`: the web server's workers."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(word) for word in (task / "children").read_text().split()]
    return found


def stand_by(portal, over):
    """What the supervisor does: start the server again when it is gone. It gives up by itself when its workers die too often."""
    while not over.wait(0.05):
        if portal.web.process.poll() is not None:
            signal_group(portal.web.process, signal.SIGKILL)
            portal.web.start()


def round_of(portal, people, dice, told, lost):
    """Four people send at the same moment; at a random instant of it a web worker, or the whole server, is killed."""
    gate = threading.Barrier(len(people) + 1)
    failures = []

    def one(person):
        try:
            send(portal, person, told, lost, ready=gate.wait)
        except BaseException as error:
            failures.append(error)
            gate.abort()

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    with contextlib.suppress(threading.BrokenBarrierError):
        gate.wait()
    time.sleep(dice.uniform(0, 0.25))
    workers = children(portal.web.process.pid)
    whole = not workers or dice.random() < 0.1
    if whole:
        os.killpg(portal.web.process.pid, signal.SIGKILL)
    else:
        os.kill(dice.choice(workers), signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert not failures, failures
    return whole


@pytest.fixture
def portal(test_instance):
    """A web server without worker and beat, which have no part in this: what they would send stays in the outbox."""
    running = LivePortal(test_instance, f"asnkarier_killed_{test_instance.worker}", test_instance.template())
    running.web = web_part(running.environment("web"), running.logs, running.port, workers=WORKERS)
    running.collect_static()
    try:
        running.web.start()
        assert wait_for_web(running.web, running.port) == 200
        yield running
    finally:
        running.stop()


@pytest.fixture
def killed(pytestconfig):
    """How many kills: 50 in the suite, 100 for each round of `make soak`, which are 1,000 unless told otherwise."""
    rounds = pytestconfig.getoption("rounds")
    return KILLS if rounds == 1 else KILLS_A_SOAK_ROUND * rounds


def test_nothing_told_is_lost_or_doubled_when_the_web_server_is_killed(portal, killed, capsys):
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)
    people = gather(portal, killed * AT_ONCE, VACANCIES)
    told, lost, over = {}, [], threading.Event()
    watch = threading.Thread(target=stand_by, args=(portal, over))
    watch.start()
    try:
        groups = [people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE)]
        whole = sum(round_of(portal, group, dice, told, lost) for group in groups)
    finally:
        over.set()
        watch.join()
    figures = {"seed": seed, "kills": killed, "of the whole server": whole, "sent": len(told), "lines cut": len(lost)}
    with capsys.disabled():
        print(f"\nkill -9 of the web server: {figures}")
    assert_told_is_kept(portal, people, told, figures)
