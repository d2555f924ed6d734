"""List of approval chains, bound to the rooms they serve, and of the other places where lower rooms ask higher ones."""

from dataclasses import replace

from accounts.models import User
from approvals import registry
from approvals.models import ApprovalRequest, ApprovalStep
from core.refusals import Refusal
from vacancies.models import Vacancy


def bind() -> None:
    """Register every chain with the approval engine; an invitee never decides, whatever the chain."""
    from selection.chains import RESULT_BINDINGS
    from vacancies.chains import PLAN_BINDING

    for binding in (PLAN_BINDING, *RESULT_BINDINGS):
        registry.register(replace(binding, conflict=_with_invitees(binding)))
    _bind_hooks()


def _bind_hooks() -> None:
    """Invited people hear of an extension; the demo clock offers registrations that open or close."""
    from asnkarier.landmarks import registration_moments
    from core import demo_clock
    from talent.notifications import invited_people
    from vacancies import notifications

    if invited_people not in notifications.extra_audiences:
        notifications.extra_audiences.append(invited_people)
    if registration_moments not in demo_clock.sources:
        demo_clock.sources.append(registration_moments)


def _with_invitees(binding: registry.ChainBinding):
    from talent.permissions import invitee_conflict

    def conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
        own = binding.conflict(request, step, user)
        if own is not None:
            return own
        vacancy = Vacancy.objects.get(public_id=request.trail_chain.removeprefix("vacancy:"))
        return invitee_conflict(vacancy, user)

    return conflict
