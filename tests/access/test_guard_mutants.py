"""Guards taken away one at a time: the matrix must notice each. The suite tries a sample, `--rounds` (make soak) all of them.

Each page that asks for a duty is asked without the check, the tag left on it, so that only behaviour can tell. What the rules of
acts (`permissions.py`) are worth is tried by `python -m tests.harness.mutants`.
"""

import random

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver

from accounts.models import User
from core.access import PUBLIC, SIGNED_IN
from tests.access.matrix import MATRIX
from tests.access.test_every_url import address, ask, expectation, payload
from tests.access.test_every_url import test_who_may_not_enter_is_refused_and_changes_nothing as matrix_row

pytestmark = pytest.mark.owasp("A01")
SAMPLE = 8
GUARDED = sorted(name for name, access in MATRIX.items() if not access & {PUBLIC, SIGNED_IN})


def patterns(found, name):
    """All URL patterns of this name."""
    for each in found:
        if hasattr(each, "url_patterns"):
            yield from patterns(each.url_patterns, name)
        elif each.name == name:
            yield each


def unguarded(view):
    """The view without the check of `@allow`; other decorators around it stay, and so does the tag."""
    layers = [view]
    while hasattr(layers[-1], "__wrapped__"):
        layers.append(layers[-1].__wrapped__)
    guards = [layer for layer in layers if layer.__code__.co_name == "guarded" and "roles" in layer.__code__.co_freevars]
    return guards[0] if guards else None


def test_a_page_without_its_guard_is_noticed(world, rounds, monkeypatch):
    dice = random.Random(rounds)
    tried = GUARDED if rounds > 1 else dice.sample(GUARDED, SAMPLE)
    survived = []
    honest = User.has_any_role
    for name in tried:
        guards = [unguarded(each.callback) for each in patterns(get_resolver().url_patterns, name)]
        assert all(guards), name
        roles = {frozenset(guard.access) for guard in guards}
        with monkeypatch.context() as patch:
            # The guard of this page asks with exactly these roles; every other question is answered as before.
            patch.setattr(User, "has_any_role", lambda self, asked, roles=roles: frozenset(asked) in roles or honest(self, asked))
            try:
                matrix_row(world, name)
            except Exception:
                # A page that falls over a person without the duty is noticed as well as one that shows itself.
                continue
            survived.append(name)
    print(f"guards of pages: {len(tried) - len(survived)} of {len(tried)} mutants killed")
    assert survived == []


ERRORS = (ValueError, KeyError, PermissionDenied, RuntimeError)


@pytest.mark.parametrize("error", ERRORS)
def test_a_guard_that_fails_lets_nobody_in(world, monkeypatch, error):
    """An error inside the question who somebody is ends in an error or a refusal, never in a page: each page by one error."""

    def fail(self, roles):
        raise error("rusak")

    monkeypatch.setattr(User, "has_any_role", fail)
    for name in GUARDED[ERRORS.index(error) :: len(ERRORS)]:
        for key in ("own:PPK", "stranger:AGENCY_ADMIN"):
            person = world.people[key]
            person.client.raise_request_exception = False
            try:
                assert ask(person, "GET", address(world, name), {}).status_code in (403, 405, 500), name
                assert ask(person, "POST", address(world, name), payload(world, name)).status_code in (403, 405, 500), name
            finally:
                person.client.raise_request_exception = True


def test_every_guarded_page_is_closed_to_somebody(world):
    """A mutant of a page that everybody may open anyway could not be noticed."""
    assert [name for name in GUARDED if all(expectation(name, each) == "open" for each in world.people.values())] == []
