"""What stands beside an item: by which letter the person acts, and what oversight asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.enums import Zone
from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep, Delegation
from approvals.oversight_pages import ask_rows
from approvals.permissions import can_ask_documents
from approvals.rules.chain import Stage, stage_of
from approvals.rules.delegation import refusal
from approvals.standing import scope_of, standing_of


def beside_decision(
    item: ApprovalRequest, steps: Sequence[ApprovalStep], step: ApprovalStep | None, user: User, now: datetime
) -> dict[str, Any]:
    """Parts of the decision page: `acting` ("Plh. ..., a.n. ..., surat nomor ..."), `asks`, `may_ask`.

    Args:
        steps: of the request, decisions prefetched; step: the open one. Reads nothing for steps no letter and no ask can reach.
    """
    acting, may_ask = "", False
    if step is not None and not user.holds(step.role, step.agency_id):
        acting = standing_of(user, step, item, now).signature
    if step is not None and stage_of(step.verdicts, step.stage) == Stage.ADVICE and (acting or user.holds(step.role)):
        may_ask = can_ask_documents(user, item, step, list(steps)) is None
    advised = [each.pk for each in steps if stage_of(each.verdicts, each.stage) == Stage.ADVICE and each.opened_at is not None]
    return {
        "acting": acting,
        "asks": ask_rows(advised, Zone(item.agency.zone).label) if advised else [],
        "may_ask": may_ask,
    }


def acting_words(step: ApprovalStep, user: User, letters: Sequence[Delegation], now: datetime) -> str:
    """ "sebagai Plh. PPK Badan Contoh, surat nomor 12" for a row of the inbox; "" for a duty of one's own.

    Args:
        letters: of the person, read once for the whole list (`Delegation.objects.held_by`).
    """
    if not letters or user.holds(step.role, step.agency_id):
        return ""
    scope = scope_of(step, step.request)
    found = (letter.facts() for letter in letters)
    return next((f"sebagai {facts.title}" for facts in found if refusal(facts, scope, now) is None), "")
