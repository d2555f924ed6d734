"""Reminders of steps nearly late and late."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from approvals.models import ApprovalStep
from approvals.notifications import late_key, remind_of_step
from approvals.permissions import eligible_holders
from approvals.rules.clock import LATE, reminder_mark
from core.indonesian import as_local
from core.models import Notification


@transaction.atomic
def remind_of_due_steps(*, now: datetime, actor: None = None) -> int:
    """Remind whoever holds a step on its last day and once it is late; of a late one the sender hears too.

    No lock: whoever decides meanwhile gets no mail, because the worker asks again when the mail is about to leave.

    Args:
        now: the portal's time (aware), from the sweep; actor: always the system.

    Returns:
        How many people were told; 0 when all were already.
    """
    # No agency's calendar is a day ahead of the server's by more than one.
    due = ApprovalStep.objects.open().filter(due_on__lte=now.date() + timedelta(days=1))
    told = 0
    for step in due.select_related("request__agency", "request__sender", "holder").order_by("due_on", "pk"):
        mark = reminder_mark(step.due_on, as_local(now, step.request.agency.zone))
        if mark is None:
            continue
        keys = {late_key(step, mark, person): person for person in _people_of(step, mark, now)}
        known = set(Notification.objects.filter(key__in=keys).values_list("key", flat=True))
        fresh = [person for key, person in keys.items() if key not in known]
        remind_of_step(step, mark, fresh)
        told += len(fresh)
    return told


def _people_of(step: ApprovalStep, mark: str, now: datetime) -> list[User]:
    """Who may decide at this open step, and for a late one its sender."""
    request = step.request
    day = request.agency.day(now)
    people = eligible_holders(role=step.role, scope=step.scope, agency_id=request.agency_id, panel_chair=step.holder, day=day)
    deciding = [person for person in people if person.pk != request.sender_id]
    return [*deciding, request.sender] if mark == LATE else deciding
