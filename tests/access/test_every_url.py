"""Every URL, by GET and POST, as everybody: who may not enter is refused and changes nothing; who may never meets an error."""

import re
import uuid
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.models import Agency
from asnkarier.access_table import entries
from tests.access.matrix import LIBRARY_MATRIX, MATRIX, PUBLIC, SIGNED_IN
from tests.access.objects import (
    EXTRA_ARGUMENTS,
    FOR_WATCHERS,
    NAMED_IN_FORM,
    NO_STRANGERS,
    OBJECTS,
    OF_ONE_PERSON,
    OF_WHOEVER_PRESIDES,
    PAYLOAD,
    WITHOUT_TOKEN,
    WORDS,
)
from tests.access.world import SEALED_WORDS, Person, World
from tests.access.world import person as enter
from tests.harness.guards import around_acts

pytestmark = pytest.mark.owasp("A01")
WITH_OBJECT = sorted({entry.name for entry in entries() if "uuid:" in entry.path})
SIGN_IN = reverse("account_login")
LINK = re.compile(rb'<a [^>]*href="(/[^"?#]*)')
ANY_ID = b"00000000-0000-4000-8000-000000000000"
WELCOME = {200, 204, 302, 400, 405, 409}


def address(world: World, name: str, public_id: Any = None) -> str:
    """The URL with the object of agency A in it, or with another id."""
    if name in WORDS:
        return reverse(name, kwargs=WORDS[name](world.objects))
    if name not in OBJECTS:
        return reverse(name)
    arguments = {"public_id": public_id or world.objects[OBJECTS[name]].public_id, **EXTRA_ARGUMENTS.get(name, {})}
    return reverse(name, kwargs=arguments)


def payload(world: World, name: str) -> dict[str, str]:
    thing = world.objects[OBJECTS[name]] if name in OBJECTS else None
    values = dict(PAYLOAD)
    for key in ("version", "digest"):
        if hasattr(thing, key):
            values[key] = str(getattr(thing, key))
    if name in NAMED_IN_FORM:
        values["lowongan"] = str(world.objects[NAMED_IN_FORM[name]].public_id)
    return values


def ask(person: Person, method: str, url: str, values: dict[str, str]) -> HttpResponse:
    """One request in a savepoint of its own, so that a refused act cannot break the next visit."""
    with around_acts():
        answer = person.client.get(url) if method == "GET" else person.client.post(url, values)
    # A message of this visit would be shown on the next page this person opens, in another test.
    person.client.cookies.pop("messages", None)
    if answer.streaming:
        b"".join(answer.streaming_content)  # reading to the end closes the file
    # S7 (docs/security.md 4.3): whatever was asked and sent, nobody goes on as somebody else, or comes in unasked.
    behind = answer.wsgi_request.session.get(SESSION_KEY)
    assert behind in (None, str(person.user.pk) if person.user else None), f"{person.key} came out as {behind} of {method} {url}"
    return answer


def expectation(name: str, person: Person) -> str:
    """open, sign-in, forbidden or missing."""
    access = MATRIX[name]
    if access == PUBLIC:
        return "open"
    if person.user is None:
        return "sign-in"
    if access != SIGNED_IN and person.roles.isdisjoint(access):
        return "forbidden"
    if name in OBJECTS and person.side == "stranger" and name not in NO_STRANGERS:
        return "missing"
    if OF_ONE_PERSON.get(name, person.key) != person.key:
        return "missing"
    if name in OF_WHOEVER_PRESIDES and person.key == "own:PANEL_MEMBER":
        return "missing"
    return "open"


def test_a_change_of_one_row_would_be_noticed(world):
    agency = Agency.objects.filter(name="Badan Lain")
    with world.unchanged(), around_acts():
        assert agency.update(name="Badan Baru") == 1
        transaction.set_rollback(True)
    with pytest.raises(AssertionError), world.unchanged():
        assert agency.update(name="Badan Baru") == 1


