"""Pages of a duty want a second factor behind the session; own pages do not, and strangers learn nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.second_factor import SESSION_KEY
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]
DUTY = "/pdp/insiden/?halaman=2"


@pytest.fixture(autouse=True)
def _gate(settings):
    settings.DUTY_NEEDS_FACTOR = True


@pytest.fixture
def officer(client):
    person = UserFactory(role=Role.DATA_PROTECTION)
    client.force_login(person)
    return person


def test_a_duty_without_a_factor_leads_to_the_page_that_says_why(client, officer):
    answer = client.get(DUTY)
    assert answer.status_code == 302
    assert answer.url == "/akun/faktor-kedua/?next=%2Fpdp%2Finsiden%2F%3Fhalaman%3D2"
    text = client.get(answer.url).content.decode()
    assert "Pasang faktor kedua dahulu" in text
    assert f'href="{reverse("mfa_activate_totp")}"' in text
    assert f'href="{reverse("mfa_add_webauthn")}"' in text
    assert "?next=%2Fpdp%2Finsiden%2F%3Fhalaman%3D2" in text


def test_nothing_is_written_without_a_factor(client, officer):
    assert client.post(reverse("propose_destruction"), {"golongan": "PUT_AWAY_EVIDENCE"}).url.startswith("/akun/faktor-kedua/")
    assert client.post(reverse("record_breach"), {"title": "x"}).url.startswith("/akun/faktor-kedua/")


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_whoever_sets_one_up_goes_on_where_they_were(client, officer, kind):
    Authenticator.objects.create(user=officer, type=kind, data={})
    answer = client.get("/akun/faktor-kedua/?next=%2Fpdp%2Finsiden%2F%3Fhalaman%3D2")
    assert answer.url == DUTY
    assert client.get(DUTY).status_code == 200


def test_recovery_codes_alone_are_no_factor(client, officer):
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get(DUTY).status_code == 302


@pytest.mark.parametrize("proof", ["code", "sign-in"])
def test_a_session_in_which_one_was_used_costs_no_query(client, officer, proof, django_assert_num_queries, settings):
    session = client.session
    if proof == "code":
        session[SESSION_KEY] = 1
    else:
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 1.0}]
        session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    settings.DUTY_NEEDS_FACTOR = False
    # What a process looks up once it has looked up here.
    assert client.get(DUTY).status_code == 200
    with CaptureQueriesContext(connection) as before:
        assert client.get(DUTY).status_code == 200
    settings.DUTY_NEEDS_FACTOR = True
    with django_assert_num_queries(len(before.captured_queries)):
        assert client.get(DUTY).status_code == 200


def test_a_password_given_again_is_no_second_factor(client, officer):
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    assert client.get(DUTY).status_code == 302


def test_whoever_lacks_the_duty_learns_nothing_of_factors(client):
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN))
    assert client.get(DUTY).status_code == 403


def test_own_pages_stay_open_without_one(client, officer):
    for name in ("show_account", "list_sign_ins", "show_retention", "mfa_index"):
        assert client.get(reverse(name)).status_code == 200, name


@pytest.mark.parametrize("wanted", ["https://contoh.go.id/", "//contoh.go.id/", "javascript:alert(1)", "/\\contoh.go.id", "akun"])
def test_the_page_leads_nowhere_else(client, officer, wanted):
    assert "lanjutkan ke halaman" not in client.get(reverse("explain_second_factor"), {"next": wanted}).content.decode()
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    assert client.get(reverse("explain_second_factor"), {"next": wanted}).url == reverse("show_account")
