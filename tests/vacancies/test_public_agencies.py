"""Agencies on the public portal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import AgencyFactory
from tests.factories.vacancies import AnnouncementFactory, RegistrationExtensionFactory, VacancyFactory

pytestmark = pytest.mark.django_db
LIST = reverse("list_agencies")


def page(agency):
    return reverse("show_agency", args=[agency.code])


def test_list_names_agencies_that_published_something(client):
    AgencyFactory(name="Tanpa lowongan")
    quiet = AgencyFactory(name="Badan Hening")
    VacancyFactory(state="DRAFT", agency=quiet, plan=False)
    busy = AgencyFactory(name="Badan Sibuk")
    VacancyFactory(state="OPEN", agency=busy, plan=False)
    VacancyFactory(state="ANNOUNCED", agency=busy, plan=False)
    VacancyFactory(state="ANNOUNCED", agency=AgencyFactory(name="Arsip Negara"), plan=False)
    response = client.get(LIST)
    rows = [(row["title"], row["running"], row["total"]) for row in response.context["rows"]]
    assert rows == [
        ("Arsip Negara", "", "1 pernah diterbitkan"),
        ("Badan Sibuk", "1 lowongan berjalan", "2 pernah diterbitkan"),
    ]
    assert [row["title"] for row in client.get(LIST, {"cari": "sibuk badan"}).context["rows"]] == ["Badan Sibuk"]
    assert "Tidak ada instansi untuk pencarian ini" in client.get(LIST, {"cari": "zzz"}).content.decode()


def test_page_shows_running_and_past_with_results(client):
    agency = AgencyFactory(name="Kementerian Alam", contact_email="tanya@alam.example")
    running = VacancyFactory(state="OPEN", agency=agency, position_title="Direktur Hutan", plan=False)
    coming = VacancyFactory(state="PUBLISHED", agency=agency, position_title="Direktur Laut", plan=False)
    done = VacancyFactory(state="ANNOUNCED", agency=agency, position_title="Direktur Gunung", quota=3, plan=False)
    VacancyFactory(state="DRAFT", agency=agency, position_title="Direktur Rahasia", plan=False)
    VacancyFactory(state="OPEN", position_title="Direktur Lain", plan=False)
    RegistrationExtensionFactory(vacancy=done)
    start = timezone.now() - timedelta(days=40)
    for kind, days in (("OPENING", 0), ("CLOSING", 15), ("ADMINISTRATION", 20), ("RESULT", 38)):
        AnnouncementFactory(vacancy=done, kind=kind, published_at=start + timedelta(days=days))
    response = client.get(page(agency))
    assert [row["title"] for row in response.context["running"]] == [running.position_title, coming.position_title]
    assert [(row["title"], row["url"]) for row in response.context["past"]] == [
        (done.position_title, reverse("show_result", args=[done.public_id]))
    ]
    text = response.content.decode()
    assert "Rahasia" not in text
    assert "Direktur Lain" not in text
    assert "tanya@alam.example" in text
    assert [row["value"] for row in response.context["figures"]] == ["3", "5", "1", "1"]
    assert [(row["label"].split()[0], round(row["days"])) for row in response.context["spans"]] == [
        ("Pengumuman", 15), ("Penutupan", 5), ("Hasil", 18), ("Pengumuman", 38),
    ]  # fmt: skip
    for name in ("read_agency_atom_feed", "read_agency_json_feed"):
        assert reverse(name, args=[agency.code]) in text
    assert f"{reverse('create_alert')}?instansi={agency.code}" in text


def test_figures_of_others_stay_out(client):
    other = VacancyFactory(state="ANNOUNCED", plan=False)
    start = timezone.now() - timedelta(days=40)
    for kind, days in (("OPENING", 0), ("CLOSING", 30)):
        AnnouncementFactory(vacancy=other, kind=kind, published_at=start + timedelta(days=days))
    response = client.get(page(AgencyFactory()))
    assert response.context["spans"] == []
    assert [row["value"] for row in response.context["figures"]] == ["0", "0", "0", "0"]
    assert "Saat ini tidak ada pendaftaran" in response.content.decode()


def test_unknown_agency_is_not_found(client):
    assert client.get(reverse("show_agency", args=["tidak-ada"])).status_code == 404


def test_vacancy_leads_to_its_agency(client):
    vacancy = VacancyFactory(state="OPEN")
    assert page(vacancy.agency) in client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_agencies_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    for _ in range(count):
        VacancyFactory(state="OPEN", plan=False)
    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_agency_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    agency = AgencyFactory()
    for _ in range(count):
        VacancyFactory(state="OPEN", agency=agency, plan=False)
        VacancyFactory(state="ANNOUNCED", agency=agency, plan=False)
    with django_assert_num_queries(7):
        client.get(page(agency))
