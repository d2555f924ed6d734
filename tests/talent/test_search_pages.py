"""Talent search: filters, what is shown and what never is, standings, the log, choosing and confirming."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.enums import RegionKind, Role
from core.models import AuditEntry
from talent.models import Invitation
from tests.factories.people import AgencyFactory, DisciplineFactory, EmployeeFactory, RegionFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db
SEARCH, INVITE = "search_talent", "invite_talent"


@pytest.fixture
def agency():
    return AgencyFactory(name="Kementerian Contoh")


@pytest.fixture
def admin(agency, client):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency, full_name="Rini Admin")
    client.force_login(user)
    return user


@pytest.fixture
def vacancy(agency):
    return VacancyFactory(state="OPEN", agency=agency, level="PRATAMA", position_title="Direktur Uji")


@pytest.fixture
def people(agency):
    west = RegionFactory(code="13", name="Sumatera Barat", kind=RegionKind.PROVINCE)
    office = AgencyFactory(name="Pemerintah Kabupaten Rimba", region=west)
    return {
        "budi": EmployeeFactory(name="Budi Santoso", position_title="Kepala Bagian Hukum", grade=42, education_level=45),
        "sari": EmployeeFactory(
            name="Sari Dewi", agency=office, position_title="Kepala Bidang Kesehatan", grade=34, education_level=40,
            position_level="PENGAWAS", field="KESEHATAN",
        ),
        "eko": EmployeeFactory(name="Éko Budiman", position_title="Analis Hukum", grade=44, education_level=50),
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PYB, Role.PPK, Role.PANEL_MEMBER, Role.WASDAL, Role.AUDITOR])
def test_other_roles_may_not_search(client, agency, role):
    user = UserFactory(role=role) if role in (Role.WASDAL, Role.AUDITOR) else UserFactory(role=role, agency=agency)
    client.force_login(user)
    assert client.get(reverse(SEARCH), {"cari": "budi"}).status_code == 403
    assert client.post(reverse(INVITE)).status_code == 403


def choose(client, vacancy, *people, **more):
    return client.post(reverse(INVITE), {"lowongan": str(vacancy.public_id), "orang": [str(p.public_id) for p in people], **more})


def test_confirm_page_lists_everybody_with_the_reason_and_previews_the_letter(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    page = choose(client, vacancy, people["budi"], people["eko"])
    body = page.content.decode()
    assert [row.name for row in page.context["allowed"]] == ["Budi Santoso"]
    assert [row.name for row in page.context["refused"]] == ["Éko Budiman"]
    assert "Kirim 1 undangan" in body
    assert "Yth. Budi Santoso" in body
    assert str(people["eko"].public_id) not in body
    assert not Invitation.objects.exists()


def test_sending_queues_and_leads_to_the_list(client, admin, vacancy, people):
    response = choose(client, vacancy, people["budi"], kirim="ya", pesan="Kami menunggu Anda.")
    assert response["Location"] == reverse("list_invitations", args=[vacancy.public_id])
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.employee, invitation.message) == ("QUEUED", people["budi"], "Kami menunggu Anda.")
    assert AuditEntry.objects.filter(act="invite_talent").count() == 1


def test_second_press_makes_no_second_invitation(client, admin, vacancy, people):
    choose(client, vacancy, people["budi"], kirim="ya")
    response = choose(client, vacancy, people["budi"], kirim="ya")
    assert response.status_code == 302
    assert Invitation.objects.count() == 1


def test_forged_post_with_an_ineligible_person_invites_nobody_and_keeps_the_words(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    page = choose(client, vacancy, people["budi"], people["eko"], kirim="ya", pesan="Kalimat saya")
    body = page.content.decode()
    assert page.status_code == 200
    assert "Belum ada undangan yang dibuat" in body
    assert "Kalimat saya" in body
    assert not Invitation.objects.exists()


def test_message_too_long_is_refused_beside_the_field(client, admin, vacancy, people):
    page = choose(client, vacancy, people["budi"], kirim="ya", pesan="x" * 1001)
    assert "Kalimat pengantar paling panjang 1.000 huruf." in page.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_ticked_leads_back_with_a_sentence(client, admin, vacancy):
    response = client.post(reverse(INVITE), {"lowongan": str(vacancy.public_id), "orang": ["bukan-id"]}, follow=True)
    assert "Centang dulu orang yang ingin Anda undang." in response.content.decode()


def test_way_back_from_the_confirm_page_keeps_the_search(client, admin, vacancy, people):
    query = f"jabatan=hukum&lowongan={vacancy.public_id}"
    page = choose(client, vacancy, people["budi"], saringan=query)
    assert page.context["back_url"] == f"{reverse(SEARCH)}?{query}"
    assert f'<input type="hidden" name="saringan" value="{escape(query)}">' in page.content.decode()
    nobody = client.post(reverse(INVITE), {"lowongan": str(vacancy.public_id), "saringan": query})
    assert nobody["Location"] == page.context["back_url"]


@pytest.mark.parametrize("target", ["", "bukan-id", "00000000-0000-0000-0000-000000000000"])
def test_unknown_vacancy_is_not_found(client, admin, people, target):
    assert client.post(reverse(INVITE), {"lowongan": target, "orang": [str(people["budi"].public_id)]}).status_code == 404


def test_another_agencys_vacancy_is_not_found(client, admin, people):
    assert choose(client, VacancyFactory(state="OPEN"), people["budi"], kirim="ya").status_code == 404
    assert not Invitation.objects.exists()


def test_window_that_closed_meanwhile_is_a_sentence(client, admin, vacancy, people):
    vacancy.state = "VERIFICATION"
    vacancy.save(update_fields=["state"])
    page = choose(client, vacancy, people["budi"], kirim="ya")
    assert "sampai pendaftaran ditutup" in page.content.decode()
    assert not Invitation.objects.exists()


def test_address_of_the_confirm_page_leads_to_the_search(client, admin):
    assert client.get(reverse(INVITE))["Location"] == reverse(SEARCH)


def test_post_without_the_form_token_is_refused(admin, vacancy, people):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    assert choose(strict, vacancy, people["budi"], kirim="ya").status_code == 403
    assert not Invitation.objects.exists()


def test_preview_shows_the_typed_words_without_inviting(client, admin, vacancy, people):
    page = choose(client, vacancy, people["budi"], pratinjau="ya", pesan="Kalimat saya")
    assert page.context["preview"]["message"] == "Kalimat saya"
    assert not Invitation.objects.exists()
