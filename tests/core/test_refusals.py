"""What an action refuses and no view caught becomes one clear page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core.lifecycle import IllegalTransition
from core.refusals import RefusalMiddleware, Refused, Stale


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
