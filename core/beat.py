"""Beat, of which any number may run: the one that holds a lock in PostgreSQL sends, the others wait to take its place.

Every task bears being called twice (docs/decisions/0006), so the lock spares work and noise, not harm. It belongs to a
connection: when the beat that holds it dies, or its connection, PostgreSQL gives it to the next one that asks.
"""

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection

logger = logging.getLogger(__name__)
LOCK = 7_203_131
# How often a waiting beat asks for the lock, and how often the one that has it makes sure of that. Seconds.
ASKED_EVERY, SURE_FOR = 2.0, 2.0


class Turn:
    """Whether it is this process's turn to send."""

    def __init__(self) -> None:
        self.session: int | None = None
        self.sure_until = 0.0

    def is_mine(self) -> bool:
        """Asks PostgreSQL at most every `SURE_FOR` seconds. A database that does not answer is nobody's turn."""
        if self.session is not None and time.monotonic() < self.sure_until:
            return True
        held = self.session
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (session,) = cursor.fetchone()
                if session != held:
                    # A new connection holds nothing, whatever the last one held.
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                    session = session if cursor.fetchone() == (True,) else None
        except Error as error:
            logger.warning("beat cannot ask for its turn: %s", type(error).__name__)
            connection.close()
            session = None
        if (session is None) != (held is None):
            logger.warning("beat takes its turn" if session is not None else "beat has lost its turn")
        self.session, self.sure_until = session, time.monotonic() + SURE_FOR
        return session is not None


class OneAtATime(PersistentScheduler):
    """Celery's scheduler, silent while another one has its turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.turn = Turn()
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due. Returns the seconds until it should be asked again."""
        if not self.turn.is_mine():
            return ASKED_EVERY
        return min(float(super().tick(*args, **kwargs)), SURE_FOR)
