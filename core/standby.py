"""Readings that bear a few seconds of age go to a second server that follows the first (docs/decisions/0033).

    @public
    @require_safe
    @shown_from_standby
    def show_statistics(request): ...

    @asked_of_standby
    def find(query): ...

Everything else, and every write, stays with the primary. Within one request the primary answers as well when

- the same browser wrote something within `STANDBY_HOLD_SECONDS` (a cookie says so, so it holds on every web machine),
- the standby is more than `STANDBY_LAG_SECONDS` behind, does not answer, or is no standby any more,
- the page is being made for the store in front under a version the standby has not seen,
- something was written in this request already, or a transaction is open.

Without `DATABASE_STANDBY_URL` none of this runs.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
PRIMARY, STANDBY = "default", "standby"
# Seconds for which a measurement holds, and for which a standby that failed is left alone.
MEASURED_FOR, DISTRUSTED_FOR = 1.0, 10.0
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Set by the store in front (core/front_cache.py): the version of the public pages this page will be kept under.
VERSION_WANTED = "asnkarier.public_version"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Reader:
    """What is known of the request at hand.

    Args:
        may_lag: whether its readings may be a little old; turns False for good when the request writes.
        version: version of the public pages the standby must have, 0 for any.
    """

    may_lag: bool
    version: int = 0


_reader: ContextVar[Reader | None] = ContextVar("standby_reader", default=None)
_alias: ContextVar[str] = ContextVar("standby_alias", default=PRIMARY)


@dataclass(frozen=True)
class Replayed:
    """Where the standby is.

    Args:
        bytes_behind: of the primary's log, as it was a moment before; None when the primary does not answer.
        last: commit time of the newest transaction it has, None before the first.
        version: of the public pages it has.
    """

    bytes_behind: int | None
    last: datetime | None
    version: int


def seconds_behind(replayed: Replayed, now: datetime | None) -> float:
    """At most how old the standby's rows are, in seconds.

    One that has replayed all there was is not behind, however long ago the last transaction; otherwise all it lacks was committed
    after the last one it has. Nothing newer can be had while the primary does not answer, so then it counts as up to date.

    Args:
        now: the primary's time, None when it does not answer.
    """
    if not replayed.bytes_behind or now is None:
        return 0.0
    return float("inf") if replayed.last is None else max((now - replayed.last).total_seconds(), 0.0)


class Measurement:
    """How far the standby is behind, asked at most once a second in each process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0
        self.is_near = False
        self.version = 0

    def allows(self, version: int) -> bool:
        """Whether the standby may answer a page that needs this version of the public pages."""
        with self.lock:
            now = time.monotonic()
            if now >= self.until or (self.is_near and self.version < version):
                self.is_near, self.version = _measured()
                self.until = now + (MEASURED_FOR if self.version >= 0 else DISTRUSTED_FOR)
            return self.is_near and self.version >= version

    def allows_anew(self, version: int) -> bool:
        """The same by a measurement of this moment."""
        with self.lock:
            self.until = 0.0
        return self.allows(version)

    def distrust(self) -> None:
        """A reading failed: leave the standby alone for a while."""
        with self.lock:
            self.is_near, self.until = False, time.monotonic() + DISTRUSTED_FOR
        connections[STANDBY].close()


measurement = Measurement()


def _measured() -> tuple[bool, int]:
    """Whether the standby is near enough, and its version of the public pages; -1 when it does not answer."""
    written = now = None
    try:
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()::text, clock_timestamp()")
            written, now = cursor.fetchone()
    except Error:
        connections[PRIMARY].close()
    try:
        with connections[STANDBY].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), greatest(pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()), 0)::bigint,"
                " pg_last_xact_replay_timestamp(), (SELECT version FROM core_publication WHERE id = 1)",
                [written],
            )
            follows, behind, last, version = cursor.fetchone()
    except Error as error:
        logger.warning("standby does not answer: %s", type(error).__name__)
        connections[STANDBY].close()
        return False, -1
    near = follows and seconds_behind(Replayed(behind, last, version), now) <= settings.STANDBY_LAG_SECONDS
    return near, int(version)


def reading_connection() -> BaseDatabaseWrapper:
    """The connection that plain SQL of a reading goes over: the standby's inside the two decorators, else the primary's."""
    return connections[_present_alias()]


def _present_alias() -> str:
    alias = _alias.get()
    if alias == STANDBY and connections[PRIMARY].in_atomic_block:
        return PRIMARY
    return alias


def asked_of_standby(function: Callable[P, T]) -> Callable[P, T]:
    """Let a reading without effects be answered by the standby, when the request at hand allows it.

    A standby that fails meanwhile is not seen by the reader: the reading is done again, by the primary; and the other way round,
    as long as the standby has what is asked for.
    """

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        reader = _reader.get()
        if reader is None or not reader.may_lag or _alias.get() == STANDBY or connections[PRIMARY].in_atomic_block:
            return function(*args, **kwargs)
        if not measurement.allows(reader.version):
            try:
                return function(*args, **kwargs)
            except (OperationalError, InterfaceError):
                # A standby that was behind when it was last measured is the newest there is once the primary is gone.
                if not reader.may_lag or not measurement.allows_anew(reader.version):
                    raise
        token = _alias.set(STANDBY)
        try:
            return function(*args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            if not reader.may_lag:
                raise
            logger.warning("standby failed while reading: %s", type(error).__name__)
            measurement.distrust()
        finally:
            _alias.reset(token)
        return function(*args, **kwargs)

    return asked


def shown_from_standby(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a public page be read from the standby for a reader without a session; place it next to the view.

    A signed-in reader's page holds rows of the person's own, which only the primary knows to the last second.
    """
    lagging = asked_of_standby(view)

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_stranger = settings.SESSION_COOKIE_NAME not in request.COOKIES
        return (lagging if is_stranger else view)(request, *args, **kwargs)

    return shown


class StandbyRouter:
    """Django's question which server a QuerySet asks."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _present_alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary; whoever writes reads there from now on, to the end of the request."""
        reader = _reader.get()
        if reader is not None and _alias.get() == STANDBY:
            reader.may_lag = False
            _alias.set(PRIMARY)
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


class OwnWritesMiddleware:
    """Notes which requests may read from the standby, and lets a browser that wrote read from the primary for a while."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if STANDBY not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = request.method in SAFE_METHODS
        name = settings.STANDBY_COOKIE_NAME
        version = int(request.META.get(VERSION_WANTED, 0))
        token = _reader.set(Reader(may_lag=reads and name not in request.COOKIES, version=version))
        try:
            response = self.get_response(request)
        finally:
            _reader.reset(token)
        if not reads:
            response.set_cookie(
                name, "1", max_age=settings.STANDBY_HOLD_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        return response
