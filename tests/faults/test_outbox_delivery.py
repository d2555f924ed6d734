"""Mail under bad conditions, over real SMTP on loopback: two workers, a server that is down, a worker killed mid-delivery."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from core.delivery import MAX_ATTEMPTS, deliver_due
from core.models import OutboxMessage, OutboxState
from core.outbox import message_id, queue_mail, requeue_mail, withdraw_mail
from talent import actions, tasks
from talent.models import Invitation
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from tests.harness.fixtures import free_port

# What a worker does when beat wakes it: send what is queued, deliver what is due.
SEND = (
    "import django; django.setup()\n"
    "from core.delivery import deliver_due\n"
    "from talent.tasks import send_pending_invitations\n"
    "send_pending_invitations(); deliver_due()"
)


def queue(*names):
    for name in names:
        queue_mail(
            kind="step_decided", key=f"uji:{name}", to_address=f"{name}@uji.example", subject=f"Surat {name}", text="Isi surat."
        )


def due_again():
    """Pretend the waiting time after a failure is over."""
    OutboxMessage.objects.filter(state=OutboxState.PENDING).update(next_attempt_at=timezone.now())


def in_two_workers(act):
    """Run `act` in two threads with connections of their own, started at the same moment. Returns both answers."""
    gate, answers = threading.Barrier(2), []

    def work():
        gate.wait()
        try:
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def smtp_environment(test_instance, port, media):
    """Environment of a worker process on this test's database, mailing to a port of loopback."""
    mail = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "MEDIA_ROOT": str(media),
    }
    return os.environ | test_instance.environment("worker") | mail


@pytest.mark.django_db
def test_each_mail_leaves_once_with_its_own_message_id(smtp_sink):
    queue("a", "b", "a")
    assert [deliver_due() for _ in range(3)] == [2, 0, 0]
    assert sorted(smtp_sink.recipients) == ["a@uji.example", "b@uji.example"]
    assert {str(mail["Message-ID"]) for mail in smtp_sink.messages} == {message_id("uji:a"), message_id("uji:b")}
    assert {mail["Auto-Submitted"] for mail in smtp_sink.messages} == {"auto-generated"}
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(OutboxState.SENT, 1)}


@pytest.mark.django_db
def test_server_down_touches_no_row_and_later_everything_arrives(settings, smtp_sink):
    queue("a", "b", "c")
    settings.EMAIL_PORT = free_port()
    assert [deliver_due() for _ in range(5)] == [0] * 5
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(OutboxState.PENDING, 0)}
    settings.EMAIL_PORT = smtp_sink.port
    assert deliver_due() == 3
    assert sorted(smtp_sink.recipients) == ["a@uji.example", "b@uji.example", "c@uji.example"]


@pytest.mark.django_db
def test_server_that_says_later_is_asked_later_with_the_same_message_id(smtp_sink):
    queue("a")
    smtp_sink.refusal = "451 Coba lagi nanti"
    assert deliver_due() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts, row.last_error) == (OutboxState.PENDING, 1, "SMTPDataError")
    assert row.next_attempt_at > timezone.now()
    assert deliver_due() == 0, "not before its time"
    smtp_sink.refusal = ""
    due_again()
    assert deliver_due() == 1
    assert [str(mail["Message-ID"]) for mail in smtp_sink.messages] == [message_id("uji:a")]


@pytest.mark.django_db
def test_refusal_for_good_ends_at_once_and_can_be_tried_again_by_hand(smtp_sink):
    queue("a")
    smtp_sink.refusal = "554 Tidak diterima"
    deliver_due()
    assert OutboxMessage.objects.get().state == OutboxState.FAILED
    smtp_sink.refusal = ""
    assert deliver_due() == 0
    assert requeue_mail(key="uji:a", to_address="baru@uji.example") is True
    assert requeue_mail(key="uji:a", to_address="baru@uji.example") is False
    assert deliver_due() == 1
    assert smtp_sink.recipients == ["baru@uji.example"]
    assert str(smtp_sink.messages[0]["Message-ID"]) == message_id("uji:a")


@pytest.mark.django_db
def test_too_many_attempts_give_a_mail_up(smtp_sink):
    queue("a")
    OutboxMessage.objects.update(attempts=MAX_ATTEMPTS - 1)
    smtp_sink.refusal = "451 Coba lagi nanti"
    deliver_due()
    assert OutboxMessage.objects.get().state == OutboxState.FAILED


@pytest.mark.django_db
def test_one_bad_mail_does_not_hold_up_the_others(smtp_sink):
    queue("a")
    queue_mail(kind="step_decided", key="uji:buruk", to_address="bukan alamat\n@uji.example", subject="Buruk", text="Isi")
    OutboxMessage.objects.filter(key="uji:buruk").update(next_attempt_at=timezone.now().replace(year=2020))
    assert deliver_due() == 1
    assert smtp_sink.recipients == ["a@uji.example"]
    assert OutboxMessage.objects.get(key="uji:buruk").attempts == 1


