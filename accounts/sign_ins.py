"""Where an account is signed in: its sessions, told so that their owner recognises them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Session, User

# First that fits wins: most browsers name several others.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR|Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox|FxiOS", "Firefox"),
    ("HeadlessChrome|Chrome|CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone|iPad", "iPhone atau iPad"), ("Windows", "Windows"), ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip

_METHODS = (
    ("password", "kata sandi"), ("totp", "kode autentikator"), ("webauthn", "kunci sandi"), ("recovery_codes", "kode pemulihan"),
)  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """One session of one's own.

    Args:
        key: of the session, never shown; number: what pages and forms name it by; browser: in words; started_at: when it was
            signed in, None where that was not kept; seen_at: when a page was last asked for, to the minute; method: in words.
    """

    key: str
    number: str
    browser: str
    started_at: datetime | None
    seen_at: datetime | None
    method: str


def number_of(session_key: str | None) -> str:
    """A name for a session that cannot be used to open it."""
    return salted_hmac("accounts.sign-ins", session_key or "").hexdigest()[:32]


def browser_words(agent: str) -> str:
    """ "Chrome di Android", from what a browser says of itself."""
    browser = next((words for pattern, words in _BROWSERS if re.search(pattern, agent)), "")
    system = next((words for pattern, words in _SYSTEMS if re.search(pattern, agent)), "")
    return " di ".join(word for word in (browser, system) if word) or "Peramban tidak dikenal"


def sign_ins_of(user: User) -> list[SignIn]:
    """Sessions that open the account today, last used first. One query, whatever their number."""
    rows = Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now()).order_by("-seen_at", "session_key")
    found = []
    for row in rows:
        content = row.get_decoded()
        # Sealed with an earlier password: it opens nothing any more.
        if not constant_time_compare(content.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            continue
        started = content.get("started_at")
        methods = {each.get("type") or each.get("method") for each in content.get("account_authentication_methods") or []}
        found.append(
            SignIn(
                key=row.session_key,
                number=number_of(row.session_key),
                browser=browser_words(content.get("browser", "")),
                started_at=datetime.fromtimestamp(started, UTC) if started else None,
                seen_at=row.seen_at,
                method=_method_words(methods),
            )
        )
    return found


def _method_words(methods: set[str | None]) -> str:
    words = ", ".join(words for code, words in _METHODS if code in methods) or "tidak tercatat"
    return words[0].upper() + words[1:]
