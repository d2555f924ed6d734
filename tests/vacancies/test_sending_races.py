"""The fourth application from two tabs at once, while two admins press extend: 300 trials a run, 10,000 in `make soak`.

Three promises in one scene: one application however often it is sent, one extension however many press, and an extension only
while fewer than four applications are in (docs/security.md, goal G7).
"""

from collections import Counter

import pytest
from django.db import connections

from accounts.enums import Role
from core.models import AuditEntry, Letter, OutboxMessage
from core.refusals import Refused
from core.trail import verify_trail
from tests.factories.people import UserFactory
from tests.harness.hands import Hands, trials_of
from tests.harness.rewind import Rewind
from tests.vacancies.test_extension_race import set_scene
from vacancies.actions.registration import extend_registration
from vacancies.actions.sending import submit_application
from vacancies.models import Application

pytestmark = pytest.mark.django_db(transaction=True)
ACTS = ("extend_registration", "submit_application")


@pytest.fixture
def four():
    made = Hands(4)
    yield made
    made.end()
    connections.close_all()


def test_one_sending_and_one_extension_and_never_an_extension_after_the_fourth(rounds, four, owner_connection, monkeypatch):
    # Whom an extension is told to takes most of its time and no lock.
    monkeypatch.setattr("vacancies.actions.window.announce_extension", lambda *given, **named: None)
    vacancy, admin, fourth = set_scene()
    colleague, owner = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency), fourth.employee.user

    def sending():
        return submit_application(application_id=fourth.pk, actor=owner).receipt_number

    def extending(person):
        return extend_registration(vacancy_id=vacancy.pk, actor=person, reason="Belum cukup.", version=vacancy.version) and "done"

    scene = Rewind(owner_connection, sending, lambda: extending(admin), lambda: (extending(admin), sending()))
    won = Counter()
    for trial in range(trials_of(rounds)):
        acts = [sending, lambda: extending(admin), sending, lambda: extending(colleague)]
        turned = acts[trial % 4 :] + acts[: trial % 4]
        answers = four.act(turned)
        sent = [answer for act, answer in zip(turned, answers, strict=True) if act is sending]
        pressed = [answer for act, answer in zip(turned, answers, strict=True) if act is not sending]
        application = Application.objects.get(pk=fourth.pk)
        assert sent == [application.receipt_number] * 2, answers
        assert all(answer == "done" or isinstance(answer, Refused) for answer in pressed), answers
        assert vacancy.applications.submitted().count() == 4
        told = (
            OutboxMessage.objects.filter(recipient=owner).count(),
            Letter.objects.filter(pk=application.receipt_id).count(),
            application.events.filter(action="submit").count(),
        )
        assert told == (1, 1, 1)
        order = AuditEntry.objects.filter(chain=vacancy.trail_chain, act__in=ACTS).order_by("sequence")
        extensions = list(vacancy.extensions.values_list("submitted_count", flat=True))
        if "done" in pressed:
            assert pressed.count("done") == 1
            assert (list(order.values_list("act", flat=True)), extensions) == (list(ACTS), [3])
        else:
            assert (list(order.values_list("act", flat=True)), extensions) == (["submit_application"], [])
        assert verify_trail(vacancy.trail_chain).faults == ()
        won["extended" if "done" in pressed else "full"] += 1
        scene.back()
    scene.assert_back()
    assert won["extended"], won
    assert won["full"], won
