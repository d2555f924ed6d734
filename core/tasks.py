"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from core.outbox import deliver_due
from core.uploads import actions as uploads


@shared_task
def deliver_outbox() -> None:
    deliver_due()


@shared_task
def sweep_uploads() -> None:
    uploads.sweep_uploads()
