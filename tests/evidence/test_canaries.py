"""Personal data stand in no line of the log, no address, no subject of a mail, no key: everybody in this world is a canary."""

import json
import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from core.json_log import JsonFormatter
from core.models import AuditEntry, Notification, OutboxMessage
from employees.models import Employee
from tests.access.conftest import standing_world, world  # noqa: F401 - fixtures
from tests.access.matrix import MATRIX
from tests.access.objects import FOR_WATCHERS
from tests.access.test_every_url import address, ask, expectation, payload
from tests.harness.guards import around_acts

pytestmark = pytest.mark.owasp("A09")
# 18 digits (NIP) or 16 (NIK), alone or in groups.
LONG = re.compile(r"(?<![0-9a-f-])(?:\d{18}|\d{16}|\d{8} \d{6} \d \d{3})(?![0-9a-f-])")
DEMO_ONLY = {"list_mailbox", "show_mail", "download_mail_attachment", "show_demo_clock", "list_demo_accounts", "show_gallery"}


def canaries() -> set[str]:
    """Names, addresses and numbers of everybody, people of the register included."""
    words = set(User.objects.values_list("email", flat=True)) | set(User.objects.values_list("nip", flat=True))
    words |= set(Employee.objects.values_list("nip", flat=True)) | set(Employee.objects.values_list("email", flat=True))
    names = {*User.objects.values_list("full_name", flat=True), *Employee.objects.values_list("name", flat=True)}
    return {word for word in words | names if word and len(word) > 7}


def found_in(text: str, words: set[str]) -> list[str]:
    return [word for word in words if word in text] + LONG.findall(text)


def test_no_canary_in_logs_addresses_subjects_or_keys(world, caplog, monkeypatch):  # noqa: F811
    """All pages by somebody who may, a form to each by somebody who may not and by who may; a wrong sign-in; an error."""
    words = canaries()
    assert len(words) > 60
    caplog.set_level(logging.DEBUG, logger="asnkarier")
    caplog.set_level(logging.INFO)
    cache.clear()
    for name in sorted(set(MATRIX) - FOR_WATCHERS - DEMO_ONLY):
        url = address(world, name)
        assert found_in(url, words) == [], name
        people = list(world.people.values())
        welcome = next((each for each in people if each.user and expectation(name, each) == "open"), None)
        refused = next((each for each in people if each.user and expectation(name, each) in ("forbidden", "missing")), None)
        if welcome is not None:
            ask(welcome, "GET", url, {})
        for person in filter(None, (refused, welcome)):
            with around_acts():
                ask(person, "POST", url, payload(world, name))
                transaction.set_rollback(True)
    person = world.people["own:APPLICANT"]
    for login in (person.user.email, person.user.nip):
        person.client.post(reverse("account_login"), {"login": login, "password": "salah sama sekali ya"})

    def fail(*args, **kwargs):
        raise ValueError(f"Key (nip)=({person.user.nip}) of {person.user.full_name} already exists")

    monkeypatch.setattr("vacancies.views.status.render", fail, raising=False)
    monkeypatch.setattr("employees.views.profile.render", fail, raising=False)
    person.client.raise_request_exception = False
    assert ask(person, "GET", reverse("show_profile"), {}).status_code == 500
    person.client.raise_request_exception = True
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) > 50
    assert any('"exception"' in line for line in lines)
    assert [json.loads(line) for line in lines if found_in(line, words)] == []


def test_no_canary_in_what_travels_in_the_clear(world):  # noqa: F811
    """Subjects and keys of mails, titles and addresses of bells, keys of the cache, names of chains."""
    words = canaries()
    rows = [
        *OutboxMessage.objects.values_list("subject", "key", "stop_url"),
        *Notification.objects.values_list("url", "key"),
        *AuditEntry.objects.values_list("chain", "act", "object_type", "object_id"),
    ]
    assert len(rows) > 100
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM core_cache")
        rows += cursor.fetchall()
    assert [row for row in rows if found_in(" ".join(str(part) for part in row), words)] == []


def test_the_search_for_canaries_finds_them():
    words = {"Kenari Rahasia", "kenari@uji.example"}
    assert found_in("nama Kenari Rahasia 198304172009121004", words) == ["Kenari Rahasia", "198304172009121004"]
    assert found_in("19830417 200912 1 004", words) == ["19830417 200912 1 004"]
    assert found_in("0f3a-198304172009121004abc", set()) == []
