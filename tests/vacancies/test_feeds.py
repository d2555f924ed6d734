"""Feeds, open data, posting data and the site map: what programs read of the portal."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.vacancies import AnnouncementFactory, VacancyFactory
from vacancies.views import feeds

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HIDDEN_STATES = ("DRAFT", "PLAN_REVIEW", "APPROVED")


def detail_url(vacancy):
    return portal.PORTAL_URL + reverse("show_vacancy", args=[vacancy.public_id])


def atom(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(feed):
    return [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]


def test_atom_names_what_a_reader_needs(client):
    vacancy = VacancyFactory(state="OPEN", position_title="Kepala Biro A & B <umum>", agency__name="Kementerian Alam", plan=False)
    moved = AnnouncementFactory(vacancy=vacancy, kind="EXTENSION")
    feed = atom(client, reverse("read_atom_feed"))
    assert feed.find(f"{ATOM}title").text == "Lowongan jabatan pimpinan tinggi"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{portal.PORTAL_URL}/", "self": f"{portal.PORTAL_URL}/lowongan/atom.xml"}
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Kepala Biro A & B <umum>, Kementerian Alam"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{vacancy.public_id}"
    assert entry.find(f"{ATOM}link").get("href") == detail_url(vacancy)
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Kementerian Alam"
    published, updated = (datetime.fromisoformat(entry.find(f"{ATOM}{name}").text) for name in ("published", "updated"))
    assert abs(published - vacancy.published_at) < timedelta(seconds=1)
    assert abs(updated - moved.published_at) < timedelta(seconds=1)
    assert "Pendaftaran ditutup" in entry.find(f"{ATOM}summary").text


@pytest.mark.parametrize("odd", ["\x0b", "\x1b", "\ufffe"])
def test_a_sign_xml_cannot_hold_takes_the_feed_from_nobody(client, odd):
    vacancy = VacancyFactory(state="OPEN", position_title=f"Kepala{odd}Biro", unit=f"Unit{odd}A", plan=False)
    for address in (reverse("read_atom_feed"), reverse("read_agency_atom_feed", args=[vacancy.agency.code])):
        feed = atom(client, address)
        assert titles(feed) == [f"Kepala Biro, {vacancy.agency.name}"]
        assert "Unit A." in feed.find(f"{ATOM}entry/{ATOM}summary").text


def test_feeds_show_published_ones_only_newest_first(client):
    now = timezone.now()
    for state in HIDDEN_STATES:
        VacancyFactory(state=state, plan=False)
    VacancyFactory(state="OPEN", position_title="Lama", published_at=now - timedelta(days=9), plan=False)
    VacancyFactory(state="ANNOUNCED", position_title="Baru", published_at=now - timedelta(days=1), plan=False)
    assert [title.split(",")[0] for title in titles(atom(client, reverse("read_atom_feed")))] == ["Baru", "Lama"]
    items = client.get(reverse("read_json_feed")).json()["items"]
    assert [item["title"].split(",")[0] for item in items] == ["Baru", "Lama"]


def test_feeds_take_the_filters_of_the_list_and_no_others(client):
    VacancyFactory(state="OPEN", position_title="Direktur", level="MADYA", plan=False)
    VacancyFactory(state="OPEN", position_title="Kepala Dinas", level="PRATAMA", plan=False)
    feed = atom(client, reverse("read_atom_feed"), tingkat="MADYA", jejak="abc")
    assert [title.split(",")[0] for title in titles(feed)] == ["Direktur"]
    own = next(link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.endswith("/lowongan/atom.xml?tingkat=MADYA")
    document = client.get(reverse("read_json_feed"), {"cari": "kepala"}).json()
    assert [item["title"].split(",")[0] for item in document["items"]] == ["Kepala Dinas"]
    assert document["feed_url"].endswith("/lowongan/umpan.json?cari=kepala")


def test_json_feed_follows_its_version(client):
    vacancy = VacancyFactory(state="OPEN", plan=False, agency__zone="Asia/Jayapura")
    response = client.get(reverse("read_json_feed"))
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["language"] == "id"
    (item,) = feed["items"]
    assert item["url"] == detail_url(vacancy)
    assert item["id"] == f"urn:uuid:{vacancy.public_id}"
    assert item["content_text"]
    assert item["date_published"].endswith("+09:00")
    assert datetime.fromisoformat(item["date_published"]) == vacancy.published_at.replace(microsecond=0)
    assert item["authors"][0]["name"] == vacancy.agency.name


@pytest.mark.parametrize("name", ["read_agency_atom_feed", "read_agency_json_feed"])
def test_feed_of_one_agency(client, name):
    mine = VacancyFactory(state="OPEN", position_title="Milik kami", plan=False)
    VacancyFactory(state="OPEN", position_title="Milik lain", plan=False)
    text = client.get(reverse(name, args=[mine.agency.code])).content.decode()
    assert "Milik kami" in text
    assert "Milik lain" not in text
    assert client.get(reverse(name, args=["tidak-ada"])).status_code == 404


@pytest.mark.parametrize("name", ["read_atom_feed", "read_json_feed"])
def test_a_reader_that_has_it_already_gets_304(client, name):
    VacancyFactory(state="OPEN", plan=False)
    first = client.get(reverse(name))
    again = client.get(reverse(name), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    VacancyFactory(state="OPEN", plan=False)
    assert client.get(reverse(name), headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("read_atom_feed", 4), ("read_json_feed", 4), ("download_vacancy_table", 16)])
def test_feeds_cost_the_same_at_every_size(client, django_assert_num_queries, name, queries, count):
    """The table counts how often it was read, which costs some queries of the limit's own."""
    for _ in range(count):
        vacancy = VacancyFactory(state="OPEN", plan=False)
        AnnouncementFactory(vacancy=vacancy)
    with django_assert_num_queries(queries):
        response = client.get(reverse(name))
        b"".join(response.streaming_content if response.streaming else [response.content])


