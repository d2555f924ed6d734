"""Reminders of open steps: the last day, late, and whom a late one goes to beyond its holder. The clock decides nothing."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from approvals.models import ApprovalStep
from approvals.notifications import Told, late_key, remind_of_step
from approvals.permissions import eligible_holders
from approvals.rules.clock import LATE, reminder_mark
from approvals.standing import is_away, letters_for, scope_of
from core.indonesian import as_local
from core.models import Notification


@transaction.atomic
def remind_of_due_steps(*, now: datetime, actor: None = None) -> int:
    """Remind whoever holds a step on its last day and once it is late; of a late one the sender and Wasdal hear too.

    A delegate is reminded beside the official. Everybody hears once a mark and opening, however often the sweep runs. No
    lock: whoever decides meanwhile gets no mail, because the worker asks again when the mail is about to leave.

    Args:
        now: the portal's time (aware), from the sweep; actor: always the system.

    Returns:
        How many people were told; 0 when all were already.
    """
    # No agency's calendar is a day ahead of the server's by more than one.
    due = ApprovalStep.objects.open().filter(due_on__lte=now.date() + timedelta(days=1))
    told = 0
    overseers: dict[date, list[User]] = {}
    for step in due.select_related("request__agency", "request__sender", "holder").order_by("due_on", "pk"):
        mark = reminder_mark(step.due_on, as_local(now, step.request.agency.zone))
        if mark is None:
            continue
        day = step.request.agency.day(now)
        if mark == LATE and day not in overseers:
            overseers[day] = eligible_holders(role=Role.WASDAL, scope="NATIONAL", agency_id=0, panel_chair=None, day=day)
        keys = {late_key(step, mark, each.person): each for each in _people_of(step, mark, now, overseers.get(day, []))}
        known = set(Notification.objects.filter(key__in=keys).values_list("key", flat=True))
        fresh = [each for key, each in keys.items() if key not in known]
        remind_of_step(step, mark, fresh)
        told += len(fresh)
    return told


def _people_of(step: ApprovalStep, mark: str, now: datetime, overseers: list[User]) -> list[Told]:
    """Who may decide at this open step, by duty or letter; for a late one its sender, and Wasdal where it is not the holder."""
    request = step.request
    day = request.agency.day(now)
    letters = letters_for(scope_of(step, request), now) if step.holder_id is None else []
    people = eligible_holders(role=step.role, scope=step.scope, agency_id=request.agency_id, panel_chair=step.holder, day=day)
    told = {person.pk: Told(person, is_away=is_away(person, letters)) for person in people}
    for letter in letters:
        told.setdefault(letter.delegate_id, Told(letter.delegate, letter=letter))
    told.pop(request.sender_id, None)
    if mark == LATE:
        told[request.sender_id] = Told(request.sender, is_sender=True)
        if step.role != Role.WASDAL:
            for overseer in overseers:
                told.setdefault(overseer.pk, Told(overseer, is_overseer=True))
    return list(told.values())
