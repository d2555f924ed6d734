"""Pages of passwords: what they ask for, what they take, what they tell, and how long a link lives."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import OutboxMessage
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]
PASSWORD = "kuda laut hijau menari"
NEW = "gajah ungu minum teh pagi"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def person():
    user = EmployeeFactory(with_user=True).user
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user, password=PASSWORD):
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": password})
    return browser


def change(browser, old, new):
    return browser.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})


def link_for(user):
    Client().post(reverse("account_reset_password"), {"email": user.email})
    mail = OutboxMessage.objects.filter(to_address=user.email).latest("id")
    return re.search(r"/akun/password/reset/key/\S+", mail.text)[0]


def use(path):
    """Open a link for a new password in a browser of its own and send the form it leads to."""
    browser = Client()
    form = browser.get(path, follow=True)
    browser.post(form.redirect_chain[-1][0] if form.redirect_chain else path, {"password1": NEW, "password2": NEW})


def test_a_new_password_needs_the_present_one(person):
    browser = signed_in(person)
    assert change(browser, "bukan yang sekarang ya", NEW).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert change(browser, PASSWORD, NEW).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_fields_are_masked_and_managers_may_fill_them(person):
    pages = [
        (Client(), reverse("account_login"), {"current-password"}),
        (signed_in(person), reverse("account_change_password"), {"current-password", "new-password"}),
    ]
    for browser, url, wanted in pages:
        fields = re.findall(r"<input[^>]*name=\"(?:old)?password[12]?\"[^>]*>", browser.get(url).content.decode())
        assert fields, url
        assert [field for field in fields if 'type="password"' not in field] == []
        assert set(re.findall(r'autocomplete="([^"]+)"', " ".join(fields))) == wanted
        assert "onpaste" not in " ".join(fields)


@pytest.mark.parametrize(
    "new",
    ["  spasi di kedua ujungnya ikan  ", "HURUF Besar dan kecil Ikan", "xyz" + " ikan teri " * 20, "🐎 kuda laut menari 🌊"],
)
def test_a_password_is_taken_exactly_as_typed(person, new):
    """Neither cut, nor trimmed, nor folded: only the very same text opens the account."""
    assert change(signed_in(person), PASSWORD, new).status_code == 302
    for other in {new.strip(), new.lower(), new[:64], new[:-1]} - {new}:
        assert "_auth_user_id" not in signed_in(person, other).session
    assert "_auth_user_id" in signed_in(person, new).session


def test_passwords_do_not_expire(person):
    """Nothing asks for a new one, however old it is."""
    person.date_joined = timezone.now() - timedelta(days=3650)
    person.save()
    assert signed_in(person).get(reverse("show_account")).status_code == 200


def test_a_reset_says_the_same_for_known_and_unknown(person):
    answers = []
    for address in (person.email, "tidak.ada@uji.example"):
        browser = Client()
        answer = browser.post(reverse("account_reset_password"), {"email": address}, follow=True)
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken[^}]+', "", answer.content.decode()).replace(
            address, "SUREL"
        )
        answers.append((answer.redirect_chain, re.sub(r"\d+", "0", text)))
    assert answers[0] == answers[1]


def test_the_link_for_a_new_password_works_once_and_for_half_an_hour(person, monkeypatch):
    path = link_for(person)
    with monkeypatch.context() as patch:
        later = timezone.localtime().replace(tzinfo=None) + timedelta(minutes=31)
        patch.setattr(default_token_generator.__class__, "_now", lambda self: later)
        use(path)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    path = link_for(person)
    use(path)
    person.refresh_from_db()
    assert person.check_password(NEW)
    person.set_password(PASSWORD)
    person.save()
    use(path)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("role", [None, Role.PPK, Role.AGENCY_ADMIN, Role.AUDITOR])
def test_every_page_of_a_person_leads_to_signing_out(role):
    user = UserFactory(role=role) if role else EmployeeFactory(with_user=True).user
    browser = Client()
    browser.force_login(user)
    for name in ("show_account", "list_notifications", "list_saved_vacancies", "list_sign_ins"):
        assert reverse("account_logout") in browser.get(reverse(name)).content.decode(), name


def test_nothing_written_is_named_field_by_field_and_promises_nothing_about_other_fields():
    """A password never comes back, and there is no other field."""
    page = Client().post(reverse("account_login"), {}).content.decode()
    for sentence in ("Tulis NIP atau surel Anda.", "Tulis kata sandi Anda."):
        assert sentence in page
    assert "Isian lain tetap ada" not in page


def test_rules_of_a_new_password_are_said_in_plain_words(person):
    page = signed_in(person).get(reverse("account_change_password")).content.decode()
    for words in (
        "Paling sedikit 15 huruf",
        "Tidak mirip nama, NIP, atau surel Anda.",
        "Bukan kata sandi yang banyak dipakai orang.",
    ):
        assert words in page
    assert "Sandi anda" not in page
