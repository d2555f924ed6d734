"""The search page: what it finds, what it shows, what it logs, and where it stops."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.enums import RegionKind, Role
from core.models import AuditEntry, Notification
from employees.models import CompetencyRecord, Employee, LanguageRecord
from talent.models import TalentSearch
from talent.rules import limits
from talent.search.follow import follow_changes
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import AgencyFactory, DisciplineFactory, EmployeeFactory, RegionFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db
SEARCH = "search_talent"


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


def search(client, **filters):
    follow_changes()
    return client.get(reverse(SEARCH), filters)


def names(client, **filters):
    page = search(client, **filters)
    assert page.status_code == 200
    return [row.name for row in page.context["rows"]]


def row_of(client, name, **filters):
    return next(row for row in search(client, **filters).context["rows"] if row.name == name)


def test_an_empty_page_says_when_the_search_is_still_behind_the_register(client, admin):
    EmployeeFactory(name="Baru Diimpor")
    asked = {"cari": "baru"}
    assert "Pencarian sedang mengikuti data induk" in client.get(reverse(SEARCH), asked).content.decode()
    assert "Pencarian sedang mengikuti data induk" not in search(client, cari="tidakada").content.decode()
    assert names(client, **asked) == ["Baru Diimpor"]


@pytest.fixture
def people(agency):
    west = RegionFactory(code="13", name="Sumatera Barat", kind=RegionKind.PROVINCE)
    office = AgencyFactory(name="Pemerintah Kabupaten Rimba", region=west)
    found = {
        "budi": EmployeeFactory(
            name="Budi Santoso", position_title="Kepala Bagian Hukum", grade=42, education_level=45, talent_box=9,
            cpns_on=date(2001, 3, 1),
        ),
        "sari": EmployeeFactory(
            name="Sari Dewi", agency=office, position_title="Kepala Bidang Kesehatan", grade=34, education_level=40,
            position_level="PENGAWAS", field="KESEHATAN",
        ),
        "eko": EmployeeFactory(
            name="Éko Budiman", position_title="Analis Hukum", grade=44, education_level=50, talent_box=5,
        ),
    }  # fmt: skip
    LanguageRecord.objects.create(employee=found["eko"], language="ja", level="B2")
    CompetencyRecord.objects.create(employee=found["budi"], code="M01", level=4, score=82, assessed_on=date(2026, 3, 1))
    return found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"cari": "budi"}, ["Budi Santoso"]),
        ({"cari": "santoso BUDI"}, ["Budi Santoso"]),
        ({"cari": "eko"}, ["Éko Budiman"]),
        ({"jabatan": "hukum"}, ["Budi Santoso", "Éko Budiman"]),
        ({"jabatan": "kepala hukum"}, ["Budi Santoso"]),
        ({"instansi": "rimba"}, ["Sari Dewi"]),
        ({"provinsi": "13"}, ["Sari Dewi"]),
        ({"jenjang": "PENGAWAS"}, ["Sari Dewi"]),
        ({"rumpun": "KESEHATAN"}, ["Sari Dewi"]),
        ({"gol_dari": "42"}, ["Budi Santoso", "Éko Budiman"]),
        ({"gol_dari": "42", "gol_sampai": "42"}, ["Budi Santoso"]),
        ({"pendidikan": "50"}, ["Éko Budiman"]),
        ({"kotak": "9"}, ["Budi Santoso"]),
        ({"kotak": ["8", "9"]}, ["Budi Santoso"]),
        ({"bahasa": "ja"}, ["Éko Budiman"]),
        ({"m01": "80"}, ["Budi Santoso"]),
        ({"m01": "85"}, []),
        ({"masa_kerja": "25"}, ["Budi Santoso"]),
        ({"cari": "budi", "jabatan": "hukum", "gol_dari": "41", "pendidikan": "45", "kotak": "9"}, ["Budi Santoso"]),
        ({"cari": "budi", "pendidikan": "50"}, []),
    ],
)
def test_filters_find(client, admin, people, filters, found):
    assert sorted(names(client, **filters)) == sorted(found)


def ask_nip(client, nip, **more):
    follow_changes()
    return client.post(reverse("look_up_nip"), {"nip": nip, **more})


def test_a_whole_nip_is_posted_and_stands_in_no_address_no_page_and_no_log(client, admin, people, vacancy):
    nip, person = people["budi"].nip, str(people["budi"].public_id)
    for typed in (nip, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"):
        answer = ask_nip(client, typed, lowongan=str(vacancy.public_id))
        assert answer["Location"] == f"{reverse(SEARCH)}?orang={person}&lowongan={vacancy.public_id}"
    page = client.get(answer["Location"])
    assert [row.name for row in page.context["rows"]] == ["Budi Santoso"]
    assert [chip.label for chip in page.context["active"]] == ["NIP lengkap"]
    assert f'<input type="hidden" name="orang" value="{person}">' in page.content.decode(), "the next filter keeps the person"
    assert names(client, orang=person, kotak="8") == []
    # Neither the list nor the profile tells any part of the number.
    for body in (page.content.decode(), client.get(reverse("show_talent", args=[person])).content.decode()):
        assert not any(part in body for part in (nip, nip[:8], nip[8:14], "••••"))
    assert not any(nip in str(log.query) for log in TalentSearch.objects.all())


@pytest.mark.parametrize("cut", [slice(0, 8), slice(0, 17), slice(8, 18), slice(0, 0)])
def test_part_of_a_nip_is_not_looked_up(client, admin, people, cut):
    page = ask_nip(client, people["budi"].nip[cut])
    assert "Tulis NIP lengkap, 18 angka" in page.content.decode()
    assert not TalentSearch.objects.exists()


def test_digits_leave_the_address_at_once(client, admin, people):
    for typed in (people["budi"].nip, people["budi"].nip[:8], "budi 1982", "Budi ١٩٨٢"):
        answer = client.get(reverse(SEARCH), {"cari": typed, "kotak": "9"})
        assert answer["Location"] == f"{reverse(SEARCH)}?kotak=9&salah=angka"
    page = client.get(answer["Location"])
    assert "NIP dicari lewat “Cari dengan NIP”" in page.content.decode()
    assert page.context["rows"] == []
    assert not TalentSearch.objects.exists()


def test_guessing_a_nip_costs_what_searching_costs(client, admin, agency, people, monkeypatch):
    monkeypatch.setattr(limits, "SEARCHES", limits.Limit("searches", "pencarian", 2, 10))
    hidden = EmployeeFactory(name="Tak Terlihat", is_searchable=False)
    for nip in ("198205172006041999", hidden.nip):
        page = ask_nip(client, nip)
        assert "Tidak ada orang dengan NIP ini yang dapat dicari." in page.content.decode()
    assert list(TalentSearch.objects.values_list("query", "people", "result_count")) == [({"orang": [""]}, [], 0)] * 2
    refused = ask_nip(client, people["budi"].nip)
    assert refused.status_code == 429
    assert "besok mulai pukul 00.00 WIB" in refused.content.decode()


def test_link_to_a_person_who_left_or_to_nobody_finds_nobody(client, admin, people):
    hidden = EmployeeFactory(name="Tak Terlihat", is_searchable=False)
    page = search(client, orang=str(hidden.public_id))
    assert (page.context["rows"], page.context["total"].number) == ([], "0")
    assert "Tautan ke orang ini tidak lengkap." in search(client, orang="bukan-id").content.decode()


def test_result_shows_only_what_a_searcher_may_see(client, admin):
    EmployeeFactory(name="Kotak Tujuh", talent_box=7, phone="0811-2222", email="rahasia@uji.example")
    EmployeeFactory(name="Kotak Enam", talent_box=6)
    page = search(client, cari="kotak")
    assert row_of(client, "Kotak Tujuh", cari="kotak").talent_box == 7
    assert row_of(client, "Kotak Enam", cari="kotak").talent_box is None
    for secret in ("0811-2222", "rahasia@uji.example", "1982", "Laki-laki"):
        assert secret not in page.content.decode()
    assert re.findall(r'value="(.*?)"', page.context["panel"].groups["kotak"]) == ["7"]


@pytest.mark.parametrize(
    "trait",
    ["sex", "jenis_kelamin", "birth_date", "usia", "agama", "religion", "suku", "status_kawin", "disabilitas", "nip"],
)
def test_personal_traits_are_no_filters_no_order_and_not_logged(client, admin, people, trait):
    everybody = names(client, cari="")
    assert names(client, cari="", **{trait: "1"}) == everybody
    assert names(client, cari="", urut=trait) == everybody
    assert all(trait not in log.query for log in TalentSearch.objects.all())
    fields = search(client).context["form"].fields
    assert trait not in fields


@pytest.mark.parametrize("box", ["1", "6", "0", "10"])
def test_boxes_below_seven_cannot_be_asked_for(client, admin, people, box):
    page = search(client, kotak=box)
    assert page.context["rows"] == []
    assert page.context["form"].errors["kotak"]


def test_person_who_closed_their_profile_is_never_found_nor_counted(client, admin, people):
    hidden = EmployeeFactory(name="Tak Terlihat", is_searchable=False)
    for filters in ({"cari": "terlihat"}, {"orang": str(hidden.public_id)}, {"jabatan": "kepala", "cari": "terlihat"}):
        page = search(client, **filters)
        assert page.context["rows"] == []
        assert page.context["total"].number == "0"


def test_typing_error_finds_the_nearest_name_and_says_so(client, admin, people):
    page = search(client, cari="Santsoo")
    body = page.content.decode()
    assert [row.name for row in page.context["rows"]] == ["Budi Santoso"]
    assert "Maksud Anda" in body
    [correction] = page.context["corrections"]
    assert correction["names"][0]["name"] == "Santoso"
    assert names(client, cari="Santoso") == ["Budi Santoso"]
    assert "cari=Santoso" in correction["names"][0]["url"]


def test_word_too_short_to_be_the_beginning_of_a_name_is_not_called_unknown(client, admin, people):
    body = search(client, cari="sa").content.decode()
    assert "“sa” terlalu pendek untuk dicari." in body
    assert "Tidak ada yang bernama “sa”" not in body
    assert "Tidak ada yang bernama “qxz”" in search(client, cari="qxz").content.decode()


def test_ticked_people_take_the_search_with_them(client, admin, people):
    page = search(client, cari="budi", jabatan="kepala")
    form = page.content.decode().partition("data-portal-resubmit")[2].partition("</form>")[0]
    assert f'name="saringan" value="{page.context["query"].replace("&", "&amp;")}"' in form


def test_first_visit_searches_and_logs_nothing(client, admin, people):
    page = client.get(reverse(SEARCH))
    assert page.context["rows"] == []
    assert not TalentSearch.objects.exists()


def test_every_search_is_logged_with_filters_count_people_agency_and_vacancy(client, admin, agency, people, vacancy):
    search(client, cari="budi", lowongan=str(vacancy.public_id), lain="x", jabatan="")
    log = TalentSearch.objects.get()
    assert (log.user, log.agency, log.vacancy, log.result_count) == (admin, agency, vacancy, 1)
    assert log.people == [people["budi"].pk]
    assert log.query == {"cari": ["budi"], "lowongan": [str(vacancy.public_id)]}


def test_wrong_range_is_a_sentence_beside_the_field_and_searches_nothing(client, admin, people):
    page = search(client, gol_dari="45", gol_sampai="31")
    body = page.content.decode()
    assert "Golongan sampai harus sama dengan atau di atas golongan dari." in body
    # The line of the summary leads to the field, which is unfolded on a phone too.
    assert 'href="#gol_sampai"' in body
    assert 'id="gol_sampai"' in body
    assert re.search(r'id="buka-saringan"[^>]* checked>', body)
    assert page.context["rows"] == []
    assert not TalentSearch.objects.exists()


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"masa_kerja": "abc"}, "Tulis masa kerja dengan angka"),
        ({"masa_kerja": "-3"}, "Masa kerja ditulis dari 0 sampai 45 tahun."),
        ({"instansi": "antah berantah"}, "Tidak ada instansi yang namanya memuat"),
        ({"provinsi": "99x"}, "Pilihan ini tidak dikenal."),
        ({"id_instansi": "99999999999999999999999"}, "Pilihan ini tidak dikenal."),
        ({"id_instansi": "abc"}, "Pilihan ini tidak dikenal."),
    ],
)
def test_nonsense_is_a_sentence_and_searches_nothing(client, admin, people, filters, sentence):
    assert sentence in search(client, **filters).content.decode()
    assert not TalentSearch.objects.exists()


def test_active_filters_are_chips_that_drop_themselves(client, admin, people):
    page = search(client, cari="budi", gol_dari="42", kotak=["8", "9"], setelah="x")
    chips = {chip.label: chip.rest for chip in page.context["active"]}
    assert chips["Golongan dari: IV/b"] == "cari=budi&kotak=8&kotak=9"
    assert chips["Kotak 9"] == "cari=budi&gol_dari=42&kotak=8"
    assert "setelah" not in chips["Nama: budi"]


def test_without_a_vacancy_nobody_can_be_invited_but_compared(client, admin, people):
    body = search(client, cari="budi").content.decode()
    assert reverse("invite_talent") not in body
    assert "Bandingkan" in body
    assert "Pilih lowongan" in body


def test_with_a_vacancy_each_row_says_why_the_person_fits_or_not(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    InvitationFactory(vacancy=vacancy, employee=people["sari"], state="DECLINED")
    found = {"cari": "", "lowongan": str(vacancy.public_id)}
    good, unmet, invited = (row_of(client, name, **found).standing for name in ("Budi Santoso", "Éko Budiman", "Sari Dewi"))
    # Competence and health are proven in the selection; age, sanctions and past are one line.
    kinds = [row.kind for row in vacancy.requirements.all()]
    rules = len(kinds) - 2 - (sum(kind in ("MAX_AGE", "NO_DISCIPLINE", "INTEGRITY") for kind in kinds) - 1)
    assert (good.label, good.tone, good.refusal) == (f"Memenuhi {rules} dari {rules} syarat", "good", "")
    assert (unmet.label, unmet.tone) == (f"Memenuhi {rules - 1} dari {rules} syarat", "wait")
    assert "disiplin" in unmet.refusal
    assert invited.label == "Sudah diundang: ditolak"
    body = search(client, **found).content.decode()
    assert "Belum cocok karena" in body
    assert "Cocok karena" in body


def test_age_and_sanctions_are_one_answer_without_record(client, admin, vacancy):
    """Whoever fails by age reads like whoever fails by a sanction, and no date of either is told."""
    old = EmployeeFactory(name="Orang Tua", birth_date=date(1962, 4, 17))
    punished = EmployeeFactory(name="Orang Dihukum")
    DisciplineFactory(employee=punished, severity="BERAT", ended_on=None)
    found = {"cari": "orang", "lowongan": str(vacancy.public_id)}
    first, second = (row_of(client, name, **found).standing for name in ("Orang Tua", "Orang Dihukum"))
    assert first.misfits == second.misfits
    assert (first.label, first.refusal) == (second.label, second.refusal)
    body = search(client, **found).content.decode()
    for secret in ("1962", "17 April", "Hukuman disiplin berat", "BERAT"):
        assert secret not in body
    assert old.nip[:8] not in body


def test_who_has_applied_cannot_be_inferred_before_closing(client, admin, vacancy, people):
    """The office may know numbers, not names, until registration closes (security.md 4.2)."""
    before = row_of(client, "Budi Santoso", cari="budi", lowongan=str(vacancy.public_id))
    ApplicationFactory(vacancy=vacancy, employee=people["budi"], state="SUBMITTED")
    assert row_of(client, "Budi Santoso", cari="budi", lowongan=str(vacancy.public_id)) == before


@pytest.mark.parametrize("state", ["DRAFT", "VERIFICATION", "ANNOUNCED"])
def test_only_vacancies_that_take_applications_can_be_chosen(client, admin, agency, people, state):
    other = VacancyFactory(state=state, agency=agency)
    page = search(client, cari="budi", lowongan=str(other.public_id))
    assert "tidak lagi menerima undangan" in page.content.decode()
    assert page.context["rows"] == []


def test_another_agencys_vacancy_cannot_be_chosen(client, admin, people):
    page = search(client, cari="budi", lowongan=str(VacancyFactory(state="OPEN").public_id))
    assert page.context["form"].errors["lowongan"]


def test_pages_follow_marks_back_and_forth_and_nobody_appears_twice(client, admin):
    for number in range(45):
        EmployeeFactory(name=f"Orang {number:02d}", with_records=False)
    first = search(client, cari="orang")
    assert len(first.context["rows"]) == 20
    assert (first.context["total"].number, first.context["total"].certainty) == ("45", "tepat")
    second = client.get(reverse(SEARCH) + first.context["next_url"])
    third = client.get(reverse(SEARCH) + second.context["next_url"])
    pages = [[row.name for row in page.context["rows"]] for page in (first, second, third)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45
    assert third.context["next_url"] == ""
    back = client.get(reverse(SEARCH) + third.context["previous_url"])
    assert [row.name for row in back.context["rows"]] == pages[1]
    again = client.get(reverse(SEARCH) + back.context["previous_url"])
    assert [row.name for row in again.context["rows"]] == pages[0]
    assert [row.name for row in search(client, cari="orang", setelah="palsu").context["rows"]] == pages[0]


HOSTILE = ("' OR TRUE --", "a' & !b | (c:*", "\\", "%_%", "<b>jahat", "\u202ebudi", "é'ʼ’", "ⓐ", ":*", "atau atau", "x" * 3000)
PARAMETERS = ("cari", "jabatan", "instansi", "id_instansi", "orang", "lowongan", "setelah", "simpanan", "kotak", "m01", "layak")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_words_break_out_of_a_search(client, admin, people, parameter):
    for words in HOSTILE:
        page = search(client, **{parameter: words})
        assert page.status_code == 200, words
        assert "<b>jahat" not in page.content.decode()
    assert names(client, cari="budi") == ["Budi Santoso"]


def test_a_search_ends_at_its_deepest_page(client, admin, monkeypatch):
    monkeypatch.setattr("talent.views.paging.DEEPEST_PAGE", 2)
    for number in range(41):
        EmployeeFactory(name=f"Orang {number:02d}", with_records=False)
    first = search(client, cari="orang")
    second = client.get(reverse(SEARCH) + first.context["next_url"])
    assert second.context["next_url"] == ""
    assert "Persempit pencarian untuk melihat yang lain" in second.content.decode()
    # The place of one search is none of another: it would begin deep inside the register.
    place = parse_qs(urlsplit(first.context["next_url"]).query)["setelah"][0]
    assert client.get(reverse(SEARCH), {"cari": "orang", "setelah": place}).context["page_number"] == 2
    assert client.get(reverse(SEARCH), {"cari": "", "setelah": place}).context["page_number"] == 1


def test_an_address_that_repeats_itself_is_one_filter(client, admin, people):
    page = client.get(reverse(SEARCH), {"kotak": ["9"] * 400, "jenjang": ["PENGAWAS"] * 400})
    assert len(page.context["active"]) == 2
    once = client.get(reverse(SEARCH), {"kotak": "9", "jenjang": "PENGAWAS"})
    assert abs(len(page.content) - len(once.content)) < 200
    assert [log.query for log in TalentSearch.objects.all()] == [{"kotak": ["9"], "jenjang": ["PENGAWAS"]}] * 2


def test_number_of_queries_does_not_grow_with_the_people(client, admin, vacancy, django_assert_num_queries):
    found = {"cari": "pegawai", "lowongan": str(vacancy.public_id)}
    search(client, **found)
    for wanted in (1, 3):
        while Employee.objects.count() < wanted:
            EmployeeFactory(with_user=True)
        follow_changes()
        with django_assert_num_queries(44):
            page = client.get(reverse(SEARCH), found)
        assert len(page.context["rows"]) == wanted


def test_only_those_who_may_be_invited(client, admin, vacancy, people):
    DisciplineFactory(employee=people["eko"], severity="BERAT", ended_on=None)
    InvitationFactory(vacancy=vacancy, employee=EmployeeFactory(name="Sudah Diundang", with_user=True))
    found = {"layak": "on", "lowongan": str(vacancy.public_id)}
    assert names(client, **found) == ["Budi Santoso"]
    everybody = search(client, cari="", lowongan=str(vacancy.public_id)).context["rows"]
    assert [row.name for row in everybody if row.standing.may_be_invited] == ["Budi Santoso"]


def test_only_those_who_may_be_invited_needs_a_vacancy(client, admin, people):
    assert "Pilih lowongan dulu" in search(client, layak="on").content.decode()


def test_shortened_address_of_a_vacancy_is_told_like_a_closed_one(client, admin, people):
    page = search(client, lowongan="abc").content.decode()
    assert "Lowongan ini tidak lagi menerima undangan" in page
    assert "UUID" not in page


def test_judging_goes_on_page_by_page_without_leaving_anybody_out(client, admin, vacancy, monkeypatch):
    monkeypatch.setattr("talent.walking.PAGE_SIZE", 2)
    for number in range(9):
        EmployeeFactory(name=f"Orang {number}", grade=42 if number % 3 == 0 else 34)
    url, seen = f"?layak=on&lowongan={vacancy.public_id}", []
    while url:
        follow_changes()
        page = client.get(reverse(SEARCH) + url)
        seen += [row.name for row in page.context["rows"]]
        url = page.context["next_url"]
    assert sorted(seen) == ["Orang 0", "Orang 3", "Orang 6"]


def test_all_who_fit_are_ticked_up_to_the_quota(client, admin, vacancy, monkeypatch):
    monkeypatch.setattr("talent.views.search.MOST_TICKED", 3)
    for number in range(5):
        EmployeeFactory(name=f"Orang {number}")
    page = search(client, cari="orang", lowongan=str(vacancy.public_id))
    ticked = client.get(reverse(SEARCH) + page.context["tick_all_url"])
    assert len(ticked.context["rows"]) == 3
    assert ticked.content.decode().count("data-portal-row checked") == 3
    assert client.get(reverse(SEARCH) + "?cari=orang&pilih=semua").content.decode().count("data-portal-row checked") == 0


# Limits ---------------------------------------------------------------------------------------------------------------


def smaller(monkeypatch, name, **numbers):
    limit = getattr(limits, name)
    monkeypatch.setattr(limits, name, limits.Limit(limit.code, limit.what, **numbers))


def test_harvest_by_pages_stops_and_bkn_is_told_once(client, admin, agency, monkeypatch):
    bkn = UserFactory(role=Role.BKN_ADMIN)
    smaller(monkeypatch, "LISTED", a_user=25, an_agency=1000)
    for number in range(41):
        EmployeeFactory(name=f"Orang {number:02d}", with_records=False)
    first = search(client, cari="orang")
    assert len(first.context["rows"]) == 20
    for _ in range(2):
        refused = client.get(reverse(SEARCH) + first.context["next_url"])
        assert (refused.status_code, refused.context["rows"]) == (429, [])
        assert "besok mulai pukul 00.00 WIB" in refused.content.decode()
        assert "Orang 00" not in refused.content.decode()
    assert search(client, cari="orang").status_code == 200, "people seen before cost nothing again"
    assert Notification.objects.filter(recipient=bkn, kind="talent_limit_reached").count() == 1
    entry = AuditEntry.objects.get(act="reach_talent_limit")
    assert entry.actor_id == admin.pk
    assert TalentSearch.objects.count() == 2


def test_number_of_searches_a_day_ends_for_the_person_and_for_the_agency(client, admin, agency, people, monkeypatch):
    smaller(monkeypatch, "SEARCHES", a_user=1, an_agency=2)
    assert search(client, cari="budi").status_code == 200
    assert search(client, cari="budi").status_code == 429
    second = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    client.force_login(second)
    assert search(client, cari="budi").status_code == 200
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=agency))
    page = search(client, cari="budi")
    assert page.status_code == 429
    assert "Instansi Anda sudah mencapai batas sehari" in page.content.decode()
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory()))
    assert search(client, cari="budi").status_code == 200


def test_drop_downs_say_how_many_reach_each_value(client, admin):
    for name, grade, level in (("Uji Satu", 41, 40), ("Uji Dua", 43, 45), ("Uji Tiga", 43, 50)):
        EmployeeFactory(name=name, grade=grade, education_level=level, cpns_on=date(2001, 3, 1))
    panel = search(client, cari="uji").context["panel"]

    def counts(row):
        return {int(value): int(number) for value, number in re.findall(r'value="(\d+)"[^>]*>[^(<]*\((\d+)\)', row.drawn)}

    lowest, highest = counts(panel.selects["gol_dari"]), counts(panel.selects["gol_sampai"])
    assert (lowest[41], lowest[42], lowest[43]) == (3, 2, 2)
    assert 44 not in {grade for grade, number in lowest.items() if number}
    assert (highest[41], highest[42], highest[43]) == (1, 1, 3)
    assert {level: number for level, number in counts(panel.selects["pendidikan"]).items() if level >= 40} == {
        40: 3,
        45: 2,
        50: 1,
    }
    assert panel.service.startswith("5 tahun ke atas 3, 10 tahun ke atas 3")
    untouched = client.get(reverse(SEARCH)).context["panel"]
    assert counts(untouched.selects["gol_dari"]) == {}
    assert untouched.service == ""
