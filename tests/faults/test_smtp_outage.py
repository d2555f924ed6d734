"""The mail server is gone for six hours: no page notices, everything arrives afterwards, nothing twice.

The hours pass on the outbox's own clock, not by sleeping.
"""

import socket
import threading
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.delivery import deliver_due
from core.models import OutboxMessage, OutboxState
from core.outbox import message_id
from tests.factories.applications import complete_draft
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from tests.harness.fixtures import free_port
from tests.harness.visitor import Forms
from vacancies.actions.sending import submit_application

pytestmark = pytest.mark.owasp("A10")

OUTAGE = timedelta(hours=6)
REASON = "Anggaran jabatan ini dihapus dari rencana tahun berjalan."
BEAT = timedelta(seconds=15)


class SilentServer:
    """Takes connections and never says a word; counts them."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.held = []
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                self.held.append(self.listener.accept()[0])
            except OSError:
                return

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.held:
            connection.close()
        self.thread.join()


@pytest.fixture
def silent_server():
    server = SilentServer()
    yield server
    server.stop()


@pytest.fixture
def hours(monkeypatch):
    """The outbox's clock: `hours.pass_until(moment)` runs every sweep that finds something due on the way."""

    class Hours:
        now = timezone.now()
        sweeps = 0

        def pass_by(self, span):
            end = self.now + span
            while self.now < end:
                deliver_due()
                self.sweeps += 1
                waiting = OutboxMessage.objects.filter(state=OutboxState.PENDING).order_by("next_attempt_at").first()
                # Sweeps that would find nothing due are skipped; one that finds a dead server comes back after a while.
                step = max(waiting.next_attempt_at - self.now, BEAT) if waiting else OUTAGE
                self.now += max(step, OUTAGE / 40) if waiting and waiting.attempts == 0 else step
            self.now = max(self.now, end)

    clock = Hours()
    for module in ("core.outbox", "core.delivery"):
        monkeypatch.setattr(f"{module}.timezone", SimpleNamespace(now=lambda: clock.now))
    return clock


def refused(settings, sink, silent):
    settings.EMAIL_PORT = free_port()


def silent(settings, sink, silent_server):
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent_server.port, 0.05


def later(settings, sink, silent_server):
    sink.refusal = "451 4.3.2 Coba lagi nanti"


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [refused, silent, later])
def test_six_hours_without_mail_server(client, settings, smtp_sink, silent_server, hours, fault, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    port = smtp_sink.port
    fault(settings, smtp_sink, silent_server)
    vacancy = VacancyFactory(state="OPEN")
    people = []
    for _ in range(2):
        draft = complete_draft(vacancy)
        submit_application(application_id=draft.pk, actor=draft.employee.user)
        people.append(draft.employee.user)
    # A forgotten password goes through the library, on a page everybody may open.
    forgetful = EmployeeFactory(with_user=True).user
    assert client.post(reverse("account_reset_password"), {"email": forgetful.email}).status_code == 302
    keys = set(OutboxMessage.objects.values_list("key", flat=True))
    assert len(keys) == 3

    hours.pass_by(OUTAGE)
    assert smtp_sink.messages == []
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxState.PENDING}
    assert hours.sweeps >= 20

    smtp_sink.refusal, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "", port, 10
    hours.pass_by(timedelta(minutes=20))
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxState.SENT}
    assert Counter(smtp_sink.recipients) == {person.email: 1 for person in (*people, forgetful)}
    assert {str(mail["Message-ID"]) for mail in smtp_sink.messages} == {message_id(key) for key in keys}


@pytest.mark.django_db
def test_no_page_opens_a_connection_to_the_mail_server(client, settings, silent_server, smtp_sink, tmp_path):
    """Every page that writes mail answers while a server that never speaks is configured, and nobody ever calls it."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.EMAIL_PORT = silent_server.port
    draft = complete_draft(VacancyFactory(state="OPEN"))
    applicant, admin = draft.employee.user, UserFactory(role=Role.AGENCY_ADMIN, agency=draft.vacancy.agency)
    client.force_login(applicant)
    page = client.get(reverse("check_application", args=[draft.public_id]))
    sent = client.post(reverse("submit_application", args=[draft.public_id]), {"reviewed": page.context["reviewed"]}, follow=True)
    assert (page.status_code, sent.status_code) == (200, 200)
    withdraw = reverse("withdraw_application", args=[draft.public_id])
    assert client.post(withdraw, {"reason": ""}, follow=True).status_code == 200
    client.force_login(admin)
    cancel = reverse("cancel_vacancy", args=[draft.vacancy.public_id])
    _, fields = next(form for form in Forms(client.get(cancel).content.decode()).found if "version" in form[1])
    assert client.post(cancel, fields | {"reason": REASON}, follow=True).status_code == 200
    client.logout()
    assert client.post(reverse("account_reset_password"), {"email": applicant.email}).status_code == 302
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert {"application_sent", "application_withdrawn", "account_security"} <= kinds
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}
    assert silent_server.held == []
