"""Doors for Celery: idempotent, woken by beat."""

from celery import shared_task

from core import clock
from talent import actions
from talent.models import Invitation
from talent.search.follow import follow_changes

BATCH = 500


@shared_task
def send_pending_invitations() -> int:
    """Send what is queued, one transaction an invitation. Returns how many were sent; two workers may run at once."""
    waiting = Invitation.objects.queued().order_by("pk").values_list("pk", flat=True)[:BATCH]
    return sum(actions.send_invitation(invitation_id=each) for each in waiting)


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
