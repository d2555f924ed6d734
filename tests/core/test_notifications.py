"""The bell: own lines only, unread first, read by a press and never by a visit."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Notification
from core.outbox import queue_bell
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
URL = "list_notifications"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def ring(person, number, read=False, url="/papan/"):
    queue_bell(kind="step_decided", key=f"uji:{person.pk}:{number}", recipient=person, title=f"Kabar {number}", url=url)
    line = Notification.objects.get(key=f"uji:{person.pk}:{number}")
    if read:
        line.read_at = timezone.now()
        line.save(update_fields=["read_at"])
    return line


def test_unread_lines_come_first_and_strangers_lines_never(client, person):
    ring(person, 1)
    ring(person, 2, read=True)
    ring(person, 3)
    ring(UserFactory(), 4)
    page = client.get(reverse(URL))
    assert [line.title for line in page.context["rows"]] == ["Kabar 3", "Kabar 1", "Kabar 2"]
    assert "2 belum dibaca" in page.content.decode()


def test_same_event_rings_once(person):
    ring(person, 1)
    ring(person, 1)
    assert Notification.objects.count() == 1


def test_visiting_reads_nothing(client, person):
    ring(person, 1)
    client.get(reverse(URL))
    assert Notification.objects.unread().count() == 1


def test_mark_all_leaves_what_came_in_after_the_page_was_drawn(client, person):
    ring(person, 1)
    newest = client.get(reverse(URL)).context["newest"]
    ring(person, 2)
    assert client.post(reverse(URL), {"semua": newest}).status_code == 302
    assert [line.title for line in Notification.objects.unread()] == ["Kabar 2"]


def test_mark_all_touches_nobody_else(client, person):
    other = ring(UserFactory(), 1)
    client.post(reverse(URL), {"semua": other.pk})
    other.refresh_from_db()
    assert other.read_at is None


def test_opening_a_line_reads_it_and_leads_to_its_page(client, person):
    line = ring(person, 1, url="/kotak-surat/")
    response = client.post(reverse(URL), {"buka": line.pk})
    assert response["Location"] == "/kotak-surat/"
    line.refresh_from_db()
    assert line.read_at is not None


def test_opening_a_strangers_line_is_not_found(client, person):
    line = ring(UserFactory(), 1)
    assert client.post(reverse(URL), {"buka": line.pk}).status_code == 404
    line.refresh_from_db()
    assert line.read_at is None


@pytest.mark.parametrize("number", ["", "abc", "-1", "9" * 30])
def test_opening_nonsense_is_not_found(client, person, number):
    assert client.post(reverse(URL), {"buka": number}).status_code == 404


def test_a_line_never_leads_away_from_the_portal(client, person):
    line = ring(person, 1, url="https://jahat.example/")
    assert client.post(reverse(URL), {"buka": line.pk})["Location"] == reverse(URL)


def test_empty_bell_says_so(client, person):
    assert "Belum ada pemberitahuan" in client.get(reverse(URL)).content.decode()


def test_bell_needs_a_person(client):
    response = client.get(reverse(URL))
    assert response.status_code == 302
    assert "masuk" in response["Location"] or "login" in response["Location"]


def test_number_of_queries_does_not_grow_with_the_list(client, person, django_assert_num_queries):
    client.get(reverse(URL))  # the first visit stores the session's form token
    for wanted in (1, 3):
        while Notification.objects.count() < wanted:
            ring(person, Notification.objects.count())
        with django_assert_num_queries(7):
            client.get(reverse(URL))