def table(client, **query):
    response = client.get(reverse("download_vacancy_table"), query)
    assert response["Content-Disposition"] == 'attachment; filename="lowongan.csv"'
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_table_is_read_a_limited_number_of_times_an_hour(client, monkeypatch):
    monkeypatch.setattr(feeds, "LIMITS", {"table": "2/h/ip"})
    for _ in range(2):
        assert table(client) == []
    refused = client.get(reverse("download_vacancy_table"))
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "Unduhan ditahan sebentar" in refused.content.decode()
    assert client.get(reverse("read_atom_feed")).status_code == 200
    assert len(list(Client(REMOTE_ADDR="10.1.2.3").get(reverse("download_vacancy_table")).streaming_content)) > 0


def test_table_holds_every_published_vacancy(client):
    VacancyFactory(state="DRAFT", plan=False)
    first = VacancyFactory(state="OPEN", position_title='Kepala, Biro "Umum"\nbaris dua', quota=2, level="MADYA", plan=False)
    VacancyFactory(state="ANNOUNCED", plan=False)
    rows = table(client)
    assert len(rows) == 2
    (row,) = table(client, tingkat="MADYA")
    assert row["jabatan"] == first.position_title
    assert (row["formasi"], row["tingkat"], row["status"]) == ("2", "JPT Madya", "Pendaftaran dibuka")
    assert row["alamat"] == detail_url(first)
    assert datetime.fromisoformat(row["ditutup"]) == first.closes_at.replace(microsecond=0)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_runs_as_a_formula(client, start):
    """Names come from agencies; a spreadsheet must show them, not run them."""
    VacancyFactory(state="OPEN", position_title=f"{start}HYPERLINK(A1)", unit=f"{start}cmd", plan=False)
    (row,) = table(client)
    assert row["jabatan"] == f"'{start}HYPERLINK(A1)"
    assert row["unit_kerja"] == f"'{start}cmd"


def posting(client, vacancy):
    text = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return [json.loads(each) for each in found]


def test_open_vacancy_is_a_job_posting(client):
    vacancy = VacancyFactory(
        state="OPEN", quota=2, agency__name="Pemerintah Contoh Timur", agency__zone="Asia/Makassar", agency__code="TIMUR"
    )
    (job,) = posting(client, vacancy)
    assert job["@type"] == "JobPosting"
    assert job["title"] == vacancy.position_title
    last = datetime.fromisoformat(job["validThrough"])
    assert job["validThrough"].endswith("23:59:59+08:00")
    assert last == vacancy.closes_at - timedelta(seconds=1)
    assert job["hiringOrganization"]["name"] == "Pemerintah Contoh Timur"
    assert job["hiringOrganization"]["url"] == f"{portal.PORTAL_URL}/lembaga/TIMUR/"
    assert job["jobLocation"]["address"]["addressCountry"] == "ID"
    assert job["jobLocation"]["address"]["addressLocality"] == vacancy.region.name
    assert (job["totalJobOpenings"], job["identifier"]["value"]) == (2, vacancy.reference)
    assert all(f"<li>{label}" in job["description"] for label in vacancy.requirements.values_list("label", flat=True)[:2])
    assert job["datePosted"] <= timezone.localdate().isoformat()


