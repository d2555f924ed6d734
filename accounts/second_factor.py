"""Second factor: a code from an authenticator app, good once, and for signing not older than five minutes.

Signing needs more than a session (security.md 4.5). A code given at sign-in counts for five minutes; after that the decision
page asks for a new one. The counter of the newest code used is kept in PostgreSQL, so a replay fails with any cache.
"""

import json
import struct
import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User

STEP_SECONDS = 30
SESSION_KEY = "second_factor_used_at"
# What signs: never a code by mail, and no recovery code, which only proves that somebody found a sheet of paper.
TOTP, PASSKEY = str(Authenticator.Type.TOTP), str(Authenticator.Type.WEBAUTHN)
METHODS = (TOTP, PASSKEY)
METHOD_LABELS = {TOTP: "kode autentikator", PASSKEY: "kunci sandi"}
# What the library raises at an answer that is not shaped like one.
BROKEN_PASSKEY = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)
WRONG_PASSKEY = "Kunci sandi tidak diterima. Coba sekali lagi, atau isi kode autentikator."


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=METHODS).exists()


def methods_of(user: User) -> frozenset[str]:
    """Second factors the person has set up, of those that sign."""
    return frozenset(Authenticator.objects.filter(user=user, type__in=METHODS).values_list("type", flat=True))


def fresh_method(request: HttpRequest) -> str:
    """How this session used a second factor within `SECOND_FACTOR_SECONDS`, one of `METHODS`; "" when it did not."""
    used = [(request.session.get(SESSION_KEY, 0), TOTP)]
    for record in get_authentication_records(request, request.user):
        if record.get("method") == "mfa" and record.get("type") in METHODS:
            used.append((record.get("at", 0), record["type"]))
    at, method = max(used)
    return method if time.time() - at <= settings.SECOND_FACTOR_SECONDS else ""


def asked_methods(request: HttpRequest) -> frozenset[str]:
    """Second factors a form that signs offers now: none when one was used a moment ago, else those the person has set up."""
    return frozenset() if fresh_method(request) else methods_of(request.user)


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session used a second factor within `SECOND_FACTOR_SECONDS`."""
    return bool(fresh_method(request))


def code_at(secret: str, moment: float) -> str:
    """The six digits an authenticator app shows at a moment (seconds since 1970); used by the demo's account page."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(moment) // STEP_SECONDS))


@transaction.atomic
def consume_code(user_id: int, code: str) -> str | None:
    """Check a six-digit code and burn it: a code, and every older one, never works again.

    Returns:
        None when accepted, else one Indonesian sentence for the field.
    """
    compact = "".join(code.split())
    if not (compact.isdigit() and len(compact) == 6):
        return "Kode terdiri dari 6 angka dari aplikasi autentikator Anda."
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return "Akun Anda belum memasang kode autentikator. Pasang dahulu di halaman Akun."
    secret = decrypt(authenticator.data["secret"])
    now = int(time.time()) // STEP_SECONDS
    for counter in (now, now - 1, now + 1):
        if totp.format_hotp_value(totp.hotp_value(secret, counter)) == compact:
            break
    else:
        server_time = time.strftime("%H.%M.%S", time.gmtime(time.time() + 7 * 3600))
        return f"Kode tidak cocok. Jam portal {server_time} WIB; cek jam ponsel Anda."
    if counter <= user.last_code_counter:
        return "Kode ini sudah dipakai. Tunggu kode berikutnya, paling lama 30 detik."
    user.last_code_counter = counter
    user.save(update_fields=["last_code_counter"])
    return None


def use_code(request: HttpRequest, code: str) -> str | None:
    """`consume_code` for the signed-in person; remembers in the session that the factor is fresh.

    Wrong codes count together with those of sign-in, or a session left open would be a place to guess without end.
    """
    try:
        clear_limit = check_rate_limit(request.user)
    except ValidationError as error:
        return error.messages[0]
    sentence = consume_code(request.user.pk, code)
    if sentence is None:
        clear_limit()
        request.session[SESSION_KEY] = int(time.time())
    return sentence


def passkey_options(request: HttpRequest) -> str:
    """What the browser needs to ask for a passkey, as JSON; its challenge waits in the session and works once."""
    return json.dumps(webauthn.begin_authentication(request.user), cls=DjangoJSONEncoder)


def use_passkey(request: HttpRequest, answer: str) -> str | None:
    """Check a passkey's answer to the challenge of the page; remembers in the session that the factor is fresh.

    Returns:
        None when accepted, else one Indonesian sentence.
    """
    try:
        clear_limit = check_rate_limit(request.user)
        credential = json.loads(answer)
        webauthn.parse_authentication_response(credential)
        authenticator = webauthn.complete_authentication(request.user, credential)
    except ValidationError as error:
        return WRONG_PASSKEY if error.code == "incorrect_code" else error.messages[0]
    except BROKEN_PASSKEY:
        return WRONG_PASSKEY
    clear_limit()
    post_authentication(request, authenticator, reauthenticated=True)
    return None


@transaction.atomic
def reseal() -> int:
    """Seal every seed anew with the first of `SECOND_FACTOR_KEYS`; seeds left in clear by an older site are sealed too.

    Returns:
        How many were written.

    Raises:
        ValueError: a sealed seed cannot be opened with any configured key; nothing is changed.
    """
    rows = Authenticator.objects.select_for_update(of=("self",), no_key=True).exclude(type=Authenticator.Type.WEBAUTHN)
    count = 0
    for row in rows.order_by("pk"):
        for name in ("secret", "seed"):
            sealed = row.data.get(name)
            if sealed:
                # Fernet's tokens begin with its version byte; a seed of an authenticator app never does.
                row.data[name] = encrypt(decrypt(sealed) if sealed.startswith("gAAAA") else sealed)
                count += 1
        row.save(update_fields=["data"])
    return count
