"""Writes of the approval engine. Every one locks the owning row first, then the request, and writes the trail last."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import Agency, User
from approvals import registry
from approvals.enums import RequestState, StepState
from approvals.facts import actor_facts, request_facts, step_facts
from approvals.holidays import holidays
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from approvals.notifications import announce_arrival, announce_decision, late_key, remind_of_step
from approvals.permissions import eligible_holders
from approvals.rules import engine
from approvals.rules.chain import Chain
from approvals.rules.clock import LATE, due_on, reminder_mark
from core import audit, clock
from core.indonesian import as_local
from core.models import Notification
from core.refusals import Refused, Stale


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
    note: str = "",
    previous: ApprovalRequest | None = None,
    panel_chair: User | None = None,
    conflicted: frozenset[int] = frozenset(),
) -> ApprovalRequest:
    """Send something into its chain. Runs inside the caller's transaction, which has locked the owning row.

    Args:
        title: what the inbox shows, for example "Rencana lowongan Direktur Contoh".
        summary: rows [label, value] frozen for the decision page.
        digest: SHA-256 of what is submitted; a decision is bound to it.
        previous: the earlier round, if this is a resubmission.
        panel_chair: the person of a PANEL_CHAIR layer.
        conflicted: ids of users who have a stake and cannot decide.

    Raises:
        Refused: the plan is empty or a layer has nobody who may decide.
    """
    day = agency.day(now)
    people = {
        layer.code: eligible_holders(role=layer.role, scope=layer.scope, agency_id=agency.pk, panel_chair=panel_chair, day=day)
        for layer in chain.layers
    }
    holders = {code: frozenset(str(p.pk) for p in found if p.pk not in conflicted) for code, found in people.items()}
    try:
        planned = engine.plan(chain, engine.ChainFacts(sender_key=str(sender.pk), holders=holders))
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
        )
        for step in planned
    )
    _open(request, steps[0], now, panel_chair)
    audit.record(
        chain=trail_chain,
        act="submit_request",
        actor=sender,
        object_type="ApprovalRequest",
        object_id=request.public_id,
        details={"chain": chain.code, "title": title, "digest": digest, "round": request.round_number, "note": note},
    )
    return request


@transaction.atomic
def decide(
    *,
    request_id: int,
    actor: User,
    verdict: str,
    note: str,
    digest_seen: str,
    position_seen: int,
    second_factor: str = "totp",
    form: Any = None,
) -> Decision:
    """Give one verdict at the open step.

    Args:
        digest_seen, position_seen: digest and step of the page the person looked at.
        form: a valid determination form when the verdict is DETERMINE.

    Raises:
        Stale: somebody else decided meanwhile, or what was submitted is not what was on the screen.
        Refused: no right, a stake, a missing note.
    """
    now = clock.transaction_now()
    request = ApprovalRequest.objects.select_related("agency", "sender").get(pk=request_id)
    binding = registry.binding_of(request.chain_code)
    binding.lock(request)
    # Taken again under its own lock: two people may have read the same open step.
    request = (
        ApprovalRequest.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "sender").get(pk=request_id)
    )
    steps = list(request.steps.prefetch_related("decisions__actor").order_by("position"))
    step = next((s for s in steps if s.position == position_seen), None)
    if step is None:
        raise Stale("Tahap ini tidak ada lagi dalam rangkaian. Buka ulang kotak persetujuan Anda.")
    facts = request_facts(request, steps)
    conflict = binding.conflict(request, step, actor)
    who = actor_facts(actor, step, conflict.reason if conflict else "")
    if request.state != RequestState.IN_PROGRESS or step.state != StepState.OPEN:
        raise Stale(engine.presence_refusal(facts, step_facts(step), who) or "Tahap ini sudah diputus.")
    if digest_seen != request.digest:
        raise Stale("Isi yang diajukan berubah sejak halaman ini dibuka. Baca ulang sebelum memutus.")
    reason = engine.refusal(facts, step_facts(step), who, verdict, note)
    if reason is not None:
        raise Refused(reason, field="note" if not note.strip() and verdict in step.verdicts else None)

    duty = actor.duty_label(step.role, step.agency_id)
    outcome = engine.decide(facts, step_facts(step), verdict, actor_key=str(actor.pk))
    decision = Decision.objects.create(
        step=step,
        actor=actor,
        duty=duty,
        verdict=verdict,
        note=note.strip(),
        digest=digest_seen,
        second_factor=second_factor,
        decided_at=now,
    )
    step.state = outcome.step_state
    step.save(update_fields=["state"])
    request.state = outcome.request_state
    if outcome.request_state != RequestState.IN_PROGRESS:
        request.closed_at = now
    request.save(update_fields=["state", "closed_at"])
    if verdict == "DETERMINE" and binding.on_determine is not None:
        binding.on_determine(request=request, step=step, actor=actor, duty=duty, form=form, now=now)
    if outcome.next_open_position is not None and outcome.next_open_position != step.position:
        following = next(s for s in steps if s.position == outcome.next_open_position)
        _open(request, following, now, following.holder)
    announce_decision(request, step, verdict, note, decision.pk)
    binding.on_outcome(request=request, step=step, verdict=verdict, actor=actor, note=note.strip(), now=now)
    audit.record(
        chain=request.trail_chain,
        act="decide_step",
        actor=actor,
        duty=duty,
        object_type="ApprovalRequest",
        object_id=request.public_id,
        details={
            "step": step.code,
            "position": step.position,
            "verdict": verdict,
            "note": note.strip(),
            "digest": digest_seen,
            "second_factor": second_factor,
            "request_state": request.state,
        },
    )
    return decision


def close_by_sender(*, request: ApprovalRequest, actor: User, now: datetime) -> None:
    """Take a running request back. Runs inside the caller's transaction, which has locked the owning row.

    Raises:
        Refused: the actor is not the sender, or the request has ended.
    """
    request = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=request.pk)
    steps = list(request.steps.prefetch_related("decisions__actor").order_by("position"))
    reason = engine.withdrawal_refusal(request_facts(request, steps), str(actor.pk))
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
    ApprovalStep.objects.filter(request=request, state=StepState.OPEN).update(state=StepState.SKIPPED)
    request.state = RequestState.WITHDRAWN
    request.closed_at = now
    request.save(update_fields=["state", "closed_at"])


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


def _open(request: ApprovalRequest, step: ApprovalStep, now: datetime, panel_chair: User | None) -> None:
    day = request.agency.day(now)
    step.state = StepState.OPEN
    step.opened_at = now
    step.due_on = due_on(day, step.working_days, holidays(day.year))
    step.save(update_fields=["state", "opened_at", "due_on"])
    people = eligible_holders(role=step.role, scope=step.scope, agency_id=request.agency_id, panel_chair=panel_chair, day=day)
    announce_arrival(request, step, [person for person in people if person.pk != request.sender_id])
