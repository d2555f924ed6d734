"""Doors for Celery: idempotent, woken by beat."""

import time

from celery import shared_task

from core import clock
from core.again import come_again
from core.tasks import deliver_outbox
from talent import actions
from talent.actions.pool import expire_memberships
from talent.models import Invitation
from talent.rules.reminder import FURTHEST
from talent.search.follow import follow_changes
from vacancies.models import Vacancy

SENDING_SECONDS = 10


@shared_task
def send_pending_invitations() -> int:
    """Write letters and mails of queued invitations, chunk after chunk, for some seconds; then stand in line again.

    Returns how many were sent; any number of workers may run at once.
    """
    sent = taken = 0
    end = time.monotonic() + SENDING_SECONDS
    for vacancy_id in Invitation.objects.queued().order_by("vacancy_id").values_list("vacancy_id", flat=True).distinct():
        while time.monotonic() < end:
            fine, failed = actions.send_chunk(vacancy_id=vacancy_id)
            sent, taken = sent + fine, taken + fine + failed
            if not fine + failed:
                break
    if sent:
        # Their mails need not wait for beat.
        come_again(deliver_outbox)
    if taken and Invitation.objects.queued().exists():
        come_again(send_pending_invitations)
    return sent


@shared_task
def remind_invited() -> int:
    """Remind whoever has not answered 7 and 3 days before closing. Returns how many were reminded."""
    now = clock.now()
    near = Vacancy.objects.filter(closes_at__gt=now, closes_at__lte=now + FURTHEST, invitations__state="SENT").distinct()
    return sum(actions.remind_invited(vacancy_id=each, now=now) for each in near.order_by("pk").values_list("pk", flat=True))


@shared_task
def expire_invitations() -> int:
    """Expire what was not answered in time and renew what an extension keeps alive. Returns how many changed."""
    now = clock.now()
    touched = Invitation.objects.overdue(now) | Invitation.objects.renewable(now)
    vacancies = touched.order_by("vacancy_id").values_list("vacancy_id", flat=True).distinct()
    return sum(actions.follow_window(vacancy_id=each) for each in vacancies)


@shared_task
def follow_register() -> int:
    """Bring the search up to date with the register. Returns how many people were looked at."""
    return follow_changes()


@shared_task
def expire_pool_memberships() -> int:
    """End memberships of succession groups that ran out. Returns how many ended."""
    return expire_memberships()
