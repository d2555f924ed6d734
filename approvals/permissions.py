"""Who may see and decide."""

from accounts.enums import NATIONAL_ROLES
from accounts.models import Membership, User
from approvals import registry
from approvals.facts import actor_facts, request_facts, step_facts
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.rules import engine
from core.refusals import Refusal


def can_decide(user: User, request: ApprovalRequest, step: ApprovalStep, steps: list[ApprovalStep]) -> Refusal | None:
    """Whether the person may give some verdict on this step now; the same answer shows the form and guards the act.

    Args:
        steps: all steps of the request with their decisions prefetched.
    """
    binding = registry.binding_of(request.chain_code)
    conflict = binding.conflict(request, step, user)
    reason = engine.presence_refusal(
        request_facts(request, steps), step_facts(step), actor_facts(user, step, conflict.reason if conflict else "")
    )
    return Refusal(reason) if reason else None


def can_withdraw(user: User, request: ApprovalRequest, steps: list[ApprovalStep]) -> Refusal | None:
    reason = engine.withdrawal_refusal(request_facts(request, steps), str(user.pk))
    return Refusal(reason) if reason else None


def eligible_holders(*, role: str, scope: str, agency_id: int, panel_chair: User | None, day) -> list[User]:
    """People who may act at a layer on a day."""
    if scope == "PANEL_CHAIR":
        return [panel_chair] if panel_chair is not None else []
    scoped = None if role in NATIONAL_ROLES else agency_id
    return [duty.user for duty in Membership.objects.holders(role, scoped, day).order_by("id")]
