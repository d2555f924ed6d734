"""One number for each request: taken from the proxy or made here, given back, in every line of the log and on the error page.

A WSGI application around all others, so that pages answered before Django are counted and named like the rest. It also
writes the one line a request that the log keeps (route, status, time; no address, no person) and counts for the meters.
"""

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from core import meters

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

log = logging.getLogger("asnkarier.request")
# What a proxy may send: enough for a UUID or a trace id, nothing that could forge a line of the log.
NUMBER = re.compile(r"[0-9A-Za-z-]{8,64}")
HEADER = "X-Request-ID"
# Set by core.http_edge once Django knows which page was asked for.
ROUTE = "asnkarier.route"
# Asked for every few seconds by machines; a line each would drown the others.
UNTOLD = frozenset({"show_live", "show_ready", "show_deep", "show_meters"})

_number: ContextVar[str] = ContextVar("request_number", default="")


def request_number() -> str:
    """Number of the request in hand, else of the task in hand, else ""."""
    found = _number.get()
    if not found and "celery" in sys.modules:
        from celery import current_task

        found = (current_task.request.id or "") if current_task else ""
    return found


class RequestTrace:
    """See the top of this file.

    Args:
        application: everything else.
        tells: whether a line is logged for each request.
    """

    def __init__(self, application: Application, *, tells: bool) -> None:
        self.application, self.tells = application, tells

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "")
        number = sent if NUMBER.fullmatch(sent) else secrets.token_hex(12)
        environ["HTTP_X_REQUEST_ID"] = number
        # A thread serves one request after the other, and each sets its own: nothing has to be put back.
        _number.set(number)

        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:
            self.note(environ, status, time.perf_counter() - began)
            return start_response(status, [*headers, (HEADER, number)], *problem)

        return self.application(environ, start)

    def note(self, environ: Environ, status: str, seconds: float) -> None:
        """Count an answer and tell of it, before its first byte leaves."""
        route = environ.get(ROUTE) or ("front" if status[:3] in ("200", "304") else "none")
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in meters.METHODS else "OTHER"
        meters.count_request(route, method, status[:3], seconds)
        if self.tells and route not in UNTOLD:
            found = {"route": route, "method": method, "status": int(status[:3]), "ms": round(seconds * 1000, 1)}
            log.info("%s %s %s", method, route, status[:3], extra={"facts": found})
