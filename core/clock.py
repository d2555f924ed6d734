"""The portal's clock: PostgreSQL's transaction timestamp decides, never the browser's and never a worker's.

In demo mode an offset row lets a newcomer move the whole portal forward (15 days of registration in one click). The offset
is added only when `settings.DEMO` is on; audit rows always carry the true time.
"""

from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

_pretended: ContextVar[timedelta | None] = ContextVar("pretended", default=None)


def pretend(offset: timedelta | None) -> None:
    """Let the demo's seed act on earlier days in this thread of work; None ends it. Moves nobody else's clock."""
    _pretended.set(offset)


def demo_offset() -> timedelta:
    """How far the demo clock runs ahead; zero outside demo mode."""
    if not settings.DEMO:
        return timedelta(0)
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM core_democlock WHERE id = 1")
        row = cursor.fetchone()
    return timedelta(seconds=row[0]) if row else timedelta(0)


def now() -> datetime:
    """The time to show and to filter lists by (aware, UTC)."""
    return timezone.now() + demo_offset()


def transaction_now() -> datetime:
    """The instant that counts for a rule: the transaction's timestamp, fixed before any lock was waited for.

    Source: security.md section 3, "Time". Call it inside `transaction.atomic()`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (moment,) = cursor.fetchone()
    return moment + demo_offset()


def database_now() -> datetime:
    """The database's time at this moment, for what is compared with a transaction's timestamp later (a page opened when?)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment + demo_offset()
