"""What every test is watched for: order never asked for, locks without `of`, files left open, talk with the outside world."""

import asyncio
import ipaddress
import os
import random
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from asnkarier.embedded.bootstrap import PROJECT_ROOT


def is_ordered(compiler: Any) -> bool:
    """True when the rows of this query have an order somebody asked for, so that shuffling would be a lie."""
    query = compiler.query
    if query.extra_order_by or query.order_by or query.combinator:
        return True
    # Django drops Meta.ordering from grouped queries.
    return bool(query.default_ordering and query.get_meta().ordering and not query.group_by)


@contextmanager
def shuffled_rows(seed: str) -> Iterator[None]:
    """Hand out the rows of unordered queries in a random order, the same for the same `seed`.

    PostgreSQL may do so any day; a test that passes only in the order of insertion would hide it.
    """
    from django.db.models.sql.compiler import SQLCompiler

    dice = random.Random(seed)
    original = SQLCompiler.results_iter

    def results_iter(self: Any, results: Any = None, *arguments: Any, **options: Any) -> Any:
        rows = original(self, results, *arguments, **options)
        # `.iterator()` reads in chunks on purpose; gathering them all would change what is being tested.
        if is_ordered(self) or options.get("chunked_fetch"):
            return rows
        gathered = list(rows)
        dice.shuffle(gathered)
        return iter(gathered)

    with mock.patch.object(SQLCompiler, "results_iter", results_iter):
        yield


@contextmanager
def named_locks() -> Iterator[None]:
    """Refuse `select_for_update()` without `of` in our own code: it would lock every joined row as well."""
    from django.db.models import QuerySet, manager

    manager_file = manager.__file__
    original = QuerySet.select_for_update

    def select_for_update(self: Any, nowait: bool = False, skip_locked: bool = False, of: Any = (), no_key: bool = False) -> Any:
        frame = sys._getframe(1)
        # Manager methods only pass the call on.
        if frame.f_code.co_filename == manager_file and frame.f_back:
            frame = frame.f_back
        caller = os.path.realpath(frame.f_code.co_filename)
        ours = caller.startswith(PROJECT_ROOT + os.sep) and not caller.startswith(os.path.join(PROJECT_ROOT, ".venv") + os.sep)
        if ours and not of:
            raise AssertionError(f"select_for_update() without of=(...) in {caller}")
        return original(self, nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)

    with mock.patch.object(QuerySet, "select_for_update", select_for_update):
        yield


def shipped_calendar() -> None:
    """Count with the days off that come with the portal: a process that reads them again mid-test would ask a query more."""
    from django.apps import apps

    if apps.ready:
        from approvals import holidays

        holidays.believe_shipped(seconds=3600)


