"""Filling a post from the succession group: the letter, the names, the chain from the shortlist step on, the determination."""

from datetime import date, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from approvals.actions import decide
from core.models import AuditEntry
from core.refusals import Refused
from talent.actions.fills import propose_fill
from talent.forms.fills import FillChoiceForm
from talent.models import MeritApproval, PoolFill, PoolMembership
from talent.rules.pool_fill import NameFact, choice_refusal, fill_chain, is_letter_in_force, names_refusal, right_refusal
from tests.factories.applications import sample_pdf
from tests.factories.boxes import MeritApprovalFactory, PoolMembershipFactory, TargetPostFactory
from tests.factories.people import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def clerk(agency, client):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    client.force_login(user)
    return user


@pytest.fixture
def chiefs(agency):
    return [UserFactory(role=Role.PYB, agency=agency), UserFactory(role=Role.PPK, agency=agency), UserFactory(role=Role.WASDAL)]


def give(fill, user, verdict, position, form=None):
    request = fill.request
    return decide(
        request_id=request.pk, actor=user, verdict=verdict, note="Catatan", digest_seen=request.digest, position_seen=position,
        form=form,
    )  # fmt: skip


def test_rules_ask_for_a_letter_and_for_ready_names():
    free = {"has_letter": True, "vacancy_opened": False, "is_closed": False, "is_proposed": False}
    assert right_refusal(**free) == ""
    assert "Sangat Baik" in right_refusal(**free | {"has_letter": False})
    for name in ("vacancy_opened", "is_closed", "is_proposed"):
        assert right_refusal(**free | {name: True})
    fit = NameFact("Ani", True, "JPT_PRATAMA")
    assert names_refusal([fit] * 3, "JPT_PRATAMA") == ""
    assert "Paling banyak 3" in names_refusal([fit] * 4, "JPT_PRATAMA")
    assert names_refusal([], "JPT_PRATAMA")
    assert "jenjang lain" in names_refusal([fit], "JPT_MADYA")
    assert "belum dikukuhkan" in names_refusal([NameFact("Ani", False, "JPT_PRATAMA")], "JPT_PRATAMA")
    assert "Sedang menjalani" in names_refusal([NameFact("Ani", True, "JPT_PRATAMA", "Sedang menjalani")], "JPT_PRATAMA")
    assert [choice_refusal(1, [1, 2], ""), choice_refusal(2, [1, 2], "Lebih cocok"), choice_refusal(2, [2], "")] == [""] * 3
    assert "alasan" in choice_refusal(2, [1, 2], " ")
    assert choice_refusal(None, [1], "") == choice_refusal(3, [1], "") != ""
    assert [layer.role for layer in fill_chain("JPT_PRATAMA").layers] == ["PYB", "PPK", "WASDAL", "PPK"]
    assert [layer.role for layer in fill_chain("JPT_MADYA").layers] == ["PYB", "PPK", "WASDAL", "SETKAB"]


@pytest.mark.parametrize(
    ("until", "day", "holds"),
    [(None, date(2030, 1, 1), True), (date(2026, 6, 1), date(2026, 6, 1), True), (date(2026, 6, 1), date(2026, 6, 2), False)],
)
def test_letter_holds_until_its_last_day(until, day, holds, agency):
    row = MeritApprovalFactory(agency=agency, valid_until=until)
    assert is_letter_in_force(row.letter_on, until, day) is holds
    assert (MeritApproval.objects.in_force(agency.pk, day) == row) is holds
    assert MeritApproval.objects.in_force(agency.pk, row.letter_on - timedelta(days=1)) is None


