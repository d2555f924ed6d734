"""Signing in: NIP or e-mail, second factor, limits, duties by date."""

import re
import time
from datetime import date, timedelta

import pytest
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Agency, Membership, Region, User
from accounts.second_factor import STEP_SECONDS, code_at, is_fresh, use_code
from core.models import OutboxMessage

pytestmark = pytest.mark.django_db
PASSWORD = "sandi-uji-yang-panjang"
NIP = "198609262015051001"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def person():
    return User.objects.create_user("budi@uji.example", PASSWORD, full_name="Budi Uji", nip=NIP)


def sign_in(client, login, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize("login", ["budi@uji.example", "BUDI@UJI.example", NIP, "19860926 201505 1 001"])
def test_sign_in_accepts_e_mail_and_nip_as_printed(client, person, login):
    answer = sign_in(client, login)
    assert answer.status_code == 302
    assert answer.url == reverse("open_board")


def test_wrong_sign_in_says_the_same_for_known_and_unknown(client, person):
    """Page by page: an address, a NIP and a password of somebody who is there, and of nobody."""
    pages = set()
    for login in (NIP, person.email, "199001012015051009", "tidak@ada.example"):
        answer = sign_in(client, login, "salah-sama-sekali")
        assert answer.status_code == 200
        assert len(answer.context["form"].non_field_errors()) == 1
        text = answer.content.decode()
        assert login in text
        pages.add(re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken[^}]+', "", text).replace(login, "MASUK"))
        assert "_auth_user_id" not in client.session
    assert len(pages) == 1


def test_guessing_stops_after_five_wrong_passwords(client, person):
    for _ in range(5):
        sign_in(client, NIP, "salah-sama-sekali")
    assert sign_in(client, NIP).status_code == 200
    assert "_auth_user_id" not in client.session


def test_password_is_argon2id_with_the_chosen_parameters(person):
    assert person.password.startswith("argon2$argon2id$v=19$m=12288,t=3,p=1$")


def test_self_registration_is_closed(client):
    answer = client.post(reverse("account_signup"), {"email": "x@uji.example", "password1": PASSWORD})
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_password_reset_goes_through_the_outbox(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    message = OutboxMessage.objects.get(to_address=person.email)
    assert "/akun/" in message.text


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def app(self, person):
        TOTP.activate(person, SECRET)

    def test_sign_in_asks_for_the_code_and_takes_it_once(self, client, person, client_again):
        assert sign_in(client, NIP).url == reverse("mfa_authenticate")
        code = code_at(SECRET, time.time())
        assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("open_board")
        sign_in(client_again, NIP)
        answer = client_again.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == 200
        assert "sudah dipakai" in answer.content.decode()

    @pytest.mark.parametrize("code", ["000000", "abcdef", "1"])
    def test_wrong_code_is_refused_with_a_sentence(self, client, person, code):
        if code == code_at(SECRET, time.time()):
            code = "000001"
        sign_in(client, NIP)
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == 200
        assert answer.context["form"].errors["code"]

    def test_seed_is_sealed_at_rest(self, person):
        stored = person.authenticator_set.get().data["secret"]
        assert SECRET not in stored

    def test_a_recovery_code_works_once_and_lies_sealed(self, client, person, client_again):
        codes = RecoveryCodes.activate(person)
        first, second = codes.get_unused_codes()[:2]
        stored = person.authenticator_set.get(type="recovery_codes").data
        assert stored["seed"].startswith("gAAAA")
        assert not any(code in str(stored) for code in (first, second))
        for browser, code, way_on in ((client, first, 302), (client_again, first, 200), (client_again, second, 302)):
            if "_auth_user_id" not in browser.session:
                sign_in(browser, NIP)
            answer = browser.post(reverse("mfa_authenticate"), {"code": code})
            assert answer.status_code == way_on

    @pytest.fixture
    def client_again(self):
        from django.test import Client

        return Client()


class TestDuties:
    @pytest.fixture
    def agency(self):
        region = Region.objects.create(code="99", name="Provinsi Uji", kind="PROVINSI", province_id="99", zone="Asia/Jakarta")
        return Agency.objects.create(code="UJI", name="Badan Uji", kind="LPNK", region=region)

    @pytest.mark.parametrize(
        ("starts", "ends", "valid"),
        [(0, None, True), (-10, 0, True), (-10, -1, False), (1, None, False), (-5, 5, True)],
        ids=["from today", "until today", "ended yesterday", "starts tomorrow", "in between"],
    )
    def test_a_duty_counts_on_its_days_only(self, person, agency, starts, ends, valid):
        today = timezone.localdate()
        Membership.objects.create(
            user=person,
            role=Role.PPK,
            agency=agency,
            valid_from=today + timedelta(days=starts),
            valid_until=None if ends is None else today + timedelta(days=ends),
        )
        assert person.holds(Role.PPK, agency.pk) is valid
        assert (Role.PPK in person.role_codes) is valid

    def test_an_asn_is_an_applicant_without_any_duty(self, person):
        assert person.role_codes == {Role.APPLICANT}

    def test_duty_for_one_agency_is_none_for_another(self, person, agency):
        other = Agency.objects.create(code="LAIN", name="Badan Lain", kind="LPNK", region=agency.region)
        Membership.objects.create(user=person, role=Role.PYB, agency=agency, valid_from=date(2020, 1, 1))
        assert person.holds(Role.PYB, agency.pk)
        assert not person.holds(Role.PYB, other.pk)
        assert person.agency_ids(Role.PYB) == [agency.pk]


def test_nobody_types_another_address(client, person):
    """Invitations, results and resets of passwords go to the address of the register."""
    client.force_login(person)
    url = reverse("account_email")
    client.get(url)
    answer = client.post(url, {"action_add": "", "email": "penyusup@uji.example"})
    assert "data induk ASN" in answer.content.decode()
    client.post(url, {"action_primary": "", "email": "penyusup@uji.example"})
    client.post(url, {"action_remove": "", "email": person.email})
    person.refresh_from_db()
    assert person.email == "budi@uji.example"
    assert list(person.emailaddress_set.values_list("email", flat=True)) == ["budi@uji.example"]


class TestFreshFactor:
    @pytest.fixture
    def session_of(self, client, person):
        """A request in the session of a person who signed in with a code just now."""
        TOTP.activate(person, SECRET)
        sign_in(client, NIP)
        client.post(reverse("mfa_authenticate"), {"code": code_at(SECRET, time.time())})
        request = RequestFactory().post("/")
        request.user, request.session = person, client.session
        return request

    def test_the_code_of_sign_in_counts_for_five_minutes(self, session_of):
        assert is_fresh(session_of)
        for record in session_of.session["account_authentication_methods"]:
            record["at"] -= 301
        assert not is_fresh(session_of)

    def test_codes_are_not_guessed_without_end(self, session_of):
        right = code_at(SECRET, time.time() + STEP_SECONDS)
        wrong = [f"{number:06d}" for number in range(8) if f"{number:06d}" != right][:6]
        with context.request_context(session_of):
            sentences = [use_code(session_of, code) for code in wrong]
            assert "Terlalu banyak" in sentences[-1]
            assert "Terlalu banyak" in use_code(session_of, right)