@pytest.mark.django_db
def test_subject_cannot_smuggle_a_header(smtp_sink):
    queue_mail(
        kind="step_decided", key="uji:s", to_address="a@uji.example", subject="Undangan\r\nBcc: lain@uji.example", text="Isi"
    )
    deliver_due()
    assert smtp_sink.messages[0]["Bcc"] is None
    assert smtp_sink.recipients == ["a@uji.example"]


@pytest.mark.django_db
def test_a_subscription_can_be_ended_by_the_mail_program_in_one_click(smtp_sink):
    """RFC 8058: both headers, or none for mail nobody subscribed to."""
    stop = "https://asnkarier.example/langganan/berhenti/abc/"
    queue_mail(kind="vacancy_alert", key="uji:a", to_address="a@uji.example", subject="S", text="Isi", stop_url=stop)
    queue("b")
    deliver_due()
    alert, other = smtp_sink.messages
    assert (alert["List-Unsubscribe"], alert["List-Unsubscribe-Post"]) == (f"<{stop}>", "List-Unsubscribe=One-Click")
    assert (other["List-Unsubscribe"], other["List-Unsubscribe-Post"]) == (None, None)


@pytest.mark.django_db
def test_a_broken_question_about_a_reminder_delays_only_that_mail(smtp_sink, monkeypatch):
    monkeypatch.setattr("core.outbox.still_true", {"draft_reminder": lambda key: 1 / 0})
    queue_mail(kind="draft_reminder", key="uji:rusak", to_address="a@uji.example", subject="S", text="Isi")
    queue("b")
    assert deliver_due() in (0, 1)
    deliver_due()
    assert smtp_sink.recipients == ["b@uji.example"]
    assert OutboxMessage.objects.get(key="uji:rusak").last_error == "ZeroDivisionError"


@pytest.mark.django_db
def test_mail_taken_back_never_leaves(smtp_sink):
    queue("a", "b")
    assert withdraw_mail(key="uji:a") is True
    deliver_due()
    assert smtp_sink.recipients == ["b@uji.example"]
    assert withdraw_mail(key="uji:b") is False


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(smtp_sink):
    queue(*[f"orang{number}" for number in range(25)])
    assert sum(in_two_workers(deliver_due)) == 25
    assert Counter(smtp_sink.recipients) == {f"orang{number}@uji.example": 1 for number in range(25)}


@pytest.fixture
def invited(media):
    """A vacancy with four queued invitations."""
    vacancy = VacancyFactory(state="OPEN")
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    people = [EmployeeFactory(with_user=True) for _ in range(4)]
    actions.invite_talent(vacancy_id=vacancy.pk, people=[each.public_id for each in people], message="", actor=admin)
    return people


@pytest.mark.django_db(transaction=True)
def test_two_workers_twice_over_make_one_mail_and_one_letter_an_invitation(smtp_sink, invited):
    sent = [in_two_workers(tasks.send_pending_invitations) for _ in range(2)]
    assert sum(map(sum, sent)) == 4
    for _ in range(2):
        in_two_workers(deliver_due)
    assert Counter(smtp_sink.recipients) == {person.email: 1 for person in invited}
    numbers = Invitation.objects.order_by("letter__number").values_list("letter__number", flat=True)
    assert [number[:3] for number in numbers] == ["001", "002", "003", "004"]
    for mail in smtp_sink.messages:
        (letter,) = list(mail.iter_attachments())
        assert (letter.get_content_type(), letter.get_filename()) == ("application/pdf", "undangan.pdf")
        assert letter.get_content().startswith(b"%PDF")


class DyingServer:
    """Takes the first mail whole, then lets `fate` happen before it answers, like a cable pulled at the worst moment."""

    def __init__(self):
        self.taken = []
        self.fate = None

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope.content)
        if self.fate is not None:
            fate, self.fate = self.fate, None
            fate()
        return "250 OK"

    def ids(self):
        return [line for content in self.taken for line in content.decode().splitlines() if line.startswith("Message-ID:")]


@pytest.fixture
def dying_server():
    server = DyingServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    server.port = controller.port
    yield server
    controller.stop()


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_acceptance_and_commit_sends_the_same_mail_again(test_instance, settings, dying_server, invited):
    """`kill -9` after the mail server took the mail: nobody is left out, and the double carries the same Message-ID."""
    environment = smtp_environment(test_instance, dying_server.port, settings.MEDIA_ROOT)
    worker = subprocess.Popen([sys.executable, "-W", "ignore", "-c", SEND], env=environment, start_new_session=True)
    dying_server.fate = lambda: os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert len(dying_server.taken) == 1
    first_letter = dying_server.taken[0]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxState.PENDING}

    subprocess.run([sys.executable, "-W", "ignore", "-c", SEND], env=environment, check=True, timeout=60)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxState.SENT}
    counts = Counter(dying_server.ids())
    assert len(counts) == 4
    assert sorted(counts.values()) == [1, 1, 1, 2]
    again = next(content for content in dying_server.taken[1:] if message_line(content) == message_line(first_letter))
    assert attachment(again) == attachment(first_letter), "the very same letter, byte for byte"


def message_line(content):
    return next(line for line in content.splitlines() if line.startswith(b"Message-ID:"))


def attachment(content):
    (part,) = message_from_bytes(content, policy=default).iter_attachments()
    return part.get_content()