@contextmanager
def closed_files() -> Iterator[None]:
    """Refuse an answered file that nobody read to its end: it stays open until some later test, and fails that one."""
    from django.http import FileResponse

    answers: list[Any] = []
    original = FileResponse.__init__

    def remembered(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        answers.append(self)

    with mock.patch.object(FileResponse, "__init__", remembered):
        yield
    left = [answer for answer in answers if answer.file_to_stream is not None and not answer.file_to_stream.closed]
    for answer in left:
        answer.close()
    if left:
        raise AssertionError(f"{len(left)} answered file(s) not read to the end: {[a.headers['Content-Type'] for a in left]}")


# Networks between machines that a run made itself inside this one (asnkarier/bench/ground/network.py).
OWN_NETWORKS: set[ipaddress.IPv4Network] = set()


def refuse_outside(address: Any) -> None:
    """Raise when `address` (as given to `socket.connect`) is neither a Unix socket nor loopback."""
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    if host in {"localhost", ""}:
        return
    try:
        found = ipaddress.ip_address(host.split("%")[0])
        near = found.is_loopback or any(found in network for network in OWN_NETWORKS)
    except ValueError:
        near = False
    if not near:
        raise AssertionError(f"a test tried to reach {host}; tests talk to loopback only")


@contextmanager
def loopback_only() -> Iterator[None]:
    """Let Python sockets reach this machine only, and resolve no other name."""
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_outside(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(address)
        return connect_ex(self, address)

    def guarded_resolve(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None:
            refuse_outside((host.decode() if isinstance(host, bytes) else host,))
        return resolve(host, *arguments, **options)

    with (
        mock.patch.object(socket.socket, "connect", guarded_connect),
        mock.patch.object(socket.socket, "connect_ex", guarded_connect_ex),
        mock.patch.object(socket, "getaddrinfo", guarded_resolve),
    ):
        yield


# The one statement that sends a prepared application writes its row of the trail itself, as the last thing it does.
APPENDS = ("core_audit_append(", "vacancies_send_prepared(")
WRITES = re.compile(
    r"\s*(?:WITH\b.*?\b)?(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\s", re.IGNORECASE | re.DOTALL
)
SEED = os.path.join(PROJECT_ROOT, "asnkarier", "demo") + os.sep
LOCKS = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)


@contextmanager
def no_loop() -> Iterator[None]:
    """Put aside the event loop that Playwright keeps in the main thread between two calls; browser tests get it back.

    Django keeps a second connection to the database where a loop runs: a test set up without the loop and run beside it would
    write past its own transaction, and stay. And whoever runs a loop of its own, as the signing of letters does, is refused.
    """
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        # The last test also ends what the whole run shared.
        if loop is not None and not loop.is_closed():
            asyncio._set_running_loop(loop)


@contextmanager
def around_acts() -> Iterator[None]:
    """A transaction of a test around several acts: for the guards no part of any of them, as the one of Django's `TestCase`."""
    from django.db import transaction

    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield


class _Act:
    """What one connection did in the transaction it is in, a test's own transaction not counted. `test`: marks whose it is."""

    def __init__(self, test: object) -> None:
        self.test = test
        self.appended = False
        self.before: list[bool] = []


@contextmanager
def trail_last() -> Iterator[None]:
    """Refuse a write or a lock after the row of the trail in one transaction: what comes later would stand in no row, and the
    head of the chain would be held while others wait. Several rows may follow each other.
    """
    from django.db import connections
    from django.db.backends.utils import CursorWrapper
    from django.db.transaction import Atomic

    enter, leave = Atomic.__enter__, Atomic.__exit__
    execute, execute_many = CursorWrapper.execute, CursorWrapper.executemany

    test = object()

    def act_of(database: Any) -> _Act:
        known: _Act | None = database.__dict__.get("_act")
        # A block that a fixture of many tests entered may end in another test.
        if known is None or known.test is not test:
            known = database.__dict__["_act"] = _Act(test)
        return known

    def entered(self: Any) -> None:
        enter(self)
        if not self._from_testcase:
            act = act_of(connections[self.using or "default"])
            act.before.append(act.appended)

    def left(self: Any, kind: Any, value: Any, trace: Any) -> None:
        if not self._from_testcase:
            act = act_of(connections[self.using or "default"])
            earlier = act.before.pop() if act.before else False
            if kind is not None or not act.before:
                act.appended = earlier and bool(act.before)
        leave(self, kind, value, trace)

    def watch(self: Any, sql: Any) -> None:
        act = act_of(self.db)
        if not act.before:
            return
        text = str(sql)
        if any(name in text for name in APPENDS):
            act.appended = True
        elif act.appended and (WRITES.match(text) or LOCKS.search(text)):
            _late(text)

    def watched(self: Any, sql: Any, params: Any = None) -> Any:
        watch(self, sql)
        return execute(self, sql, params)

    def watched_many(self: Any, sql: Any, param_list: Any) -> Any:
        watch(self, sql)
        return execute_many(self, sql, param_list)

    with (
        mock.patch.object(Atomic, "__enter__", entered),
        mock.patch.object(Atomic, "__exit__", left),
        mock.patch.object(CursorWrapper, "execute", watched),
        mock.patch.object(CursorWrapper, "executemany", watched_many),
    ):
        yield


def _late(text: str) -> None:
    """Raise, unless the seed of the demo is at work: it writes the acts of many months in one transaction."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith(SEED):
            return
        frame = frame.f_back
    raise AssertionError(f"written after the row of the trail in one transaction: {' '.join(text.split())[:160]}")
