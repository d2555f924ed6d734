"""From rows to the frozen facts the engine's rules read."""

from collections.abc import Mapping

from accounts.enums import Role, Zone
from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.people import person_keys
from approvals.rules.chain import AFFIRMATIVE
from approvals.rules.engine import ActorFacts, RequestFacts, StepFacts
from approvals.standing import Standing, standing_of
from core import clock


def keys_of(request: ApprovalRequest, steps: list[ApprovalStep], user: User | None = None) -> dict[int, str]:
    """Keys of everybody the rules look at: who sent, who decided, who asks."""
    actors = [decision.actor for step in steps for decision in step.decisions.all()]
    return person_keys([request.sender, *actors, *([user] if user else [])])


def step_facts(step: ApprovalStep, keys: Mapping[int, str]) -> StepFacts:
    """Facts of one step; reads `step.decisions.all()`, so prefetch decisions with their actors."""
    decisions = list(step.decisions.all())
    last = decisions[-1] if decisions else None
    since = [d for d in decisions if step.opened_at is None or d.decided_at >= step.opened_at]
    return StepFacts(
        position=step.position,
        code=step.code,
        title=step.title,
        role=step.role,
        scope=step.scope,
        verdicts=tuple(step.verdicts),
        state=step.state,
        quorum=step.quorum,
        repeats_actor_of=step.repeats_actor_of,
        acted_by=tuple(keys[d.actor_id] for d in decisions),
        affirmed_by=tuple(keys[d.actor_id] for d in since if d.verdict in AFFIRMATIVE),
        last_actor_name=last.actor.full_name if last else "",
        last_verdict=last.verdict if last else "",
        last_decided_at=last.decided_at if last else None,
    )


def request_facts(request: ApprovalRequest, steps: list[ApprovalStep], keys: Mapping[int, str]) -> RequestFacts:
    return RequestFacts(
        state=request.state,
        sender_key=keys[request.sender_id],
        steps=tuple(step_facts(step, keys) for step in steps),
        zone=Zone(request.agency.zone).label,
        asks_reason=request.asks_reason,
    )


def actor_facts(
    user: User, step: ApprovalStep, conflict_reason: str, keys: Mapping[int, str], standing: Standing | None = None
) -> ActorFacts:
    """The person with the roles held in the scope of `step`, by a duty of one's own or by a letter in force now.

    Args:
        standing: how the person stands in for the official, None to look it up; `step.request` must be loaded for that.
    """
    roles: set[str] = set()
    acting_refusal = ""
    if step.scope == "PANEL_CHAIR":
        panel = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
        if step.holder_id == user.pk and any(user.holds(role, step.request.agency_id) for role in panel):
            roles.add(Role.PANEL_CHAIR)
    elif user.holds(step.role, step.agency_id):
        roles.add(step.role)
    else:
        standing = standing or standing_of(user, step, step.request, clock.now())
        acting_refusal = standing.refusal
        if standing.letter is not None:
            roles.add(step.role)
    return ActorFacts(keys[user.pk], frozenset(roles), conflict_reason, acting_refusal)
