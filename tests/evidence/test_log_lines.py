"""Lines of the log as production writes them: when, what, which page, which account; one line each, in one place."""

import json
import logging
import time
import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.json_log import JsonFormatter
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A09")]
PASSWORD = "kuda laut hijau menari"


@pytest.fixture
def lines(caplog):
    """Lines of one logger, as the production formatter writes them."""
    caplog.set_level(logging.INFO)
    return lambda logger: [json.loads(JsonFormatter().format(each)) for each in caplog.records if each.name == logger]


def test_a_refusal_is_told_with_page_and_account(client, lines):
    user = UserFactory(role=Role.SECRETARIAT, full_name="Kenari Rahasia")
    client.force_login(user)
    assert client.get(reverse("plan_vacancy")).status_code == 403
    assert client.get(reverse("show_own_vacancy", args=[uuid.uuid4()])).status_code == 404
    assert client.get("/tidak/ada/").status_code == 404
    assert Client().get(reverse("show_vacancy", args=[uuid.uuid4()])).status_code == 404
    refused, missing, nobody = lines("asnkarier.access")
    person = str(user.public_id)
    assert [refused[word] for word in ("words", "route", "method", "person")] == ["refused", "plan_vacancy", "GET", person]
    assert (missing["route"], missing["person"]) == ("show_own_vacancy", person)
    assert (nobody["route"], nobody["person"]) == ("show_vacancy", "")
    assert "Kenari" not in json.dumps([refused, missing, nobody])


def test_a_refused_code_and_a_reached_limit_are_told(client, lines):
    cache.clear()
    user = UserFactory(role=Role.PPK)
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "abc123"})
    stranger = Client()
    for _ in range(6):
        stranger.post(reverse("account_login"), {"login": user.email, "password": "salah sama sekali ya"})
    told = [(line["words"], line["level"]) for line in lines("asnkarier.sign_in")]
    assert ("code refused", "WARNING") in told
    assert told.count(("password refused", "WARNING")) == 5
    assert told[-1] == ("sign-in limit reached", "WARNING")
    assert {line["network"] for line in lines("asnkarier.sign_in")} == {"127.0.0.0/24"}


def test_every_line_says_when_in_utc(caplog):
    caplog.set_level(logging.INFO)
    logging.getLogger("asnkarier.check").info("sekarang")
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert line["at"].endswith("+00:00")
    assert line["at"][:16] == time.strftime("%Y-%m-%dT%H:%M", time.gmtime(caplog.records[-1].created))
    assert {"at", "level", "logger", "request", "words"} <= set(line)


def test_a_line_end_in_a_value_makes_no_second_line(caplog):
    caplog.set_level(logging.INFO)
    forged = 'x\n{"level": "INFO", "words": "signed in"}\r\n'
    logging.getLogger("asnkarier.check").info("search %s", forged, extra={"facts": {"route": forged}})
    text = JsonFormatter().format(caplog.records[-1])
    assert len(text.splitlines()) == 1
    assert json.loads(text)["route"] == forged


def test_lines_go_to_one_place():
    """Standard error, and nowhere else: the site collects it from there."""
    assert [each["class"] for each in settings.LOGGING["handlers"].values()] == ["logging.StreamHandler"]
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert [name for name, each in settings.LOGGING["loggers"].items() if each.get("handlers")] == []
