"""Second factors: how strong they are, how long they live, and what it takes to change them."""

import json
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.second_factor import code_at, consume_code
from core import trail_key
from tests.accounts.test_passkeys import HOST, SoftwareKey, options_of
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]
PASSWORD = "kuda laut hijau menari"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def person():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user):
    browser = Client(HTTP_HOST=HOST)
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return browser


def test_seeds_and_recovery_codes_are_long_enough(person):
    seeds = {generate_totp_secret() for _ in range(50)}
    assert len(seeds) == 50
    # Base32: five bits a sign.
    assert min(len(seed) * 5 for seed in seeds) >= 160
    codes = RecoveryCodes.activate(person).get_unused_codes()
    assert len(set(codes)) == 10
    assert min(len(code) for code in codes) >= 8


@pytest.mark.parametrize(("ago", "taken"), [(0, True), (30, True), (120, False), (-120, False)])
def test_a_code_of_two_minutes_ago_is_refused(person, ago, taken):
    """By the clock of the server; what a phone or a browser takes for the time is not asked."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert (consume_code(person.pk, code_at(secret, time.time() - ago)) is None) is taken


def test_a_changed_seal_is_refused():
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert get_adapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    assert get_adapter().encrypt("JBSWY3DPEHPK3PXP") != sealed
    # Not the last letters: some of their bits stand for nothing, so another letter there may open as well.
    for place in (0, 10, 40, len(sealed) - 6):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(ValueError, match="cannot be opened"):
            get_adapter().decrypt(changed)


def test_keys_are_long_enough(tmp_path, settings):
    """Ed25519 for bundles; 3072 bits of RSA for letters stand in core.signing."""
    settings.TRAIL_KEY_FILE = str(tmp_path / "key.pem")
    trail_key.sign(b"isi")
    assert isinstance(load_pem_private_key((tmp_path / "key.pem").read_bytes(), None), Ed25519PrivateKey)
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


PAGES = ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_deactivate_totp")


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_change_factors_ask_again(person, name):
    if name not in ("mfa_activate_totp", "mfa_add_webauthn"):
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    browser = Client(HTTP_HOST=HOST)
    browser.force_login(person)
    before = sorted(Authenticator.objects.values_list("type", flat=True))
    for answer in (browser.get(reverse(name)), browser.post(reverse(name), {"code": "000000"})):
        assert answer.status_code == 302
        assert "reauthenticate" in answer.url
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == before


def test_a_passkey_can_be_taken_away(person):
    browser, key = signed_in(person), SoftwareKey()
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    options = options_of(browser.get(reverse("mfa_add_webauthn")))
    browser.post(reverse("mfa_add_webauthn"), {"name": "Ponsel", "credential": json.dumps(key.make(options))})
    row = Authenticator.objects.get(user=person, type="webauthn")
    assert browser.post(reverse("mfa_remove_webauthn", args=[row.pk])).status_code == 302
    assert not Authenticator.objects.filter(user=person, type="webauthn").exists()


def test_nobody_takes_the_key_of_somebody_else(person):
    other = UserFactory(role=Role.PPK)
    row = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Ponsel", "credential": {}})
    browser = signed_in(person)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.post(reverse("mfa_remove_webauthn", args=[row.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()
