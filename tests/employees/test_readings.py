""" "Siapa membuka data saya": every look of somebody else is there, under the duty, and only for the person."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import AuditEntry
from employees.actions.readings import record_reading
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return EmployeeFactory(user=UserFactory(role=Role.APPLICANT))


def look(person, times: int = 1, **changes) -> None:
    reader = UserFactory(full_name="Nama Yang Tidak Disebut")
    for number in range(times):
        words = {"act": "view_document", "duty": "Sekretariat pansel Kementerian Contoh", "about": "Direktur Contoh"}
        record_reading(subject=person, actor=reader, object_type="ApplicationDocument", object_id=number, **{**words, **changes})


def page(client, person, **query) -> str:
    client.force_login(person.user)
    return client.get(reverse("list_own_readings"), query).content.decode()


def test_duty_post_and_time_are_named_but_not_the_reader(client, person):
    look(person)
    told = page(client, person)
    assert "Dokumen lamaran Anda dibuka" in told
    assert "Sekretariat pansel Kementerian Contoh" in told
    assert "untuk Direktur Contoh" in told
    assert "Nama Yang Tidak Disebut" not in told


def test_nobody_sees_the_looks_at_others(client, person):
    look(person)
    other = EmployeeFactory(user=UserFactory(role=Role.APPLICANT))
    assert "Belum ada yang membuka data Anda" in page(client, other)


def test_an_account_without_a_register_row_reads_why_the_page_is_empty(client):
    client.force_login(UserFactory(role=Role.APPLICANT))
    assert "Data Anda belum ada di data induk ASN" in client.get(reverse("list_own_readings")).content.decode()


def test_an_act_without_words_is_still_told(client, person):
    look(person, act="view_something_new", duty="")
    told = page(client, person)
    assert "Data Anda dibuka" in told
    assert "Petugas portal" in told


def test_a_look_is_one_statement_in_the_persons_own_chain(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_reading(
            subject=person, actor=person.user, duty="", act="view_document", object_type="ApplicationDocument", object_id=1
        )
    assert AuditEntry.objects.get().chain == f"person:{person.public_id}"


@pytest.mark.parametrize("times", [1, 3, 25])
def test_list_costs_the_same_at_every_size(client, person, django_assert_num_queries, times):
    look(person, times)
    page(client, person)
    with django_assert_num_queries(12):
        page(client, person)


def test_pages_of_twenty(client, person):
    look(person, 21)
    assert page(client, person).count("Dokumen lamaran Anda dibuka") == 20
    assert page(client, person, halaman=2).count("Dokumen lamaran Anda dibuka") == 1
