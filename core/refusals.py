"""Refusals: the one way an action says no.

`Refusal` is an answer (a permission function returns it, a template shows it beside a button that is off). `Refused` and
`Stale` are raised by actions; the middleware turns them into a clear page when a view did not.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.lifecycle import IllegalTransition


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not do something now, as one Indonesian sentence."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Refused(Exception):
    """An action was refused by a rule or a right; nothing was changed.

    Args:
        reason: one Indonesian sentence that says why.
        field: name of the form field the sentence belongs to, if any.
    """

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Stale(Refused):
    """The world moved between the page and the act: the sentence says who acted and when."""


def require(refusal: Refusal | None) -> None:
    """Raise `Refused` when a permission function answered with a refusal."""
    if refusal is not None:
        raise Refused(refusal.reason)


class RefusalMiddleware:
    """Turns a refusal that no view caught into a 409 page: what happened, what to do, nothing lost.

    Whoever opens the address of a button by itself, after an error or after signing in again, reads so instead of an empty page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # A step a lifecycle does not know is refused like everything else: the action wrote nothing, and the table says why.
        if not isinstance(exception, Refused | IllegalTransition):
            return None
        context = {"reason": exception.reason, "stale": isinstance(exception, Stale), "back_url": request.path}
        return render(request, "errors/409.html", context, status=409)