@pytest.mark.parametrize("state", ["PUBLISHED", "VERIFICATION", "ANNOUNCED", "CANCELLED"])
def test_what_takes_no_applications_is_no_job_posting(client, state):
    assert posting(client, VacancyFactory(state=state)) == []


def test_posting_cannot_break_out_of_its_element(client):
    evil = "</script><script>alert(1)</script><!--"
    vacancy = VacancyFactory(state="OPEN", position_title=evil, summary=evil)
    text = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    assert "<script>alert" not in text
    (job,) = posting(client, vacancy)
    assert job["title"] == evil
    assert "<script>" not in job["description"]


def test_shared_link_has_a_preview(client):
    vacancy = VacancyFactory(state="OPEN", position_title='Kepala "Biro"', plan=False)
    text = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    assert f'<link rel="canonical" href="{detail_url(vacancy)}">' in text
    assert 'property="og:title" content="Kepala &quot;Biro&quot;, ' in text
    assert f'property="og:url" content="{detail_url(vacancy)}"' in text


def addresses(client, url):
    tree = ElementTree.fromstring(client.get(url).content)
    return {each.find(f"{SITEMAP}loc").text: each.findtext(f"{SITEMAP}lastmod") for each in tree}


def test_site_map_names_what_is_public(client):
    VacancyFactory(state="DRAFT", plan=False)
    opened = VacancyFactory(state="OPEN", plan=False)
    done = VacancyFactory(state="ANNOUNCED", plan=False)
    AnnouncementFactory(vacancy=opened)
    index = addresses(client, reverse("show_sitemap"))
    parts = [address.split("/")[-1] for address in index]
    assert parts == ["sitemap-lowongan.xml", "sitemap-hasil.xml", "sitemap-lembaga.xml", "sitemap-halaman.xml"]
    rows = addresses(client, "/sitemap-lowongan.xml")
    assert {address.rsplit("/", 2)[-2] for address in rows} == {str(opened.public_id), str(done.public_id)}
    assert next(mark for address, mark in rows.items() if str(opened.public_id) in address) == timezone.localdate().isoformat()
    assert [address.rsplit("/", 2)[-2] for address in addresses(client, "/sitemap-hasil.xml")] == [str(done.public_id)]
    assert len(addresses(client, "/sitemap-lembaga.xml")) == 2
    assert "http://testserver/statistik/" in addresses(client, "/sitemap-halaman.xml")
    assert client.get("/sitemap-lain.xml").status_code == 404


def test_site_map_grows_by_files(client, monkeypatch):
    monkeypatch.setattr("vacancies.views.site_map.VacancySitemap.limit", 2)
    for _ in range(5):
        VacancyFactory(state="OPEN", plan=False)
    index = list(addresses(client, reverse("show_sitemap")))
    assert [address.split("/")[-1] for address in index if "lowongan" in address] == [
        "sitemap-lowongan.xml", "sitemap-lowongan.xml?p=2", "sitemap-lowongan.xml?p=3",
    ]  # fmt: skip
    assert len(addresses(client, "/sitemap-lowongan.xml?p=3")) == 1


def test_robots_keep_out_of_rooms_and_a_demo_keeps_everybody_out(client, settings):
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /akun/", "Disallow: /langganan/", "Disallow: /lamaran/", "Disallow: /instansi/"} <= set(lines)
    assert lines[-1] == f"Sitemap: {portal.PORTAL_URL}/sitemap.xml"
    assert "Disallow: /" not in lines
    settings.DEMO = True
    assert "Disallow: /" in client.get("/robots.txt").content.decode().splitlines()


def test_pages_of_strangers_are_the_same_for_two_strangers(client):
    """Whatever stands before Django may keep one copy for all: no token, no cookie, no session."""
    from django.test import Client

    vacancy = VacancyFactory(state="OPEN")
    agency = AgencyFactory()
    urls = [
        reverse("list_vacancies"), reverse("show_vacancy", args=[vacancy.public_id]), reverse("list_agencies"),
        reverse("show_agency", args=[agency.code]), reverse("read_atom_feed"), reverse("read_json_feed"),
    ]  # fmt: skip
    for url in urls:
        # What is left of a registration is said to the hour, and two readings are not one moment.
        with time_machine.travel(timezone.now(), tick=False):
            first, second = client.get(url), Client().get(url)
        assert first.content == second.content, url
        assert not first.cookies, url
        assert b"csrfmiddlewaretoken" not in first.content, url
        assert "Cookie" not in first.get("Vary", "") or url, url


def test_a_person_may_read_feeds_as_well(client):
    client.force_login(UserFactory())
    assert client.get(reverse("read_atom_feed")).status_code == 200
