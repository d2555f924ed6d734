"""Pages of a duty open to a session with a second factor only (security.md section 1.1: AAL2 for every official).

A duty shows data of other people, so a guessed or stolen password must not be enough for it (docs/decisions/0043). The own
pages of a person, applying and the account page stay open: there the factor is set up.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.enums import Role
from accounts.second_factor import SESSION_KEY, has_second_factor
from core.access import PUBLIC, SIGNED_IN, View

OPEN = frozenset({PUBLIC, SIGNED_IN, Role.APPLICANT})


class DutyGateMiddleware:
    """Leads somebody with a duty and without a second factor to the page that says why, and to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.DUTY_NEEDS_FACTOR:
            return None
        duties = frozenset(getattr(view, "access", ())) - OPEN
        # Whoever lacks the duty as well gets the answer of the page itself: 403, and no word about factors.
        if not duties or not request.user.is_authenticated or not request.user.has_any_role(duties) or is_proven(request):
            return None
        return redirect(_explanation(request))


def _explanation(request: HttpRequest) -> str:
    return f"{reverse('explain_second_factor')}?{urlencode({'next': request.get_full_path()})}"


def is_proven(request: HttpRequest) -> bool:
    """Whether a second factor stands behind this session: used in it, or set up in it. Costs no query once one was used.

    A recovery code signs in, so it counts here; it signs no decision (accounts/second_factor.py).
    """
    if request.session.get(SESSION_KEY):
        return True
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return True
    return has_second_factor(request.user)  # type: ignore[arg-type]
