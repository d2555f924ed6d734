"""Who stands in for whom at a step: read at delivery, when a page is opened, and again under the lock of a decision."""

from dataclasses import dataclass
from datetime import datetime

from accounts.enums import NATIONAL_ROLES
from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep, Decision, Delegation
from approvals.rules import delegation as rules
from approvals.rules.chain import Layer, stage_of
from approvals.rules.delegation import DELEGABLE_ROLES, PLH, StepScope


@dataclass(frozen=True)
class Standing:
    """By what a person stands at a step.

    Args:
        letter: the letter that hands the duty on, None when there is none or it does not reach.
        refusal: why a letter this person holds does not reach the step, "" when there is nothing to say.
    """

    letter: Delegation | None = None
    refusal: str = ""

    @property
    def signature(self) -> str:
        """The duty as screens, letters and the trail show it, "" without a letter."""
        return self.letter.facts().signature if self.letter else ""


def scope_of(step: ApprovalStep, request: ApprovalRequest) -> StepScope:
    """What the letters are compared with."""
    return StepScope(
        role=step.role,
        agency_id=step.agency_id,
        level_label=request.level_label,
        chain_code=request.chain_code,
        stage=stage_of(step.verdicts, step.stage),
    )


def layer_scope(layer: Layer, chain_code: str, level_label: str, agency_id: int) -> StepScope:
    """The same of a layer that is not yet a step."""
    return StepScope(
        role=layer.role,
        agency_id=None if layer.role in NATIONAL_ROLES else agency_id,
        level_label=level_label,
        chain_code=chain_code,
        stage=stage_of(layer.verdicts, layer.stage),
    )


def standing_of(user: User, step: ApprovalStep, request: ApprovalRequest, now: datetime, *, locked: bool = False) -> Standing:
    """How a person who does not hold the step's duty may still stand at it; one query, none where no letter can reach.

    Args:
        now: the portal's time (aware); locked: hold the letters until the end of the transaction, so that nobody ends one
            between this look and the decision.
    """
    if step.role not in DELEGABLE_ROLES or step.holder_id is not None:
        return Standing()
    rows = Delegation.objects.standing().of_office(step.role, step.agency_id).filter(delegate=user).with_people().order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    letters = {row.facts(): row for row in rows}
    chosen, reason = rules.choose(letters, scope_of(step, request), now)
    return Standing(letters[chosen] if chosen else None, reason)


def letters_for(scope: StepScope, now: datetime) -> list[Delegation]:
    """Letters in force by which somebody may decide at such a step now; one query, none where no letter can reach."""
    if scope.role not in DELEGABLE_ROLES:
        return []
    rows = Delegation.objects.in_force(now).of_office(scope.role, scope.agency_id).filter(delegate__is_active=True)
    rows = rows.with_people().order_by("pk")
    return [row for row in rows if rules.refusal(row.facts(), scope, now) is None]


def signed_duty(step: ApprovalStep, actor: User) -> str:
    """The duty under which a person has just decided at a step, for what follows from it: by a letter, both names stand in it."""
    signed = Decision.objects.filter(step=step, actor=actor).order_by("-pk").values_list("duty", flat=True).first()
    return signed or actor.duty_label(step.role, step.agency_id)


def is_away(official: User, letters: list[Delegation]) -> bool:
    """Whether an official is temporarily absent by one of these letters; a mandate leaves its giver at work."""
    return any(letter.kind == PLH and letter.official_id == official.pk for letter in letters)
