"""Doors for Celery: copies of own data are made and deleted. Idempotent, woken by beat."""

from celery import shared_task

from core.again import come_again
from privacy.actions import breaches, copies, destruction
from privacy.copying import make_waiting_copies
from privacy.models import PersonalCopy

MAKING_SECONDS = 60


@shared_task
def make_own_copies() -> int:
    """Make what waits for a minute, then stand in line again behind the other tasks; returns how many were made."""
    made = make_waiting_copies(seconds=MAKING_SECONDS)
    if made and PersonalCopy.objects.waiting().exists():
        come_again(make_own_copies)
    return made


@shared_task
def forget_own_copies() -> int:
    """Delete archives whose link is over; returns how many."""
    return copies.forget_copies()


@shared_task
def watch_breaches() -> int:
    """Tell the officers of incidents whose time for letters nearly runs out, or has; returns how many there are."""
    return breaches.warn_of_clock()


@shared_task
def finish_destruction() -> int:
    """Delete again what was destroyed lately, should a process have died before it came to the files."""
    return destruction.finish_destruction()
