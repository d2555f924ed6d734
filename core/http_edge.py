"""What holds for every request and every answer, whatever the view: no byte PostgreSQL cannot hold, no private page kept."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from core.request_trace import ROUTE


class HttpEdgeMiddleware:
    """Answers 400 to a NUL in the address, and lets no browser or proxy keep a page of somebody who is signed in.

    Form fields refuse NUL themselves; search words, tabs and page numbers are read from the address without a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            raise SuspiciousOperation("NUL in the address")
        response = self.get_response(request)
        if request.resolver_match is not None:
            request.META[ROUTE] = request.resolver_match.url_name or "unnamed"
        # Otherwise "back" after signing out shows the last person's pages on a shared computer.
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
