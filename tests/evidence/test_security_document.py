"""docs/security.md says what the code does: its parts are there, its numbers are the code's, its lists are whole."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.password_rules import OWN_WORDS
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from core import check_views, spreadsheets
from core.front_store import SOCKET_SECONDS
from core.uploads import actions, inspection
from talent.rules import limits
from tests.architecture.sources import modules

pytestmark = pytest.mark.owasp("A06")
TEXT = (Path(PROJECT_ROOT) / "docs/security.md").read_text()
PARTS = (
    "Ways to sign in", "Passwords", "Sessions", "Who may do what", "What comes in", "Limits", "Browsers", "Cryptography",
    "What it talks to", "Personal data", "Logs", "Libraries",
)  # fmt: skip
MB = 1024 * 1024


def part(title: str) -> str:
    """Text of one part, up to the next heading."""
    return re.search(rf"^##+ {title}\n(.*?)(?=^##? |^### |\Z)", TEXT, re.M | re.S)[1]


@pytest.mark.parametrize("title", PARTS)
def test_the_document_has_every_part(title):
    assert len(part(title).split()) > 25


def test_numbers_are_those_of_the_code():
    rates = settings.ACCOUNT_RATE_LIMITS["login_failed"]
    assert rates == "5/5m/key,30/m/ip"
    shortest = settings.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"]
    wanted = {
        "Ways to sign in": [
            "5 wrong passwords in 5 minutes",
            "30 a minute",
            f"{settings.PASSWORD_RESET_TIMEOUT // 60} minutes, once",
        ],
        "Passwords": [f"At least {shortest} characters", "Argon2id (12 MiB, 3 passes)"],
        "Sessions": [
            f"{settings.SESSION_IDLE_ON_DUTY_SECONDS // 60} minutes without a page",
            f"{settings.SESSION_IDLE_SECONDS // 60} minutes for others",
            f"{settings.SESSION_COOKIE_AGE // 3600} hours after sign-in",
            f"within the last {settings.SECOND_FACTOR_SECONDS // 60} minutes",
        ],
        "What comes in": [
            f"{settings.DOCUMENT_MAX_BYTES // MB} MB",
            f"{inspection.MAX_OBJECTS:,} objects",
            f"a stream of {inspection.MAX_STREAM_BYTES // MB} MB",
            f"{inspection.MAX_UNPACKED_BYTES // MB} MB altogether",
            f"{inspection.MAX_PIXELS // 1_000_000} megapixels",
            f"{spreadsheets.MAX_BYTES // MB} MB, {spreadsheets.MAX_UNPACKED // MB} MB unpacked",
        ],
        "Limits": [
            f"{limits.SEARCHES.a_user:,} searches, {limits.LISTED.a_user:,} listed people",
            f"{limits.OPENED.a_user:,} opened profiles a day",
            f"{limits.SEARCHES.an_agency:,}, {limits.LISTED.an_agency:,}, {limits.OPENED.an_agency:,} for an agency",
            f"{actions.OPEN_AT_MOST} files, {actions.BYTES_AT_MOST // MB} MB",
            f"{settings.UPLOAD_RESERVE_BYTES // MB} MB of the disk",
            f"{check_views.CHECKS_A_MINUTE} a minute",
            "15 s, 5 s for a lock",
        ],
        "What it talks to": [
            f"{settings.EMAIL_TIMEOUT} s",
            "15 s a statement, 5 s a lock",
            f"{SOCKET_SECONDS * 1000:g} ms in pages, {settings.CELERY_BROKER_TRANSPORT_OPTIONS['socket_timeout']} s in workers",
        ],
    }
    missing = [f"{title}: {words}" for title, each in wanted.items() for words in each if words not in part(title)]
    assert missing == []
    assert "lock_timeout=5s -c statement_timeout=15s" in (Path(PROJECT_ROOT) / "asnkarier/settings.py").read_text()


def test_words_of_the_portal_are_listed():
    listed = re.search(r"Words of this portal: (.*?)\.", part("Passwords"), re.S)[1].split()
    assert sorted(listed) == sorted(OWN_WORDS)


def test_every_secret_of_the_settings_is_listed():
    """Whatever an installation must keep to itself has a line that says who holds it and when it is renewed."""
    kinds = "SECRET_KEY|_KEYS|_PASSWORD|_TOKEN|_KEY_FILE|_KEY_FOLDER"
    names = set()
    for file in ("deploy/example.env", "asnkarier/settings.py"):
        text = (Path(PROJECT_ROOT) / file).read_text()
        names |= set(re.findall(rf"\b([A-Z][A-Z_]*(?:{kinds})|SECRET_KEY)\b", text))
    names -= {"AUTH_PASSWORD", "TRAIL_KEY_FILE", "LETTER_KEY_FOLDER", "MAX_PASSWORD"}
    assert len(names) >= 9
    assert {name for name in names if f"`{name}`" not in part("Cryptography")} == set()


def test_every_algorithm_in_use_is_listed():
    for word in ("Argon2id", "HMAC-SHA-256", "Fernet", "SHA-256", "Ed25519", "RSA-3072", "ES256", "TOTP", "SCRAM-SHA-256"):
        assert word in part("Cryptography"), word


def test_every_logger_is_listed():
    texts = [(Path(PROJECT_ROOT) / name).read_text() for name in modules()]
    named = {found for text in texts for found in re.findall(r"getLogger\(\"(asnkarier\.\w+)\"\)", text)}
    assert len(named) >= 5
    assert {name for name in named if f"`{name}`" not in part("Logs")} == set()
