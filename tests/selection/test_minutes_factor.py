"""The signature under the minutes wants a second factor of the last five minutes; the page's own form cannot be gone round."""

import time
from decimal import Decimal

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from accounts.second_factor import SESSION_KEY, code_at
from selection.models import MinutesSignature
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
