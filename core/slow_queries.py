"""Slow statements in the log: their text with placeholders, their time, the request; never their values.

PostgreSQL's own log would write the values down. In PostgreSQL the same is counted over all processes by pg_stat_statements
(docs/operations.md).
"""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse

from core import meters

log = logging.getLogger("asnkarier.slow_query")
# Enough to find the statement in the code.
LONGEST = 600


def watch(execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, and tell of it when it took longer than SLOW_QUERY_MS."""
    began = time.perf_counter()
    try:
        return execute(statement, values, many, context)
    finally:
        spent = (time.perf_counter() - began) * 1000
        if spent >= settings.SLOW_QUERY_MS:
            meters.count_slow_query()
            # Statements of the ORM hold placeholders; a text without values may be one that was put together, values included.
            words = " ".join(str(statement).split())[:LONGEST] if values else str(statement).split(maxsplit=1)[0]
            log.warning("slow query", extra={"facts": {"ms": round(spent), "statement": words}})


def watch_connection() -> None:
    """Watch the statements of this process's connection from now on; for workers, which have no middleware."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


class SlowQueryMiddleware:
    """Watches the statements of every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as watched:
            # Those of a standby as well (core/standby.py): what is slow there keeps a person waiting just so.
            for alias in connections:
                watched.enter_context(connections[alias].execute_wrapper(watch))
            return self.get_response(request)
