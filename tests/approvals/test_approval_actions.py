"""Decisions over real rows: order, rights, stakes, races, trail."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from approvals import people as persons
from approvals.actions import close_by_sender, decide
from approvals.models import ApprovalStep, Decision
from core import clock
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale

pytestmark = pytest.mark.django_db


def give(request, actor, verdict, position, note="", digest="d" * 64):
    return decide(request_id=request.pk, actor=actor, verdict=verdict, note=note, digest_seen=digest, position_seen=position)


def test_whole_chain_approves_in_order(send, people, outside):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "APPROVE", 2)
    give(request, people["wasdal"], "RECOMMEND", 3)
    request.refresh_from_db()
    assert request.state == "APPROVED"
    assert outside.outcomes == [
        ("pyb", "APPROVE", "IN_PROGRESS"),
        ("ppk", "APPROVE", "IN_PROGRESS"),
        ("wasdal", "RECOMMEND", "APPROVED"),
    ]
    assert outside.locked == 3
    assert list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True)) == ["submit_request"] + ["decide_step"] * 3


def test_each_step_is_announced_to_its_holders_once(send, people):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    assert Notification.objects.filter(recipient=people["pyb"]).count() == 1
    assert Notification.objects.filter(recipient=people["ppk"]).count() == 1
    mail = OutboxMessage.objects.get(recipient=people["ppk"])
    assert "Rencana uji" in mail.subject
    assert "Badan Uji" in mail.subject


@pytest.mark.parametrize(
    ("who", "verdict", "position", "note", "sentence"),
    [
        ("sender", "APPROVE", 1, "", "mengajukan"),
        ("ppk", "APPROVE", 1, "", "tidak memegang peran"),
        ("pyb", "RETURN", 1, " ", "Tulis catatan"),
        ("pyb", "DETERMINE", 1, "", "tidak tersedia"),
    ],
)
def test_refused_verdicts_change_nothing(send, people, who, verdict, position, note, sentence):
    request = send()
    with pytest.raises(Refused, match=sentence):
        give(request, people[who], verdict, position, note)
    assert not Decision.objects.exists()
    assert ApprovalStep.objects.get(request=request, position=1).state == "OPEN"


def test_a_person_with_a_stake_is_refused(send, people, outside):
    request = send()
    outside.conflicted.add(people["pyb"].pk)
    with pytest.raises(Refused, match="pelamar"):
        give(request, people["pyb"], "APPROVE", 1)


def test_return_reopens_the_step_before_and_keeps_history(send, people):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "RETURN", 2, "Bobot belum sesuai.")
    steps = {step.position: step.state for step in request.steps.all()}
    assert steps == {1: "OPEN", 2: "RETURNED", 3: "WAITING"}
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "APPROVE", 2)
    assert Decision.objects.count() == 4


def test_second_decision_hears_who_was_first(send, people):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    with pytest.raises(Stale, match="Nama pyb"):
        give(request, people["pyb"], "APPROVE", 1)


def test_decision_is_bound_to_what_was_on_the_screen(send, people):
    request = send()
    with pytest.raises(Stale, match="berubah"):
        give(request, people["pyb"], "APPROVE", 1, digest="e" * 64)


def test_not_recommended_goes_back_to_the_sender(send, people):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "APPROVE", 2)
    give(request, people["wasdal"], "NOT_RECOMMEND", 3, "Panel belum seimbang.")
    request.refresh_from_db()
    assert request.state == "RETURNED"
    again = send(previous=request)
    assert again.round_number == 2


def test_layer_without_holder_is_refused_at_submission(send, people):
    people["wasdal"].memberships.all().delete()
    with pytest.raises(Refused, match="Wasdal"):
        send()


def test_sender_withdraws_only_own_running_request(send, people):
    request = send()
    with pytest.raises(Refused), transaction.atomic():
        close_by_sender(request=request, actor=people["pyb"], now=clock.transaction_now())
    with transaction.atomic():
        close_by_sender(request=request, actor=people["sender"], now=clock.transaction_now())
    request.refresh_from_db()
    assert request.state == "WITHDRAWN"
    with pytest.raises(Stale):
        give(request, people["pyb"], "APPROVE", 1)


def test_the_sender_withdraws_from_another_account_of_the_same_person(send, people, monkeypatch):
    """A colleague does not, and once the round has ended nobody does; what was decided stays."""
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    second = User.objects.create(email="dua@uji.example", full_name="Akun kedua")
    known = {people["sender"].pk: "198609262015051001", second.pk: "198609262015051001"}
    monkeypatch.setattr(persons, "nip_sources", [lambda ids: {pk: known[pk] for pk in ids if pk in known}])
    with transaction.atomic():
        close_by_sender(request=request, actor=second, now=clock.transaction_now())
    request.refresh_from_db()
    assert (request.state, Decision.objects.count()) == ("WITHDRAWN", 1)
    assert not ApprovalStep.objects.open().filter(request=request).exists()
    assert AuditEntry.objects.filter(act="withdraw_request").count() == 1
    with pytest.raises(Refused), transaction.atomic():
        close_by_sender(request=request, actor=people["sender"], now=clock.transaction_now())


def test_a_withdrawn_round_is_followed_by_the_next_with_its_own_decisions(send, people):
    first = send()
    give(first, people["pyb"], "APPROVE", 1)
    with transaction.atomic():
        close_by_sender(request=first, actor=people["sender"], now=clock.transaction_now())
    again = send(previous=first, digest="f" * 64)
    assert (again.round_number, again.previous) == (2, first)
    assert [step.state for step in again.steps.order_by("position")] == ["OPEN", "WAITING", "WAITING"]
    with pytest.raises(Stale, match="berubah"):
        give(again, people["pyb"], "APPROVE", 1)
    assert give(again, people["pyb"], "APPROVE", 1, digest="f" * 64).step.request == again


@pytest.mark.parametrize("statement", ["UPDATE approvals_decision SET note = 'x'", "DELETE FROM approvals_decision"])
def test_web_role_may_not_change_decisions(send, people, statement):
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_decision(send, people):
    request = send()
    barrier, answers = threading.Barrier(2), []

    def click():
        try:
            barrier.wait(timeout=10)
            give(request, people["pyb"], "APPROVE", 1)
            answers.append("decided")
        except Stale as error:
            answers.append(error.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer == "decided" for answer in answers) == [False, True]
    assert Decision.objects.count() == 1
    assert any("Nama pyb" in answer for answer in answers)
