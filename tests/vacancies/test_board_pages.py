"""Where work starts, role by role."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import audit
from tests.factories.applications import ApplicationFactory
from tests.factories.evidence import RecordReportFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import RegistrationExtensionFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def office(client, agency):
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=agency))
    return client


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.AGENCY_ADMIN, "show_dashboard"),
        (Role.SECRETARIAT, "show_dashboard"),
        (Role.PYB, "list_steps"),
        (Role.PPK, "list_steps"),
        (Role.WASDAL, "list_steps"),
        (Role.SETKAB, "list_steps"),
        (Role.AUDITOR, "list_steps"),
        (Role.PANEL_CHAIR, "list_assignments"),
        (Role.PANEL_MEMBER, "list_assignments"),
        (Role.BKN_ADMIN, "show_incident_board"),
    ],
)
def test_board_lands_by_role(client, role, name):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("open_board")).url == reverse(name)


def test_board_of_an_asn_is_the_own_applications(client):
    client.force_login(EmployeeFactory(with_user=True).user)
    assert client.get(reverse("open_board")).url == reverse("list_applications")


def test_first_of_several_roles_wins(client, agency):
    user = EmployeeFactory(with_user=True).user
    for role in (Role.PANEL_MEMBER, Role.PPK, Role.AGENCY_ADMIN):
        MembershipFactory(user=user, role=role, agency=agency)
    client.force_login(user)
    assert client.get(reverse("open_board")).url == reverse("show_dashboard")


def test_board_asks_strangers_to_sign_in(client):
    assert reverse("account_login") in client.get(reverse("open_board")).url


def test_dashboard_counts_own_vacancies_only(office, agency):
    VacancyFactory(agency=agency, state="OPEN", plan=False)
    VacancyFactory(agency=agency, state="DRAFT", plan=False)
    VacancyFactory(state="OPEN", plan=False)
    context = office.get(reverse("show_dashboard")).context
    assert context["total"] == 2
    assert {row["label"]: row["value"] for row in context["stages"] if row["value"]} == {
        "Rencana disusun": 1,
        "Pendaftaran dibuka": 1,
    }
    assert [row["title"].partition(":")[0] for row in context["tasks"]] == ["Lengkapi dan ajukan rencana"]


def test_dashboard_names_the_agencies_of_the_office_only(client, agency):
    duty = MembershipFactory(role=Role.AGENCY_ADMIN, agency=agency)
    MembershipFactory(user=duty.user, role=Role.PANEL_MEMBER)
    client.force_login(duty.user)
    assert client.get(reverse("show_dashboard")).context["agencies"] == [agency.name]


def test_dashboard_says_what_may_be_extended_and_why_not(office, agency):
    soon = timezone.now() + timedelta(hours=5)
    few = VacancyFactory(agency=agency, state="OPEN", closes_at=soon, plan=False, position_title="Sedikit")
    many = VacancyFactory(agency=agency, state="OPEN", closes_at=soon + timedelta(minutes=1), plan=False, position_title="Cukup")
    for _ in range(4):
        ApplicationFactory(vacancy=many, state="SUBMITTED")
    ApplicationFactory(vacancy=few, state="DRAFT")
    rows = office.get(reverse("show_dashboard")).context["windows"]
    assert [(row["title"], row["submitted"], row["drafts"], row["extendable"]) for row in rows] == [
        ("Sedikit", 0, 1, True),
        ("Cukup", 4, 0, False),
    ]
    assert "4 lamaran sudah terkirim" in rows[1]["reason"]


def test_only_who_may_extend_is_led_to_the_extension(client, agency):
    soon = timezone.now() + timedelta(hours=5)
    few = VacancyFactory(agency=agency, state="OPEN", closes_at=soon, plan=False)
    for role, leads in ((Role.AGENCY_ADMIN, True), (Role.SECRETARIAT, False)):
        client.force_login(UserFactory(role=role, agency=agency))
        text = client.get(reverse("show_dashboard")).content.decode()
        assert (reverse("extend_registration", args=[few.public_id]) in text) is leads
        assert "Dapat diperpanjang" in text


def test_dashboard_tells_the_admin_of_reports_about_the_register(agency, client):
    """One line for all of them, by the age of the oldest; not the own report, not answered ones, not of another agency."""
    admin = EmployeeFactory(agency=agency, with_user=True).user
    MembershipFactory(user=admin, role=Role.AGENCY_ADMIN, agency=agency)
    VacancyFactory(agency=agency, state="VERIFICATION", plan=False, state_since=timezone.now() - timedelta(days=4))
    VacancyFactory(agency=agency, state="DRAFT", plan=False, state_since=timezone.now() - timedelta(days=1))
    for days in (3, 2):
        RecordReportFactory(employee=EmployeeFactory(agency=agency), created_at=timezone.now() - timedelta(days=days))
    RecordReportFactory(employee=admin.employee, created_at=timezone.now() - timedelta(days=9))
    RecordReportFactory(created_at=timezone.now() - timedelta(days=9))
    RecordReportFactory(
        employee=EmployeeFactory(agency=agency), outcome="KEPT", answered_at=timezone.now(), created_at=timezone.now()
    )
    client.force_login(admin)
    page = client.get(reverse("show_dashboard"))
    row = page.context["tasks"][1]
    assert [each["title"].partition(" ")[0] for each in page.context["tasks"]] == ["Verifikasi", "Jawab", "Lengkapi"]
    assert (row["title"], row["since"]) == ("Jawab 2 laporan data pegawai", "Tertua 3 hari lalu")
    assert row["url"] == reverse("list_record_reports")
    assert page.context["figures"][0]["value"] == 4
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=agency))
    assert len(client.get(reverse("show_dashboard")).context["tasks"]) == 2


def test_reports_wait_on_a_board_without_vacancies_too(office, agency):
    RecordReportFactory(employee=EmployeeFactory(agency=agency))
    text = office.get(reverse("show_dashboard")).content.decode()
    assert "Jawab 1 laporan data pegawai" in text
    assert "Belum ada lowongan" in text


def test_empty_dashboard_offers_the_first_vacancy(office):
    text = office.get(reverse("show_dashboard")).content.decode()
    assert "Belum ada lowongan" in text
    assert reverse("plan_vacancy") in text


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_costs_the_same_at_every_size(office, agency, django_assert_num_queries, count):
    for _ in range(count):
        VacancyFactory(agency=agency, state="VERIFICATION", plan=False)
    office.get(reverse("show_dashboard"))
    with django_assert_num_queries(13):
        office.get(reverse("show_dashboard"))


def test_own_list_filters_by_state_and_words(office, agency):
    VacancyFactory(agency=agency, state="OPEN", position_title="Direktur Data", plan=False)
    VacancyFactory(agency=agency, state="DRAFT", position_title="Inspektur", plan=False)
    url = reverse("list_own_vacancies")
    assert len(office.get(url).context["rows"]) == 2
    assert [row["title"] for row in office.get(url, {"status": "DRAFT"}).context["rows"]] == ["Inspektur"]
    assert [row["title"] for row in office.get(url, {"cari": "data"}).context["rows"]] == ["Direktur Data"]
    assert "Tidak ada lowongan untuk saringan ini" in office.get(url, {"cari": "zzz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_costs_the_same_at_every_size(office, agency, django_assert_num_queries, count):
    for _ in range(count):
        ApplicationFactory(vacancy=VacancyFactory(agency=agency, state="OPEN", plan=False), state="SUBMITTED")
    office.get(reverse("list_own_vacancies"))
    with django_assert_num_queries(8):
        office.get(reverse("list_own_vacancies"))


@pytest.mark.parametrize("role", [Role.PYB, Role.APPLICANT, Role.PANEL_MEMBER])
def test_dashboard_is_for_the_office(client, agency, role):
    user = EmployeeFactory(with_user=True).user if role == Role.APPLICANT else UserFactory(role=role, agency=agency)
    client.force_login(user)
    assert client.get(reverse("show_dashboard")).status_code == 403


ALL_STATES = (
    "DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING",
    "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED", "CANCELLED", "FAILED",
)  # fmt: skip


@pytest.mark.parametrize("state", ALL_STATES)
def test_working_page_opens_in_every_state(office, agency, state):
    vacancy = VacancyFactory(agency=agency, state=state)
    response = office.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    assert response.status_code == 200
    assert response.context["next"]["title"] in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_working_page_costs_the_same_at_every_size(office, agency, django_assert_num_queries, count):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    for number in range(count):
        ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
        RegistrationExtensionFactory(vacancy=vacancy, number=number + 1)
    url = reverse("show_own_vacancy", args=[vacancy.public_id])
    office.get(url)
    with django_assert_num_queries(21):
        office.get(url)


def test_next_act_after_the_last_file_is_the_start_of_the_selection(office, agency):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    start = reverse("open_selection", args=[vacancy.public_id])
    url = reverse("show_own_vacancy", args=[vacancy.public_id])
    for number, (state, title) in enumerate((("PASSED", "Mulai seleksi"), ("SUBMITTED", "Verifikasi pelamar")), start=1):
        ApplicationFactory(vacancy=vacancy, state=state)
        page = office.get(url)
        assert (page.context["next"]["title"], vacancy.applications.count()) == (title, number)
        # Possible at any time, and offered once.
        assert page.content.decode().count(f'href="{start}"') == 1


def test_next_act_waits_for_the_second_verifier(office, agency):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    ApplicationFactory(vacancy=vacancy, state="PASSED")
    failed = ApplicationFactory(vacancy=vacancy, state="FAILED", second_checked_at=None)
    url = reverse("show_own_vacancy", args=[vacancy.public_id])
    page = office.get(url)
    assert page.context["next"]["title"] == "Kuatkan hasil tidak memenuhi syarat"
    assert "1 hasil tidak memenuhi syarat masih menunggu pemeriksa kedua." in page.content.decode()
    assert page.content.decode().count(f'href="{reverse("open_selection", args=[vacancy.public_id])}"') == 1
    type(failed).objects.filter(pk=failed.pk).update(second_checked_at=timezone.now())
    assert office.get(url).context["next"]["title"] == "Mulai seleksi"


def test_secretariat_may_start_the_selection_from_the_working_page(client, agency):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    ApplicationFactory(vacancy=vacancy, state="PASSED")
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=agency))
    page = client.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    assert page.context["next"]["url"] == reverse("open_selection", args=[vacancy.public_id])
    assert client.get(page.context["next"]["url"]).status_code == 200


@pytest.mark.parametrize("state", ["DRAFT", "EXPIRED"])
def test_working_page_counts_drafts_as_the_list_of_applicants_does(office, agency, state):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    ApplicationFactory(vacancy=vacancy, state=state)
    page = office.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    listed = office.get(reverse("list_applicants", args=[vacancy.public_id]))
    shown = [{row["label"].lower(): row["value"] for row in each.context["figures"]} for each in (page, listed)]
    assert [figures["draf belum terkirim"] for figures in shown] == [1, 1]


def test_working_page_shows_drafts_as_a_number_only(office, agency):
    vacancy = VacancyFactory(agency=agency, state="OPEN")
    draft = ApplicationFactory(vacancy=vacancy, state="DRAFT")
    response = office.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    assert {row["label"]: row["value"] for row in response.context["figures"]}["Draf belum terkirim"] == 1
    assert draft.employee.name not in response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.PYB, 200), (Role.PPK, 200), (Role.WASDAL, 200), (Role.AUDITOR, 200), (Role.SETKAB, 403)]
)
def test_working_page_is_readable_for_those_who_decide(client, agency, role, status):
    vacancy = VacancyFactory(agency=agency, state="PLAN_REVIEW")
    national = role in (Role.WASDAL, Role.AUDITOR, Role.SETKAB)
    client.force_login(UserFactory(role=role, agency=None if national else agency))
    response = client.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    assert response.status_code == status
    if status == 200:
        assert response.context["acts"] == []
        assert not response.context["next"]["url"]


def test_wasdal_does_not_see_drafts(client):
    client.force_login(UserFactory(role=Role.WASDAL))
    assert client.get(reverse("show_own_vacancy", args=[VacancyFactory(state="DRAFT").public_id])).status_code == 404


def test_history_names_no_applicant(office, agency):
    vacancy = VacancyFactory(agency=agency, state="OPEN")
    actor = EmployeeFactory(with_user=True).user
    audit.record(chain=vacancy.trail_chain, act="submit_application", actor=actor, object_type="Application", object_id="x")
    audit.record(chain=vacancy.trail_chain, act="open_registration", actor=None, object_type="Vacancy", object_id="x")
    response = office.get(reverse("show_own_vacancy", args=[vacancy.public_id]))
    assert [row["title"] for row in response.context["history"]] == ["Pendaftaran dibuka"]
    assert actor.full_name not in response.content.decode()


def test_count_before_the_deadline_is_the_office_s_own(client, agency):
    vacancy = VacancyFactory(agency=agency, state="OPEN")
    client.force_login(UserFactory(role=Role.PPK, agency=agency))
    assert client.get(reverse("show_own_vacancy", args=[vacancy.public_id])).context["figures"] == []
