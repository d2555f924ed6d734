"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from core import clock
from core.again import come_again
from core.bundles import make_waiting_bundles
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
