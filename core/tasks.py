"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from core import clock
from core.digest import write_digests
from core.outbox import deliver_due
from core.uploads import actions as uploads


@shared_task
def deliver_outbox() -> None:
    deliver_due()


@shared_task
def write_daily_digests() -> int:
    """At 07.00 on each person's own clock; returns how many digests were written."""
    return write_digests(clock.now())


@shared_task
def sweep_uploads() -> None:
    uploads.sweep_uploads()
