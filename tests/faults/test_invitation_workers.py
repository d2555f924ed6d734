"""Workers killed while they send a large mailing: everybody is served, and a double is the same mail twice, not a second one."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from copy import copy
from email import message_from_bytes
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from accounts.enums import Role
from core.delivery import GROUP
from core.models import Letter, OutboxMessage, OutboxState
from employees.models import Employee
from talent.mailing import write_rows
from talent.models import Invitation, InvitationBatch
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from tests.harness.fixtures import free_port

PEOPLE = 600
# Mails taken when a worker is killed: one while letters are still being written, two in the middle of a group.
KILLS = (5, 230, 430)
# What beat's messages make a worker do, again and again until nothing waits.
WORK = (
    "import django; django.setup()\n"
    "from core.delivery import deliver_due, has_due\n"
    "from core.models import OutboxMessage\n"
    "from talent.models import Invitation\n"
    "from talent.tasks import send_pending_invitations\n"
    "import talent.tasks; talent.tasks.come_again = lambda task: None\n"
    "while Invitation.objects.queued().exists() or OutboxMessage.objects.filter(state='PENDING').exists():\n"
    "    send_pending_invitations(); deliver_due()\n"
)


class KillingServer:
    """Takes every mail, and kills a worker in the moment it has taken so many."""

    def __init__(self):
        self.taken = []
        self.workers = []
        self.fates = list(KILLS)
        self.dead = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.fates and len(self.taken) >= self.fates[0]:
            self.fates.pop(0)
            self.dead.append(self.workers.pop(0))
            os.kill(self.dead[-1].pid, signal.SIGKILL)
        return "250 OK"


@pytest.fixture
def server():
    handler = KillingServer()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()
    for worker in (*handler.workers, *handler.dead):
        worker.kill()
        worker.wait()


@pytest.fixture
def mailing():
    """A vacancy with so many queued invitations of one mailing."""
    vacancy = VacancyFactory(state="OPEN")
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    pattern = EmployeeFactory()
    people = []
    for number in range(PEOPLE):
        person = copy(pattern)
        person.pk, person.public_id, person.nip, person.email = None, uuid4(), f"{10**17 + number}", f"orang{number}@uji.example"
        person._state = copy(pattern._state)
        people.append(person)
    Employee.objects.bulk_create(people)
    batch = InvitationBatch.objects.create(vacancy=vacancy, invited_by=admin, count=PEOPLE)
    now = timezone.now()
    written = write_rows(batch, [each.pk for each in people], message="Salam.", expires_at=vacancy.closes_at, now=now)
    assert (written, write_rows(batch, [each.pk for each in people], message="", expires_at=now, now=now)) == (PEOPLE, 0)
    return people


@pytest.mark.django_db(transaction=True)
def test_three_killed_workers_leave_nobody_out_and_double_at_most_a_group_each(test_instance, server, mailing):
    mail = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
    }
    environment = os.environ | test_instance.environment("worker") | mail

    def hire():
        return subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORK], env=environment, start_new_session=True)

    server.workers += [hire(), hire()]
    killed, deadline = 0, time.monotonic() + 90
    while server.workers and time.monotonic() < deadline:
        if len(server.dead) > killed:
            # The supervisor starts a worker again.
            killed += 1
            server.workers.append(hire())
        elif all(worker.poll() is not None for worker in server.workers):
            break
        time.sleep(0.02)
    assert killed == len(KILLS)
    assert [worker.wait(timeout=30) for worker in server.workers] == [0, 0]

    assert set(OutboxMessage.objects.values_list("state", "claim")) == {(OutboxState.SENT, None)}
    assert set(Invitation.objects.values_list("state", flat=True)) == {"SENT"}
    numbers = sorted(int(number[:3]) for number in Letter.objects.values_list("number", flat=True))
    assert numbers == list(range(1, PEOPLE + 1)), "the register of letters has no gap and no number twice"

    served = Counter(address for address, _ in server.taken)
    assert set(served) == {person.email for person in mailing}
    doubles = sum(served.values()) - PEOPLE
    assert doubles <= GROUP * len(KILLS), doubles
    ids = {(address, message_from_bytes(content)["Message-ID"]) for address, content in server.taken}
    assert len(ids) == len({each for _, each in ids}) == PEOPLE, "a double carries the Message-ID of the first"
