"""Where an account is signed in, how long it stays so, and that nobody is kept out by the failures of others."""

import json
import logging
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import known_browsers
from accounts.enums import Role
from accounts.models import Session, User
from accounts.second_factor import code_at, is_fresh
from accounts.sign_ins import browser_words, number_of
from asnkarier.embedded import database
from core.models import AuditEntry, Notification, OutboxMessage
from tests.accounts.test_passkeys import HOST, SoftwareKey, options_of
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A07")]
PASSWORD = "kuda laut hijau menari"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def official():
    user = UserFactory(role=Role.PPK, nip="197001011995031001")
    user.set_password(PASSWORD)
    user.save()
    return user


def browser(user=None, agent=FIREFOX, **extra):
    """A browser, signed in by password when a user is given."""
    found = Client(HTTP_USER_AGENT=agent, HTTP_HOST=HOST, **extra)
    if user is not None:
        answer = attempt(found, user.email)
        assert answer.status_code == 302, answer.content.decode()
    return found


def attempt(client, login, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def prove(client):
    """Give the password once more, as before every weighty act on the account."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def is_in(client):
    return client.get(reverse("show_account")).status_code == 200


class TestNewBrowser:
    def test_the_first_sign_in_is_no_news_a_new_browser_is(self, official):
        desk = browser(official, FIREFOX)
        assert not OutboxMessage.objects.filter(kind="new_device").exists()
        browser(official, ANDROID)
        mail = OutboxMessage.objects.get(kind="new_device")
        assert (mail.subject, mail.to_address) == ("Masuk dari perangkat baru: Chrome di Android", official.email)
        assert reverse("list_sign_ins") in mail.text
        bell = Notification.objects.get(kind="new_device")
        assert (bell.recipient, bell.url) == (official, reverse("list_sign_ins"))
        assert "Masuk dari perangkat baru" in desk.get(reverse("list_notifications")).content.decode()

    def test_a_known_browser_signs_in_again_without_a_word(self, official):
        browser(official, FIREFOX)
        phone = browser(official, ANDROID)
        phone.post(reverse("account_logout"))
        assert attempt(phone, official.email).status_code == 302
        assert OutboxMessage.objects.filter(kind="new_device").count() == 1

    def test_the_note_of_another_account_is_no_excuse(self, official):
        other = UserFactory(role=Role.PYB, nip="197001011995031002")
        other.set_password(PASSWORD)
        other.save()
        browser(official, FIREFOX)
        shared = browser(other, ANDROID)
        shared.post(reverse("account_logout"))
        assert attempt(shared, official.email).status_code == 302
        assert OutboxMessage.objects.get(kind="new_device").recipient == official


class TestList:
    def test_names_each_browser_and_marks_the_one_at_hand(self, official):
        phone, desk = browser(official, ANDROID), browser(official, FIREFOX)
        text = desk.get(reverse("list_sign_ins")).content.decode()
        assert "Chrome di Android" in text
        assert "Firefox di Windows" in text
        assert text.count("Perangkat ini") == 1
        assert "kata sandi" in text
        for client in (phone, desk):
            assert client.session.session_key not in text

    def test_one_is_ended_and_the_others_stay(self, official):
        phone, desk, third = browser(official, ANDROID), prove(browser(official)), browser(official)
        number = number_of(phone.session.session_key)
        assert desk.post(reverse("end_sign_ins"), {"nomor": number}).url == reverse("list_sign_ins")
        assert [is_in(each) for each in (phone, desk, third)] == [False, True, True]

    def test_all_others_are_ended_at_once(self, official):
        others, desk = [browser(official), browser(official)], prove(browser(official))
        answer = desk.post(reverse("end_sign_ins"), {"semua": "1"}, follow=True)
        assert "2 perangkat dikeluarkan" in answer.content.decode()
        assert [is_in(each) for each in (*others, desk)] == [False, False, True]

    def test_nobody_ends_the_sessions_of_somebody_else_or_the_own_one_here(self, official):
        stranger = Client(HTTP_HOST=HOST)
        stranger.force_login(UserFactory())
        mine = prove(browser(official))
        for number in (number_of(mine.session.session_key), mine.session.session_key, "", "-"):
            stranger.post(reverse("end_sign_ins"), {"nomor": number})
            mine.post(reverse("end_sign_ins"), {"nomor": number_of(mine.session.session_key)})
        assert is_in(mine)

    def test_an_old_sign_in_is_asked_for_the_password_first(self, official):
        other, desk = browser(official), prove(browser(official))
        session = desk.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 301
        session.save()
        answer = desk.post(reverse("end_sign_ins"), {"semua": "1"})
        assert answer.url.startswith(reverse("account_reauthenticate"))
        assert is_in(other)
        # What was asked for is done once the password is given.
        desk.post(answer.url, {"password": PASSWORD}, follow=True)
        assert not is_in(other)

    def test_sessions_of_an_old_password_are_not_listed(self, official):
        browser(official)
        official.set_password(PASSWORD + " lagi")
        official.save()
        desk = Client(HTTP_HOST=HOST)
        desk.force_login(official)
        assert len(desk.get(reverse("list_sign_ins")).context["sign_ins"]) == 1


def test_list_costs_the_same_at_every_size(official, django_assert_num_queries):
    desk = browser(official)
    for others in (0, 2):
        for _ in range(others):
            browser(official)
        desk.get(reverse("list_sign_ins"))
        with django_assert_num_queries(6):
            desk.get(reverse("list_sign_ins"))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (ANDROID, "Chrome di Android"),
        (FIREFOX, "Firefox di Windows"),
        ("", "Peramban tidak dikenal"),
        ("curl/8", "Peramban tidak dikenal"),
    ],
)
def test_browsers_are_named_in_words(agent, words):
    assert browser_words(agent) == words


class TestIdle:
    @pytest.mark.parametrize(
        ("with_duty", "minutes", "open_"), [(True, 14, True), (True, 16, False), (False, 59, True), (False, 61, False)]
    )
    def test_a_session_nobody_uses_ends(self, official, with_duty, minutes, open_):
        user = official if with_duty else UserFactory()
        user.set_password(PASSWORD)
        user.save()
        desk = browser(user)
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))
        assert is_in(desk) is open_

    @pytest.mark.parametrize(("with_duty", "seconds"), [(True, 900), (False, 3600)])
    def test_every_page_knows_how_long_it_lasts_unused(self, official, with_duty, seconds):
        user = official if with_duty else UserFactory()
        user.set_password(PASSWORD)
        user.save()
        text = browser(user).get(reverse("show_account")).content.decode()
        assert f'data-portal-idle="{seconds}"' in text

    def test_asking_for_pages_keeps_it_open_and_is_noted_once_a_minute(self, official):
        desk = browser(official)
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=10))
        assert is_in(desk)
        noted = Session.objects.get().seen_at
        assert timezone.now() - noted < timedelta(minutes=1)
        assert is_in(desk)
        assert Session.objects.get().seen_at == noted

    def test_twelve_hours_end_it_however_busy(self, official):
        desk = browser(official)
        expires = Session.objects.get().expire_date
        assert timedelta(hours=11, minutes=59) < expires - timezone.now() <= timedelta(hours=12)
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
        assert is_in(desk)
        assert Session.objects.get().expire_date == expires

    def test_signing_out_clears_what_the_browser_stored(self, official):
        desk = browser(official)
        key = desk.session.session_key
        answer = desk.post(reverse("account_logout"))
        assert answer["Clear-Site-Data"] == '"storage"'
        assert not Session.objects.filter(session_key=key).exists()
        assert "Clear-Site-Data" not in desk.get(reverse("list_vacancies"))

    def test_signing_in_makes_a_new_session(self, official):
        desk = browser()
        desk.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        before = desk.session.session_key
        assert attempt(desk, official.email).status_code == 302
        assert desk.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()
        assert len(desk.session.session_key) == 32


class TestFailuresOfOthers:
    @staticmethod
    def close(login):
        """Somebody else types wrong passwords until the account is closed to new browsers."""
        stranger = Client(HTTP_HOST=HOST, REMOTE_ADDR="10.9.9.9")
        for _ in range(6):
            answer = attempt(stranger, login, "salah sama sekali ya")
        assert "Terlalu banyak percobaan" in answer.content.decode()

    @pytest.mark.parametrize("by", ["nip", "email"])
    def test_a_browser_used_before_still_signs_in(self, official, by):
        desk = browser(official)
        desk.post(reverse("account_logout"))
        for _ in range(4):
            self.close(official.nip)
            self.close(official.email)
            assert attempt(desk, getattr(official, by)).status_code == 302
            desk.post(reverse("account_logout"))
        # A browser without the note is closed out together with the stranger.
        assert attempt(browser(), official.email).status_code == 200

    def test_a_known_browser_guesses_no_more_often_than_others(self, official):
        desk = browser(official)
        desk.post(reverse("account_logout"))
        for _ in range(5):
            attempt(desk, official.email, "salah sama sekali ya")
        assert "Terlalu banyak percobaan" in attempt(desk, official.email).content.decode()

    def test_a_note_of_another_account_or_a_forged_one_is_no_help(self, official):
        other = UserFactory(nip="197001011995031002")
        other.set_password(PASSWORD)
        other.save()
        desk = browser(other)
        desk.post(reverse("account_logout"))
        self.close(official.email)
        assert attempt(desk, official.email).status_code == 200
        for forged in ("", "x", "eyJudW1iZXIiOiAiMSJ9:1:x"):
            desk.cookies[known_browsers.cookie_name()] = forged
            assert attempt(desk, official.email).status_code == 200

    def test_the_note_says_nothing_and_is_for_the_server_only(self, official):
        cookie = browser(official).cookies[known_browsers.cookie_name()]
        assert official.nip not in cookie.value
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        days = known_browsers.KEPT_SECONDS // 86400
        assert f"satu penanda peramban selama {days} hari" in Client().get(reverse("show_privacy")).content.decode()

    def test_a_shared_computer_remembers_eight_people(self, official):
        desk = browser()
        people = [UserFactory() for _ in range(9)]
        for person in people:
            person.set_password(PASSWORD)
            person.save()
            assert attempt(desk, person.email).status_code == 302
            desk.post(reverse("account_logout"))
        cookie = desk.cookies[known_browsers.cookie_name()].value
        assert len(cookie) < 1000
        self.close(people[-1].email)
        assert attempt(desk, people[-1].email).status_code == 302

    def test_a_passkey_signs_in_during_the_attack_without_a_password(self, official):
        desk, key = browser(official), SoftwareKey()
        prove(desk)
        options = options_of(desk.get(reverse("mfa_add_webauthn")))
        assert options["publicKey"]["authenticatorSelection"]["residentKey"] == "preferred"
        desk.post(reverse("mfa_add_webauthn"), {"name": "Ponsel", "credential": json.dumps(key.make(options))})
        handle = options["publicKey"]["user"]["id"]
        for _ in range(4):
            self.close(official.email)
            fresh = browser()
            assert attempt(fresh, official.email).status_code == 200
            asked = fresh.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()["request_options"]
            assert asked["publicKey"]["userVerification"] == "required"
            signed = key.sign(asked)
            signed["response"]["userHandle"] = handle
            answer = fresh.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(signed)})
            assert (answer.status_code, answer.get("Location")) == (302, reverse("open_board")), answer.content.decode()
            request = fresh.get(reverse("show_account")).wsgi_request
            assert is_fresh(request)

    @pytest.mark.parametrize("broken", ["{", "null", "[]", "7", '{"response": {"userHandle": "AAAA"}}', '{"rawId": 7}'])
    def test_a_broken_passkey_answer_is_a_sentence(self, broken):
        desk = browser()
        desk.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        assert desk.post(reverse("mfa_login_webauthn"), {"credential": broken}).url == reverse("account_login")
        assert "_auth_user_id" not in desk.session

    def test_the_sign_in_page_offers_the_passkey(self):
        text = browser().get(reverse("account_login")).content.decode()
        assert "Masuk dengan kunci sandi" in text
        assert "js/passkey" in text

    def test_the_owner_is_told_once_an_hour(self, official):
        self.close(official.email)
        self.close(official.nip)
        (mail,) = OutboxMessage.objects.filter(to_address=official.email)
        assert "berulang kali" in mail.subject
        assert reverse("list_sign_ins") in mail.text
        self.close("tidak.ada@uji.example")
        assert OutboxMessage.objects.count() == 1

    def test_wrong_codes_behind_the_right_password_are_told(self, official):
        TOTP.activate(official, SECRET)
        stranger = Client(HTTP_HOST=HOST)
        attempt(stranger, official.email)
        right = code_at(SECRET, time.time())
        for number in range(7):
            stranger.post(reverse("mfa_authenticate"), {"code": f"{(int(right) + 5 + number) % 1000000:06d}"})
        assert [mail.subject for mail in OutboxMessage.objects.filter(to_address=official.email)] == [
            "Kata sandi Anda mungkin diketahui orang lain"
        ]


class TestLostFactor:
    def test_operators_take_it_off_with_a_letter_and_the_owner_hears(self, official, capsys):
        TOTP.activate(official, SECRET)
        desk = Client(HTTP_HOST=HOST)
        desk.force_login(official)
        call_command("take_off_second_factor", official.nip, "--basis", "B-12/KP/2026")
        assert not Authenticator.objects.filter(user=official).exists()
        assert not is_in(desk)
        mail = OutboxMessage.objects.get(to_address=official.email)
        assert "B-12/KP/2026" in mail.text
        entry = AuditEntry.objects.get(act="take_off_second_factor")
        assert entry.object_id == str(official.public_id)
        for words in (["tidak.ada@uji.example", "--basis", "B-12"], [official.nip, "--basis", " "]):
            with pytest.raises(CommandError):
                call_command("take_off_second_factor", *words)

    def test_a_reset_of_the_password_does_not_go_round_the_second_factor(self, official):
        TOTP.activate(official, SECRET)
        desk = browser()
        desk.post(reverse("account_reset_password"), {"email": official.email})
        mail = OutboxMessage.objects.get(to_address=official.email)
        path = next(word for word in mail.text.split() if "/akun/" in word).split("testserver")[-1].split(HOST)[-1]
        form = desk.get("/akun/" + path.split("/akun/", 1)[1], follow=True)
        new = "gajah ungu minum teh pagi"
        desk.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
        assert "_auth_user_id" not in desk.session
        assert attempt(desk, official.email, new).url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in desk.session

    def test_operators_sign_everybody_out(self, official, capsys):
        desks = [browser(official), Client(HTTP_HOST=HOST)]
        desks[1].force_login(UserFactory())
        call_command("end_sign_ins", official.email)
        assert [is_in(each) for each in desks] == [False, True]
        call_command("end_sign_ins", "--everybody")
        assert not is_in(desks[1])
        for words in ([], ["tidak.ada@uji.example"], [official.email, "--everybody"]):
            with pytest.raises(CommandError):
                call_command("end_sign_ins", *words)

    def test_no_command_and_no_page_sets_the_password_of_somebody_else(self):
        """Ours write none, save the demo's and the bench's for people they invent; the library asks for the old one or a link."""
        writes = re.compile(r"\b(set_password|make_password|create_user|create_superuser|AdminPasswordChangeForm)\(")
        rooms = [path.parent for path in database.PROJECT.glob("*/__init__.py") if path.parent.name != "tests"]
        sources = [path for room in rooms for path in room.rglob("*.py")]
        found = {str(path.relative_to(database.PROJECT)) for path in sources if writes.search(path.read_text())}
        assert len(sources) > 300
        assert found == {
            "accounts/models.py",
            "asnkarier/demo/seeding.py",
            "asnkarier/bench/ground/evening.py",
            "asnkarier/bench/trail.py",
        }
        # Django's own commands exist for whoever already holds the database; the portal has neither superusers nor staff.
        assert (User.is_staff, User.is_superuser) == (False, False)


def test_changes_of_password_and_factor_are_told_by_mail(official, django_capture_on_commit_callbacks):
    desk = browser(official)
    new = "gajah ungu minum teh pagi"
    desk.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    desk.post(reverse("account_reauthenticate"), {"password": new})
    page = desk.get(reverse("mfa_activate_totp"))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("mfa_activate_totp"), {"code": code_at(page.context["form"].secret, time.time())})
    subjects = set(OutboxMessage.objects.filter(to_address=official.email).values_list("subject", flat=True))
    assert "Kata sandi Anda diganti" in subjects
    assert len(subjects) >= 2
    texts = " ".join(OutboxMessage.objects.values_list("text", flat=True))
    assert "Jika bukan Anda" in texts
    assert " IP address" not in texts


def test_the_log_tells_of_signing_in_without_telling_who(official, caplog):
    caplog.set_level(logging.INFO)
    attempt(browser(REMOTE_ADDR="10.1.2.3"), official.email, "salah sama sekali ya")
    desk = browser(official, REMOTE_ADDR="10.1.2.3")
    desk.post(reverse("account_logout"))
    lines = [record for record in caplog.records if record.name == "asnkarier.sign_in"]
    assert [line.message for line in lines] == ["password refused", "signed in", "signed out"]
    assert [line.levelname for line in lines] == ["WARNING", "INFO", "INFO"]
    assert lines[1].facts == {"network": "10.1.2.0/24", "person": str(official.public_id), "by": "password"}
    text = " ".join(f"{line.message} {line.facts}" for line in lines)
    assert [word for word in (official.email, official.nip, official.full_name, PASSWORD, "10.1.2.3") if word in text] == []
