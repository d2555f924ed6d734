"""BKN gives time back after an outage: its own kind, its own duty, one act a vacancy; agencies ask and are answered."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from accounts import second_factor
from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import IncidentRequestFactory, RegistrationExtensionFactory, VacancyFactory
from vacancies.actions.continuation import ask_continuation
from vacancies.actions.incident import ask_incident_extension, decline_incident_request, extend_for_incident
from vacancies.actions.registration import extend_registration
from vacancies.models import IncidentRequest, RegistrationExtension
from vacancies.rules.deadline import format_deadline
from vacancies.rules.incident import Incident

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def admin(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def bkn():
    user = UserFactory(role=Role.BKN_ADMIN)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)})
    return user


@pytest.fixture
def vacancy(agency):
    return VacancyFactory(agency=agency, state="OPEN", closes_at=timezone.now() + timedelta(hours=5))


def outage(**changes):
    """Six hours that ended an hour ago, nine hours given back."""
    now = timezone.now()
    values = {
        "reference": "GGN-2026-014",
        "started_at": now - 7 * HOUR,
        "ended_at": now - HOUR,
        "sentence": "Pusat data kehilangan listrik",
        "length": 9 * HOUR,
    }
    return Incident(**{**values, **changes})


def submitted(vacancy, count, state="SUBMITTED"):
    return [ApplicationFactory(vacancy=vacancy, state=state) for _ in range(count)]


# The act --------------------------------------------------------------------------------------------------------------


def test_it_gives_time_back_whatever_the_count_and_spends_no_ordinary_extension(vacancy, bkn, admin):
    submitted(vacancy, 6)
    draft = ApplicationFactory(vacancy=vacancy)
    before = vacancy.closes_at
    extension = extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    vacancy.refresh_from_db()
    assert vacancy.closes_at == before + 9 * HOUR == extension.closes_at
    assert (extension.kind, extension.reason_code, extension.incident_reference, extension.submitted_count, extension.number) == (
        "INCIDENT", "INCIDENT", "GGN-2026-014", 6, 1,
    )  # fmt: skip
    assert extension.reason == "Pusat data kehilangan listrik."
    assert vacancy.extensions.ordinary().count() == 0
    entry = AuditEntry.objects.get(chain=vacancy.trail_chain, act="extend_for_incident")
    body = json.loads(entry.body)
    assert body["duty"] == "Admin BKN"
    assert (body["details"]["incident_reference"], body["details"]["submitted"]) == ("GGN-2026-014", 6)
    assert body["details"]["told"] == {"drafts": 1, "senders": 6, "invitees": 0, "followers": 0}
    mail = OutboxMessage.objects.get(recipient=draft.employee.user)
    assert "karena gangguan" in mail.subject
    assert "gangguan layanan nomor GGN-2026-014, diputuskan BKN" in mail.text
    assert "kurang dari 4" not in mail.text
    line = vacancy.announcements.get(kind="EXTENSION")
    assert "tidak memakai jatah perpanjangan" in line.body


def test_two_ordinary_extensions_stay_possible_around_it(vacancy, bkn, admin):
    submitted(vacancy, 3)
    say = {"vacancy_id": vacancy.pk, "reason": "Pelamar kurang."}
    extend_registration(actor=admin, **say)
    vacancy.refresh_from_db()
    vacancy.closes_at = timezone.now() + 2 * HOUR
    vacancy.save()
    extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    extend_registration(actor=admin, **say)
    assert list(vacancy.extensions.values_list("number", "kind")) == [(1, "MANUAL"), (2, "INCIDENT"), (3, "MANUAL")]
    titles = vacancy.announcements.filter(kind="EXTENSION").order_by("id").values_list("title", flat=True)
    assert list(titles)[::2] == ["Perpanjangan pendaftaran ke-1", "Perpanjangan pendaftaran ke-2"]
    vacancy.refresh_from_db()
    vacancy.closes_at = timezone.now() + HOUR
    vacancy.save()
    with pytest.raises(Refused, match="sudah diperpanjang 2 kali"):
        extend_registration(actor=admin, **say)


def test_a_window_that_closed_meanwhile_opens_again_with_its_drafts_and_all_the_time(agency, bkn):
    closed = VacancyFactory(agency=agency, state="VERIFICATION", closes_at=timezone.now() - 3 * HOUR)
    draft = ApplicationFactory(vacancy=closed, state="EXPIRED")
    extension = extend_for_incident(vacancy_id=closed.pk, actor=bkn, incident=outage())
    closed.refresh_from_db()
    draft.refresh_from_db()
    assert (closed.state, draft.state) == ("OPEN", "DRAFT")
    assert extension.closes_at - extension.decided_at == 9 * HOUR


def test_a_released_selection_that_opens_again_must_be_released_anew(agency, bkn):
    closed = VacancyFactory(
        agency=agency, state="VERIFICATION", closes_at=timezone.now() - 3 * HOUR, continued_at=timezone.now() - HOUR
    )
    extend_for_incident(vacancy_id=closed.pk, actor=bkn, incident=outage())
    closed.refresh_from_db()
    assert closed.continued_at is None


def test_the_same_incident_extends_once(vacancy, bkn):
    extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    with pytest.raises(Refused, match="sudah diperpanjang untuk gangguan nomor GGN-2026-014"):
        extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    assert vacancy.extensions.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence", "field"),
    [
        ({"length": 5 * HOUR}, "paling sedikit selama gangguan, yaitu 6 jam", "length"),
        ({"reference": " "}, "Isi nomor gangguan", "reference"),
        ({"sentence": ""}, "dibaca publik", "sentence"),
        ({"ended_at": timezone.now() + HOUR}, "belum lewat", "ended_at"),
        ({"length": timedelta(days=15)}, "paling lama 14 hari", None),
    ],
)
def test_what_the_rule_refuses_the_act_refuses(vacancy, bkn, change, sentence, field):
    with pytest.raises(Refused, match=sentence) as refused:
        extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage(**change))
    assert refused.value.field == field
    assert not RegistrationExtension.objects.exists()


def test_only_bkn_and_never_an_applicant_of_the_vacancy(vacancy, admin, bkn):
    with pytest.raises(Refused, match="Hanya admin BKN"):
        extend_for_incident(vacancy_id=vacancy.pk, actor=admin, incident=outage())
    person = EmployeeFactory(with_user=True)
    MembershipFactory(user=person.user, role=Role.BKN_ADMIN)
    ApplicationFactory(vacancy=vacancy, employee=person)
    with pytest.raises(Refused, match="tercatat sebagai pelamar"):
        extend_for_incident(vacancy_id=vacancy.pk, actor=person.user, incident=outage())


def test_an_old_page_is_refused(vacancy, bkn):
    with pytest.raises(Stale):
        extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage(), version=vacancy.version - 1)


def test_a_request_before_wasdal_must_be_taken_back_first(agency, admin, bkn):
    UserFactory(role=Role.WASDAL)
    short = VacancyFactory(agency=agency, state="VERIFICATION", closes_at=timezone.now() - timedelta(days=4))
    submitted(short, 3)
    ask_continuation(vacancy_id=short.pk, actor=admin, reason="Calon memadai.")
    past = outage(started_at=short.closes_at - HOUR, ended_at=short.closes_at)
    with pytest.raises(Refused, match="Wasdal BKN sedang memutus"):
        extend_for_incident(vacancy_id=short.pk, actor=bkn, incident=past)


# The agency asks ------------------------------------------------------------------------------------------------------


def ask(vacancy, admin, **changes):
    now = timezone.now()
    values = {"started_at": now - 3 * HOUR, "ended_at": now - HOUR, "description": "Halaman tidak terbuka.", **changes}
    return ask_incident_extension(vacancy_id=vacancy.pk, actor=admin, **values)


def test_every_admin_of_bkn_hears_and_the_extension_answers(vacancy, admin, bkn):
    other = UserFactory(role=Role.BKN_ADMIN)
    request = ask(vacancy, admin)
    asked = Notification.objects.filter(kind="incident_asked")
    assert {bell.recipient_id for bell in asked} == {bkn.pk, other.pk}
    assert asked.first().url == reverse("answer_incident_request", args=[request.public_id])
    extension = extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    request.refresh_from_db()
    assert request.extension == extension
    assert request.answer == "Diperpanjang untuk gangguan nomor GGN-2026-014."
    assert "dikabulkan" in OutboxMessage.objects.get(kind="incident_answered", recipient=admin).subject


def test_an_outage_at_another_time_answers_nothing(vacancy, admin, bkn):
    request = ask(vacancy, admin, started_at=timezone.now() - 80 * HOUR, ended_at=timezone.now() - 79 * HOUR)
    extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    request.refresh_from_db()
    assert request.answered_at is None


def test_a_declined_request_says_why_and_a_new_one_may_follow(vacancy, admin, bkn):
    request = ask(vacancy, admin)
    with pytest.raises(Refused, match="masih menunggu jawaban BKN"):
        ask(vacancy, admin)
    with pytest.raises(Refused, match="Tuliskan alasannya"):
        decline_incident_request(request_id=request.pk, actor=bkn, answer=" ")
    decline_incident_request(request_id=request.pk, actor=bkn, answer="Catatan layanan tidak menunjukkan gangguan.")
    mail = OutboxMessage.objects.get(kind="incident_answered")
    assert "tidak dikabulkan" in mail.subject
    assert "tidak menunjukkan gangguan" in mail.text
    with pytest.raises(Refused, match="sudah dijawab"):
        decline_incident_request(request_id=request.pk, actor=bkn, answer="Lagi.")
    ask(vacancy, admin)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"started_at": timezone.now() - timedelta(days=40), "ended_at": timezone.now() - timedelta(days=39)}, "tidak bertemu"),
        ({"ended_at": timezone.now() + HOUR}, "belum lewat"),
        ({"description": "  "}, "Tuliskan yang terjadi"),
    ],
)
def test_an_impossible_request_is_refused_with_its_field(vacancy, admin, change, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        ask(vacancy, admin, **change)
    assert refused.value.field
    assert not IncidentRequest.objects.exists()


def test_agency_page_takes_the_request_and_shows_that_it_waits(client, vacancy, admin, bkn):
    client.force_login(admin)
    url = reverse("ask_incident", args=[vacancy.public_id])
    start = localtime(timezone.now() - 3 * HOUR)
    values = {"started_at": f"{start:%Y-%m-%dT%H:%M}", "ended_at": "kemarin", "description": "Halaman tidak terbuka."}
    page = client.post(url, values).content.decode()
    assert "Isi tanggal dan jam, misalnya" in page
    assert "Halaman tidak terbuka." in page
    answer = client.post(url, {**values, "ended_at": f"{start + HOUR:%Y-%m-%dT%H:%M}"})
    assert answer.url == reverse("show_own_vacancy", args=[vacancy.public_id])
    assert "menunggu jawaban admin BKN" in client.get(answer.url).content.decode()


# The pages of BKN -----------------------------------------------------------------------------------------------------


def typed(**changes):
    start = localtime(timezone.now() - 7 * HOUR).replace(second=0, microsecond=0)
    return {
        "mulai": f"{start:%Y-%m-%dT%H:%M}",
        "selesai": f"{start + 6 * HOUR:%Y-%m-%dT%H:%M}",
        "nomor": "GGN-2026-014",
        "kejadian": "Pusat data kehilangan listrik.",
        "hari": "0",
        "jam": "9",
        "instansi": "",
        "provinsi": "",
        "tingkat": "",
        **changes,
    }


def box(vacancy):
    return f"{vacancy.public_id}:{vacancy.version}"


URL = "/bkn/gangguan/perpanjang/"


def test_only_windows_the_outage_met_can_be_ticked(client, vacancy, bkn, agency):
    scored = VacancyFactory(state="SCORING")
    done = VacancyFactory(state="OPEN")
    RegistrationExtensionFactory(vacancy=done, kind="INCIDENT", incident_reference="GGN-2026-014")
    later = VacancyFactory(state="PUBLISHED")
    client.force_login(bkn)
    page = client.get(URL, typed()).content.decode()
    assert box(vacancy) in page
    assert format_deadline(vacancy.closes_at + 9 * HOUR, vacancy.zone) in page
    assert done.position_title in page
    assert "Lowongan ini sudah diperpanjang untuk gangguan nomor GGN-2026-014." in page
    assert box(done) not in page
    assert scored.position_title not in page
    assert later.position_title not in page
    other = client.get(URL, typed(tingkat="UTAMA")).content.decode()
    assert "Tidak ada lowongan yang terkena" in other


def test_typed_errors_come_back_beside_their_field(client, bkn):
    client.force_login(bkn)
    page = client.get(URL, typed(jam="5", nomor="", kejadian="")).content.decode()
    assert "Isi nomor gangguan seperti tercatat di BKN." in page
    page = client.get(URL, typed(jam="5")).content.decode()
    assert "Waktu pengganti paling sedikit selama gangguan, yaitu 6 jam." in page
    assert "Pusat data kehilangan listrik." in page


def test_preview_confirm_with_a_code_and_an_outcome_that_names_each_refused_row(client, vacancy, bkn):
    rival = VacancyFactory(state="OPEN", closes_at=timezone.now() + timedelta(hours=2))
    submitted(vacancy, 5)
    client.force_login(bkn)
    assert "Centang paling sedikit satu lowongan." in client.post(URL, typed()).content.decode()

    values = {**typed(), "pilih": [box(vacancy), box(rival), "bukan-uuid:1"]}
    page = client.post(URL, values).content.decode()
    assert "Perpanjang 2 pendaftaran" in page
    # Before closing the number of applications is the agency's own business.
    assert "Terkirim" not in page
    assert "Belum ada yang berubah" in page
    # A form that comes back keeps its ticks.
    back = client.post(URL, {**values, "ubah": "1"}).content.decode()
    assert back.count("checked") == 2
    assert not RegistrationExtension.objects.exists()

    refused = client.post(URL, {**values, "pasti": "1", "code": "000000"}).content.decode()
    assert "Kode tidak cocok" in refused
    assert not RegistrationExtension.objects.exists()

    # Somebody moved one of the two in between: the page speaks of an older state, the other goes on.
    rival.version += 1
    rival.save()
    code = second_factor.code_at(SECRET, timezone.now().timestamp())
    answer = client.post(URL, {**values, "pasti": "1", "code": code})
    assert answer.url == reverse("show_incident_outcome")
    outcome = client.get(answer.url).content.decode()
    assert "Diperpanjang (1)" in outcome
    assert "Ditolak (1)" in outcome
    assert "sudah berubah sejak halaman Anda dibuka" in outcome
    assert RegistrationExtension.objects.get().vacancy == vacancy
    # A second send of the same page: refused row by row, nothing doubled.
    client.post(URL, {**values, "pasti": "1"})
    assert "Diperpanjang (0)" in client.get(answer.url).content.decode()
    assert RegistrationExtension.objects.count() == 1
    # A box with an odd number counts as one from an old page.
    client.post(URL, {**values, "pilih": f"{rival.public_id}:²", "pasti": "1"})
    assert "sudah berubah sejak halaman Anda dibuka" in client.get(answer.url).content.decode()


def test_without_an_authenticator_nothing_can_be_signed(client, vacancy):
    plain = UserFactory(role=Role.BKN_ADMIN)
    client.force_login(plain)
    values = {**typed(), "pilih": box(vacancy), "pasti": "1", "code": "123456"}
    page = client.post(URL, values).content.decode()
    assert "Pasang kode autentikator dahulu" in page
    assert 'name="pasti"' not in page
    assert not RegistrationExtension.objects.exists()


def test_board_and_request_page_answer_an_agency(client, vacancy, admin, bkn):
    request = ask(vacancy, admin)
    client.force_login(bkn)
    assert client.get(reverse("open_board")).url == reverse("show_incident_board")
    board = client.get(reverse("show_incident_board")).content.decode()
    assert vacancy.position_title in board
    url = reverse("answer_incident_request", args=[request.public_id])
    page = client.get(url)
    assert "Halaman tidak terbuka." in page.content.decode()
    filled = client.get(page.context["extend_url"]).content.decode()
    assert f"{localtime(request.started_at):%Y-%m-%dT%H:%M}" in filled
    assert "Isi nomor gangguan seperti" not in filled
    assert "Tuliskan alasannya" in client.post(url, {"answer": ""}).content.decode()
    assert client.post(url, {"answer": "Tidak tercatat."}).url == reverse("show_incident_board")
    assert client.post(url, {"answer": "Tidak tercatat."}).status_code == 409


def test_outcome_without_an_act_leads_to_the_board(client, bkn):
    client.force_login(bkn)
    assert client.get(reverse("show_incident_outcome")).url == reverse("show_incident_board")


def test_ledger_shows_kind_number_and_count_to_everybody(client, vacancy, bkn):
    submitted(vacancy, 5)
    extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=outage())
    page = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    for words in ("Gangguan nomor GGN-2026-014", "Diperpanjang BKN karena gangguan", "tanpa syarat jumlah", "kehilangan listrik"):
        assert words in page
    assert bkn.full_name not in page


def test_pages_of_bkn_cost_the_same_at_every_size(client, bkn):
    client.force_login(bkn)
    client.get("/bkn/gangguan/")
    for size in (1, 3):
        while IncidentRequest.objects.count() < size:
            vacancy = IncidentRequestFactory(vacancy__closes_at=timezone.now() + timedelta(days=2)).vacancy
            RegistrationExtensionFactory(vacancy=vacancy, kind="INCIDENT", incident_reference="GGN-1")
        counts = []
        for url, values in (("/bkn/gangguan/", {}), (URL, typed())):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url, values).status_code == 200
            counts.append(len(caught))
        assert counts == [10, 10]
