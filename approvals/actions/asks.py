"""Oversight asks the sender for documents without ending its step; the clock of the step stops for the answer."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from approvals import registry
from approvals.ask_notifications import announce_answer, announce_ask
from approvals.facts import actor_facts, keys_of, request_facts, step_facts
from approvals.holidays import holidays
from approvals.models import ApprovalRequest, ApprovalStep, DocumentAsk
from approvals.permissions import can_answer_ask, eligible_holders, stake_of
from approvals.rules import engine
from approvals.rules.asks import ask_refusal, due_after_answer, due_while_asked
from approvals.rules.chain import stage_of
from approvals.rules.clock import due_on, working_days_between
from approvals.standing import Standing, letters_for, scope_of, standing_of
from core import audit, clock
from core.refusals import Refused, Stale, require
from core.uploads.files import AcceptedFile, discard_file


@transaction.atomic
def ask_documents(*, request_id: int, actor: User, text: str, working_days: int) -> DocumentAsk:
    """Ask the sender for documents at the open step of oversight.

    Args:
        text: what is needed and why; working_days: time for the answer, on the agency's own calendar.

    Raises:
        Refused: no right to decide here, not a step of oversight, or an answer is still awaited.
    """
    now = clock.transaction_now()
    request, step, steps = _open_step(request_id)
    stake = stake_of(actor, request, step)
    keys = keys_of(request, steps, actor)
    standing = Standing() if actor.holds(step.role, step.agency_id) else standing_of(actor, step, request, now, locked=True)
    who = actor_facts(actor, step, stake.reason if stake else "", keys, standing)
    reason = engine.presence_refusal(request_facts(request, steps, keys), step_facts(step, keys), who)
    reason = reason or ask_refusal(
        stage=stage_of(step.verdicts, step.stage),
        is_waiting=DocumentAsk.objects.waiting().filter(step=step).exists(),
        text=text,
        working_days=working_days,
    )
    if reason is not None:
        raise Refused(reason, field="text" if not text.strip() else None)
    today = request.agency.day(now)
    days = holidays(today.year)
    answer_by = due_on(today, working_days, days)
    left = working_days_between(today, step.due_on, days) if step.due_on else 0
    ask = DocumentAsk.objects.create(
        step=step,
        asked_by=actor,
        duty=standing.signature or actor.duty_label(step.role, step.agency_id),
        delegation=standing.letter,
        asked_at=now,
        text=text.strip()[:1000],
        due_on=answer_by,
        days_left=left,
    )
    if left:
        step.due_on, step.paused_until = due_while_asked(answer_by, left, days), answer_by
        step.save(update_fields=["due_on", "paused_until"])
    announce_ask(request, step, ask)
    details = {"text": ask.text, "due_on": ask.due_on, "step_due_on": step.due_on}
    letter = str(standing.letter.public_id) if standing.letter else ""
    _record(request, step, "ask_documents", actor, ask.duty, details, letter)
    return ask


def answer_ask(*, ask_id: int, actor: User, answer: str, accepted: AcceptedFile | None) -> DocumentAsk:
    """Answer in words, with a file where one came. The file is removed when no row comes of it.

    Raises:
        Refused: no right, or nothing to say; Stale: answered already, or the step ended.
    """
    try:
        with transaction.atomic():
            ask = _answer(ask_id, actor, answer, accepted)
    except BaseException:
        if accepted is not None:
            discard_file(accepted)
        raise
    return ask


def _answer(ask_id: int, actor: User, answer: str, accepted: AcceptedFile | None) -> DocumentAsk:
    now = clock.transaction_now()
    found = DocumentAsk.objects.select_related("step__request").get(pk=ask_id)
    request, step, _ = _open_step(found.step.request_id)
    ask = DocumentAsk.objects.select_for_update(of=("self",), no_key=True).get(pk=ask_id)
    if ask.answered_at is not None or ask.closed_at is not None or step.pk != ask.step_id:
        raise Stale("Permintaan dokumen ini sudah dijawab atau tahapnya sudah selesai. Muat ulang halaman.")
    require(can_answer_ask(actor, request))
    if not answer.strip():
        raise Refused("Tulis jawaban, walaupun Anda juga mengunggah berkas.", field="answer")
    ask.answered_by, ask.answered_at, ask.answer = actor, now, answer.strip()[:2000]
    if accepted is not None:
        ask.file.name, ask.file_name, ask.sha256 = accepted.path, accepted.name, accepted.sha256
    ask.save(update_fields=["answered_by", "answered_at", "answer", "file", "file_name", "sha256"])
    today = request.agency.day(now)
    if step.paused_until is not None:
        step.due_on = due_after_answer(today, ask.due_on, ask.days_left, holidays(today.year))
        step.paused_until = None
        step.save(update_fields=["due_on", "paused_until"])
    people = eligible_holders(role=step.role, scope=step.scope, agency_id=request.agency_id, panel_chair=step.holder, day=today)
    deciding = {person.pk: person for person in people} | {
        letter.delegate_id: letter.delegate for letter in letters_for(scope_of(step, request), now)
    }
    announce_answer(request, step, ask, list(deciding.values()))
    duty = actor.duty_label(Role.AGENCY_ADMIN, request.agency_id)
    details = {"answer": ask.answer, "sha256": ask.sha256, "step_due_on": step.due_on}
    _record(request, step, "answer_documents", actor, duty, details)
    return ask


def _open_step(request_id: int) -> tuple[ApprovalRequest, ApprovalStep, list[ApprovalStep]]:
    """The request and its open step, locked in the order of every decision: what it belongs to, then the request."""
    request = ApprovalRequest.objects.select_related("agency", "sender").get(pk=request_id)
    registry.binding_of(request.chain_code).lock(request)
    locked = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True)
    request = locked.select_related("agency", "sender").get(pk=request_id)
    steps = list(request.steps.select_related("holder").prefetch_related("decisions__actor").order_by("position"))
    step = next((each for each in steps if each.state == "OPEN"), None)
    if step is None:
        raise Stale("Rangkaian persetujuan ini sudah selesai. Muat ulang halaman.")
    return request, step, steps


def _record(
    request: ApprovalRequest, step: ApprovalStep, act: str, actor: User, duty: str, details: dict, delegation: str = ""
) -> None:
    audit.record(
        chain=request.trail_chain,
        act=act,
        actor=actor,
        duty=duty,
        delegation=delegation,
        object_type="ApprovalRequest",
        object_id=str(request.public_id),
        details={"step": step.code, "position": step.position, **details},
    )
