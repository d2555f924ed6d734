"""Passkeys: one is made and used as a browser's authenticator would do it, with ES256 and its own bytes."""

import hashlib
import json
import struct

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from accounts import second_factor
from accounts.enums import Role
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOST, ORIGIN = "localhost", "http://localhost"


class SoftwareKey:
    """A security key in memory."""

    def __init__(self):
        self.key, self.number, self.counter = ec.generate_private_key(ec.SECP256R1()), b"k" * 32, 0

    def head(self, flags):
        self.counter += 1
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def client(self, kind, options):
        told = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": ORIGIN, "crossOrigin": False}
        return json.dumps(told).encode()

    def make(self, options):
        client = self.client("webauthn.create", options)
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        told = self.head(0x45) + bytes(16) + struct.pack(">H", len(self.number)) + self.number + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        return self.credential({"clientDataJSON": client, "attestationObject": attestation})

    def sign(self, options):
        client, told = self.client("webauthn.get", options), self.head(0x05)
        signature = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential({"clientDataJSON": client, "authenticatorData": told, "signature": signature})

    def credential(self, parts):
        number = websafe_encode(self.number)
        response = {name: websafe_encode(value) for name, value in parts.items()}
        return {"id": number, "rawId": number, "type": "public-key", "clientExtensionResults": {}, "response": response}


@pytest.fixture
def official(client):
    """A PPK who has just typed a password, with a session on a named host."""
    user = UserFactory(role=Role.PPK)
    user.set_password("kata-sandi-yang-panjang")
    user.save()
    browser = Client(HTTP_HOST=HOST)
    browser.post(reverse("account_login"), {"login": user.email, "password": "kata-sandi-yang-panjang"})
    answer = browser.post(reverse("account_reauthenticate"), {"password": "kata-sandi-yang-panjang"})
    assert answer.status_code == 302, answer.content.decode()
    return user, browser


def options_of(answer):
    text = answer.content.decode().split('data-passkey="')[1].split('"')[0]
    return json.loads(text.replace("&quot;", '"').replace("&#x27;", "'"))


def test_a_passkey_is_added_and_counts_as_a_fresh_second_factor(official):
    user, browser = official
    page = browser.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert "Security" not in page.content.decode()
    key = SoftwareKey()
    answer = browser.post(
        reverse("mfa_add_webauthn"), {"name": "Ponsel kantor", "credential": json.dumps(key.make(options_of(page)))}
    )
    assert answer.status_code == 302
    assert second_factor.methods_of(user) == {second_factor.PASSKEY}
    assert second_factor.has_second_factor(user)
    assert "Ponsel kantor" in browser.get(reverse("mfa_list_webauthn")).content.decode()
    page = browser.get(reverse("mfa_reauthenticate_webauthn"))
    assertion = json.dumps(key.sign(options_of(page)))
    assert browser.post(reverse("mfa_reauthenticate_webauthn"), {"credential": assertion}).status_code == 302
    records = browser.session["account_authentication_methods"]
    assert [each["type"] for each in records if each["method"] == "mfa"][-1] == "webauthn"
    # The challenge is used up: the same answer proves nothing a second time.
    before = len(browser.session["account_authentication_methods"])
    browser.post(reverse("mfa_reauthenticate_webauthn"), {"credential": assertion})
    assert len(browser.session["account_authentication_methods"]) == before


def test_an_answer_for_another_challenge_or_key_is_refused(official):
    _, browser = official
    key = SoftwareKey()
    page = browser.get(reverse("mfa_add_webauthn"))
    browser.post(reverse("mfa_add_webauthn"), {"name": "", "credential": json.dumps(key.make(options_of(page)))})
    records = len(browser.session["account_authentication_methods"])
    options = options_of(browser.get(reverse("mfa_reauthenticate_webauthn")))
    foreign = {"publicKey": options["publicKey"] | {"challenge": websafe_encode(b"x" * 32)}}
    for answer in (key.sign(foreign), SoftwareKey().sign(options)):
        browser.get(reverse("mfa_reauthenticate_webauthn"))
        browser.post(reverse("mfa_reauthenticate_webauthn"), {"credential": json.dumps(answer)})
        assert len(browser.session["account_authentication_methods"]) == records
    assert len(websafe_decode(options["publicKey"]["challenge"])) >= 16


def test_an_answer_no_browser_would_give_is_a_sentence_and_no_error(official):
    user, browser = official
    key = SoftwareKey()
    page = browser.get(reverse("mfa_add_webauthn"))
    whole = key.make(options_of(page))
    for broken in broken_ones(whole):
        browser.get(reverse("mfa_add_webauthn"))
        answer = browser.post(reverse("mfa_add_webauthn"), {"name": "", "credential": broken})
        assert answer.status_code == 200, broken
        assert answer.context["form"].errors
    assert not second_factor.has_second_factor(user)
    page = browser.get(reverse("mfa_add_webauthn"))
    browser.post(reverse("mfa_add_webauthn"), {"name": "", "credential": json.dumps(key.make(options_of(page)))})
    records = len(browser.session["account_authentication_methods"])
    url = reverse("mfa_reauthenticate_webauthn")
    for broken in broken_ones(key.sign(options_of(browser.get(url)))):
        browser.get(url)
        # The rate of guesses is another test's; here every shape gets its answer.
        cache.clear()
        answer = browser.post(url, {"credential": broken}, follow=True)
        assert answer.status_code == 200, broken
        assert len(browser.session["account_authentication_methods"]) == records
    browser.post(url, {"credential": json.dumps({"id": "a"})})
    assert second_factor.WRONG_PASSKEY in browser.get(reverse("show_account")).content.decode()


def broken_ones(whole):
    """The answer with a part missing, of another kind, or cut off; and things that are no answer at all."""
    without = [json.dumps({name: value for name, value in whole.items() if name != left}) for left in ("rawId", "id", "response")]
    short = {name: value[:8] for name, value in whole["response"].items()}
    odd = [whole | {"rawId": 7}, whole | {"rawId": ""}, whole | {"response": []}, whole | {"response": short}, [], "a", 7, {}]
    return [*without, *(json.dumps(each) for each in odd), "{", "null"]


def test_seeds_are_sealed_anew_with_the_first_key(settings, capsys):
    """A new key in front, every seed sealed with it, and the old key is no longer needed."""
    user = UserFactory(role=Role.PPK)
    old = settings.SECOND_FACTOR_KEYS
    row = Authenticator.objects.create(user=user, type="totp", data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")})
    bare = Authenticator.objects.create(user=UserFactory(), type="totp", data={"secret": "KRSXG5CTMVRXEZLU"})
    settings.SECOND_FACTOR_KEYS = [Fernet.generate_key().decode(), *old]
    call_command("reseal_second_factors")
    assert "2 benih" in capsys.readouterr().out
    settings.SECOND_FACTOR_KEYS = settings.SECOND_FACTOR_KEYS[:1]
    row.refresh_from_db()
    bare.refresh_from_db()
    assert get_adapter().decrypt(row.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert get_adapter().decrypt(bare.data["secret"]) == "KRSXG5CTMVRXEZLU"
    settings.SECOND_FACTOR_KEYS = old
    with pytest.raises(ValueError, match="cannot be opened"):
        second_factor.reseal()
    with pytest.raises(CommandError, match="tidak ada yang berubah"):
        call_command("reseal_second_factors")
