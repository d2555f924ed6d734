"""What anybody may read, and what nobody may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import RegionKind, Role
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, RegionFactory, UserFactory
from tests.factories.vacancies import AnnouncementFactory, RegistrationExtensionFactory, VacancyFactory
from vacancies.models import Vacancy
from vacancies.rules.public_status import public_status

pytestmark = pytest.mark.django_db

HIDDEN_STATES = ("DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED")
LIST = reverse("list_vacancies")
RESULTS = reverse("list_results")


def detail(vacancy):
    return reverse("show_vacancy", args=[vacancy.public_id])


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def test_list_shows_published_ones_only(client):
    shown = VacancyFactory(state="OPEN", position_title="Direktur Terbuka")
    for state in HIDDEN_STATES:
        VacancyFactory(state=state, position_title=f"Rahasia {state}", plan=False)
    cancelled_before = VacancyFactory(state="CANCELLED", published_at=None, plan=False)
    response = client.get(LIST)
    assert titles(response) == [shown.position_title]
    assert client.get(detail(cancelled_before)).status_code == 404


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_unpublished_vacancy_is_not_found(client, state):
    assert client.get(detail(VacancyFactory(state=state, plan=False))).status_code == 404


def test_closing_soon_comes_first_then_coming_then_closed(client):
    now = timezone.now()
    VacancyFactory(state="ANNOUNCED", position_title="Selesai", plan=False)
    VacancyFactory(state="PUBLISHED", position_title="Nanti", plan=False)
    VacancyFactory(state="OPEN", position_title="Lama", closes_at=now + timedelta(days=9), plan=False)
    VacancyFactory(state="OPEN", position_title="Segera", closes_at=now + timedelta(hours=9), plan=False)
    assert titles(client.get(LIST)) == ["Segera", "Lama", "Nanti", "Selesai"]


def test_closing_soon_is_a_filter_of_seven_days(client):
    now = timezone.now()
    VacancyFactory(state="OPEN", position_title="Lama", closes_at=now + timedelta(days=8), plan=False)
    VacancyFactory(state="OPEN", position_title="Segera", closes_at=now + timedelta(days=6), plan=False)
    VacancyFactory(state="VERIFICATION", position_title="Sudah tutup", closes_at=now - timedelta(days=1), plan=False)
    assert titles(client.get(LIST, {"status": "segera"})) == ["Segera"]


def test_status_follows_the_clock_not_the_job(client):
    """The stored deadline decides even while the state still waits for the job that closes."""
    past = VacancyFactory(state="OPEN", closes_at=timezone.now() - timedelta(minutes=1), plan=False)
    due = VacancyFactory(state="PUBLISHED", opens_at=timezone.now() - timedelta(minutes=1), plan=False)
    assert "Pendaftaran ditutup" in client.get(detail(past)).content.decode()
    assert "Lamar jabatan ini" not in client.get(detail(past)).content.decode()
    assert "Lamar jabatan ini" in client.get(detail(due)).content.decode()
    assert titles(client.get(LIST, {"status": "dibuka"})) == [due.position_title]
    assert titles(client.get(LIST, {"status": "ditutup"})) == [past.position_title]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"cari": "inspektur daerah"}, ["Inspektur Daerah"]),
        ({"cari": "kementerian alam"}, ["Kepala Biro"]),
        ({"instansi": "ALAM"}, ["Kepala Biro"]),
        ({"instansi": "kementerian  ALAM"}, ["Kepala Biro"]),
        ({"instansi": "alam"}, ["Kepala Biro"]),
        ({"instansi": "tidak ada"}, ["Inspektur Daerah", "Kepala Biro"]),
        ({"provinsi": "91"}, ["Inspektur Daerah"]),
        ({"tingkat": "MADYA"}, ["Kepala Biro"]),
        ({"rumpun": "PENGAWASAN"}, ["Inspektur Daerah"]),
        ({"tingkat": "BUKAN_TINGKAT"}, ["Inspektur Daerah", "Kepala Biro"]),
        ({"cari": "tidak ada"}, []),
    ],
)
def test_filters(client, query, expected):
    papua = RegionFactory(code="91", name="Papua")
    city = RegionFactory(code="91.71", name="Kota Contoh", kind=RegionKind.CITY, province=papua)
    VacancyFactory(
        state="OPEN", position_title="Inspektur Daerah", region=city, field="PENGAWASAN", plan=False,
        closes_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    VacancyFactory(
        state="OPEN",
        position_title="Kepala Biro",
        level="MADYA",
        agency=AgencyFactory(code="ALAM", name="Kementerian Alam"),
        plan=False,
    )
    response = client.get(LIST, query)
    assert titles(response) == expected
    assert response.context["page"].paginator.count == len(expected)


def test_agency_is_typed_and_shown_by_its_name(client):
    for code, name in (("ALAM", "Kementerian Alam"), ("ALAM-RAYA", "Kementerian Alam Raya"), ("LAUT", "Badan Laut <Dalam>")):
        VacancyFactory(state="OPEN", agency=AgencyFactory(code=code, name=name), plan=False)
    # The whole name wins over longer ones that hold it; a link with the code shows the name.
    for typed in ("kementerian alam", "ALAM"):
        text = client.get(LIST, {"instansi": typed}).content.decode()
        assert 'value="Kementerian Alam"' in text
        assert 'href="/langganan/baru/?instansi=ALAM"' in text
        assert '<a class="chip" href="/">Kementerian Alam ' in text
    response = client.get(LIST, {"instansi": "alam"})
    text = response.content.decode()
    assert "Nama itu cocok dengan 2 instansi. Tulis lebih lengkap." in text
    assert 'value="alam"' in text
    assert 'id="saringan-lain" checked' in text
    assert len(titles(response)) == 3
    text = client.get(LIST, {"instansi": "<q>"}).content.decode()
    assert "Tidak ada instansi bernama itu yang pernah menerbitkan lowongan." in text
    assert 'value="&lt;q&gt;"' in text
    # The next reader gets fields of his own.
    assert 'value="&lt;q&gt;"' not in client.get(LIST).content.decode()
    suggestions = client.get(reverse("suggest_agencies")).content.decode()
    assert '<option value="Badan Laut &lt;Dalam&gt;"></option><option value="Kementerian Alam"></option>' in suggestions


def test_frame_kept_for_strangers_is_not_shown_to_a_person(client):
    """The frame is drawn once for all who are not signed in (core/templatetags/kept.py)."""
    other = Client()
    other.force_login(UserFactory(full_name="Ratna Kusuma"))
    frames = {}
    for name, reader, path in (
        ("first", client, LIST),
        ("own", other, LIST),
        ("again", client, LIST),
        ("results", client, RESULTS),
    ):
        text = reader.get(path).content.decode()
        frames[name] = text[text.index("<header") : text.index("</header>")]
    assert frames["first"] == frames["again"]
    assert "Masuk" in frames["first"]
    assert "Ruang kerja saya" in frames["own"]
    assert "Masuk" not in frames["own"]
    assert f'<a href="{LIST}" aria-current="page">' in frames["first"]
    assert f'<a href="{RESULTS}" aria-current="page">' in frames["results"]


def test_empty_filter_offers_the_way_back(client):
    text = client.get(LIST, {"cari": "tidak ada"}).content.decode()
    assert "Tidak ada lowongan untuk saringan ini" in text
    assert "Lihat semua lowongan" in text


def test_empty_search_says_which_filter_keeps_vacancies_away(client):
    VacancyFactory(state="OPEN", level="MADYA", position_title="Direktur Hutan", plan=False)
    VacancyFactory(state="OPEN", level="MADYA", position_title="Direktur Laut", plan=False)
    response = client.get(LIST, {"cari": "direktur", "tingkat": "UTAMA", "rumpun": "HUKUM"})
    assert response.context["loosened"] == []
    response = client.get(LIST, {"cari": "direktur", "tingkat": "UTAMA"})
    rows = [(row["label"], row["count"]) for row in response.context["loosened"]]
    assert rows == [("JPT Utama", 2)]
    assert client.get(response.context["loosened"][0]["url"]).context["page"].paginator.count == 2
    assert "Tanpa JPT Utama" in response.content.decode()
    # One filter alone: the way back to the whole list says it already.
    assert client.get(LIST, {"tingkat": "UTAMA"}).context["loosened"] == []


def test_list_can_be_followed_with_its_filters(client):
    text = client.get(LIST).content.decode()
    assert "Berlangganan lowongan baru" in text
    assert f'href="{reverse("create_alert")}"' in text
    text = client.get(LIST, {"tingkat": "MADYA", "status": "dibuka", "jejak": "x"}).content.decode()
    assert "Berlangganan pencarian ini" in text
    assert f'href="{reverse("create_alert")}?tingkat=MADYA"' in text
    for name in ("read_atom_feed", "read_json_feed", "download_vacancy_table"):
        assert f'href="{reverse(name)}?tingkat=MADYA&amp;status=dibuka"' in text


def test_vacancy_names_who_answers_questions(client):
    agency = AgencyFactory(name="Kementerian Alam", contact_email="tanya@alam.example", address="Jalan Contoh 1")
    text = client.get(detail(VacancyFactory(state="OPEN", agency=agency))).content.decode()
    for words in ("Sekretariat panitia seleksi Kementerian Alam", "mailto:tanya@alam.example", "Jalan Contoh 1"):
        assert words in text
    assert "mailto:" not in client.get(detail(VacancyFactory(state="OPEN"))).content.decode()


@pytest.mark.parametrize(("state", "shown"), [("PUBLISHED", True), ("OPEN", True), ("ANNOUNCED", False)])
def test_deadline_that_still_comes_can_be_put_into_a_calendar(client, state, shown):
    vacancy = VacancyFactory(state=state)
    assert (f"{detail(vacancy)}tenggat.ics" in client.get(detail(vacancy)).content.decode()) is shown


def test_list_pages_keep_their_filters(client):
    for _ in range(21):
        VacancyFactory(state="OPEN", plan=False)
    response = client.get(LIST, {"urut": "terbaru"})
    assert len(titles(response)) == 20
    assert "halaman=2" in response.content.decode()
    assert len(titles(client.get(LIST, {"urut": "terbaru", "halaman": "2"}))) == 1
    assert len(titles(client.get(LIST, {"halaman": "999"}))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    for _ in range(count):
        VacancyFactory(state="OPEN", plan=False)
    # Outside of a test's transaction and of the demo: the version, the total, the page (vacancies/public_list.py).
    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    vacancy = VacancyFactory(state="OPEN")
    for number in range(count):
        RegistrationExtensionFactory(vacancy=vacancy, number=number + 1)
        AnnouncementFactory(vacancy=vacancy)
    # One of them reads the vacancy; the other two are the demo's clock.
    with django_assert_num_queries(3):
        client.get(detail(vacancy))


def test_detail_shows_the_whole_plan_and_the_deadline_in_three_zones(client):
    vacancy = VacancyFactory(state="OPEN", quota=2)
    text = client.get(detail(vacancy)).content.decode()
    for words in (
        "23.59 WIB",
        "00.59 WITA",
        "01.59 WIT",
        "hari lagi",
        "Perekat bangsa",
        "Penulisan makalah",
        "Buku perpanjangan",
    ):
        assert words in text, words
    for member in vacancy.panel.members.select_related("user"):
        assert member.user.full_name in text
    assert "2 kursi" in text
    assert "Usia paling tinggi 56 tahun" in text


def test_detail_names_no_applicant_and_no_count(client):
    vacancy = VacancyFactory(state="OPEN")
    applicants = [ApplicationFactory(vacancy=vacancy, state="SUBMITTED") for _ in range(3)]
    text = client.get(detail(vacancy)).content.decode()
    for application in applicants:
        assert application.employee.name not in text
        assert application.employee.nip not in text
    assert "lamaran terkirim, kurang" not in text


@pytest.mark.parametrize(("state", "times"), [("OPEN", 0), ("CANCELLED", 7), ("FAILED", 7)])
def test_stages_of_a_vacancy_that_ended_early_are_said_not_to_be_held(client, state, times):
    text = client.get(detail(VacancyFactory(state=state, closed_reason="" if state == "OPEN" else "Uji."))).content.decode()
    assert text.count("Tidak dijalankan.") == times


def test_ledger_shows_the_count_that_allowed_an_extension(client):
    extension = RegistrationExtensionFactory(submitted_count=3, reason="Jabatan baru dikenal.")
    text = client.get(detail(extension.vacancy)).content.decode()
    assert "Jabatan baru dikenal." in text
    assert "batas kurang dari 4" in text
    assert extension.decided_by.full_name not in text


def test_asn_reads_how_many_rules_are_met(client):
    employee = EmployeeFactory(with_user=True)
    client.force_login(employee.user)
    vacancy = VacancyFactory(state="OPEN")
    text = client.get(detail(vacancy)).content.decode()
    # Two of the eleven only the selection can prove: competence and health.
    assert "Anda memenuhi 9 dari 9 syarat" in text
    assert "2 syarat lain baru dibuktikan dalam seleksi" in text
    assert vacancy.requirements.count() == 11
    assert reverse("check_eligibility", args=[vacancy.public_id]) in text
    assert "Catatan yang dipakai" in text


def test_own_application_replaces_the_button(client):
    application = ApplicationFactory(state="SUBMITTED")
    client.force_login(application.employee.user)
    text = client.get(detail(application.vacancy)).content.decode()
    assert "Buka lamaran Anda" in text
    assert "Lamar jabatan ini" not in text


def test_person_without_nip_reads_why_there_is_no_button(client):
    client.force_login(UserFactory(role=Role.WASDAL))
    assert "tidak terhubung dengan NIP" in client.get(detail(VacancyFactory(state="OPEN"))).content.decode()


def test_result_is_public_once_announced(client):
    vacancy = VacancyFactory(state="ANNOUNCED")
    AnnouncementFactory(
        vacancy=vacancy, kind="RESULT", title="Hasil akhir",
        rows=[{"seat": 1, "name": "Siti Contoh", "agency": "Uji", "rank": 1, "reason": "", "letter": str(vacancy.public_id)}],
    )  # fmt: skip
    assert titles(client.get(reverse("list_results"))) == [vacancy.position_title]
    assert "Siti Contoh" in client.get(reverse("show_result", args=[vacancy.public_id])).content.decode()
    assert "Siti Contoh" in client.get(detail(vacancy)).content.decode()
    waiting = VacancyFactory(state="DETERMINED")
    assert client.get(reverse("show_result", args=[waiting.public_id])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_results_cost_the_same_at_every_size(client, django_assert_num_queries, count):
    for _ in range(count):
        AnnouncementFactory(vacancy=VacancyFactory(state="ANNOUNCED", plan=False), kind="RESULT")
    with django_assert_num_queries(3):
        client.get(reverse("list_results"))


@pytest.mark.parametrize("name", ["show_help", "show_privacy", "show_accessibility", "show_statistics", "show_open_data"])
def test_pages_about_the_portal_open_for_everybody(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_statistics_count_what_is_published(client):
    VacancyFactory(state="DRAFT", plan=False)
    VacancyFactory(state="OPEN", level="MADYA", quota=3, plan=False)
    done = VacancyFactory(state="ANNOUNCED", plan=False)
    start = timezone.now() - timedelta(days=40)
    for kind, days in (("OPENING", 0), ("CLOSING", 16), ("ADMINISTRATION", 20), ("RESULT", 38)):
        AnnouncementFactory(vacancy=done, kind=kind, published_at=start + timedelta(days=days))
    context = client.get(reverse("show_statistics")).context
    assert context["total"] == 2
    assert {row["label"]: row["value"] for row in context["levels"]} == {"JPT Utama": 0, "JPT Madya": 1, "JPT Pratama": 1}
    assert [round(span["days"]) for span in context["spans"]] == [16, 4, 18, 38]


def test_public_pages_set_no_cookie_for_strangers(client):
    vacancy = VacancyFactory(state="OPEN")
    for url in (LIST, detail(vacancy), reverse("list_results"), reverse("show_help"), reverse("show_statistics")):
        assert not client.get(url).cookies, url


def test_public_pages_refuse_writing(client):
    assert client.post(LIST).status_code == 405


def test_document_check_names_those_who_passed_only(client):
    vacancy = VacancyFactory(state="SCORING")
    rows = [
        {"name": "Budi Lolos", "agency": "Kementerian Uji", "passed": True},
        {"name": "Citra Gagal", "agency": "Kementerian Uji", "passed": False},
    ]
    AnnouncementFactory(vacancy=vacancy, kind="ADMINISTRATION", title="Hasil seleksi administrasi", rows=rows)
    text = client.get(detail(vacancy)).content.decode()
    assert "Budi Lolos" in text
    assert "Citra Gagal" not in text
    assert "1 pelamar lain tidak lolos" in text


@pytest.mark.parametrize("words", ["'%22%3C%3E", "%25_%5C", "a" * 5000])
def test_odd_search_words_do_no_harm(client, words):
    for url in (LIST, reverse("list_results")):
        assert client.get(f"{url}?cari={words}&halaman=abc&status=x&tingkat=x").status_code == 200
        assert client.get(f"{url}?cari={words}&tingkat=%00").status_code == 400


PHASE_CASES = [
    (state, opens, closes)
    for state in ("PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "ANNOUNCED", "CANCELLED", "FAILED")
    for opens, closes in ((-2, -1), (-2, 0), (-1, 1), (0, 1), (1, 2))
]


def test_phase_in_sql_is_the_rule():
    now = timezone.now()
    for state, opens, closes in PHASE_CASES:
        VacancyFactory(
            state=state,
            plan=False,
            opens_at=now + timedelta(hours=opens),
            closes_at=now + timedelta(hours=closes),
            published_at=now,
        )
    rows = list(Vacancy.objects.with_phase(now))
    assert len(rows) == len(PHASE_CASES)
    for row in rows:
        assert row.phase == public_status(row.state, row.opens_at, row.closes_at, now).phase, (row.state, row.opens_at)
