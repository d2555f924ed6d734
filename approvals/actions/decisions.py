"""A verdict: the sheet somebody opened, and the one decision signed on it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.second_factor import METHODS
from approvals import registry
from approvals.actions.opening import open_step
from approvals.documents import recommendation_letter
from approvals.enums import RequestState, StepState
from approvals.facts import actor_facts, keys_of, request_facts, step_facts
from approvals.models import ApprovalRequest, ApprovalStep, Decision, DocumentAsk, OpenedSheet
from approvals.notifications import announce_decision
from approvals.permissions import stake_of
from approvals.rules import engine
from approvals.rules.chain import ADVICE, Stage, stage_of
from approvals.screen import screen_of
from approvals.standing import Standing, standing_of
from core import audit, clock
from core.indonesian import date_and_clock_words
from core.refusals import Refused, Stale

SHEET_LASTS = timedelta(hours=12)
SHEETS_KEPT = timedelta(days=1)


@transaction.atomic
def open_sheets(*, items: Sequence[tuple[ApprovalRequest, ApprovalStep, str]], actor: User) -> list[OpenedSheet]:
    """Note that somebody opened decision pages, and issue the number each decision will be signed with.

    Args:
        items: request, its open step, and the digest of the screen (`screen_of`), a page each.

    Returns:
        The sheets, in the order of `items`.
    """
    now = clock.transaction_now()
    return OpenedSheet.objects.bulk_create(
        OpenedSheet(request=request, position=step.position, actor=actor, digest=request.digest, screen=screen, opened_at=now)
        for request, step, screen in items
    )


@transaction.atomic
@audit.written_last()
def sign_decision(*, nonce: uuid.UUID, actor: User, verdict: str, note: str, second_factor: str, form: Any = None) -> Decision:
    """Give one verdict on a sheet that was opened: the only way from a page to a decision.

    Args:
        nonce: number of the sheet; it signs one decision at most.
        second_factor: how the person proved it is them within the last five minutes, one of `METHODS`.
        form: a valid determination form when the verdict is DETERMINE.

    Raises:
        Stale: the sheet was used, is too old, or what it showed has changed; somebody else decided meanwhile.
        Refused: no second factor, no right, a stake, a missing note.
    """
    if second_factor not in METHODS:
        raise Refused("Keputusan hanya dapat ditandatangani dengan kode autentikator atau kunci sandi.")
    now = clock.transaction_now()
    sheet = OpenedSheet.objects.select_for_update(of=("self",), no_key=True).filter(nonce=nonce, actor=actor).first()
    if sheet is None:
        raise Stale("Lembar keputusan ini tidak dikenal lagi. Buka ulang dari kotak persetujuan Anda.")
    if sheet.used_at is None and now - sheet.opened_at > SHEET_LASTS:
        raise Stale("Halaman ini dibuka lebih dari 12 jam lalu. Baca ulang sebelum memutus.")
    return _give(sheet.request_id, actor, verdict, note, sheet.digest, sheet.position, second_factor, form, sheet, now)


@transaction.atomic
@audit.written_last()
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
    """The verdict itself, for callers inside the portal that have no page (the demo's seed, tests of other rooms).

    Views call `sign_decision`; a test of the architecture holds them to it.

    Args:
        digest_seen, position_seen: digest and step of what the person looked at.
        form: a valid determination form when the verdict is DETERMINE.

    Raises:
        Stale: somebody else decided meanwhile, or what was submitted is not what was on the screen.
        Refused: no right, a stake, a missing note.
    """
    now = clock.transaction_now()
    return _give(request_id, actor, verdict, note, digest_seen, position_seen, second_factor, form, None, now)


def _give(
    request_id: int,
    actor: User,
    verdict: str,
    note: str,
    digest_seen: str,
    position_seen: int,
    second_factor: str,
    form: Any,
    sheet: OpenedSheet | None,
    now: datetime,
) -> Decision:
    request = ApprovalRequest.objects.select_related("agency", "sender").get(pk=request_id)
    binding = registry.binding_of(request.chain_code)
    binding.lock(request)
    # Taken again under its own lock: two people may have read the same open step.
    request = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True).with_chain().get(pk=request_id)
    steps = sorted(request.steps.all(), key=lambda each: each.position)
    step = next((s for s in steps if s.position == position_seen), None)
    if step is None:
        raise Stale("Tahap ini tidak ada lagi dalam rangkaian. Buka ulang kotak persetujuan Anda.")
    keys = keys_of(request, steps, actor)
    facts, step_now = request_facts(request, steps, keys), step_facts(step, keys)
    stake = stake_of(actor, request, step)
    # A letter that somebody ends at this moment waits for this decision, or this decision for its end.
    standing = Standing() if actor.holds(step.role, step.agency_id) else standing_of(actor, step, request, now, locked=True)
    who = actor_facts(actor, step, stake.reason if stake else "", keys, standing)
    if sheet is not None and sheet.used_at is not None:
        raise Stale(_used_sentence(sheet, request))
    if request.state != RequestState.IN_PROGRESS or step.state != StepState.OPEN:
        raise Stale(engine.presence_refusal(facts, step_now, who) or "Tahap ini sudah diputus.")
    if digest_seen != request.digest:
        raise Stale("Isi yang diajukan berubah sejak halaman ini dibuka. Baca ulang sebelum memutus.")
    reason = engine.presence_refusal(facts, step_now, who)
    if reason is not None:
        raise Refused(reason)
    reason = engine.verdict_refusal(facts, step_now, verdict, note)
    if reason is not None:
        raise Refused(reason, field="note" if verdict in step.verdicts else "verdict")
    if sheet is not None and screen_of(request, step, actor).digest != sheet.screen:
        raise Stale("Yang tampak di halaman ini berubah sejak Anda membukanya. Baca ulang bagian yang berubah sebelum memutus.")

    duty = standing.signature or actor.duty_label(step.role, step.agency_id)
    outcome = engine.decide(facts, step_now, verdict, actor_key=keys[actor.pk])
    letter = None
    if verdict in ADVICE:
        letter = recommendation_letter(request=request, verdict=verdict, note=note.strip(), actor=actor, duty=duty, now=now)
    decision = Decision.objects.create(
        step=step,
        actor=actor,
        duty=duty,
        delegation=standing.letter,
        verdict=verdict,
        note=note.strip(),
        digest=digest_seen,
        second_factor=second_factor,
        nonce=sheet.nonce if sheet else None,
        screen=sheet.screen if sheet else "",
        letter=letter,
        decided_at=now,
    )
    if sheet is not None:
        sheet.used_at = now
        sheet.save(update_fields=["used_at"])
    step.state = outcome.step_state
    if outcome.step_state != StepState.OPEN and stage_of(step.verdicts, step.stage) == Stage.ADVICE:
        _close_asks(step, now)
    step.save(update_fields=["state", "paused_until"])
    request.state = outcome.request_state
    if outcome.request_state != RequestState.IN_PROGRESS:
        request.closed_at = now
    request.save(update_fields=["state", "closed_at"])
    if verdict == "DETERMINE" and binding.on_determine is not None:
        binding.on_determine(request=request, step=step, actor=actor, duty=duty, form=form, now=now)
    if outcome.next_open_position is not None and outcome.next_open_position != step.position:
        following = next(s for s in steps if s.position == outcome.next_open_position)
        open_step(request=request, step=following, now=now, panel_chair=following.holder)
    announce_decision(request, step, decision)
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
            "screen": decision.screen,
            "nonce": str(decision.nonce) if decision.nonce else "",
            "second_factor": second_factor,
            "request_state": request.state,
            **({"letter": letter.number} if letter else {}),
        },
        delegation=str(standing.letter.public_id) if standing.letter else "",
    )
    return decision


def _close_asks(step: ApprovalStep, now: datetime) -> None:
    """Close what oversight asked for and nobody answered, because its step ends."""
    DocumentAsk.objects.waiting().filter(step=step).update(closed_at=now)
    step.paused_until = None


def _used_sentence(sheet: OpenedSheet, request: ApprovalRequest) -> str:
    """A second press of the same page: the first one counts."""
    moment = date_and_clock_words(sheet.used_at, request.agency.get_zone_display())
    return f"Keputusan Anda dari halaman ini sudah tersimpan pada {moment}; tidak ada yang tercatat dua kali."


@transaction.atomic
def forget_sheets(*, now: datetime, actor: None = None) -> int:
    """Drop opened sheets of yesterday; what was signed stands in the decision itself.

    Args:
        now: the portal's time (aware); actor: always the system.

    Returns:
        How many were dropped.
    """
    return OpenedSheet.objects.filter(opened_at__lt=now - SHEETS_KEPT).delete()[0]
