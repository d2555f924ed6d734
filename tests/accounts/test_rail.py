"""The rail: what each duty finds there."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
FOLLOWED = ("list_saved_vacancies", "list_alerts")


def rail(client, user) -> list[str]:
    client.force_login(user)
    groups = client.get(reverse("list_saved_vacancies")).context["navigation"]["groups"]
    return [item["url"] for group in groups for item in group["items"]]


@pytest.mark.parametrize("role", [Role.PPK, Role.WASDAL, Role.AGENCY_ADMIN, Role.PANEL_MEMBER, Role.BKN_ADMIN])
def test_officials_find_what_they_follow(client, role):
    urls = rail(client, UserFactory(role=role))
    assert urls[-2:] == [reverse(name) for name in FOLLOWED]
    assert len(urls) > 2


def test_applicants_find_it_once_among_their_own_pages(client):
    urls = rail(client, EmployeeFactory(with_user=True).user)
    assert [urls.count(reverse(name)) for name in FOLLOWED] == [1, 1]
    assert reverse("show_profile") in urls
