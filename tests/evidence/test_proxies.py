"""What a proxy says of a request is believed from the proxy, and from nobody else."""

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]
FORGED = ("1.2.3.4", "1.2.3.4, 5.6.7.8", "::1", "unknown", "10.0.0.1' OR 1=1")


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("count", [0, 1])
def test_a_forged_forwarded_address_changes_no_limit(settings, forged, count):
    """The reader writes what it likes in front; the proxy adds the true address behind it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    text = f"{forged}, 203.0.113.9" if count else forged
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9" if count == 0 else "10.0.0.2", HTTP_X_FORWARDED_FOR=text)
    assert get_client_ip(request) == "203.0.113.9"


def test_guesses_under_ever_new_forged_addresses_are_stopped_all_the_same(settings):
    cache.clear()
    browser = Client(REMOTE_ADDR="203.0.113.9")
    codes = []
    for number in range(40):
        values = {"login": f"orang.{number}@uji.example", "password": "salah sama sekali ya"}
        answer = browser.post(reverse("account_login"), values, HTTP_X_FORWARDED_FOR=f"10.1.1.{number}")
        codes.append("Terlalu banyak" in answer.content.decode())
    assert codes.index(True) == 30
    assert all(codes[30:])


def test_the_scheme_is_believed_from_the_proxy_only_in_production(settings):
    """Without HTTPS (the built-in start) a forged header makes no request secure."""
    assert settings.SECURE_PROXY_SSL_HEADER is None
    request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https")
    assert not request.is_secure()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert request.is_secure()
