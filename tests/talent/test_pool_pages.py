"""The succession group: entry by box and discipline, readiness by people, leaving, expiry, development with hours."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.refusals import Refused, Stale
from employees.models import AssessmentRecord, TrainingRecord
from talent.actions.pool import confirm_membership, expire_memberships, propose_members
from talent.models import DevelopmentItem, PoolMembership
from tests.factories.boxes import DevelopmentItemFactory, PlacementFactory, PoolMembershipFactory
from tests.factories.people import AgencyFactory, DisciplineFactory, EmployeeFactory, UserFactory

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
def pyb(agency):
    return UserFactory(role=Role.PYB, agency=agency)


def placed(period, box, **fields):
    return PlacementFactory(period=period, at=box, is_done=True, employee=EmployeeFactory(agency=period.agency, **fields))


def test_proposal_takes_whom_the_rules_let_in_and_names_the_rest(agency, clerk):
    first = PlacementFactory(period__agency=agency, at=8, is_done=True)
    period = first.period
    barred, low, top = placed(period, 9, name="Terhukum"), placed(period, 5, name="Tengah"), placed(period, 9)
    DisciplineFactory(employee=barred.employee, started_on=date(2026, 1, 1), ended_on=None)
    unconfirmed = PlacementFactory(period=period, at=9)
    rows = [first, barred, low, top, unconfirmed]
    made, left = propose_members(agency_id=agency.pk, actor=clerk, placements=[row.public_id for row in rows], reason="Rapat tim")
    assert [(member.employee, member.is_national) for member in made] == [(first.employee, False), (top.employee, True)]
    assert [member.target_level for member in made] == ["JPT_PRATAMA"] * 2
    reasons = {each.name: each.reason for each in left}
    assert "Sedang menjalani hukuman disiplin sedang sejak 1 Januari 2026." in reasons["Terhukum"]
    assert "kotak 7, 8, dan 9" in reasons["Tengah"]
    assert "dikukuhkan" in reasons[unconfirmed.employee.name]
    again, refused = propose_members(agency_id=agency.pk, actor=clerk, placements=[first.public_id], reason="Lagi")
    assert (again, refused[0].reason) == ([], "Sudah tercatat dalam kelompok rencana suksesi.")


def test_readiness_is_suggested_from_the_requirements_of_the_next_level(agency, clerk):
    ready = PlacementFactory(period__agency=agency, is_done=True, job_person_match=None)
    AssessmentRecord.objects.create(
        employee=ready.employee, assessed_on=date(2026, 1, 2), provider="R", job_person_match=85, potential="HIGH"
    )
    young = placed(ready.period, 8, grade=33)
    made, _ = propose_members(agency_id=agency.pk, actor=clerk, placements=[ready.public_id, young.public_id], reason="Rapat")
    first, second = made
    assert (first.suggested, first.suggestion_missing) == ("READY_NOW", [])
    assert second.suggested == "NEED_DEVELOPMENT"
    assert any("Golongan ruang" in each for each in second.suggestion_missing)


def test_people_confirm_and_another_readiness_needs_a_reason(agency, pyb, clerk):
    member = PoolMembershipFactory(agency=agency, readiness="")
    today = timezone.localdate()
    assert not PoolMembership.objects.active(today).exists()
    put = {"membership_id": member.pk, "version": 1}
    with pytest.raises(Refused, match="berbeda dari saran"):
        confirm_membership(actor=pyb, readiness="NEED_DEVELOPMENT", note=" ", **put)
    with pytest.raises(Refused, match="Hanya PyB"):
        confirm_membership(actor=clerk, readiness="READY_NOW", note="", **put)
    confirmed = confirm_membership(actor=pyb, readiness="READY_NOW", note="", **put)
    assert list(PoolMembership.objects.ready(today)) == [member]
    assert (confirmed.joined_on, confirmed.confirmed_by) == (today, pyb)
    assert confirmed.expires_on > today + timedelta(days=700)
    with pytest.raises(Stale):
        confirm_membership(actor=pyb, readiness="READY_NOW", note="", **put)


def test_a_sanction_after_the_proposal_shuts_the_gate(client, agency, pyb):
    member = PoolMembershipFactory(agency=agency, readiness="")
    DisciplineFactory(
        employee=member.employee, severity="BERAT", started_on=timezone.localdate() + timedelta(days=9), ended_on=None
    )
    with pytest.raises(Refused, match="sudah dijatuhkan dan berlaku mulai"):
        confirm_membership(membership_id=member.pk, actor=pyb, readiness="READY_NOW", note="", version=1)
    client.force_login(pyb)
    page = client.get(reverse("show_membership", args=[member.public_id])).text
    assert "Ada hukuman disiplin" in page
    assert reverse("confirm_member", args=[member.public_id]) not in page, "no button that would be refused"


def test_membership_ends_with_its_last_day(agency):
    today = timezone.localdate()
    over = PoolMembershipFactory(agency=agency, joined_on=today - timedelta(days=800), expires_on=today - timedelta(days=2))
    kept = PoolMembershipFactory(agency=agency)
    assert list(PoolMembership.objects.active(today)) == [kept]
    assert (expire_memberships(), expire_memberships()) == (1, 0)
    over.refresh_from_db()
    assert (over.left_reason, over.left_on) == ("EXPIRED", today)


def test_group_costs_the_same_at_every_size(client, agency, clerk, django_assert_num_queries):
    DevelopmentItemFactory(membership=PoolMembershipFactory(agency=agency), progress=100)
    url = reverse("list_pool")
    client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        (row,) = client.get(url).context["rows"]
    assert row["hours"] == "12 dari 20 JP"
    for _ in range(2):
        PoolMembershipFactory(agency=agency)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 3


def test_national_readers_see_box_nine_alone_without_numbers_or_links(client, agency):
    PoolMembershipFactory(agency=agency, box=8)
    top = PoolMembershipFactory(agency=agency, box=9)
    PoolMembershipFactory(agency=agency, box=9, readiness="")
    client.force_login(UserFactory(role=Role.WASDAL))
    page = client.get(reverse("list_pool"))
    assert [row["name"] for row in page.context["rows"]] == [top.employee.name]
    assert page.context["rows"][0]["public_id"] is None
    # Proposals stay with the agency, so there is no tab for them, nor an address.
    assert [tab["label"] for tab in page.context["tabs"]] == ["Anggota", "Sudah keluar"]
    assert [row["name"] for row in client.get(reverse("list_pool"), {"status": "usulan"}).context["rows"]] == [top.employee.name]
    assert top.employee.nip not in page.text.replace(" ", "")
    assert client.get(reverse("show_membership", args=[top.public_id])).status_code == 403


def test_walk_from_a_box_to_a_member_who_leaves(client, agency, clerk, pyb):
    placement = PlacementFactory(period__agency=agency, is_done=True)
    url = reverse("propose_pool_members")
    assert "Diusulkan (1 orang)" in client.post(url, {"orang": [str(placement.public_id)]}).text
    missing = client.post(url, {"orang": [str(placement.public_id)], "kirim": "ya", "reason": ""})
    assert "Tulis alasan pengusulan." in missing.text
    assert client.post(url, {"orang": [str(placement.public_id)], "kirim": "ya", "reason": "Rapat tim"}).status_code == 302
    member = PoolMembership.objects.get()
    page = reverse("show_membership", args=[member.public_id])
    assert "Hanya PyB instansi ini" in client.get(page).text

    client.force_login(pyb)
    other = {"version": "1", "readiness": "NEED_DEVELOPMENT", "note": ""}
    wrong = client.post(reverse("confirm_member", args=[member.public_id]), other)
    assert "Tulis alasan bila kesiapan berbeda dari saran." in wrong.text
    done = {"version": "1", "readiness": "READY_NOW", "note": ""}
    client.post(reverse("confirm_member", args=[member.public_id]), done)
    member.refresh_from_db()
    assert member.readiness

    client.force_login(clerk)
    TrainingRecord.objects.create(employee=member.employee, title="Diklat", year=timezone.localdate().year, hours=5)
    add = reverse("add_development", args=[member.public_id])
    line = {"kind": "TRAINING", "title": "Pelatihan analisis kebijakan", "due_on": f"{timezone.localdate().year}-12-20"}
    assert "Tulis jumlah JP pelatihan" in client.post(add, line | {"hours": "0"}).text
    assert client.post(add, line | {"hours": "10"}).status_code == 302
    item = DevelopmentItem.objects.get()
    progress = reverse("update_development", args=[item.public_id])
    client.post(progress, {"progress": "150", "note": ""})
    client.post(progress, {"progress": "100", "note": "Sertifikat diterima"})
    text = client.get(page).text
    assert "15 dari 20 JP pelatihan" in text
    assert "kurang 5 JP" in text
    assert "Sertifikat diterima" in text

    leave = {"version": str(member.version), "reason": "APPOINTED", "note": ""}
    end = reverse("end_member", args=[member.public_id])
    assert "Tulis penjelasannya." in client.post(end, leave).text
    assert client.post(end, leave | {"note": "Dilantik Kepala Biro"}).status_code == 302
    assert "Dilantik Kepala Biro" in client.get(page).text
    assert client.post(add, line | {"hours": "10"}).context["item_form"].errors
    assert client.get(reverse("list_pool"), {"status": "keluar"}).context["count"] == 1
