"""One number for each request: taken from the proxy or made here, given back, in every line of the log and on the error page.

A WSGI application around all others, so that pages answered before Django are counted and named like the rest. It also
writes the one line a request that the log keeps (route, status, time; no address, no person) and counts for the meters.
Finished pages answered in front of Django are told together, a line a second: writing a line took twenty times as long as
answering, and all these lines say the same.
"""

import logging
import os
import random
import re
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

# Names a request among others and proves nothing, so it need not be drawn by the system's secret source.
_numbers = random.Random()  # noqa: S311
os.register_at_fork(after_in_child=_numbers.seed)

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
        self._front: dict[tuple[str, str], tuple[int, float]] = {}
        self._told_at = float("-inf")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "")
        number = sent if sent and NUMBER.fullmatch(sent) else f"{_numbers.getrandbits(96):024x}"
        environ["HTTP_X_REQUEST_ID"] = number
        # A thread serves one request after the other, and each sets its own: nothing has to be put back.
        _number.set(number)

        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:
            self.note(environ, status, time.perf_counter() - began)
            return start_response(status, [*headers, (HEADER, number)], *problem)

        return self.application(environ, start)

    def note(self, environ: Environ, status: str, seconds: float) -> None:
        """Count an answer and tell of it, before its first byte leaves."""
        route = environ.get(ROUTE) or (FRONT if status[:3] in ("200", "304") else "none")
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in meters.METHODS else "OTHER"
        meters.count_request(route, method, status[:3], seconds)
        if self.tells and route == FRONT:
            count, slowest = self._front.get((method, status[:3]), (0, 0.0))
            self._front[method, status[:3]] = (count + 1, max(slowest, seconds))
            self._tell_front()
        elif self.tells and route not in UNTOLD:
            found = {"route": route, "method": method, "status": int(status[:3]), "ms": round(seconds * 1000, 1)}
            log.info("%s %s %s", method, route, status[:3], extra={"facts": found})

    def _tell_front(self) -> None:
        """Tell of the answers in front since the last line, unless that was a moment ago: the next answer tells them then."""
        now = time.monotonic()
        if now - self._told_at < TOLD_EVERY:
            return
        self._told_at, untold, self._front = now, self._front, {}
        for (method, status), (count, slowest) in untold.items():
            found = {"route": FRONT, "method": method, "status": int(status), "answers": count, "ms": round(slowest * 1000, 1)}
            log.info("%s %s %s, %s answers", method, FRONT, status, count, extra={"facts": found})
