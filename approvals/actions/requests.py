"""A request and its end without a verdict: sent, taken back, overtaken."""

from datetime import datetime

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import Agency, User
from approvals.actions.opening import open_step
from approvals.enums import RequestState, StepState
from approvals.facts import keys_of, request_facts
from approvals.models import ApprovalRequest, ApprovalStep, Decision, DocumentAsk, Stake
from approvals.people import person_keys
from approvals.permissions import eligible_holders
from approvals.rules import engine
from approvals.rules.chain import Chain
from approvals.standing import layer_scope, letters_for
from core import audit
from core.refusals import Refused


def submit_request(
    *,
    chain: Chain,
    title: str,
    level_label: str,
    agency: Agency,
    summary: list[list[str]],
    digest: str,
    trail_chain: str,
    sender: User,
    now: datetime,
    actor: User | None = None,
    note: str = "",
    previous: ApprovalRequest | None = None,
    panel_chair: User | None = None,
    conflicted: frozenset[int] = frozenset(),
    asks_reason: str = "",
) -> ApprovalRequest:
    """Send something into its chain. Runs inside the caller's transaction, which has locked the owning row.

    Args:
        title: what the inbox shows, for example "Rencana lowongan Direktur Contoh".
        summary: rows [label, value] frozen for the decision page.
        digest: SHA-256 of what is submitted; a decision is bound to it.
        actor: who sets it going, when that is not the sender (a signature under what the sender prepared).
        previous: the earlier round, if this is a resubmission.
        panel_chair: the person of a PANEL_CHAIR layer.
        conflicted: ids of users who have a stake and cannot decide.
        asks_reason: sentence that asks whoever agrees for a reason; without one no verdict passes. "" asks for none.

    Raises:
        Refused: the plan is empty or a layer has nobody who may decide.
    """
    day = agency.day(now)
    people = {
        layer.code: [
            *eligible_holders(role=layer.role, scope=layer.scope, agency_id=agency.pk, panel_chair=panel_chair, day=day),
            *(letter.delegate for letter in letters_for(layer_scope(layer, chain.code, level_label, agency.pk), now)),
        ]
        for layer in chain.layers
    }
    stakes = Stake.objects.in_force().filter(subject=trail_chain).values_list("official_id", flat=True)
    kept_out = list(User.objects.filter(pk__in={*conflicted, *stakes}))
    keys = person_keys([sender, *kept_out, *(person for found in people.values() for person in found)])
    barred = {keys[person.pk] for person in kept_out}
    holders = {code: frozenset(keys[person.pk] for person in found) - barred for code, found in people.items()}
    try:
        planned = engine.plan(chain, engine.ChainFacts(sender_key=keys[sender.pk], holders=holders))
    except engine.PlanRefused as error:
        raise Refused(error.reason) from error
    request = ApprovalRequest.objects.create(
        chain_code=chain.code,
        title=title[:200],
        level_label=level_label,
        agency=agency,
        summary=summary,
        digest=digest,
        trail_chain=trail_chain,
        sender=sender,
        note=note,
        previous=previous,
        round_number=previous.round_number + 1 if previous else 1,
        asks_reason=asks_reason,
        created_at=now,
    )
    steps = ApprovalStep.objects.bulk_create(
        ApprovalStep(
            request=request,
            sender=sender,
            position=step.position,
            code=step.code,
            title=step.title,
            role=step.role,
            scope=step.scope,
            agency=None if step.role in NATIONAL_ROLES or step.scope == "PANEL_CHAIR" else agency,
            holder=panel_chair if step.scope == "PANEL_CHAIR" else None,
            repeats_actor_of=step.repeats_actor_of,
            verdicts=list(step.verdicts),
            working_days=step.working_days,
            quorum=step.quorum,
            stage=step.stage,
        )
        for step in planned
    )
    open_step(request=request, step=steps[0], now=now, panel_chair=panel_chair)
    audit.record(
        chain=trail_chain,
        act="submit_request",
        actor=actor or sender,
        object_type="ApprovalRequest",
        object_id=request.public_id,
        details={"chain": chain.code, "title": title, "digest": digest, "round": request.round_number, "note": note}
        | ({} if actor is None else {"sender": sender.full_name})
        | ({"asks_reason": asks_reason} if asks_reason else {}),
    )
    return request


def close_by_sender(*, request: ApprovalRequest, actor: User, now: datetime) -> None:
    """Take a running request back. Runs inside the caller's transaction, which has locked the owning row.

    Raises:
        Refused: the actor is not the sender, or the request has ended.
    """
    locked = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True)
    request = locked.select_related("agency", "sender").get(pk=request.pk)
    steps = list(request.steps.prefetch_related("decisions__actor").order_by("position"))
    keys = keys_of(request, steps, actor)
    reason = engine.withdrawal_refusal(request_facts(request, steps, keys), keys[actor.pk])
    if reason is not None:
        raise Refused(reason)
    _withdraw(request, now)
    audit.record(
        chain=request.trail_chain,
        act="withdraw_request",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, request.agency_id),
        object_type="ApprovalRequest",
        object_id=request.public_id,
        details={"title": request.title},
    )


def supersede_request(*, request: ApprovalRequest, actor: User, now: datetime, reason: str) -> list[User]:
    """End a running request because what it decided on has changed. Runs inside the caller's transaction, as above.

    Returns:
        Those who had already decided in it, each once, in the order of their decisions.

    Raises:
        Refused: the request has ended.
    """
    request = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=request.pk)
    if request.state != RequestState.IN_PROGRESS:
        raise Refused("Rangkaian persetujuan ini sudah selesai.")
    _withdraw(request, now)
    audit.record(
        chain=request.trail_chain,
        act="supersede_request",
        actor=actor,
        object_type="ApprovalRequest",
        object_id=request.public_id,
        details={"title": request.title, "reason": reason},
    )
    decisions = Decision.objects.filter(step__request=request).select_related("actor").order_by("decided_at", "id")
    return list({decision.actor_id: decision.actor for decision in decisions}.values())


def _withdraw(request: ApprovalRequest, now: datetime) -> None:
    """End a locked, running request without a verdict."""
    DocumentAsk.objects.waiting().filter(step__request=request).update(closed_at=now)
    ApprovalStep.objects.filter(request=request, state=StepState.OPEN).update(state=StepState.SKIPPED, paused_until=None)
    request.state = RequestState.WITHDRAWN
    request.closed_at = now
    request.save(update_fields=["state", "closed_at"])
