"""Doors for Celery: reminders of sessions; the clock ends computer tests, rehearsals are forgotten. Idempotent, woken by beat."""

import logging

from celery import shared_task
from django.db import transaction

from core import clock
from selection import meeting_notifications
from selection.cat import actions
from selection.cat.models import ExamSession

logger = logging.getLogger(__name__)


@shared_task
def remind_of_sessions() -> int:
    """Remind whoever has a session within a day; returns how many people were told."""
    with transaction.atomic():
        return meeting_notifications.remind_of_sessions(clock.now())


@shared_task
def close_due_exams() -> int:
    """Count whoever has not finished in sessions whose time is over; returns how many were counted."""
    due = list(ExamSession.objects.over(clock.now()).order_by("ends_at", "pk").values_list("pk", flat=True))
    counted = 0
    for pk in due:
        # One session that cannot be closed must not hold the others.
        try:
            counted += actions.close_session(session_id=pk)
        except Exception:
            logger.exception("exam session %s is not closed", pk)
    return counted


@shared_task
def sweep_practices() -> int:
    """Forget rehearsals of yesterday; returns how many."""
    return actions.sweep_practices()
