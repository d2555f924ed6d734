"""Two hands at one step: a second click on the same page, a colleague with another verdict, the sender who takes it back.

300 trials a run over two real connections, on ground prepared in one go; 10,000 in `make soak`.
"""

from collections import Counter
from datetime import date

import pytest
from django.db import connections, transaction
from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.actions import close_by_sender, sign_decision
from approvals.models import ApprovalRequest, ApprovalStep, Decision, OpenedSheet
from approvals.screen import Screen
from core import clock
from core.models import AuditEntry
from core.refusals import Refused, Stale
from core.trail import verify_trail
from tests.harness.hands import Hands, trials_of

pytestmark = pytest.mark.django_db(transaction=True)
PREPARED = 300
SECOND_CLICK, COLLEAGUE, WITHDRAWAL = "second click", "colleague", "withdrawal"
PAIRS = (SECOND_CLICK, COLLEAGUE, WITHDRAWAL)


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
    pattern = send()
    wanted = trials_of(rounds)
    hands, won = Hands(2), Counter()
    try:
        for begun in range(0, wanted, PREPARED):
            ground = prepare(pattern, people["pyb"], rival, min(PREPARED, wanted - begun))
            answers = [
                hands.act(acts_of(PAIRS[place % 3], row, people, rival, turned=place % 2)) for place, row in enumerate(ground)
            ]
            won += check(ground, answers)
    finally:
        hands.end()
    # A trial that always ends the same way would be no race.
    assert {(SECOND_CLICK, "APPROVE"), (COLLEAGUE, "APPROVE"), (COLLEAGUE, "RETURN")} <= set(won), won
    assert won[WITHDRAWAL, ""], won
    assert sum(won.values()) == wanted
    assert verify_trail("vacancy:uji").faults == ()
    connections.close_all()


def prepare(pattern, pyb, rival, count):
    """Copies of one running request, each with a sheet opened by either official: (request, sheet, sheet of the rival)."""
    requests = ApprovalRequest.objects.bulk_create(
        copy_of(pattern, title=f"Berkas {place}", digest=pattern.digest) for place in range(count)
    )
    steps = list(pattern.steps.order_by("position"))
    ApprovalStep.objects.bulk_create(copy_of(step, request=request) for request in requests for step in steps)
    now = clock.now()
    sheets = OpenedSheet.objects.bulk_create(
        OpenedSheet(request=request, position=1, actor=person, digest=request.digest, screen="s" * 64, opened_at=now)
        for request in requests
        for person in (pyb, rival)
    )
    return list(zip(requests, sheets[::2], sheets[1::2], strict=True))


def copy_of(row, **changes):
    """A new row like this one, not saved yet."""
    left = {"id", "public_id"}
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in left}
    for name in changes:
        values.pop(f"{name}_id", None)
    return type(row)(**values | changes)


def acts_of(pair, row, people, rival, *, turned):
    """What the two do; who comes first changes from trial to trial."""
    request, own, other = row
    first = signing(own, people["pyb"], "APPROVE")
    second = {
        SECOND_CLICK: signing(own, people["pyb"], "APPROVE"),
        COLLEAGUE: signing(other, rival, "RETURN"),
        WITHDRAWAL: withdrawing(request, people["sender"]),
    }[pair]
    return [second, first] if turned else [first, second]


def signing(sheet, person, verdict):
    return lambda: sign_decision(nonce=sheet.nonce, actor=person, verdict=verdict, note="Alasan.", second_factor="totp")


def withdrawing(request, sender):
    def take_back():
        with transaction.atomic():
            close_by_sender(request=request, actor=sender, now=clock.transaction_now())

    return take_back


def check(ground, answers):
    """What must hold after every trial, read together; counts (pair, verdict that won, "" for none)."""
    pks = [request.pk for request, _, _ in ground]
    states = dict(ApprovalRequest.objects.filter(pk__in=pks).values_list("pk", "state"))
    opened = dict(
        ApprovalStep.objects.filter(request__in=pks).values_list("request").annotate(many=Count("pk", filter=Q(state="OPEN")))
    )
    verdicts = {}
    for pk, verdict in Decision.objects.filter(step__request__in=pks).values_list("step__request", "verdict"):
        verdicts.setdefault(pk, []).append(verdict)
    numbers = [str(request.public_id) for request, _, _ in ground]
    trail = Counter(AuditEntry.objects.filter(act="decide_step", object_id__in=numbers).values_list("object_id", flat=True))
    won = Counter()
    for place, ((request, _, _), both) in enumerate(zip(ground, answers, strict=True)):
        pair, given, state = PAIRS[place % 3], verdicts.get(request.pk, []), states[request.pk]
        assert all(answer == "done" or isinstance(answer, Refused) for answer in both), both
        assert len(given) <= 1
        assert trail[str(request.public_id)] == len(given)
        assert opened[request.pk] == (state == "IN_PROGRESS")
        refused = [answer for answer in both if answer != "done"]
        if pair == WITHDRAWAL:
            # A withdrawal may follow a first decision, because the next step is open then; never the other way round.
            assert state == "WITHDRAWN"
            assert len(refused) == 1 - len(given)
        else:
            assert len(given) == len(refused) == 1
            assert state == ("RETURNED" if given == ["RETURN"] else "IN_PROGRESS")
        assert all(isinstance(answer, Stale) for answer in refused), refused
        won[pair, "".join(given)] += 1
    return won
