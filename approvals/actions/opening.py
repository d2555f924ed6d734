"""A step opens: its clock starts and its holders hear of it."""

from datetime import datetime

from accounts.models import User
from approvals.enums import StepState
from approvals.holidays import holidays
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.notifications import announce_arrival
from approvals.permissions import eligible_holders
from approvals.rules.clock import due_on
from approvals.standing import letters_for, scope_of


def open_step(*, request: ApprovalRequest, step: ApprovalStep, now: datetime, panel_chair: User | None) -> None:
    """Open a step of a locked, running request. Runs inside the caller's transaction."""
    day = request.agency.day(now)
    step.state = StepState.OPEN
    step.opened_at = now
    step.due_on = due_on(day, step.working_days, holidays(day.year))
    step.save(update_fields=["state", "opened_at", "due_on"])
    people = eligible_holders(role=step.role, scope=step.scope, agency_id=request.agency_id, panel_chair=panel_chair, day=day)
    letters = letters_for(scope_of(step, request), now) if panel_chair is None else []
    announce_arrival(request, step, [person for person in people if person.pk != request.sender_id], letters)
