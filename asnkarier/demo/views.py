"""Demo-only pages: the accounts and their present codes, so that a newcomer needs no authenticator app."""

import time
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from asnkarier.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount
from asnkarier.demo.questions import CODES
from core.access import public

STEP_SECONDS = 30


def current_code(secret: str, at: float) -> str:
    """Six digits an authenticator shows at a moment (seconds since 1970); "" without a seed."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(at) // STEP_SECONDS)) if secret else ""


@public
@require_safe
@never_cache
def list_demo_accounts(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    at = time.time()
    officials = [_row(account, at) for account in DEMO_ACCOUNTS if account.listed and account.duties]
    applicants = [_row(account, at) for account in DEMO_ACCOUNTS if account.listed and not account.duties]
    context = {
        "password": DEMO_PASSWORD,
        "officials": officials,
        "applicants": applicants,
        "seconds_left": STEP_SECONDS - int(at) % STEP_SECONDS,
    }
    return render(request, "demo/accounts.html", context)


def _row(account: DemoAccount, at: float) -> dict[str, Any]:
    return {
        "label": account.label,
        "name": account.full_name,
        "email": account.email,
        "nip": account.nip,
        "hint": account.hint,
        "exam_code": CODES.get(account.key, ""),
        "code": current_code(account.totp_secret, at),
    }
