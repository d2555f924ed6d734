"""A running Celery worker loses a child of its pool, and itself, while it delivers (docs/security.md section 3, rows 2 and 3).

Work is found by a sweep (docs/decisions/0006), so what a dead process held is found by the next one: each mail arrives, and a
double is the same mail under the same Message-ID.
"""

import json
import os
import random
import signal
from collections import Counter
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from asnkarier.embedded.processes import signal_group
from core.delivery import GROUP
from tests.harness.fixtures import free_port
from tests.harness.live import LivePortal

pytestmark = pytest.mark.owasp("A10")

MAILS = 100
# A kill at every sixth mail, each fifth of them of the whole worker: sixteen in one run of the suite.
KILLS = {6 * number: "child" if number % 5 else "worker" for number in range(1, 17)}
SECONDS = 120
QUEUE = (
    "INSERT INTO core_outboxmessage (key, to_address, subject, text, html, kind, state, attempts, last_error, created_at,"
    " next_attempt_at) SELECT 'ukur:' || n, 'orang' || n || '@uji.example', 'Surel ' || n, 'Isi', '', 'account_security',"
    " 'PENDING', 0, '', now(), now() FROM generate_series(%s, %s) AS n"
)
WAITING = "SELECT count(*) FROM core_outboxmessage WHERE state <> 'SENT' AND key LIKE 'ukur:%%'"


class KillingServer:
    """Takes every mail; at chosen ones it kills whoever `victim` names, in the moment the mail was taken."""

    def __init__(self, fates: dict[int, str]) -> None:
        self.fates, self.taken, self.dead = fates, [], []
        self.portal: LivePortal | None = None

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        fate = self.fates.pop(len(self.taken), "")
        if fate:
            worker = self.portal.worker.process.pid
            if fate == "child":
                # The one that talks to us, or its brother: either way the pool has lost one.
                os.kill(random.choice(children_of(worker)), signal.SIGKILL)
            else:
                os.killpg(worker, signal.SIGKILL)
            self.dead.append(fate)
        return "250 OK"


def children_of(pid: int) -> list[int]:
    """Processes of the pool."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


@pytest.fixture
def server(rounds):
    """Kills children and whole workers; `make soak` does it as often as it has rounds."""
    fates = {MAILS * number + mail: fate for number in range(rounds) for mail, fate in KILLS.items()}
    handler = KillingServer(fates)
    handler.mails = MAILS * rounds
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def portal(test_instance, server):
    """Worker and beat without a web server, mailing to the killing one."""
    name = f"asnkarier_pool_{test_instance.worker or 'single'}"
    running = LivePortal(test_instance, name, test_instance.template())
    mail = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
    }
    running.worker.env = running.environment("worker") | mail
    server.portal = running
    try:
        running.worker.start()
        running.beat.start()
        yield running
    finally:
        running.stop()


def test_no_mail_is_lost_when_a_child_of_the_pool_and_the_worker_are_killed(portal, server, capsys):
    portal.rows(QUEUE, (1, server.mails))

    def everything_left() -> bool:
        # What the supervisor does.
        if portal.worker.process.poll() is not None:
            signal_group(portal.worker.process, signal.SIGKILL)
            portal.worker.start()
        return portal.rows(WAITING) == [(0,)]

    portal.wait_for(everything_left, seconds=SECONDS * (server.mails // MAILS))
    served = Counter(address for address, _ in server.taken)
    figures = {"mails": server.mails, "killed": Counter(server.dead), "twice": sum(served.values()) - server.mails}
    with capsys.disabled():
        print(f"\nworker and pool killed: {json.dumps(figures)}")
    assert not server.fates
    assert set(served) == {f"orang{number}@uji.example" for number in range(1, server.mails + 1)}
    assert figures["twice"] <= GROUP * len(server.dead)
    ids = {(address, message_from_bytes(content)["Message-ID"]) for address, content in server.taken}
    assert len(ids) == len({each for _, each in ids}) == server.mails
