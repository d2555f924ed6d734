"""Several database sessions at once, and rows that stream from one into another."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


def run(written: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in written:
            cursor.execute(statement)


def ask(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall()


def in_sessions(sessions: int, jobs: Sequence[Sequence[str]], word: str, show: Callable[[str, float], None]) -> None:
    """Run each job in a transaction of its own, several at once, in order."""
    waiting: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)

    def work() -> None:
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            with transaction.atomic():
                run(job)

    together([[work]] * max(sessions, 1), lambda: show(word, 1 - waiting.qsize() / max(len(jobs), 1)))


def together(lines: Sequence[Sequence[Callable[[], None]]], tick: Callable[[], None]) -> None:
    """Run lines of work in threads, each with a database session of its own; the first failure is raised when all have ended."""
    failures: list[BaseException] = []

    def run(line: Sequence[Callable[[], None]]) -> None:
        try:
            for work in line:
                work()
        except BaseException as failure:  # carried to the caller
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(line,), daemon=True) for line in lines]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        threads[0].join(0.2)
        time.sleep(0.05)
        tick()
    if failures:
        raise failures[0]


@contextmanager
def second_session() -> Iterator[Any]:
    """Cursor of another session of the same database, outside any transaction, with room to sort and join."""
    other = connection.copy()
    # The rows are read in a thread beside the one that writes them.
    other.inc_thread_sharing()
    try:
        with other.cursor() as cursor:
            cursor.execute("SET work_mem = '128MB'; SET temp_buffers = '64MB'")
            yield cursor
    finally:
        other.close()


def stream(maker: Any, copy_out: str, cursor: Any, copy_in: str) -> None:
    """Pass rows from one session's COPY TO into another one's COPY FROM."""
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def make() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=1 << 16) as pipe:
                maker.copy_expert(copy_out, pipe)
        except BaseException as failure:  # carried to the thread that writes
            failures.append(failure)

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            cursor.copy_expert(copy_in, pipe, size=1 << 16)
    finally:
        thread.join()
    if failures:
        raise failures[0]