def test_post_is_filled_through_the_chain_from_the_shortlist_step_on(client, agency, clerk, chiefs):
    pyb, ppk, wasdal = chiefs
    target = TargetPostFactory(agency=agency)
    first, second = PoolMembershipFactory(agency=agency), PoolMembershipFactory(agency=agency, box=9)
    url = reverse("propose_fill", args=[target.public_id])
    assert "surat persetujuan yang masih berlaku" in client.get(url).text
    MeritApprovalFactory(agency=agency)
    twice = {"name_1": str(first.public_id), "name_2": str(first.public_id), "reason": "Mendesak"}
    assert "hanya boleh disebut sekali" in client.post(url, twice).text
    assert client.post(url, twice | {"name_2": str(second.public_id)}).status_code == 302
    fill = PoolFill.objects.get()
    page = reverse("show_fill", args=[fill.public_id])
    assert first.employee.name in client.get(page).text
    assert "sudah diusulkan" in client.get(url).text
    assert client.get(reverse("download_fill_letter", args=[fill.public_id])).status_code == 404

    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=ppk, type=Authenticator.Type.TOTP, data={"secret": secret})
    client.force_login(ppk)
    give(fill, pyb, "APPROVE", 1)
    give(fill, ppk, "APPROVE", 2)
    give(fill, wasdal, "RECOMMEND", 3)
    assert "Bila Anda menetapkan" in client.get(reverse("decide_step", args=[fill.request.public_id])).text
    names = [{"place": 1, "name": "A"}, {"place": 2, "name": "B"}]
    skipped = FillChoiceForm({"place": "2", "choice_reason": ""}, candidates=names)
    assert not skipped.is_valid()
    with pytest.raises(Refused, match="Pilih satu nama"):
        give(fill, ppk, "DETERMINE", 4, skipped)
    give(fill, ppk, "DETERMINE", 4, FillChoiceForm({"place": "2", "choice_reason": "Menguasai bidangnya"}, candidates=names))
    fill.refresh_from_db()
    second.refresh_from_db()
    target.refresh_from_db()
    assert (fill.state, second.left_reason) == ("DETERMINED", "APPOINTED")
    assert fill.letter.words["name"] == second.employee.name
    assert fill.letter.words["reason"] == "Menguasai bidangnya"
    assert target.closed_at is not None
    answer = client.get(reverse("download_fill_letter", args=[fill.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_returned_and_withdrawn_proposals_leave_the_post_free(client, agency, clerk, chiefs):
    MeritApprovalFactory(agency=agency)
    target, member = TargetPostFactory(agency=agency), PoolMembershipFactory(agency=agency)
    put = {"target_id": target.pk, "actor": clerk, "members": [member.public_id], "reason": "Mendesak"}
    fill = propose_fill(**put)
    with pytest.raises(Refused, match="sudah diusulkan"):
        propose_fill(**put)
    give(fill, chiefs[0], "RETURN", 1)
    fill.refresh_from_db()
    assert fill.state == "RETURNED"
    again = propose_fill(**put)
    assert again.request.round_number == 2
    client.post(reverse("withdraw_fill", args=[again.public_id]))
    again.refresh_from_db()
    assert again.state == "WITHDRAWN"
    PoolMembership.objects.filter(pk=member.pk).update(readiness="NEED_DEVELOPMENT")
    with pytest.raises(Refused, match="belum dikukuhkan siap"):
        propose_fill(**put)


def test_whoever_is_proposed_decides_nothing(agency, clerk, chiefs):
    MeritApprovalFactory(agency=agency)
    member = PoolMembershipFactory(agency=agency)
    member.employee.user = chiefs[0]
    member.employee.save()
    target = TargetPostFactory(agency=agency)
    with pytest.raises(Refused):
        propose_fill(target_id=target.pk, actor=clerk, members=[member.public_id], reason="Mendesak")


def test_wasdal_records_the_letter_with_its_scan(client, agency, chiefs):
    client.force_login(chiefs[2])
    url = reverse("list_merit_approvals")
    values = {
        "agency": str(agency.pk), "rating": "SANGAT_BAIK", "letter_number": "B-7/MT/2026", "letter_on": "2026-02-01",
        "valid_until": "2026-01-01",
    }  # fmt: skip
    good = values | {"valid_until": "", "rating": "BAIK", "file": SimpleUploadedFile("surat.pdf", sample_pdf())}
    assert "Hanya instansi berpredikat Sangat Baik" in client.post(url, good).text
    assert not MeritApproval.objects.exists()
    early = client.post(url, values | {"file": SimpleUploadedFile("surat.pdf", sample_pdf())})
    assert "tidak boleh berakhir sebelum" in early.text
    wrong = client.post(url, values | {"valid_until": "", "file": SimpleUploadedFile("surat.pdf", b"bukan pdf")})
    assert wrong.context["form"].errors["file"]
    assert (
        client.post(url, values | {"valid_until": "", "file": SimpleUploadedFile("surat.pdf", sample_pdf())}).status_code == 302
    )
    row = MeritApproval.objects.get()
    assert '"rating":"SANGAT_BAIK"' in AuditEntry.objects.get(act="record_merit_approval").body
    answer = client.get(reverse("download_merit_approval", args=[row.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert row.recorded_at <= timezone.now()


def test_letters_cost_the_same_at_every_size(client, chiefs, django_assert_num_queries):
    client.force_login(chiefs[2])
    MeritApprovalFactory()
    url = reverse("list_merit_approvals")
    client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 1
    for _ in range(2):
        MeritApprovalFactory()
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 3
