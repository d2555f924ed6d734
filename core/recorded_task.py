"""The kind of task all our Celery tasks are: each leaves a row that says when it last ended well.

A worker that answers a ping may still take no tasks; only a row of its work proves that beat, broker and worker all do theirs.
"""

import logging
import time
from typing import Any

from celery import Task
from django.db import DatabaseError, InterfaceError, connection

from core.slow_queries import watch_connection

log = logging.getLogger(__name__)
# Some tasks run every second; a row a second would say no more.
RECORD_SECONDS = 10.0

_ENDED = """
INSERT INTO core_taskround (name, ended_at, seconds) VALUES (%s, clock_timestamp(), %s)
ON CONFLICT (name) DO UPDATE SET ended_at = excluded.ended_at, seconds = excluded.seconds
"""
_FAILED = """
INSERT INTO core_taskround (name, failed_at, failures) VALUES (%s, clock_timestamp(), 1)
ON CONFLICT (name) DO UPDATE SET failed_at = excluded.failed_at, failures = core_taskround.failures + 1
"""


class RecordedTask(Task):
    """Base of all tasks (asnkarier/celery.py). A call as a plain function leaves no row."""

    abstract = True
    recorded: float = 0.0
    began: float = 0.0

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        watch_connection()
        # A pool process runs one task at a time.
        self.began = time.monotonic()

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        now = time.monotonic()
        if not self.recorded or now - self.recorded >= RECORD_SECONDS:
            self.recorded = now
            _record(_ENDED, [self.name, now - self.began])

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        _record(_FAILED, [self.name])


def _record(statement: str, values: list[Any]) -> None:
    """A row that cannot be written is told in the log; the task itself has done its work."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the round of %s was not recorded: %s", values[0], type(error).__name__)
