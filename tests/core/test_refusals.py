"""What an action refuses and no view caught becomes one clear page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from core.lifecycle import IllegalTransition
from core.refusals import RefusalMiddleware, Refused, Stale
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.owasp("A10")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Refused, Stale, IllegalTransition])
def test_a_refusal_nobody_caught_is_a_409_page_with_its_sentence(kind):
    request = RequestFactory().get("/lowongan/")
    request.user = AnonymousUser()
    answer = RefusalMiddleware(lambda request: None).process_exception(request, kind("Langkah ini sudah lewat."))
    assert answer.status_code == 409
    assert "Langkah ini sudah lewat." in answer.content.decode()


def test_any_other_error_stays_an_error():
    assert RefusalMiddleware(lambda request: None).process_exception(RequestFactory().get("/"), ValueError("x")) is None


@pytest.mark.django_db
def test_the_address_of_a_button_opened_by_itself_says_so(client):
    client.force_login(EmployeeFactory(with_user=True).user)
    answer = client.get(reverse("switch_own_visibility"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "tidak dapat dibuka sendiri" in answer.content.decode()
    assert client.put(reverse("switch_own_visibility")).content == b""
