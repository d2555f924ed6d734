"""Letters of delegation over real rows: four eyes, no chain, a right that begins and ends by itself, both names in the record."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.sessions import sight_of
from approvals import actions, people
from approvals.actions import decide
from approvals.models import ApprovalStep, Decision, Delegation
from approvals.permissions import can_accept_delegation, can_decide
from core import row_sight
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from core.uploads.files import accept_file
from core.uploads.storage import private_path
from tests.approvals.conftest import CHAIN
from tests.factories.applications import sample_pdf
from tests.factories.delegations import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(agency, people):
    """The people of the engine's tests, and a secretary, an admin, an admin of BKN, and somebody who stands in."""
    made = dict(people)
    for name, role in (("secretary", Role.SECRETARIAT), ("admin", Role.AGENCY_ADMIN), ("bkn", Role.BKN_ADMIN)):
        user = User.objects.create(email=f"{name}@uji.example", full_name=f"Nama {name}")
        scope = None if role == Role.BKN_ADMIN else agency
        Membership.objects.create(user=user, role=role, agency=scope, valid_from="2020-01-01")
        made[name] = user
    made["delegate"] = User.objects.create(email="plh@uji.example", full_name="Nama plh")
    return made


def again(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def register(agency, office):
    def note(**changes):
        today = agency.day(timezone.now())
        values = {
            "actor": again(office["secretary"]),
            "kind": "PLH",
            "role": Role.PPK,
            "agency_id": agency.pk,
            "official_id": office["ppk"].pk,
            "delegate_id": office["delegate"].pk,
            "level_label": "",
            "chain_code": "",
            "letter_number": "800/12/2026",
            "letter_on": today - timedelta(days=1),
            "valid_from": today,
            "valid_until": today + timedelta(days=9),
            **changes,
        }
        scan = accept_file(sample_pdf(), "surat.pdf", accepts=("application/pdf",), folder="delegations")
        return actions.register_delegation(accepted=scan, **values)

    return note


@pytest.fixture
def acting(register, office):
    """The letter for the PPK, accepted by the admin and in force."""
    row = register()
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    return Delegation.objects.get(pk=row.pk)


def give(request, actor, verdict, position, note=""):
    return decide(
        request_id=request.pk, actor=again(actor), verdict=verdict, note=note, digest_seen="d" * 64, position_seen=position
    )


def test_a_letter_gives_no_right_before_a_second_person_accepts_it(register, send, office):
    row = register()
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    with pytest.raises(Refused, match="tidak memegang peran"):
        give(request, office["delegate"], "APPROVE", 2)
    for name, words in (("secretary", "orang kedua"), ("delegate", "orang lain"), ("bkn", "disahkan pejabatnya")):
        with pytest.raises(Refused, match=words):
            actions.accept_delegation(delegation_id=row.pk, actor=again(office[name]))
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    with pytest.raises(Stale, match="Nama admin"):
        actions.accept_delegation(delegation_id=row.pk, actor=again(office["ppk"]))
    decision = give(request, office["delegate"], "APPROVE", 2)
    assert decision.delegation == row


def test_both_names_and_the_letter_are_in_the_decision_and_in_the_trail(acting, send, office):
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    decision = give(request, office["delegate"], "APPROVE", 2)
    assert decision.actor == office["delegate"]
    assert decision.duty == "Plh. PPK Badan Uji, a.n. Nama ppk, surat nomor 800/12/2026"
    entry = AuditEntry.objects.filter(act="decide_step").order_by("-pk").first()
    assert str(acting.public_id) in entry.body
    assert "a.n. Nama ppk" in entry.body


def test_the_item_goes_to_the_delegate_and_only_the_bell_of_the_absent_official_rings(acting, send, office):
    request = send()
    Notification.objects.all().delete()
    OutboxMessage.objects.all().delete()
    give(request, office["pyb"], "APPROVE", 1)
    assert set(Notification.objects.filter(kind="step_arrived").values_list("recipient__full_name", flat=True)) == {
        "Nama ppk",
        "Nama plh",
    }
    (mail,) = OutboxMessage.objects.filter(kind="step_arrived")
    assert mail.recipient == office["delegate"]
    assert "surat nomor 800/12/2026" in mail.text


def test_a_letter_that_began_later_reaches_what_already_waits_and_one_that_ended_no_longer_does(register, send, office):
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    delegate = office["delegate"]
    assert not ApprovalStep.objects.waiting_for(again(delegate)).exists()
    row = register()
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    assert ApprovalStep.objects.waiting_for(again(delegate)).get().request == request
    actions.end_delegation(delegation_id=row.pk, actor=again(office["ppk"]), reason="Sudah kembali.")
    assert not ApprovalStep.objects.waiting_for(again(delegate)).exists()
    with pytest.raises(Refused, match="sudah berakhir"):
        give(request, delegate, "APPROVE", 2)
    assert give(request, office["ppk"], "APPROVE", 2).delegation is None


def test_the_end_of_a_letter_counts_decisions_its_official_no_longer_sees(acting, send, office, monkeypatch):
    """Row security hides the delegate's decision from an official whose duty is over; the letter still ends no earlier."""
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    decision = give(request, office["delegate"], "APPROVE", 2)
    Membership.objects.filter(user=office["ppk"]).update(valid_until=timezone.localdate() - timedelta(days=1))
    monkeypatch.setattr("core.clock.transaction_now", lambda: decision.decided_at - timedelta(seconds=1))
    with row_sight.seen_as(sight_of(office["ppk"].pk, timezone.localdate())):
        assert not Decision.objects.filter(delegation=acting).exists()
        actions.end_delegation(delegation_id=acting.pk, actor=again(office["ppk"]), reason="Sudah kembali.")
    assert Delegation.objects.get(pk=acting.pk).ended_at == decision.decided_at


def test_scope_of_level_and_kind_narrows_inbox_and_right_alike(register, send, office):
    row = register(level_label="JPT Madya")
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    assert not ApprovalStep.objects.waiting_for(again(office["delegate"])).exists()
    with pytest.raises(Refused, match="hanya untuk JPT Madya"):
        give(request, office["delegate"], "APPROVE", 2)


def test_one_person_acts_once_also_by_a_letter(register, send, office):
    row = register(delegate_id=office["pyb"].pk)
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    with pytest.raises(Refused, match="satu orang hanya boleh memutus satu tahap"):
        give(request, office["pyb"], "APPROVE", 2)


def test_whoever_has_a_stake_or_sent_it_does_not_decide_by_a_letter(acting, send, office, outside):
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    outside.conflicted.add(office["delegate"].pk)
    with pytest.raises(Refused, match="pelamar"):
        give(request, office["delegate"], "APPROVE", 2)
    own = send(sender=again(office["delegate"]))
    give(own, office["pyb"], "APPROVE", 1)
    with pytest.raises(Refused, match="Anda mengajukan"):
        give(own, office["delegate"], "APPROVE", 2)


def test_determination_is_refused_with_the_law_and_the_page_knows_it(acting, send, office):
    pyb, ppk, wasdal = CHAIN.layers
    request = send(chain=replace(CHAIN, layers=(pyb, replace(ppk, stage="DETERMINATION"), wasdal)))
    give(request, office["pyb"], "APPROVE", 1)
    with pytest.raises(Refused, match=r"UU 30/2014 pasal 14 ayat \(7\)"):
        give(request, office["delegate"], "APPROVE", 2)
    assert not ApprovalStep.objects.waiting_for(again(office["delegate"])).exists()
    steps = list(request.steps.prefetch_related("decisions__actor").order_by("position"))
    refusal = can_decide(again(office["delegate"]), request, steps[1], steps)
    assert "menunggu Nama ppk" in refusal.reason
    assert can_decide(again(office["ppk"]), request, steps[1], steps) is None


def test_nobody_hands_on_what_was_handed_to_them(acting, register, office):
    other = User.objects.create(email="lain@uji.example", full_name="Nama lain")
    with pytest.raises(Refused, match="tidak dilimpahkan lagi"):
        register(official_id=office["delegate"].pk, delegate_id=other.pk, letter_number="2")
    with pytest.raises(Refused, match="melimpahkan tugasnya sendiri"):
        register(role=Role.PYB, official_id=office["pyb"].pk, delegate_id=office["ppk"].pk, letter_number="3")


def test_two_letters_of_one_official_are_never_in_force_together(acting, register, office):
    other = User.objects.create(email="lain@uji.example", full_name="Nama lain")
    with pytest.raises(Refused, match="sudah ada pelimpahan lain"):
        register(delegate_id=other.pk, letter_number="2", level_label="JPT Madya")
    with pytest.raises(IntegrityError, match="delegation_no_overlap"), transaction.atomic():
        letter(
            official=office["ppk"],
            delegate=other,
            agency=acting.agency,
            by=office["secretary"],
            second=office["admin"],
            level_label="JPT Madya",
        )
    after = register(
        delegate_id=other.pk,
        letter_number="3",
        valid_from=acting.valid_until + timedelta(days=1),
        valid_until=acting.valid_until + timedelta(days=3),
    )
    assert actions.accept_delegation(delegation_id=after.pk, actor=again(office["admin"])).starts_at == acting.ends_at


def test_a_second_account_of_the_registrar_is_no_second_person(register, office, agency):
    row = register()
    User.objects.filter(pk=office["secretary"].pk).update(nip="198001012005011001")
    twin = User.objects.create(email="secretary2@uji.example", full_name="Nama secretary", nip=None)
    Membership.objects.create(user=twin, role=Role.AGENCY_ADMIN, agency=agency, valid_from="2020-01-01")
    assert can_accept_delegation(again(twin), row, timezone.now()) is None
    people.nip_sources.append(lambda ids: {pk: "198001012005011001" for pk in ids if pk == twin.pk})
    try:
        with pytest.raises(Refused, match="Anda yang mencatat"):
            actions.accept_delegation(delegation_id=row.pk, actor=again(twin))
    finally:
        people.nip_sources.pop()


def test_a_vacant_post_is_held_by_a_plt_and_the_route_finds_them(register, send, office):
    office["ppk"].memberships.all().delete()
    row = register(kind="PLT", official_id=None)
    with pytest.raises(Refused, match="PPK"):
        send()
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    decision = give(request, office["delegate"], "APPROVE", 2)
    assert decision.duty.startswith("Plt. PPK Badan Uji (jabatan lowong)")


def test_beginning_and_end_are_told_once_to_both_to_the_office_and_to_bkn(register, office, agency):
    today = agency.day(timezone.now())
    row = register(valid_from=today + timedelta(days=1), valid_until=today + timedelta(days=2))
    actions.accept_delegation(delegation_id=row.pk, actor=again(office["admin"]))
    row = Delegation.objects.get(pk=row.pk)
    assert not Notification.objects.filter(kind="delegation_changed").exists()
    for moment, told in ((row.starts_at - timedelta(seconds=1), 0), (row.starts_at, 1), (row.starts_at, 0), (row.ends_at, 1)):
        assert actions.announce_delegations(now=moment) == told
    assert actions.announce_delegations(now=row.ends_at + timedelta(days=9)) == 0
    told = Notification.objects.filter(kind="delegation_changed").values_list("recipient__full_name", "title")
    start, end = (f"{word}: Plh. PPK Badan Uji, surat nomor 800/12/2026" for word in ("Mulai berlaku", "Berakhir"))
    assert sorted(told) == sorted((f"Nama {who}", title) for who in ("bkn", "plh", "ppk", "secretary") for title in (start, end))
    assert "800/12/2026" in OutboxMessage.objects.filter(kind="delegation_changed").first().text


def test_the_letter_itself_never_changes_and_is_never_deleted(acting):
    for change in (
        {"letter_number": "lain"},
        {"valid_until": acting.valid_until + timedelta(days=9)},
        {"answered_by_id": acting.registered_by_id},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Delegation.objects.filter(pk=acting.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.filter(pk=acting.pk).delete()


def test_a_refused_letter_leaves_no_scan_behind(register, office, settings, agency):
    folder = private_path("delegations")
    before = set(folder.glob("*")) if folder.exists() else set()
    with pytest.raises(Refused, match="diri sendiri"):
        register(delegate_id=office["secretary"].pk)
    assert set(folder.glob("*")) == before


def test_declined_and_withdrawn_letters_say_so_and_stay_powerless(register, office):
    row = register()
    with pytest.raises(Refused, match="Tulis alasannya"):
        actions.decline_delegation(delegation_id=row.pk, actor=again(office["admin"]), note=" ")
    actions.decline_delegation(delegation_id=row.pk, actor=again(office["admin"]), note="Nomor surat salah.")
    other = register(letter_number="2")
    with pytest.raises(Refused, match="pencatatnya"):
        actions.withdraw_delegation(delegation_id=other.pk, actor=again(office["admin"]))
    actions.withdraw_delegation(delegation_id=other.pk, actor=again(office["secretary"]))
    assert not again(office["delegate"]).role_codes
    mail = OutboxMessage.objects.get(kind="delegation_asked", recipient=office["secretary"])
    assert "Nomor surat salah." in mail.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["end", "decide"])
def test_ending_and_deciding_at_the_same_moment_have_one_order(acting, send, office, first):
    """Either the decision stands and the letter ended after it, or the letter ended and the decision was refused."""
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    barrier, answers = threading.Barrier(2), {}

    def act(name, deed):
        try:
            barrier.wait(timeout=10)
            deed()
            answers[name] = "done"
        except Refused as error:
            answers[name] = error.reason
        finally:
            connection.close()

    deeds = {
        "end": lambda: actions.end_delegation(delegation_id=acting.pk, actor=again(office["ppk"]), reason="Kembali."),
        "decide": lambda: give(request, office["delegate"], "APPROVE", 2),
    }
    order = [first, *(name for name in deeds if name != first)]
    threads = [threading.Thread(target=act, args=(name, deeds[name])) for name in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers["end"] == "done"
    decided = Decision.objects.filter(delegation=acting).first()
    assert (decided is not None) == (answers["decide"] == "done")
    if decided is None:
        assert "sudah berakhir" in answers["decide"]
