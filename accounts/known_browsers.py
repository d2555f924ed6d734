"""Browsers somebody has signed in with before, so that nobody is locked out by the failures of others.

Five wrong passwords close an account to every browser for five minutes; whoever knows a NIP could keep its owner out that way on
the evening of a deadline. A browser that has signed in before carries a signed note of whose account it was, and counts its
failures by itself (OWASP calls this device cookies). Nobody else can make the note, and it opens nothing: it only chooses
which counter a wrong password is added to.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "accounts.known-browser"
KEPT_SECONDS = 180 * 24 * 60 * 60
# A shared computer of an office; the oldest goes first.
PEOPLE_AT_MOST = 8


def cookie_name() -> str:
    return "__Host-peramban" if settings.HTTPS else "peramban"


def mark_of(login: str) -> str:
    """What the note says of a NIP or e-mail typed at sign-in: enough to know it again, too little to read it."""
    return salted_hmac(SALT, "".join(login.split()).lower()).hexdigest()[:24]


def browser_number(request: HttpRequest, login: str) -> str:
    """Number of this browser when it has signed in with `login` before, else ""."""
    note = _note(request)
    return str(note["number"]) if mark_of(login) in note["people"] else ""


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether this browser has signed in to this account before, as far as its note says."""
    people = _note(request)["people"]
    return any(mark_of(name) in people for name in (user.nip, user.email) if name)  # type: ignore[operator]


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Write the note of a browser that has just signed in as `user`."""
    note = _note(request)
    marks = [mark_of(name) for name in (user.nip, user.email) if name]
    people = [mark for mark in note["people"] if mark not in marks] + marks
    text = signing.dumps({"number": note["number"], "people": people[-2 * PEOPLE_AT_MOST :]}, salt=SALT)
    response.set_cookie(
        cookie_name(), text, max_age=KEPT_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Strict", path="/"
    )


def _note(request: HttpRequest) -> dict[str, object]:
    """The note of a browser; a new one when it has none, or one that was not signed here."""
    try:
        note = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        note = {}
    if not (isinstance(note, dict) and isinstance(note.get("people"), list) and note.get("number")):
        note = {"number": secrets.token_urlsafe(16), "people": []}
    return note
