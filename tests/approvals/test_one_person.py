"""One person acts once whatever the account, and steps aside when bound to the selection."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from approvals import people as persons
from approvals.actions import declare_own_stake, end_stake, write_stake
from approvals.models import ApprovalRequest, Decision, Stake
from approvals.permissions import can_decide
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused
from tests.approvals.test_approval_actions import give
from tests.approvals.test_inbox_views import enter  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"


def test_two_accounts_of_one_nip_decide_at_one_step_only(send, people, monkeypatch):
    """The register knows the NIP behind the second account, which carries none itself."""
    request = send()
    User.objects.filter(pk=people["pyb"].pk).update(nip=NIP)
    known = {people["ppk"].pk: NIP}
    monkeypatch.setattr(persons, "nip_sources", [lambda ids: {pk: known[pk] for pk in ids if pk in known}])
    give(request, User.objects.get(pk=people["pyb"].pk), "APPROVE", 1)
    with pytest.raises(Refused, match="satu orang hanya boleh memutus satu tahap"):
        give(request, people["ppk"], "APPROVE", 2)
    assert Decision.objects.count() == 1


def test_the_sender_does_not_decide_from_another_account(send, people, monkeypatch):
    known = {people["sender"].pk: NIP, people["pyb"].pk: NIP}
    request = send()
    monkeypatch.setattr(persons, "nip_sources", [lambda ids: {pk: known[pk] for pk in ids if pk in known}])
    with pytest.raises(Refused, match="Anda mengajukan permintaan ini"):
        give(request, people["pyb"], "APPROVE", 1)


def test_a_declared_tie_closes_every_step_and_cannot_be_undone_by_oneself(send, people):
    request = send()
    stake = declare_own_stake(request_id=request.pk, actor=people["pyb"], tie="Adik ipar ikut melamar.")
    # The office hears that somebody steps aside, not why.
    (mail,) = OutboxMessage.objects.filter(kind="stake_declared")
    assert mail.recipient == people["sender"]
    assert "Nama pyb menyatakan" in mail.text
    assert "ipar" not in mail.text + mail.subject
    with pytest.raises(Refused, match="hubungan pribadi"):
        give(request, people["pyb"], "APPROVE", 1)
    with pytest.raises(Refused, match="sudah menyatakan"):
        declare_own_stake(request_id=request.pk, actor=people["pyb"], tie="Sekali lagi.")
    with pytest.raises(Refused, match="tidak dapat Anda tarik"):
        end_stake(stake_id=stake.pk, actor=people["pyb"])
    assert AuditEntry.objects.filter(chain="vacancy:uji", act="declare_stake").count() == 1
    item = ApprovalRequest.objects.with_chain().get(pk=request.pk)
    steps = list(item.steps.all())
    assert "hubungan pribadi" in can_decide(people["pyb"], item, steps[0], steps).reason


def test_a_tie_named_by_somebody_else_counts_until_that_person_takes_it_back(send, people):
    request = send()
    stake = write_stake(subject=request.trail_chain, official=people["pyb"], actor=people["sender"], tie="Paman saya.")
    with pytest.raises(Refused, match="hubungan pribadi"):
        give(request, people["pyb"], "APPROVE", 1)
    end_stake(stake_id=stake.pk, actor=people["sender"])
    assert not Stake.objects.in_force().exists()
    assert give(request, people["pyb"], "APPROVE", 1).verdict == "APPROVE"


def test_the_page_of_a_tie_leads_from_the_sheet_and_back_to_the_inbox(send, people, enter):  # noqa: F811
    request = send()
    client = enter("pyb", fresh=True)
    url = reverse("declare_stake", args=[request.public_id])
    assert url in client.get(reverse("decide_step", args=[request.public_id])).content.decode()
    assert client.post(url, {"tie": " "}).context["form"].errors["tie"]
    assert client.post(url, {"tie": "Adik ipar ikut melamar."}).status_code == 302
    assert client.get(reverse("decide_step", args=[request.public_id])).context["form"] is None
    assert client.post(url, {"tie": "Sekali lagi."}).status_code == 409


def test_several_items_are_decided_line_by_line(send, people, agency, enter):  # noqa: F811
    """Another level is kept apart; of two of one level, the one a colleague decided meanwhile is named with the reason."""
    first, second, other = send(title="Satu"), send(title="Dua"), send(title="Tiga", level_label="JPT Madya")
    rival = User.objects.create(email="pyb2@uji.example", full_name="Nama rekan")
    Membership.objects.create(user=rival, role=Role.PYB, agency=agency, valid_from=date(2020, 1, 1))
    client = enter("pyb", fresh=True)
    url = reverse("decide_together")
    mixed = client.get(url, {"pilih": [str(each.public_id) for each in (first, other)]})
    assert "tingkat yang sama" in mixed.context["problem"]
    page = client.get(url, {"pilih": [str(each.public_id) for each in (first, second)]})
    lines = page.context["lines"]
    assert [line["title"] for line in lines] == ["Satu", "Dua"]
    chosen = [str(each.public_id) for each in (first, second)]
    assert "Belum ada yang dicentang" in client.post(url, {"pilih": chosen}).context["problem"]
    give(second, rival, "RETURN", 1, "Lengkapi.")
    answer = client.post(url, {"pilih": chosen, "lembar": [line["nonce"] for line in lines], "note": ""}, follow=True)
    assert [row["title"] for row in answer.context["done"]] == ["Satu"]
    assert [row["title"] for row in answer.context["refused"]] == ["Dua"]
    assert "Nama rekan" in answer.context["refused"][0]["reason"]
    assert Decision.objects.filter(actor=people["pyb"]).count() == 1
