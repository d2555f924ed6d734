"""Doors for Celery: reminders of sessions. Idempotent, woken by beat."""

from celery import shared_task
from django.db import transaction

from core import clock
from selection import meeting_notifications


@shared_task
def remind_of_sessions() -> int:
    """Remind whoever has a session within a day; returns how many people were told."""
    with transaction.atomic():
        return meeting_notifications.remind_of_sessions(clock.now())
