"""`kill -9` of the web server while people answer a computer test: what was told is saved, the rest is sent again."""

import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.processes import signal_group
from asnkarier.embedded.supervisor import wait_for_web, web_part
from tests.harness.live import LivePortal
from tests.harness.visitor import COOKIE

KILLS = 3
PEOPLE = 6
SECONDS = 9
# One and a half times the largest session; granian's own limit is 1,024 for all its processes together.
LINES_HELD = 1500
SESSIONS = """
import json, sys, django
django.setup()
from accounts.models import User
from asnkarier.bench.ground.applicants import sessions
from selection.cat.models import ExamSitting
places = {each.pk: each for each in ExamSitting.objects.select_related("user").order_by("pk")}
more = {pk: {f"exam:{each.public_id}": each.desk} for pk, each in places.items()}
print(json.dumps(dict(sessions({pk: each.user for pk, each in places.items()}, more))))
"""


@pytest.fixture
def portal(test_instance):
    """A web server alone; the clock plays no part in this."""
    running = LivePortal(test_instance, f"asnkarier_exam_{test_instance.worker}", test_instance.template())
    running.web = web_part(running.environment("web"), running.logs, running.port)
    running.collect_static()
    try:
        running.web.start()
        assert wait_for_web(running.web, running.port) == 200
        yield running
    finally:
        running.stop()


def python(portal, *words: str) -> dict:
    command = [sys.executable, "-W", "ignore", *words]
    done = subprocess.run(command, env=portal.environment("worker"), cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_no_chosen_answer_is_lost_when_the_web_server_is_killed(portal, rounds, tmp_path, capsys):
    stage = python(portal, "-m", "tests.harness.exam_stage", "-5", str(PEOPLE), "duduk")
    cookies = python(portal, "-c", SESSIONS)
    people = []
    for one in stage["people"]:
        key, secret = cookies[str(one["pk"])]
        people.append({"id": one["pk"], "path": f"/ujian/{one['id']}/jawaban/", "key": key, "secret": secret})
    order = {"cookie": COOKIE, "questions": 6, "people": people}
    file = tmp_path / "ujian.json"
    file.write_text(json.dumps(order))
    kills, seconds = KILLS * rounds, SECONDS * rounds
    script = str(Path(PROJECT_ROOT) / "asnkarier" / "bench" / "ground" / "answering.py")
    words = [sys.executable, script, str(portal.port), str(file), "0.2", str(seconds)]
    sitting = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    over = threading.Event()
    try:
        for _ in range(kills):
            over.wait(seconds / (kills + 1))
            signal_group(portal.web.process, signal.SIGKILL)
            portal.web.process.wait()
            portal.web.start()
        said, wrong = sitting.communicate(timeout=seconds + 100)
    finally:
        sitting.kill()
    assert sitting.returncode == 0, wrong[-2000:]
    told = json.loads(said)
    kept = {
        (str(pk), str(number)): [choice, sequence]
        for pk, number, choice, sequence in portal.rows(
            "SELECT DISTINCT ON (sitting_id, number) sitting_id, number, choice, sequence FROM selection_examanswer"
            " ORDER BY sitting_id, number, sequence DESC, choice DESC"
        )
    }
    chosen = {(pk, number): row for pk, rows in told["chosen"].items() for number, row in rows.items()}
    with capsys.disabled():
        print(f"\nkill -9 while a test is sat: kills {kills}, requests {told['requests']}, lines cut {told['lines cut']}")
    assert set(told["statuses"]) == {"200"}
    assert told["lines cut"] > 0
    assert told["unsent at the end"] == 0
    assert kept == chosen
    assert len(chosen) > PEOPLE


def test_everybody_is_answered_while_more_people_hold_a_line_open_than_a_test_has(portal):
    """Browsers keep their line between two answers; a server that counts these would leave the last ones without any answer."""
    with contextlib.ExitStack() as held:
        for _ in range(LINES_HELD):
            line = held.enter_context(socket.create_connection(("127.0.0.1", portal.port), timeout=20))
            line.sendall(b"GET /kesehatan/hidup/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answer = line.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200 ")
