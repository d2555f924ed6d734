"""Writes about accounts that no library does."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Session

BATCH = 10_000


@transaction.atomic
def sweep_sessions(*, actor: None = None) -> int:
    """Delete sessions that have expired; Django leaves them lying. No trail: nobody can act by them any more.

    Returns how many went, at most `BATCH`: a sweep that finds more comes again soon, and no long transaction hinders sign-in.
    """
    expired = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date").values_list("pk", flat=True)
    locked = expired.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return Session.objects.filter(pk__in=list(locked[:BATCH])).delete()[0]
