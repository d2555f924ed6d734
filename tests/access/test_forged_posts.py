"""Forged forms: nothing a browser would send, sent by whoever may and whoever may not. No error, and nothing written past a form.

The seed is printed and can be given back (`FORGED_SEED=...`). A run of the suite sends a thousand; `--rounds` (make soak) as
many more for each round.
"""

import os
import random
import uuid

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.access.matrix import MATRIX
from tests.access.objects import FOR_WATCHERS, NAMED_IN_FORM
from tests.access.test_every_url import address, expectation, payload
from tests.access.world import Person, World, checksum
from tests.harness.guards import around_acts

pytestmark = pytest.mark.owasp("A06")
A_ROUND = 1_000
# Columns nobody fills in by a form; a table that must be the same after all posts, whoever sent them.
ALWAYS_THE_SAME = ("accounts_user", "accounts_membership", "accounts_agency", "employees_employee")
# Acts whose purpose it is to write there.
OWN_ACTS = {"end_delegation", "accept_delegation", "confirm_boxes", "switch_own_visibility"}
EXTRA = {
    "state": "ANNOUNCED",
    "role": "PPK",
    "is_active": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "agency": "1",
    "agency_id": "1",
    "user": "1",
    "user_id": "1",
    "employee_id": "1",
    "applicant": "1",
    "submitted_at": "2020-01-01",
    "deadline": "2099-01-01T00:00",
    "rank": "1",
    "total": "100",
    "score": "100",
    "digest_sha256": "0" * 64,
    "sender_id": "1",
    "decided_by": "1",
    "nip": "1" * 18,
    "email": "penyusup@jahat.example",
    "id": "1",
    "pk": "1",
    "version_lock": "-1",
    "_state": "x",
    "__class__": "x",
    "approved": "on",
}
ODD = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "1e309",
    "NaN",
    "١٢٣",
    "a" * 20_000,
    "'; DROP TABLE core_letter; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "\x00",
    "\ud7ff",
    "🐎" * 500,
    "null",
    "[]",
    "{}",
    "true",
    "2026-02-30",
    "9999-99-99T99:99",
    "{{ 7 }}",
    "${7}",
)
KINDS = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=tidak-ada",
    "application/x-www-form-urlencoded; charset=utf-7",
    "",
)


class Forger:
    """Makes posts out of the true one of a page.

    Args:
        seed: of the dice.
    """

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def post(self, person: Person, world: World, name: str) -> tuple[str, int]:
        """One forged post; what was forged and the status of the answer."""
        how = self.dice.choice(("extra", "odd", "doubled", "foreign id", "body", "missing", "replayed"))
        url, values = address(world, name), dict(payload(world, name))
        if how == "extra":
            values |= dict(self.dice.sample(sorted(EXTRA.items()), 12))
        elif how == "odd":
            for key in self.dice.sample(sorted(values), min(4, len(values))):
                values[key] = self.dice.choice(ODD)
        elif how == "doubled":
            values = {key: [value, self.dice.choice(ODD)] for key, value in values.items()}
        elif how == "foreign id":
            for key, value in values.items():
                if str(value).count("-") == 4 or str(value).isdigit():
                    values[key] = str(uuid.uuid4()) if "-" in str(value) else str(self.dice.randrange(10**12))
        elif how == "missing":
            values = dict(self.dice.sample(sorted(values.items()), len(values) // 2))
        with around_acts():
            if how == "body":
                body = self.dice.choice(ODD).encode("utf-8", "surrogatepass")[:2000]
                answer = person.client.generic("POST", url, body, content_type=self.dice.choice(KINDS))
            else:
                answer = person.client.post(url, values)
                if how == "replayed":
                    answer = person.client.post(url, values)
            code = answer.status_code
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        person.client.cookies.pop("messages", None)
        return how, code


def same(tables: tuple[str, ...]) -> list[tuple[str, str]]:
    """One text for each of these tables."""
    marks = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s)", [list(tables)])
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} t")
            marks.append((table, str(cursor.fetchone())))
    return sorted(marks)


@pytest.fixture
def seed() -> int:
    found = int(os.environ.get("FORGED_SEED", "0")) or random.SystemRandom().randrange(10**9)
    print(f"FORGED_SEED={found}")
    return found


def test_forged_forms_change_nothing_and_break_nothing(world, seed, rounds):
    """Strangers change no row; nobody meets an error of the program."""
    forger, names = Forger(seed), sorted(set(MATRIX) - FOR_WATCHERS)
    wrong = []
    before = checksum()
    for _ in range(A_ROUND * rounds // 2):
        name = forger.dice.choice(names)
        refused = [each for each in world.people.values() if expectation(name, each) != "open"]
        if not refused:
            continue
        person = forger.dice.choice(refused)
        how, code = forger.post(person, world, name)
        if code >= 500 or code == 200:
            wrong.append(f"{name} as {person.key}, {how}: {code}")
    assert checksum() == before
    for _ in range(A_ROUND * rounds // 2):
        name = forger.dice.choice(names)
        welcome = [each for each in world.people.values() if each.user and expectation(name, each) == "open"]
        if not welcome:
            continue
        person = forger.dice.choice(welcome)
        how, code = forger.post(person, world, name)
        if code >= 500:
            wrong.append(f"{name} as {person.key}, {how}: {code}")
    assert wrong == []


def test_fields_nobody_asked_for_are_not_written(world):
    """Whoever may send a form adds fields to it: accounts, duties, agencies and the register stay as they are."""
    before = same(ALWAYS_THE_SAME)
    seen = 0
    for name in sorted(set(MATRIX) - FOR_WATCHERS - set(NAMED_IN_FORM) - OWN_ACTS):
        person = next((each for each in world.people.values() if each.user and expectation(name, each) == "open"), None)
        if person is None:
            continue
        with around_acts():
            answer = person.client.post(address(world, name), payload(world, name) | EXTRA)
            if answer.streaming:
                b"".join(answer.streaming_content)
            seen += answer.status_code in (200, 302)
        person.client.cookies.pop("messages", None)
    assert seen > 80
    assert same(ALWAYS_THE_SAME) == before


def test_a_forged_session_opens_nothing(world):
    for forged in ("", "x" * 32, "../../../etc", "a" * 5000, "' OR 1=1", "\x7f\x01"):
        browser = Client()
        browser.cookies["sesi"] = forged
        answer = browser.get("/akun/")
        assert answer.status_code in (302, 400)
