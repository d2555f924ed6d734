"""Saved vacancies: by POST only, one's own only, ordered by deadline."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import SavedVacancy

pytestmark = pytest.mark.django_db
LIST = reverse("list_saved_vacancies")


def url(name, vacancy):
    return reverse(name, args=[vacancy.public_id])


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def test_save_and_let_go(client):
    reader, vacancy = UserFactory(), VacancyFactory(state="OPEN")
    client.force_login(reader)
    page = url("show_vacancy", vacancy)
    assert "Simpan lowongan" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(url("save_vacancy", vacancy)).status_code == 302
    assert list(SavedVacancy.objects.values_list("user", "vacancy")) == [(reader.pk, vacancy.pk)]
    text = client.get(page).content.decode()
    assert "Lepas dari simpanan" in text
    assert LIST in text
    assert client.post(url("unsave_vacancy", vacancy))["Location"] == page
    assert not SavedVacancy.objects.exists()
    assert client.post(url("unsave_vacancy", vacancy), {"dari": "simpanan"})["Location"] == LIST


def test_visits_save_nothing(client):
    """A stranger is led through sign-in to a page with a button; opening it saves nothing."""
    vacancy = VacancyFactory(state="OPEN")
    text = client.get(url("show_vacancy", vacancy)).content.decode()
    assert f'href="{url("save_vacancy", vacancy)}"' in text
    answer = client.get(url("save_vacancy", vacancy))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={url('save_vacancy', vacancy)}")
    client.force_login(UserFactory())
    assert "Simpan lowongan" in client.get(url("save_vacancy", vacancy)).content.decode()
    assert client.get(url("unsave_vacancy", vacancy)).status_code == 405
    assert not SavedVacancy.objects.exists()


def test_list_is_ones_own_by_deadline_with_state_words(client):
    now = timezone.now()
    reader, other = UserFactory(), UserFactory()
    late = VacancyFactory(state="OPEN", position_title="Nanti", closes_at=now + timedelta(days=9), plan=False)
    soon = VacancyFactory(state="OPEN", position_title="Segera", closes_at=now + timedelta(days=1), plan=False)
    done = VacancyFactory(state="ANNOUNCED", position_title="Selesai", plan=False)
    foreign = VacancyFactory(state="OPEN", position_title="Bukan milik saya", plan=False)
    for who, vacancy in ((reader, late), (reader, done), (reader, soon), (other, foreign)):
        SavedVacancy.objects.create(user=who, vacancy=vacancy, saved_at=now)
    client.force_login(reader)
    response = client.get(LIST)
    assert titles(response) == ["Segera", "Nanti", "Selesai"]
    assert [row["label"] for row in response.context["rows"]] == ["Pendaftaran dibuka", "Pendaftaran dibuka", "Hasil diumumkan"]


def test_empty_list_says_how_to_begin(client):
    client.force_login(UserFactory())
    assert "Belum ada lowongan tersimpan" in client.get(LIST).content.decode()


def test_unpublished_vacancy_cannot_be_saved(client):
    client.force_login(UserFactory())
    hidden = VacancyFactory(state="DRAFT", plan=False)
    assert client.post(url("save_vacancy", hidden)).status_code == 404
    assert not SavedVacancy.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_saved_list_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    reader = UserFactory()
    for _ in range(count):
        SavedVacancy.objects.create(user=reader, vacancy=VacancyFactory(state="OPEN", plan=False), saved_at=timezone.now())
    client.force_login(reader)
    with django_assert_num_queries(10):
        client.get(LIST)
