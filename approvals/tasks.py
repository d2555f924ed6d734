"""Doors for Celery: reminders of steps nearly late and late. Idempotent, woken by beat."""

from celery import shared_task

from approvals.actions import remind_of_due_steps
from core import clock


@shared_task
def remind_of_steps() -> int:
    """At 07.00 on the agency's own clock, or whenever beat wakes after it; returns how many people were told."""
    return remind_of_due_steps(now=clock.now())
