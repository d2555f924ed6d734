"""Four hands at one step: two officials, a second click on the same page, and the sender who takes the request back.

300 trials a run, each over real connections; 10,000 in `make soak`.
"""

from datetime import date

import pytest
from django.db import connections, transaction

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.actions import close_by_sender, open_sheets, sign_decision
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from approvals.screen import Screen
from core import clock
from core.models import AuditEntry
from core.refusals import Refused, Stale
from core.trail import verify_trail
from tests.harness.hands import Hands, trials_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bare(monkeypatch):
    """Letters and drawn pages take most of the time and no lock; what is raced for stays as it is."""
    monkeypatch.setattr("approvals.actions.opening.announce_arrival", lambda *given: None)
    monkeypatch.setattr("approvals.actions.decisions.announce_decision", lambda *given: None)
    monkeypatch.setattr("approvals.actions.decisions.screen_of", lambda *given: Screen("", "s" * 64))


@pytest.mark.usefixtures("bare")
def test_one_step_takes_one_decision_whoever_presses(send, people, agency, rounds):
    rival = User.objects.create(email="pyb2@uji.example", full_name="Nama rekan")
    Membership.objects.create(user=rival, role=Role.PYB, agency=agency, valid_from=date(2020, 1, 1))
    hands = Hands(4)
    decided = withdrawn = 0
    try:
        for trial in range(trials_of(rounds)):
            request = send(title=f"Berkas {trial}")
            step = request.steps.get(position=1)
            own = sheet_of(request, step, people["pyb"])
            other = sheet_of(request, step, rival)
            answers = hands.act(
                [
                    signing(own, people["pyb"], "APPROVE"),
                    signing(own, people["pyb"], "APPROVE"),
                    signing(other, rival, "RETURN"),
                    withdrawing(request, people["sender"]),
                ]
            )
            won = check(request, answers)
            decided, withdrawn = decided + (won != "withdrawn"), withdrawn + (won == "withdrawn")
    finally:
        hands.end()
    # A trial that always ends the same way would be no race.
    assert decided
    assert withdrawn
    assert verify_trail("vacancy:uji").faults == ()
    connections.close_all()


def sheet_of(request, step, person):
    """A sheet as the page would have issued it."""
    (sheet,) = open_sheets(items=[(request, step, "s" * 64)], actor=person)
    return sheet.nonce


def signing(nonce, person, verdict):
    return lambda: sign_decision(nonce=nonce, actor=person, verdict=verdict, note="Alasan.", second_factor="totp")


def withdrawing(request, sender):
    def take_back():
        with transaction.atomic():
            close_by_sender(request=request, actor=sender, now=clock.transaction_now())

    return take_back


def check(request, answers):
    """What must hold after every trial; returns who won the step."""
    assert all(answer == "done" or isinstance(answer, Refused) for answer in answers), answers
    decisions = list(Decision.objects.filter(step__request=request).select_related("actor"))
    now = ApprovalRequest.objects.get(pk=request.pk)
    # A withdrawal may follow a first decision, because the next step is open then; never the other way round.
    assert len(decisions) == answers[:3].count("done") <= 1
    assert answers[0] != "done" or answers[1] != "done"
    assert answers[3] == "done" or now.state == "RETURNED"
    assert decisions or answers[3] == "done"
    for answer in answers[:3]:
        assert answer == "done" or isinstance(answer, Stale)
    assert ApprovalStep.objects.open().filter(request=request).count() == (now.state == "IN_PROGRESS")
    trail = AuditEntry.objects.filter(object_id=str(request.public_id), act="decide_step")
    assert trail.count() == len(decisions)
    return "decided" if decisions else "withdrawn"
