"""Whose rows a statement sees: the person a request was signed in by, nobody, or the portal itself.

The policies of PostgreSQL (core/row_policies.py) read five settings of the connection; this module says what they ought to be
and `core.postgresql` tells the database, just before the first statement that needs it. Nothing told means that nothing
guarded is seen. A page is answered as nobody until its session names a person (accounts/sessions.py).
See docs/decisions/0042-row-security.md.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Sight:
    """What the database is told.

    Args:
        name: distinguishes one sight from another; a person's carries the account's number.
        statement: SQL that tells it, for this connection and until another is told; values: of its placeholders.
    """

    name: str
    statement: str
    values: tuple[Any, ...] = ()


_PLAIN = (
    "SELECT set_config('asnkarier.person', '', false), set_config('asnkarier.offices', '', false),"
    " set_config('asnkarier.reach', %s, false), set_config('asnkarier.own', '', false),"
    " set_config('asnkarier.vacancies', '', false)"
)
NOBODY = Sight("nobody", _PLAIN, ("",))
# Every row. Only for commands at the keyboard, and for the few readings named where `whole_portal` is used.
PORTAL = Sight("portal", _PLAIN, ("PORTAL",))

_present: ContextVar[Sight | None] = ContextVar("sight", default=None)
_outside = NOBODY


def present() -> Sight:
    """The sight of what runs now."""
    return _present.get() or _outside


def look(sight: Sight) -> None:
    """See as `sight` until the request ends."""
    _present.set(sight)


def is_command() -> None:
    """This process is a command at the keyboard: outside of requests it works for the whole portal."""
    global _outside
    _outside = PORTAL


@contextmanager
def seen_as(sight: Sight) -> Iterator[None]:
    """Run the block as `sight`."""
    before = _present.set(sight)
    try:
        yield
    finally:
        _present.reset(before)


@contextmanager
def whole_portal() -> Iterator[None]:
    """Run the block over all rows: for a rule that counts or compares what the person may not see.

    Every use says beside it what is read and that no row of it is shown; a test lists them (tests/access/test_row_guard.py).
    """
    with seen_as(PORTAL):
        yield


class SightMiddleware:
    """Answers each request as nobody until it is known who asks, whatever this thread answered before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with seen_as(NOBODY):
            response = self.get_response(request)
            if response.streaming and not hasattr(response, "file_to_stream"):
                # The body is made after this returns.
                response.streaming_content = _streamed(present(), response.streaming_content)  # type: ignore[attr-defined]
            return response


def _streamed(sight: Sight, parts: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(parts)
    while True:
        with seen_as(sight):
            part = next(rest, None)
        if part is None:
            return
        yield part
