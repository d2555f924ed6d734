"""Error pages: what happened, what to do, that nothing was lost. Never internals."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from core.request_trace import request_number
from vacancies.views.sections import TYPED_SECTIONS, typed_words_page

log = logging.getLogger("asnkarier.access")
# Shorter fields are quickly typed again, and hold names, dates and codes.
SENTENCE = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    _tell(request, "refused")
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.resolver_match is not None and request.resolver_match.kwargs:
        # The address exists, the thing does not, or not for this person: somebody may be trying ids.
        _tell(request, "not found or not theirs")
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: context processors would ask the database that may just have failed.
    return HttpResponse(render_to_string("errors/500.html", {"number": request_number()}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token, mostly because the session ended.

    Words typed into a draft come back in their form; the sentences of any other form come back to be copied, because a browser
    keeps no page of somebody who was signed in.
    """
    try:
        place = resolve(request.path_info)
    except Resolver404:
        place = None
    if place is not None and place.url_name in TYPED_SECTIONS:
        return typed_words_page(request, place.url_name, place.kwargs["public_id"])
    return render(request, "errors/csrf.html", {"sentences": _own_sentences(request)}, status=403)


def _tell(request: HttpRequest, what: str) -> None:
    """A line of the log for each refusal: which page, which account; never the address, never a name."""
    match, user = request.resolver_match, getattr(request, "user", None)
    # Nobody without a session is looked up for a line of the log.
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and user is not None and user.is_authenticated
    route = match.url_name if match else ""
    facts = {"route": route or "", "method": request.method or "", "person": str(user.public_id) if known else ""}
    log.warning(what, extra={"facts": facts})


def _own_sentences(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form of this portal; nothing that another site sent, and never a password."""
    if urlsplit(request.headers.get("Origin", "")).netloc != request.get_host():
        return []
    typed = [words for name, words in request.POST.items() if "password" not in name]
    return [words for words in typed if len(words) >= SENTENCE and " " in words.strip()]
