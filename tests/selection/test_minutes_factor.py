"""The signature under the minutes wants a second factor of the last five minutes; the page's own form cannot be gone round."""

import json
import time
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from accounts.second_factor import SESSION_KEY, code_at
from core.models import AuditEntry
from core.refusals import Refused
from selection import actions
from selection.models import MinutesSignature, OfficialMinutes
from tests.factories.selection import chair_of
from tests.selection.test_minutes import prepare, ranked

SECRET = "JBSWY3DPEHPK3PXP"
pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]


@pytest.fixture
def signing(client, settings, tmp_path):
    """The chair before minutes that wait, the address, and what the page posts."""
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    vacancy = ranked(Decimal(90), Decimal(80), Decimal(70))
    minutes = prepare(vacancy)
    chair = chair_of(vacancy)
    client.force_login(chair)
    vacancy.refresh_from_db()
    values = {"version": vacancy.version, "digest": minutes.digest, "sure": "1", "pasti": "1"}
    return chair, reverse("sign_minutes", args=[vacancy.public_id]), values


def test_nothing_is_signed_without_a_factor_or_with_an_old_one(client, signing):
    chair, url, values = signing
    assert "Pasang kode autentikator dahulu" in client.post(url, values | {"code": "123456"}).content.decode()
    TOTP.activate(chair, SECRET)
    session = client.session
    session[SESSION_KEY] = int(time.time()) - 301
    session.save()
    page = client.post(url, values)
    assert "code" in page.context["form"].errors
    wrong = f"{(int(code_at(SECRET, time.time())) + 1) % 1_000_000:06d}"
    assert "code" in client.post(url, values | {"code": wrong}).context["form"].errors
    assert not MinutesSignature.objects.exists()
    answer = client.post(url, values | {"code": code_at(SECRET, time.time())})
    assert answer.status_code == 302, answer.context["form"].errors
    assert MinutesSignature.objects.get().minutes.digest == values["digest"]


def test_signature_and_trail_say_by_which_factor(client, signing, monkeypatch):
    """A chair whose only factor is a passkey is offered it, and the row of the trail names it."""
    chair, url, values = signing
    monkeypatch.setattr("accounts.second_factor.passkey_options", lambda request: '{"publicKey": {}}')
    Authenticator.objects.create(user=chair, type=Authenticator.Type.WEBAUTHN, data={"name": "Ponsel", "credential": {}})
    used = {"method": "mfa", "type": "webauthn", "at": time.time() - 20}
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [used | {"at": time.time() - 301}]
    session.save()
    form = client.post(url, values).context["form"]
    assert set(form.fields) & {"code", "passkey"} == {"passkey"}
    assert not MinutesSignature.objects.exists()
    session = client.session
    session["account_authentication_methods"] = [used]
    session.save()
    answer = client.post(url, values)
    assert answer.status_code == 302, answer.context["form"].errors
    assert MinutesSignature.objects.get().second_factor == "webauthn"
    body = json.loads(AuditEntry.objects.get(act="sign_minutes").body)
    assert body["second_factor"] == "webauthn"


@pytest.mark.parametrize("method", ["", "recovery_codes", "email"])
def test_the_act_itself_takes_no_other_factor(signing, method):
    chair, _, values = signing
    minutes = OfficialMinutes.objects.get()
    with pytest.raises(Refused, match="kode autentikator atau kunci sandi"):
        actions.sign_minutes(
            vacancy_id=minutes.ranking.vacancy_id, actor=chair, digest_seen=values["digest"], second_factor=method
        )
    assert not MinutesSignature.objects.exists()
