"""Races around standing in: a letter that ends while its holder decides, two letters for one absence, one code in two hands.

300 trials a run, each over real connections; 10,000 in `make soak`.
"""

import time
from itertools import pairwise

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connections

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.second_factor import STEP_SECONDS, code_at, consume_code
from approvals import actions
from approvals.models import Decision, Delegation
from approvals.screen import Screen
from core.refusals import Refused, Stale
from core.trail import verify_trail
from tests.approvals.test_delegations import office  # noqa: F401
from tests.factories.delegations import letter
from tests.harness.hands import Hands, trials_of
from tests.harness.rewind import Rewind

pytestmark = pytest.mark.django_db(transaction=True)


def sheet_of(request, step, person):
    """A sheet as the page would have issued it; its one-time number."""
    (sheet,) = actions.open_sheets(items=[(request, step, "s" * 64)], actor=person)
    return sheet.nonce


def signing(nonce, person, verdict):
    return lambda: actions.sign_decision(nonce=nonce, actor=person, verdict=verdict, note="Alasan.", second_factor="totp")


@pytest.fixture
def bare(monkeypatch):
    """Notices, drawn pages and scans take most of the time and no lock; what is raced for stays as it is."""
    for place in ("opening.announce_arrival", "decisions.announce_decision", "delegations.announce_end"):
        monkeypatch.setattr(f"approvals.actions.{place}", lambda *given: None)
    for name in ("announce_acceptance", "announce_start"):
        monkeypatch.setattr(f"approvals.actions.delegations.{name}", lambda *given: None)
    monkeypatch.setattr("approvals.actions.decisions.screen_of", lambda *given: Screen("", "s" * 64))
    monkeypatch.setattr("tests.factories.delegations.store_private", lambda *given, name, **rest: f"delegations/uji/{name}")


def fresh(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def hands():
    made = []

    def begin(count):
        made.append(Hands(count))
        return made[-1]

    yield begin
    for each in made:
        each.end()
    connections.close_all()


@pytest.mark.usefixtures("bare")
def test_no_decision_is_later_than_the_letter_it_was_given_by(send, office, agency, rounds, hands, owner_connection):  # noqa: F811
    """The delegate signs, the official is back and signs too, and the office ends the letter: one decision, in one order."""
    row = letter(
        official=office["pyb"], delegate=office["delegate"], agency=agency, role=Role.PYB, by=office["secretary"],
        second=office["admin"],
    )  # fmt: skip
    request = send()
    step = request.steps.get(position=1)
    by_letter, by_office = (sheet_of(request, step, fresh(office[name])) for name in ("delegate", "pyb"))
    acts = [
        lambda: signing(by_letter, fresh(office["delegate"]), "APPROVE")(),
        lambda: signing(by_office, fresh(office["pyb"]), "RETURN")(),
        lambda: actions.end_delegation(delegation_id=row.pk, actor=fresh(office["admin"]), reason="Kembali."),
    ]
    three, won, scene = hands(3), [], Rewind(owner_connection, *acts)
    for _ in range(trials_of(rounds)):
        answers = three.act(acts)
        now = Delegation.objects.get(pk=row.pk)
        assert answers[2] == "done", answers
        assert all(answer == "done" or isinstance(answer, Refused) for answer in answers[:2]), answers
        (decision,) = Decision.objects.filter(step__request=request)
        assert answers[:2].count("done") == 1
        assert (decision.delegation_id == row.pk) == (answers[0] == "done")
        if decision.delegation_id:
            assert now.starts_at <= decision.decided_at <= now.ends_at == now.ended_at
        assert verify_trail("vacancy:uji").faults == ()
        won.append(answers[0] == "done")
        scene.back()
    scene.assert_back()
    assert {True, False} == set(won)


@pytest.mark.usefixtures("bare")
def test_of_two_letters_for_one_absence_one_comes_into_force(office, agency, rounds, hands, owner_connection):  # noqa: F811
    other = User.objects.create(email="plh2@uji.example", full_name="Nama plh kedua")
    rows = [
        letter(official=office["ppk"], delegate=delegate, agency=agency, by=office["secretary"], second=None)
        for delegate in (office["delegate"], other)
    ]
    acts = [
        lambda key=row.pk, by=by: actions.accept_delegation(delegation_id=key, actor=fresh(office[by]))
        for row, by in zip(rows, ("admin", "pyb"), strict=True)
    ]
    two, scene = hands(2), Rewind(owner_connection, *acts)
    for _ in range(trials_of(rounds)):
        answers = two.act(acts)
        assert answers.count("done") == 1, answers
        assert all(answer == "done" or isinstance(answer, (Refused, Stale)) for answer in answers), answers
        assert Delegation.objects.standing().filter(pk__in=[row.pk for row in rows]).count() == 1
        assert Membership.objects.filter(role=Role.ACTING).count() == 1
        scene.back()
    scene.assert_back()


def test_one_code_signs_once_in_however_many_hands(people, rounds, hands):
    """The counter stands in the database, so it holds between processes and with any cache."""
    user, secret = people["ppk"], "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )  # fmt: skip
    four, counters = hands(4), []
    for _ in range(trials_of(rounds)):
        User.objects.filter(pk=user.pk).update(last_code_counter=0)
        moment = time.time()
        code = code_at(secret, moment)
        answers = four.act([lambda code=code: consume_code(user.pk, code) or "accepted"] * 4)
        assert answers.count("accepted") == 1, answers
        assert sum("sudah dipakai" in answer for answer in answers) == 3, answers
        counters.append(User.objects.get(pk=user.pk).last_code_counter)
        assert abs(counters[-1] - int(moment) // STEP_SECONDS) <= 1
    assert all(earlier <= later for earlier, later in pairwise(counters))