def test_every_url_about_one_thing_names_it():
    assert sorted(OBJECTS) == WITH_OBJECT


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_who_may_not_enter_is_refused_and_changes_nothing(world, name):
    url, values = address(world, name), payload(world, name)
    wrong = []
    with world.unchanged():
        for person in world.people.values():
            expected = expectation(name, person)
            if expected == "open":
                continue
            answers = {method: ask(person, method, url, values) for method in ("GET", "POST")}
            codes = {method: answer.status_code for method, answer in answers.items()}
            if expected == "sign-in":
                fine = all(a.status_code == 302 and a["Location"].startswith(SIGN_IN) for a in answers.values())
            else:
                refusal = {"forbidden": 403, "missing": 404}[expected]
                fine = refusal in codes.values() and set(codes.values()) <= {refusal, 405}
            if not fine:
                wrong.append(f"{person.key}: expected {expected}, got {codes}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_no_other_method_is_a_way_in(world, name):
    """HEAD is asked for like GET; PUT, PATCH, DELETE and OPTIONS open nothing and change nothing, whoever sends them."""
    url, values = address(world, name), payload(world, name)
    some_of_each = {expectation(name, each): each for each in world.people.values()}
    wrong = []
    with world.unchanged():
        for expected, person in some_of_each.items():
            refusals = {"sign-in": {302, 403}, "forbidden": {403}, "missing": {404}}.get(expected, {403, 404})
            for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
                if method == "HEAD" and expected == "open":
                    continue
                with around_acts():
                    code = person.client.generic(method, url, urlencode(values), "application/x-www-form-urlencoded").status_code
                person.client.cookies.pop("messages", None)
                if code not in refusals | {405}:
                    wrong.append(f"{person.key} {method}: {code}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_who_may_enter_meets_no_error(world, name):
    url, values = address(world, name), payload(world, name)
    wrong = []
    for person in world.people.values():
        if expectation(name, person) != "open":
            continue
        for method in ("GET", "POST"):
            try:
                with around_acts():
                    answer = ask(person, method, url, values)
                    code = answer.status_code
                    body = b"" if answer.streaming else answer.content
                    transaction.set_rollback(True)
            except Exception as error:
                wrong.append(f"{person.key} {method}: {type(error).__name__}: {error}")
                continue
            if name in NAMED_IN_FORM and method == "POST" and person.side == "stranger":
                if code != 404:
                    wrong.append(f"{person.key} {method}: {code} for a thing of others named in the form")
            elif SEALED_WORDS.encode() in body:
                wrong.append(f"{person.key} {method}: shows what a sealed paper says")
            elif name in FOR_WATCHERS:
                if code != (404 if method == "GET" else 405):
                    wrong.append(f"{person.key} {method}: {code} without the token")
            elif closed := [each for each in linked(body) if method == "GET" and is_closed_to(person, each)]:
                wrong.append(f"{person.key}: links to what is closed to them: {closed}")
            elif code not in WELCOME or (person.user and answer.headers.get("Location", "").startswith(SIGN_IN)):
                wrong.append(f"{person.key} {method}: {code} {title_of(body)}")
    assert wrong == []


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_a_thing_of_others_looks_like_a_thing_that_is_not_there(world, name):
    """Same status and same page for a stranger's id and for an id that never existed."""
    for person in world.people.values():
        if expectation(name, person) not in ("missing", "open") or person.user is None:
            continue
        absent = uuid.uuid4()
        nowhere = ask(person, "GET", address(world, name, absent), {})
        if nowhere.status_code == 405:
            nowhere = ask(person, "POST", address(world, name, absent), payload(world, name))
            method = "POST"
        else:
            method = "GET"
        assert nowhere.status_code == 404, f"{person.key}: {nowhere.status_code}"
        if expectation(name, person) == "missing":
            theirs = ask(person, method, address(world, name), payload(world, name))
            assert bare(theirs) == bare(nowhere), person.key


def linked(body: bytes) -> set[str]:
    """Names of the pages of this portal that a page links to."""
    paths = {re.sub(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", ANY_ID, each) for each in LINK.findall(body)}
    return {name for name in map(name_of, paths) if name}


@cache
def name_of(path: bytes) -> str:
    """Name of the page at a path, "" for what is none."""
    try:
        return resolve(path.decode()).url_name or ""
    except Resolver404:
        return ""


def is_closed_to(person: Person, name: str) -> bool:
    """Whether a page turns the person away by their duty, whatever it is about."""
    access = MATRIX.get(name, PUBLIC)
    return person.user is not None and access not in (PUBLIC, SIGNED_IN) and person.roles.isdisjoint(access)


def title_of(body: bytes) -> str:
    found = re.search(rb"<h1[^>]*>(.*?)</h1>", body, re.S)
    return found.group(1).decode().strip() if found else ""


def bare(answer: HttpResponse) -> tuple[int, str]:
    """Status and page without what differs from request to request: ids, tokens, and the clocks of the frame."""
    text = answer.content.decode()
    text = re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "ID", text)
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return answer.status_code, re.sub(r"\d+", "0", re.sub(r"X-CSRFToken[^}]+", "", text))


@pytest.mark.parametrize("name", sorted(LIBRARY_MATRIX))
def test_library_pages_ask_for_sign_in_and_never_fail(world, name):
    arguments = {
        "account_confirm_email": {"key": "tidak-ada"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "tidak-ada"},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
    }.get(name, {})
    url = reverse(name, kwargs=arguments)
    for key in ("anonymous", "own:PPK", "own:APPLICANT"):
        for method in ("GET", "POST"):
            with around_acts():
                # A client of its own: signing out would leave everybody after this test outside.
                known = world.people[key]
                person = enter(known.key, known.user, known.side)
                answer = ask(person, method, url, {})
                transaction.set_rollback(True)
            assert answer.status_code < 500, f"{key} {method}"
            if person.user is None and LIBRARY_MATRIX[name] == SIGNED_IN:
                assert answer.status_code == 302
                assert answer["Location"].startswith(SIGN_IN)


def test_sign_up_is_closed(world):
    """Accounts come from the register and from duties."""
    values = {"email": "baru@uji.example", "password1": "kata-sandi-panjang-2026", "password2": "kata-sandi-panjang-2026"}
    with world.unchanged():
        ask(world.people["anonymous"], "POST", reverse("account_signup"), values)


@pytest.mark.parametrize(
    "name",
    sorted({*MATRIX, *LIBRARY_MATRIX} - {"account_confirm_email", "account_reset_password_from_key"} - WITHOUT_TOKEN),
)
def test_a_post_without_a_token_is_refused(world, name):
    """Whoever is signed in and clicks a forged form on another site: the page says what to do, nothing changes."""
    arguments = {"pk": 1} if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else {}
    url = address(world, name) if name in MATRIX else reverse(name, kwargs=arguments)
    keys = [person for person in world.people.values() if person.user and name in MATRIX and expectation(name, person) == "open"]
    person = keys[0] if keys else world.people["own:PPK"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.user)
    with world.unchanged(), around_acts():
        answer = client.post(url, payload(world, name) if name in MATRIX else {})
    assert answer.status_code == 403, person.key
    assert "Formulir sudah kedaluwarsa" in answer.content.decode()


def test_a_draft_is_nobodys_business(world):
    """An unpublished plan has no public page, not even for its own admin: the working page is elsewhere."""
    for word in ("draft", "review"):
        url = reverse("show_vacancy", args=[world.objects[word].public_id])
        for person in world.people.values():
            assert ask(person, "GET", url, {}).status_code == 404, person.key
            if "APPLICANT" in person.roles:
                door = reverse("start_application", args=[world.objects[word].public_id])
                assert {ask(person, method, door, {}).status_code for method in ("GET", "POST")} == {404}, person.key
