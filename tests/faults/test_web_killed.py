"""`kill -9` of the web process while applications are being sent.

The parent process keeps its own log of what each person was told; afterwards the log and the tables must agree: nothing told
is missing, nothing is there twice, nothing lacks its outbox, event, letter or trail row (docs/security.md section 3, row 1).
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.processes import signal_group
from tests.harness.visitor import Lost, Visitor

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


def gather(portal, people, vacancies):
    done = subprocess.run(
        [sys.executable, "-m", "tests.harness.crowd", str(people), str(vacancies)],
        env=portal.environment("worker"),
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def send(portal, person, gate, told, lost):
    """Open the check page, wait for the others, send; after a cut line ask again until the portal answers."""
    visitor = Visitor(portal.port, person["session"])
    page = f"/lamaran/{person['application']}/periksa/"
    target, fields = retried(lambda: visitor.form(page, "/kirim/"), lost)
    gate.wait()
    status, onward, _ = retried(lambda: visitor.request("POST", target, fields), lost)
    assert (status, onward) == (302, f"/lamaran/{person['application']}/terkirim/"), (status, onward)
    _, _, text = retried(lambda: visitor.request("GET", onward), lost)
    told[person["application"]] = text


def stand_by(portal, over):
    """What the supervisor does: start the server again when it is gone. It gives up by itself when its workers die too often."""
    while not over.wait(0.05):
        if portal.web.process.poll() is not None:
            signal_group(portal.web.process, signal.SIGKILL)
            portal.web.start()


def retried(ask, lost):
    deadline = time.monotonic() + 60
    while True:
        try:
            return ask()
        except Lost as error:
            lost.append(str(error))
            assert time.monotonic() < deadline, "the portal did not come back"
            time.sleep(0.02)


def round_of(portal, people, dice, told, lost):
    """Four people send at the same moment; at a random instant of it a web worker, or the whole server, is killed."""
    gate = threading.Barrier(len(people) + 1)
    failures = []

    def one(person):
        try:
            send(portal, person, gate, told, lost)
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
def killed(pytestconfig):
    """How many kills: 50 in the suite, 100 for each round of `make soak`, which are 1,000 unless told otherwise."""
    rounds = pytestconfig.getoption("rounds")
    return KILLS if rounds == 1 else KILLS_A_SOAK_ROUND * rounds


def test_nothing_told_is_lost_or_doubled_when_the_web_server_is_killed(empty_portal, killed, capsys):
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)
    people = gather(empty_portal, killed * AT_ONCE, VACANCIES)
    told, lost, over = {}, [], threading.Event()
    watch = threading.Thread(target=stand_by, args=(empty_portal, over))
    watch.start()
    try:
        groups = [people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE)]
        whole = sum(round_of(empty_portal, group, dice, told, lost) for group in groups)
    finally:
        over.set()
        watch.join()
    figures = {"seed": seed, "kills": killed, "of the whole server": whole, "sent": len(told), "lines cut": len(lost)}
    with capsys.disabled():
        print(f"\nkill -9 of the web server: {figures}")
    wanted = {person["application"] for person in people}
    assert set(told) == wanted
    stored = empty_portal.rows(
        "SELECT a.public_id::text, a.state, a.receipt_number, a.receipt_id IS NOT NULL, a.snapshot_sha256 <> '',"
        " (SELECT count(*) FROM vacancies_applicationevent e WHERE e.application_id = a.id AND e.action = 'submit'),"
        " (SELECT count(*) FROM core_auditentry t WHERE t.object_id = a.public_id::text AND t.act = 'submit_application'),"
        " (SELECT count(*) FROM core_outboxmessage o WHERE o.key LIKE 'application-sent:' || a.receipt_number || ':%%'),"
        " (SELECT count(*) FROM core_notification n WHERE n.key LIKE 'application-sent:' || a.receipt_number || ':%%')"
        " FROM vacancies_application a"
    )
    assert {row[0]: row[1:2] + row[3:] for row in stored} == dict.fromkeys(wanted, ("SUBMITTED", True, True, 1, 1, 1, 1)), figures
    numbers = {row[0]: row[2] for row in stored}
    assert [name for name in wanted if numbers[name] not in told[name]] == [], "a receipt number other than the one told"
    letters = empty_portal.rows("SELECT number FROM core_letter WHERE kind = 'TANDA_TERIMA'")
    assert len(letters) == len({number for (number,) in letters}) == len(wanted), "a letter too many or too few"
    registers = empty_portal.rows("SELECT sum(last) FROM core_letterregister")
    assert registers == [(len(wanted),)], "the register of letters has a gap"
    assert empty_portal.run_command("verify_audit") == f"Utuh: {VACANCIES} rantai, {len(wanted)} baris.\n"
