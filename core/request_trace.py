"""One number for each request: taken from the proxy or made here, given back, in every line of the log and on the error page.

A WSGI application around all others, so that pages answered before Django are counted and named like the rest. It also
writes the one line a request that the log keeps (route, status, time; no address, no person) and counts for the meters.
Finished pages answered in front of Django are told together, a line a second: writing a line took twenty times as long as
answering, and all these lines say the same.
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
FRONT = "front"
# Seconds between two lines about finished pages.
TOLD_EVERY = 1.0

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
        # Answers in front that are not told yet, by method and status: how many, and seconds of the slowest.
        self._front: dict[tuple[str, str], list[float]] = {}
        self._told_at = float("-inf")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "")
        number = sent if sent and NUMBER.fullmatch(sent) else secrets.token_hex(12)
        environ["HTTP_X_REQUEST_ID"] = number
        # A thread serves one request after the other, and each sets its own: nothing has to be put back.
        _number.set(number)

        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:
            self.note(environ, status, began, time.perf_counter())
            return start_response(status, [*headers, (HEADER, number)], *problem)

        return self.application(environ, start)

    def note(self, environ: Environ, status: str, began: float, now: float) -> None:
        """Count an answer and tell of it, before its first byte leaves. `began`, `now`: of the performance counter."""
        route, method, code = environ.get(ROUTE), environ["REQUEST_METHOD"], status[:3]
        if method not in meters.METHODS:
            method = "OTHER"
        if not route:
            route = FRONT if code in ("200", "304") else "none"
        meters.count_request(route, method, code, now - began)
        if not self.tells or route in UNTOLD:
            return
        if route != FRONT:
            found = {"route": route, "method": method, "status": int(code), "ms": round((now - began) * 1000, 1)}
            log.info("%s %s %s", method, route, code, extra={"facts": found})
            return
        kept = self._front.setdefault((method, code), [0, 0.0])
        kept[0] += 1
        kept[1] = max(kept[1], now - began)
        # The answers since the last line, unless that was a moment ago: the next answer tells them then.
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            self._tell_front()

    def _tell_front(self) -> None:
        untold, self._front = self._front, {}
        for (method, code), (count, slowest) in untold.items():
            found = {"route": FRONT, "method": method, "status": int(code), "answers": int(count), "ms": round(slowest * 1000, 1)}
            log.info("%s %s %s, %s answers", method, FRONT, code, count, extra={"facts": found})
