"""What holds for every request and answer."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A10")]


@pytest.mark.parametrize("name", ["list_vacancies", "list_mailbox"])
@pytest.mark.parametrize("query", ["cari=%00", "cari=a%00b", "halaman=%00"])
def test_a_nul_in_the_address_is_a_bad_request_and_no_error(client, settings, name, query):
    settings.DEMO = True
    answer = client.get(f"{reverse(name)}?{query}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_pages_of_a_person_are_kept_by_nobody(client):
    client.force_login(UserFactory())
    assert client.get(reverse("show_account"))["Cache-Control"] == "private, no-store"
    client.logout()
    assert "Cache-Control" not in client.get(reverse("list_vacancies"))
