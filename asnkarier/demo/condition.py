"""A day of invented figures for the charts of the condition page; the true ones follow every five minutes."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from core.condition.sampling import EVERY
from core.models import AuditEntry, ConditionSample

SAMPLES = timedelta(hours=24) // EVERY
# People at work by the hour in Jakarta, as a share of the busiest.
SHARES = (1, 1, 1, 1, 2, 4, 9, 35, 80, 96, 100, 92, 61, 84, 98, 90, 66, 38, 24, 22, 20, 14, 7, 3)


def seed_condition() -> None:
    """Samples of the last 24 hours, true times, up to the trail as it stands."""
    now = timezone.now()
    moments = [now - EVERY * back for back in range(SAMPLES, 0, -1)]
    shares = [SHARES[timezone.localtime(moment).hour] for moment in moments]
    rows = AuditEntry.objects.aggregate(newest=Max("id"))["newest"] or 0
    total, done, samples = sum(shares), 0, []
    for place, (moment, share) in enumerate(zip(moments, shares, strict=True)):
        done += share
        samples.append(
            ConditionSample(
                at=moment,
                mails_waiting=share * (place % 7) // 12,
                mail_overdue_seconds=share / 20,
                seal_age_seconds=20 + (place * 37) % 50 if share > 5 else 60 + (place * 61) % 240,
                late_tasks=0,
                sessions=4 + share * 3,
                trail_rows=rows * done // total,
                database_bytes=90_000_000,
                disk_free_bytes=40_000_000_000,
            )
        )
    ConditionSample.objects.bulk_create(samples)
