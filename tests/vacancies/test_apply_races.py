"""Two presses at the same instant, on two real connections: one application, one receipt, one mail."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from core.models import AuditEntry, Letter, OutboxMessage
from tests.factories.applications import complete_draft
from tests.factories.people import EmployeeFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import applications as acts
from vacancies.actions import sending
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import Application

pytestmark = pytest.mark.django_db(transaction=True)


def together(act: Callable[[], object], times: int = 4) -> list[object]:
    """Run `act` at once in so many threads, each with its own connection; exceptions come back as results."""
    barrier = threading.Barrier(times)
    results: list[object] = []

    def run():
        try:
            barrier.wait(10)
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_four_presses_of_send_give_one_receipt():
    application = complete_draft()
    owner = application.employee.user
    results = together(lambda: sending.submit_application(application_id=application.pk, actor=owner).receipt_number)
    application.refresh_from_db()
    assert results == [application.receipt_number] * 4
    counts = (OutboxMessage.objects.count(), Letter.objects.count(), AuditEntry.objects.filter(act="submit_application").count())
    assert counts == (1, 1, 1)


def test_four_presses_of_begin_give_one_draft():
    vacancy = VacancyFactory(state="OPEN")
    person = EmployeeFactory(with_user=True).user
    results = together(lambda: acts.start_application(vacancy_id=vacancy.pk, actor=person).pk)
    assert results == [Application.objects.get().pk] * 4


def test_send_and_withdraw_at_once_leave_a_state_that_the_events_explain():
    application = complete_draft()
    owner = application.employee.user
    sending.submit_application(application_id=application.pk, actor=owner)
    together(lambda: withdraw_application(application_id=application.pk, actor=owner), times=2)
    application.refresh_from_db()
    assert application.state == "WITHDRAWN"
    assert list(application.events.values_list("action", flat=True)) == ["start", "submit", "withdraw"]
