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


def _with_invitees(binding: registry.ChainBinding):
    from talent.permissions import invitee_conflict

    def conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
        own = binding.conflict(request, step, user)
        if own is not None:
            return own
        vacancy = Vacancy.objects.get(public_id=request.trail_chain.removeprefix("vacancy:"))
        return invitee_conflict(vacancy, user)

    return conflict
