"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from accounts import actions
from core.again import come_again


@shared_task
def sweep_sessions() -> None:
    """Delete expired sessions; more than one batch stands in line again behind the other tasks."""
    if actions.sweep_sessions() == actions.BATCH:
        come_again(sweep_sessions)
