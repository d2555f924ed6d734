"""Profiles, comparison, saved searches, privacy, and the market test of a plan."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from approvals.actions import decide
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused
from employees.models import AssessmentRecord, CompetencyRecord, Employee
from talent.market_words import market_finding
from talent.models import SavedSearch, TalentSearch, TalentView
from talent.rules import limits
from talent.search.follow import follow_changes
from tests.factories.evidence import EvidenceFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions.plan_approval import submit_plan

pytestmark = pytest.mark.django_db


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
def person():
    found = EmployeeFactory(
        name="Budi Santoso", with_user=True, talent_box=8, phone="0811-2222", email="rahasia@uji.example",
        birth_date=date(1979, 8, 23),
    )  # fmt: skip
    CompetencyRecord.objects.create(employee=found, code="M01", level=4, score=82, assessed_on=date(2026, 3, 1))
    return found


def show(client, person, **query):
    return client.get(reverse("show_talent", args=[person.public_id]), query)


# Profile --------------------------------------------------------------------------------------------------------------


def test_profile_shows_the_allowed_fields_only_and_is_logged(client, admin, agency, vacancy, person):
    EvidenceFactory(employee=person, title="Ijazah magister")
    page = show(client, person, lowongan=str(vacancy.public_id))
    body = page.content.decode()
    for shown in ("Budi Santoso", "Kotak talenta", "Integritas", "82", "Kecocokan dengan lowongan"):
        assert shown in body
    for secret in ("rahasia@uji.example", "0811-2222", "Ijazah magister", "1979", "23 Agustus", "Laki-laki", person.nip):
        assert secret not in body
    view = TalentView.objects.get()
    assert (view.user, view.agency, view.vacancy, view.kind, view.people) == (admin, agency, vacancy, "PROFILE", [person.pk])


def test_no_page_of_a_searcher_prints_the_record_behind_a_reason(client, admin, vacancy, person):
    """The person reads the job match, and since when a grade or a post is held; whoever searches reads the answers."""
    AssessmentRecord.objects.create(
        employee=person, assessed_on=date(2026, 3, 1), provider="Balai Uji", job_person_match="97.69", potential="HIGH"
    )
    vacancy.requirements.create(position=90, kind="COMPETENCE", number=80, label="Kesesuaian jabatan paling rendah 80 persen")
    follow_changes()
    chosen = {"lowongan": str(vacancy.public_id)}
    pages = [
        client.get(reverse("search_talent"), {"jabatan": "kepala", **chosen}),
        show(client, person, **chosen),
        client.get(reverse("compare_talent"), {"orang": [str(person.public_id), str(EmployeeFactory().public_id)], **chosen}),
    ]
    records = ("97,69", "Balai Uji", "1 April 2021", "1 Januari 2014", "Golongan ruang tercatat", "Tercatat ")
    for page in pages:
        body = page.content.decode()
        assert "Kesesuaian jabatan paling rendah 80 persen" in body
        assert [each for each in records if each in body] == []
    client.force_login(person.user)
    own = client.get(reverse("check_eligibility", args=[vacancy.public_id])).content.decode()
    assert [each for each in records if each not in own] == []


def test_contact_and_career_papers_open_after_acceptance_of_the_own_agency_only(client, admin, vacancy, person):
    paper = EvidenceFactory(employee=person, title="Ijazah magister", type="IJAZAH")
    private = EvidenceFactory(employee=person, title="Kartu tanda penduduk", type="KTP")
    url = reverse("open_talent_document", args=[paper.public_id])
    invitation = InvitationFactory(vacancy=vacancy, employee=person, state="SENT")
    other = InvitationFactory(vacancy=VacancyFactory(state="OPEN"), employee=person, state="ACCEPTED")
    assert "rahasia@uji.example" not in show(client, person).content.decode()
    assert client.get(url).status_code == 404
    invitation.state = "ACCEPTED"
    invitation.save(update_fields=["state"])
    body = show(client, person).content.decode()
    assert all(each in body for each in ("rahasia@uji.example", "0811-2222", "Ijazah magister", "Direktur Uji"))
    assert "Kartu tanda penduduk" not in body
    assert other.vacancy.position_title not in body
    answer = client.get(url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(reverse("open_talent_document", args=[private.public_id])).status_code == 404
    assert list(TalentView.objects.order_by("id").values_list("kind", flat=True)) == ["PROFILE", "CONTACT", "DOCUMENT"]
    told = OutboxMessage.objects.get(kind="file_viewed")
    assert (told.recipient, admin.full_name in told.text) == (person.user, False)


def test_who_left_the_search_has_no_profile_except_for_who_was_accepted(client, admin, vacancy, person):
    Employee.objects.filter(pk=person.pk).update(is_searchable=False)
    assert show(client, person).status_code == 404
    InvitationFactory(vacancy=vacancy, employee=person, state="ACCEPTED")
    assert show(client, person).status_code == 200


def test_profiles_of_a_day_are_limited_and_the_same_one_costs_nothing_again(client, admin, person, monkeypatch):
    monkeypatch.setattr(limits, "OPENED", limits.Limit("opened", "profil yang dibuka", 1, 10))
    other = EmployeeFactory(name="Orang Kedua")
    assert show(client, person).status_code == 200
    assert show(client, person).status_code == 200
    refused = show(client, other)
    assert refused.status_code == 429
    assert "besok mulai pukul 00.00 WIB" in refused.content.decode()
    assert "Orang Kedua" not in refused.content.decode()
    assert TalentView.objects.count() == 2


# Comparison -----------------------------------------------------------------------------------------------------------


def test_ticked_people_stand_side_by_side_in_the_order_of_the_ticks(client, admin, vacancy, person):
    second = EmployeeFactory(name="Sari Dewi", grade=34)
    url = reverse("compare_talent")
    chosen = {"orang": [str(second.public_id), str(person.public_id)], "lowongan": str(vacancy.public_id)}
    answer = client.post(url, chosen)
    assert answer.status_code == 302
    assert not TalentView.objects.exists()
    page = client.get(answer["Location"])
    assert [column["name"] for column in page.context["columns"]] == ["Sari Dewi", "Budi Santoso"]
    rows = {row["title"]: row["cells"] for row in page.context["rows"]}
    assert [cell["text"] for cell in rows["Golongan"]] == ["III/d Penata Tingkat I", "IV/b Pembina Tingkat I"]
    assert [cell["score"] for cell in rows["Integritas"]] == [None, 82]
    grade = next(cells for title, cells in rows.items() if "Golongan ruang" in title)
    assert [cell["label"] for cell in grade] == ["Belum cocok", "Cocok"]
    assert TalentView.objects.get().kind == "COMPARISON"
    assert "1979" not in page.content.decode()
    assert page.content.decode().count("data-portal-selection") == 1
    for each in (person, second):
        InvitationFactory(vacancy=vacancy, employee=each)
    assert "data-portal-selection" not in client.get(answer["Location"]).content.decode(), "nobody is left to invite"


@pytest.mark.parametrize("number", [0, 1, 5])
def test_comparison_takes_two_to_four(client, admin, number):
    people = [EmployeeFactory(with_records=False) for _ in range(number)]
    answer = client.post(reverse("compare_talent"), {"orang": [str(each.public_id) for each in people]}, follow=True)
    assert "Centang 2 sampai 4 orang untuk dibandingkan." in answer.content.decode()
    assert not TalentView.objects.exists()


def test_too_few_for_a_comparison_lead_back_to_the_same_search(client, admin, vacancy):
    filters = f"cari=budi&lowongan={vacancy.public_id}&kotak=8"
    answer = client.post(reverse("compare_talent"), {"lowongan": str(vacancy.public_id), "saringan": f"{filters}&jahat=1"})
    assert answer["Location"] == f"{reverse('search_talent')}?{filters}"


def test_comparison_costs_the_same_for_two_and_four(client, admin, vacancy, django_assert_num_queries):
    people = [EmployeeFactory() for _ in range(4)]
    client.get(reverse("search_talent"))
    for number in (2, 4):
        chosen = {"orang": [str(each.public_id) for each in people[:number]], "lowongan": str(vacancy.public_id)}
        with django_assert_num_queries(24):
            client.get(reverse("compare_talent"), chosen)


# Saved searches -------------------------------------------------------------------------------------------------------


def test_search_is_kept_run_renamed_and_deleted(client, admin, person):
    url = reverse("list_saved_searches")
    client.post(url, {"nama": "  Calon   direktur ", "saringan": "cari=budi&kotak=8&jahat=1&lowongan="})
    client.post(url, {"nama": "Dengan angka", "saringan": "cari=198205172006041001&kotak=9"})
    assert SavedSearch.objects.get(name="Dengan angka").query == "kotak=9"
    SavedSearch.objects.filter(name="Dengan angka").delete()
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.name, saved.query) == (admin, "Calon direktur", "cari=budi&kotak=8")
    follow_changes()
    [row] = client.get(url).context["rows"]
    assert client.get(row["url"]).context["rows"][0].name == "Budi Santoso"
    saved.refresh_from_db()
    assert saved.last_count == "1"
    assert saved.last_run_at is not None
    client.post(reverse("rename_saved_search", args=[saved.public_id]), {"nama": "Direktur"})
    saved.refresh_from_db()
    assert saved.name == "Direktur"
    client.post(reverse("delete_saved_search", args=[saved.public_id]))
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "Beri nama pencarian ini."), ("x" * 81, "Nama paling panjang 80 huruf."), ("direktur", "Pakai nama lain.")],
)
def test_name_that_cannot_be_taken_is_a_sentence_and_keeps_the_search(client, admin, name, sentence):
    url = reverse("list_saved_searches")
    client.post(url, {"nama": "Direktur", "saringan": "cari=budi"})
    page = client.post(url, {"nama": name, "saringan": "cari=sari"})
    body = page.content.decode()
    assert sentence in body
    assert 'value="cari=sari"' in body
    assert SavedSearch.objects.count() == 1


def test_saved_searches_belong_to_one_person(client, admin, agency):
    client.post(reverse("list_saved_searches"), {"nama": "Direktur", "saringan": "cari=budi"})
    saved = SavedSearch.objects.get()
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=agency))
    assert client.get(reverse("list_saved_searches")).context["rows"] == []
    assert client.get(reverse("rename_saved_search", args=[saved.public_id])).status_code == 404
    assert client.post(reverse("delete_saved_search", args=[saved.public_id])).status_code == 404
    client.get(reverse("search_talent"), {"cari": "", "simpanan": str(saved.public_id)})
    saved.refresh_from_db()
    assert saved.last_run_at is None


def test_list_of_saved_searches_costs_the_same_at_every_size(client, admin, django_assert_num_queries):
    url = reverse("list_saved_searches")
    for number in (1, 3):
        while SavedSearch.objects.count() < number:
            client.post(url, {"nama": f"Pencarian {SavedSearch.objects.count()}", "saringan": "cari=budi"})
        client.get(url)
        with django_assert_num_queries(6):
            assert len(client.get(url).context["rows"]) == number


# Privacy --------------------------------------------------------------------------------------------------------------


def test_leaving_the_search_works_at_once_in_results_counts_and_profile(client, admin, person):
    follow_changes()
    before = client.get(reverse("search_talent"), {"jabatan": "kepala"})
    assert before.context["total"].number == "1"
    client.force_login(person.user)
    client.post(reverse("switch_own_visibility"), {"tampak": "tidak"})
    client.force_login(admin)
    # Nobody has drained the changes of the register: the act itself took the person out.
    after = client.get(reverse("search_talent"), {"jabatan": "kepala"})
    assert (after.context["total"].number, after.context["rows"]) == ("0", [])
    assert not any("talent-count" in drawn for drawn in after.context["panel"].groups.values())
    assert show(client, person).status_code == 404
    client.force_login(person.user)
    client.post(reverse("switch_own_visibility"), {"tampak": "ya"})
    client.force_login(admin)
    assert client.get(reverse("search_talent"), {"jabatan": "kepala"}).context["total"].number == "1"
    assert AuditEntry.objects.filter(act="switch_search_visibility").count() == 2


def test_who_looked_at_me_names_agency_time_and_reason_but_no_officer(client, admin, agency, vacancy, person):
    follow_changes()
    for _ in range(2):
        client.get(
            reverse("search_talent"), {"jabatan": "kepala", "gol_dari": "42", "kotak": "8", "lowongan": str(vacancy.public_id)}
        )
    show(client, person)
    other = EmployeeFactory()
    client.get(reverse("compare_talent"), {"orang": [str(person.public_id), str(other.public_id)]})
    InvitationFactory(vacancy=vacancy, employee=person, state="SENT")
    client.force_login(person.user)
    page = client.get(reverse("show_own_privacy"))
    looks = {look.act: look for look in page.context["page"].object_list}
    assert set(looks) == {
        "Anda muncul dalam hasil pencarian", "Profil Anda dibuka", "Profil Anda dibandingkan dengan orang lain", "Anda diundang",
    }  # fmt: skip
    found = looks["Anda muncul dalam hasil pencarian"]
    assert (found.agency, found.times, found.vacancy) == ("Kementerian Contoh", 2, "Direktur Uji")
    assert set(found.reasons) == {"Jabatan atau rekam jejak: kepala", "Golongan dari: IV/b", "Kotak 8"}
    body = page.content.decode()
    assert "Rini Admin" not in body
    assert admin.email not in body
    client.force_login(EmployeeFactory(with_user=True).user)
    assert client.get(reverse("show_own_privacy")).context["page"].object_list == []


def test_privacy_page_costs_the_same_at_every_size(client, admin, agency, person, django_assert_num_queries):
    for number in (1, 3):
        while TalentView.objects.count() < number:
            TalentView.objects.create(
                user=admin, agency=AgencyFactory(), kind="PROFILE", people=[person.pk], viewed_at=person.updated_at
            )
        client.force_login(person.user)
        client.get(reverse("show_own_privacy"))
        with django_assert_num_queries(9):
            page = client.get(reverse("show_own_privacy"))
        assert len(page.context["page"].object_list) == number


def test_own_privacy_is_only_ones_own(client, person):
    client.force_login(person.user)
    assert client.get(reverse("switch_own_visibility")).status_code == 405
    stranger = UserFactory(role=Role.AGENCY_ADMIN)
    client.force_login(stranger)
    assert client.post(reverse("switch_own_visibility"), {"tampak": "tidak"}).status_code == 403
    assert Employee.objects.get(pk=person.pk).is_searchable


# Market test ----------------------------------------------------------------------------------------------------------


def test_market_test_says_few_without_a_number_and_names_the_rule_that_leaves_out_most(client, admin, vacancy):
    for number in range(12):
        EmployeeFactory(name=f"Orang {number}", grade=42 if number < 3 else 31)
    follow_changes()
    page = client.get(reverse("show_market_test", args=[vacancy.public_id]))
    body = page.content.decode()
    result = page.context["result"]
    assert "Kurang dari 10 orang" in body
    assert (result.meeting.number, result.meeting.is_exact, result.is_scarce) == (0, True, True)
    assert "Golongan ruang" in result.losses[0].label
    assert result.losses[0].percent == 75
    log = TalentSearch.objects.get()
    assert (log.query, log.people, log.vacancy) == ({"uji_pasar": [vacancy.reference]}, [], vacancy)


def test_market_test_rounds_so_that_one_person_more_changes_nothing(client, admin, vacancy):
    for number in range(12):
        EmployeeFactory(name=f"Orang {number}")
    follow_changes()
    first = client.get(reverse("show_market_test", args=[vacancy.public_id])).context["result"].meeting
    EmployeeFactory(name="Orang baru")
    follow_changes()
    second = client.get(reverse("show_market_test", args=[vacancy.public_id])).context["result"].meeting
    assert first == second
    assert first.number == 10


@pytest.mark.parametrize("scarce", [True, False])
def test_market_test_is_frozen_on_a_submitted_plan_and_asks_for_a_reason_when_hardly_anybody_meets_it(
    monkeypatch, agency, scarce
):
    monkeypatch.setattr("talent.market.SMALLEST_REGISTER", 12)
    for number in range(12):
        EmployeeFactory(name=f"Orang {number}", grade=31 if scarce and number > 2 else 42)
    follow_changes()
    people = [UserFactory(role=role, agency=agency) for role in (Role.AGENCY_ADMIN, Role.PYB, Role.PPK)]
    people.append(UserFactory(role=Role.WASDAL))
    draft = VacancyFactory(state="DRAFT", agency=agency, level="PRATAMA")
    request = submit_plan(vacancy_id=draft.pk, actor=people[0])
    frozen = dict(request.summary)["Uji pasar syarat"]
    assert frozen.startswith("Kurang dari 10 orang" if scarce else "Sekitar 10 orang")
    assert bool(request.asks_reason) == scarce

    def give(note):
        values = {"digest_seen": request.digest, "position_seen": 1, "verdict": "APPROVE", "note": note}
        return decide(request_id=request.pk, actor=people[1], **values)

    if scarce:
        assert "kurang dari 10 orang memenuhi semua syarat" in request.asks_reason
        with pytest.raises(Refused) as refused:
            give("")
        assert (refused.value.field, refused.value.reason) == ("note", request.asks_reason)
    give("Syaratnya ditetapkan undang-undang." if scarce else "")


def test_a_register_not_yet_filled_says_nothing_about_a_plan(agency):
    draft = VacancyFactory(state="DRAFT", agency=agency, level="PRATAMA")
    EmployeeFactory(grade=42)
    follow_changes()
    assert market_finding(draft) is None


def test_market_test_stands_on_the_form_of_the_requirements(client, admin, agency):
    draft = VacancyFactory(state="DRAFT", agency=agency, level="PRATAMA")
    page = client.get(reverse("edit_plan", args=[draft.public_id, "syarat"]))
    assert reverse("show_market_test", args=[draft.public_id]) in page.content.decode()
    stranger = VacancyFactory(state="DRAFT")
    assert client.get(reverse("show_market_test", args=[stranger.public_id])).status_code == 404
