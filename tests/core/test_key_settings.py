"""Keys of the site: a start without them, or with broken ones, ends in one sentence that holds no key."""

import base64
import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from asnkarier.embedded import bootstrap
from core.key_settings import NAMES, keys_fault, require_keys
from tests.embedded.test_compose import environment

pytestmark = pytest.mark.owasp("A04")

GOOD = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER = base64.urlsafe_b64encode(bytes(range(1, 33))).decode()
SHORT = base64.urlsafe_b64encode(bytes(range(31))).decode()
LONG = base64.urlsafe_b64encode(bytes(range(33))).decode()


@pytest.mark.parametrize("keys", [[GOOD], [GOOD, OTHER], [base64.urlsafe_b64encode(b"\xff" * 32).decode()]])
def test_keys_that_open_something_serve(keys):
    assert keys_fault("DOCUMENT_KEYS", keys) is None
    assert all(Fernet(key) for key in keys)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([], "DOCUMENT_KEYS kosong"),
        ([""], "kunci ke-1 bukan 32 bita"),
        ([SHORT], "kunci ke-1 bukan 32 bita"),
        ([GOOD, LONG], "kunci ke-2 bukan 32 bita"),
        ([GOOD, "ganti kunci ini"], "kunci ke-2 bukan 32 bita"),
        ([GOOD[:-1]], "kunci ke-1 bukan 32 bita"),
        ([GOOD, OTHER, GOOD], "kunci ke-3 sama dengan kunci ke-1"),
    ],
)
def test_keys_that_do_not_serve_are_named_by_place_and_never_shown(keys, words):
    fault = keys_fault("DOCUMENT_KEYS", keys)
    assert words in fault
    assert fault.endswith(".")
    assert not any(key and key in fault for key in keys)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_key_is_asked_for_at_the_start(settings, name):
    require_keys()
    setattr(settings, name, [GOOD, GOOD])
    with pytest.raises(ImproperlyConfigured, match=f"{name}: kunci ke-2 sama"):
        require_keys()


@pytest.mark.owasp("A02")
def test_a_command_with_a_broken_key_ends_with_the_sentence_alone():
    env = {"PATH": os.environ["PATH"]} | environment("worker") | {"DOCUMENT_KEYS": SHORT}
    command = [sys.executable, "manage.py", "verify_audit"]
    done = subprocess.run(command, env=env, cwd=bootstrap.PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "DOCUMENT_KEYS: kunci ke-1 bukan 32 bita dalam base64. Cara membuatnya: docs/operations.md, Install.\n"
