"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from core import clock
from core.again import come_again
from core.bundles import make_waiting_bundles
from core.condition.sampling import CACHE_BATCH, forget_expired_limits, take_sample
from core.delivery import deliver_due, has_due, turn
from core.digest import write_digests
from core.seals import seal_and_export
from core.uploads import actions as uploads

DELIVERY_SECONDS = 10


@shared_task
def deliver_outbox() -> None:
    """Deliver for some seconds, then stand in line again behind the other tasks. A lost message is made good by beat."""
    with turn() as is_mine:
        sent = deliver_due(seconds=DELIVERY_SECONDS) if is_mine else 0
    if sent and has_due():
        come_again(deliver_outbox)


@shared_task
def write_daily_digests() -> int:
    """At 07.00 on each person's own clock; returns how many digests were written."""
    return write_digests(clock.now())


@shared_task
def seal_trail() -> None:
    """Seal the new rows of the trail and bring the seal out of the database."""
    seal_and_export()


@shared_task
def make_trail_bundles() -> None:
    """Write the bundles of the trail that auditors asked for."""
    make_waiting_bundles()


@shared_task
def sweep_uploads() -> None:
    uploads.sweep_uploads()


@shared_task
def mark_heartbeat() -> None:
    """Nothing but a round: its row (core/recorded_task.py) proves that beat, broker and a worker all do their work."""


@shared_task
def sample_condition() -> None:
    take_sample()


@shared_task
def sweep_limits() -> None:
    if forget_expired_limits() == CACHE_BATCH:
        come_again(sweep_limits)
