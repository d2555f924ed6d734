"""Talent search: filters, what is shown and what never is, standings, the log, choosing and confirming."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import RegionKind, Role
from core.models import AuditEntry
from employees.models import Employee
from talent.models import Invitation, TalentSearch
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory
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


def names(client, **filters):
    page = client.get(reverse(SEARCH), filters)
    assert page.status_code == 200
    return [row.name for row in page.context["rows"]]


def row_of(client, name, **filters):
    page = client.get(reverse(SEARCH), filters)
    return next(row for row in page.context["rows"] if row.name == name)


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


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"cari": "budi"}, ["Budi Santoso", "Éko Budiman"]),
        ({"cari": "santoso BUDI"}, ["Budi Santoso"]),
        ({"cari": "eko"}, ["Éko Budiman"]),
        ({"jabatan": "hukum"}, ["Budi Santoso", "Éko Budiman"]),
        ({"jabatan": "kepala hukum"}, ["Budi Santoso"]),
        ({"instansi": "rimba"}, ["Sari Dewi"]),
        ({"provinsi": "13"}, ["Sari Dewi"]),
        ({"jenjang": "PENGAWAS"}, ["Sari Dewi"]),
        ({"rumpun": "KESEHATAN"}, ["Sari Dewi"]),
        ({"gol_dari": "42"}, ["Budi Santoso", "Éko Budiman"]),
        ({"gol_sampai": "42"}, ["Budi Santoso", "Sari Dewi"]),
        ({"gol_dari": "42", "gol_sampai": "42"}, ["Budi Santoso"]),
        ({"pendidikan": "50"}, ["Éko Budiman"]),
        ({"cari": "budi", "pendidikan": "50"}, ["Éko Budiman"]),
        ({"cari": "tiada"}, []),
        ({"cari": "%"}, ["Budi Santoso", "Sari Dewi", "Éko Budiman"]),
    ],
)
def test_filters_find(client, admin, people, filters, found):
    assert sorted(names(client, **filters)) == sorted(found)


def test_nip_finds_by_its_first_digits_and_is_masked_in_the_list(client, admin, people):
    nip = people["budi"].nip
    assert names(client, cari=nip) == ["Budi Santoso"]
    assert names(client, cari=f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}") == ["Budi Santoso"]
    row = row_of(client, "Budi Santoso", cari="budi")
    assert row.masked_nip.startswith("••••••••")
    assert nip[:8] not in client.get(reverse(SEARCH), {"cari": "budi"}).content.decode()


def test_result_shows_only_what_a_searcher_may_see(client, admin):
    EmployeeFactory(name="Kotak Tujuh", talent_box=7, phone="0811-2222", email="rahasia@uji.example")
    EmployeeFactory(name="Kotak Enam", talent_box=6)
    body = client.get(reverse(SEARCH), {"cari": "kotak"}).content.decode()
    assert row_of(client, "Kotak Tujuh", cari="kotak").talent_box == 7
    assert row_of(client, "Kotak Enam", cari="kotak").talent_box is None
    for secret in ("0811-2222", "rahasia@uji.example", "1982", "Laki-laki"):
        assert secret not in body


def test_personal_traits_are_no_filters(client, admin, people):
    everybody = sorted(names(client, cari=""))
    for trait in ("sex", "jenis_kelamin", "birth_date", "usia", "agama", "talent_box"):
        assert sorted(names(client, cari="", **{trait: "1"})) == everybody
    fields = client.get(reverse(SEARCH)).context["form"].fields
    assert not {"sex", "age", "birth_date", "usia", "agama", "talent_box"} & set(fields)


def test_person_who_closed_their_profile_is_never_found(client, admin):
    hidden = EmployeeFactory(name="Tak Terlihat", is_searchable=False)
    for filters in ({"cari": "terlihat"}, {"cari": hidden.nip}, {"jabatan": "kepala"}):
        assert names(client, **filters) == []
    assert client.get(reverse(SEARCH), {"cari": hidden.nip}).context["count"] == 0


def test_first_visit_searches_and_logs_nothing(client, admin, people):
    page = client.get(reverse(SEARCH))
    assert (page.context["rows"], page.context["count"]) == ([], None)
    assert not TalentSearch.objects.exists()


def test_every_search_is_logged_with_filters_count_and_vacancy(client, admin, people, vacancy):
    client.get(reverse(SEARCH), {"cari": "budi", "lowongan": str(vacancy.public_id), "lain": "x", "jabatan": ""})
    log = TalentSearch.objects.get()
    assert (log.user, log.vacancy, log.result_count) == (admin, vacancy, 2)
    assert log.query == {"cari": ["budi"], "lowongan": [str(vacancy.public_id)]}


def test_wrong_range_is_a_sentence_beside_the_field_and_searches_nothing(client, admin, people):
    page = client.get(reverse(SEARCH), {"gol_dari": "45", "gol_sampai": "31"})
    assert "Golongan sampai harus sama dengan atau di atas golongan dari." in page.content.decode()
    assert page.context["rows"] == []
    assert not TalentSearch.objects.exists()


def test_active_filters_are_chips_that_drop_themselves(client, admin, people):
    page = client.get(reverse(SEARCH), {"cari": "budi", "gol_dari": "42", "halaman": "2"})
    chips = {chip["label"]: chip["url"] for chip in page.context["active"]}
    assert chips["Golongan dari: IV/b"] == f"{reverse(SEARCH)}?cari=budi"
    assert "halaman" not in chips["Nama atau NIP: budi"]


def test_without_a_vacancy_nobody_can_be_ticked(client, admin, people):
    body = client.get(reverse(SEARCH), {"cari": "budi"}).content.decode()
    assert 'name="orang"' not in body
    assert "Pilih lowongan untuk mengundang" in body


def test_with_a_vacancy_each_row_says_how_the_person_stands(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    InvitationFactory(vacancy=vacancy, employee=people["sari"], state="DECLINED")
    found = {"cari": "", "lowongan": str(vacancy.public_id)}
    good, unmet, invited = (row_of(client, name, **found).standing for name in ("Budi Santoso", "Éko Budiman", "Sari Dewi"))
    # Competence and health are proven in the selection, so nobody is counted by them here.
    rules = vacancy.requirements.count() - 2
    assert (good.label, good.tone, good.refusal) == (f"Memenuhi {rules} dari {rules} syarat", "good", "")
    # A sanction in force stands against two rows of the law: sanctions, and track record.
    assert (unmet.label, unmet.tone) == (f"Memenuhi {rules - 2} dari {rules} syarat", "wait")
    assert "disiplin" in unmet.refusal
    assert invited.label == "Sudah diundang: ditolak"
    body = client.get(reverse(SEARCH), found).content.decode()
    assert body.count('name="orang"') == 1


def test_who_has_applied_cannot_be_inferred_before_closing(client, admin, vacancy, people):
    """The office may know numbers, not names, until registration closes (security.md 4.2)."""
    before = row_of(client, "Budi Santoso", cari="budi", lowongan=str(vacancy.public_id))
    ApplicationFactory(vacancy=vacancy, employee=people["budi"], state="SUBMITTED")
    assert row_of(client, "Budi Santoso", cari="budi", lowongan=str(vacancy.public_id)) == before


@pytest.mark.parametrize("state", ["DRAFT", "VERIFICATION", "ANNOUNCED"])
def test_only_vacancies_that_take_applications_can_be_chosen(client, admin, agency, people, state):
    other = VacancyFactory(state=state, agency=agency)
    page = client.get(reverse(SEARCH), {"cari": "budi", "lowongan": str(other.public_id)})
    assert "tidak lagi menerima undangan" in page.content.decode()
    assert page.context["rows"] == []


def test_another_agencys_vacancy_cannot_be_chosen(client, admin, people):
    page = client.get(reverse(SEARCH), {"cari": "budi", "lowongan": str(VacancyFactory(state="OPEN").public_id)})
    assert page.context["form"].errors["lowongan"]


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PYB, Role.PPK, Role.PANEL_MEMBER, Role.WASDAL, Role.AUDITOR])
def test_other_roles_may_not_search(client, agency, role):
    user = UserFactory(role=role) if role in (Role.WASDAL, Role.AUDITOR) else UserFactory(role=role, agency=agency)
    client.force_login(user)
    assert client.get(reverse(SEARCH), {"cari": "budi"}).status_code == 403
    assert client.post(reverse(INVITE)).status_code == 403


def test_pages_of_twenty_keep_the_filters(client, admin):
    for number in range(23):
        EmployeeFactory(name=f"Orang {number:02d}", with_records=False)
    page = client.get(reverse(SEARCH), {"cari": "orang"})
    assert (len(page.context["rows"]), page.context["count"]) == (20, 23)
    assert "cari=orang&amp;halaman=2" in page.content.decode()
    assert len(names(client, cari="orang", halaman="2")) == 3


def test_number_of_queries_does_not_grow_with_the_people(client, admin, vacancy, django_assert_num_queries):
    found = {"cari": "pegawai", "lowongan": str(vacancy.public_id)}
    client.get(reverse(SEARCH), found)
    for wanted in (1, 3):
        while Employee.objects.count() < wanted:
            EmployeeFactory(with_user=True)
        with django_assert_num_queries(32):
            assert len(names(client, **found)) == wanted


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


def test_only_those_who_may_be_invited(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    InvitationFactory(vacancy=vacancy, employee=EmployeeFactory(name="Sudah Diundang", with_user=True))
    found = {"layak": "on", "lowongan": str(vacancy.public_id)}
    assert names(client, **found) == ["Budi Santoso"]
    everybody = client.get(reverse(SEARCH), {"cari": "", "lowongan": str(vacancy.public_id)}).context["rows"]
    assert [row.name for row in everybody if row.standing.may_be_invited] == ["Budi Santoso"]


def test_only_those_who_may_be_invited_needs_a_vacancy(client, admin, people):
    assert "Pilih lowongan dulu" in client.get(reverse(SEARCH), {"layak": "on"}).content.decode()


def test_too_many_to_judge_asks_for_a_narrower_search(client, admin, vacancy, people, monkeypatch):
    monkeypatch.setattr("talent.views.search.MOST_JUDGED", 1)
    page = client.get(reverse(SEARCH), {"layak": "on", "lowongan": str(vacancy.public_id)})
    assert "Persempit pencarian dulu" in page.content.decode()
    assert page.context["rows"] == []


def test_preview_shows_the_typed_words_without_inviting(client, admin, vacancy, people):
    page = choose(client, vacancy, people["budi"], pratinjau="ya", pesan="Kalimat saya")
    assert page.context["preview"]["message"] == "Kalimat saya"
    assert not Invitation.objects.exists()
