"""Doors for Celery: reminders of steps nearly late and late. Idempotent, woken by beat."""

from celery import shared_task

from approvals.actions import announce_delegations as tell_of_delegations
from approvals.actions import forget_sheets, remind_of_due_steps
from core import clock


@shared_task
def remind_of_steps() -> int:
    """At 07.00 on the agency's own clock, or whenever beat wakes after it; returns how many people were told."""
    return remind_of_due_steps(now=clock.now())


@shared_task
def announce_delegations() -> int:
    """Tell of letters that began or ended; returns how many."""
    return tell_of_delegations(now=clock.now())


@shared_task
def forget_opened_sheets() -> int:
    """Once an hour; returns how many sheets of yesterday were dropped."""
    return forget_sheets(now=clock.now())
