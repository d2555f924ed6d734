"""One row of figures every five minutes, and the end of what nobody needs any more. Times are true times."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from core.condition.reading import read_condition
from core.condition.verdicts import late_tasks
from core.models import ConditionSample

EVERY = timedelta(minutes=5)
KEPT = timedelta(days=31)
CACHE_BATCH = 10_000


def schedule_intervals() -> Mapping[str, float]:
    """Seconds between two rounds of each repeated task, by task name."""
    return {entry["task"]: float(entry["schedule"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@transaction.atomic
def take_sample(*, actor: None = None) -> ConditionSample | None:
    """Write the figures down when the last ones are five minutes old; forget those of more than a month ago.

    Returns:
        The new row, or None when it was not time or another worker was faster.
    """
    condition = read_condition()
    newest = ConditionSample.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and condition.at - newest < EVERY:
        return None
    ConditionSample.objects.filter(at__lt=condition.at - KEPT).delete()
    return ConditionSample.objects.create(
        at=condition.at,
        mails_waiting=condition.mails_waiting,
        mail_overdue_seconds=condition.mail_overdue,
        seal_age_seconds=condition.seal_age,
        late_tasks=len(late_tasks(condition, schedule_intervals())),
        sessions=condition.sessions,
        trail_rows=condition.trail_rows,
        database_bytes=condition.database_bytes,
        disk_free_bytes=condition.disk_free,
    )


def forget_expired_limits() -> int:
    """Delete counters of the rate limiter and replay guards that ended: the cache itself does so only when it is full.

    Returns how many went, at most `CACHE_BATCH`.
    """
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE cache_key IN"  # noqa: S608 - a name of our own settings
            f" (SELECT cache_key FROM {table} WHERE expires < now() - interval '1 hour' LIMIT %s)",
            [CACHE_BATCH],
        )
        return cursor.rowcount
