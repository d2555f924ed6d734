"""Declared ties: who is bound to a selection by family or otherwise decides nothing in it."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.models import ApprovalRequest, Stake
from approvals.notifications import announce_stake
from approvals.permissions import can_declare_stake
from core import audit, clock
from core.refusals import Refused, require


@transaction.atomic
def declare_own_stake(*, request_id: int, actor: User, tie: str) -> Stake:
    """An official steps aside before deciding; it cannot be undone by the same person while the selection runs.

    The sender and the secretariat hear of it, though not why: the step may need somebody who stands in.

    Raises:
        Refused: the request has ended, no duty that decides, or it was declared before.
    """
    locked = ApprovalRequest.objects.select_for_update(of=("self",), no_key=True)
    request = locked.select_related("agency", "sender").get(pk=request_id)
    require(can_declare_stake(actor, request))
    if tie.strip():
        announce_stake(request, actor, _office(request))
    return write_stake(subject=request.trail_chain, official=actor, actor=actor, tie=tie)


def _office(request: ApprovalRequest) -> list[User]:
    """Who sent it, and who notes letters of delegation."""
    day = request.agency.day(clock.transaction_now())
    duties = Membership.objects.holders(Role.SECRETARIAT, request.agency_id, day).order_by("id")
    return list({person.pk: person for person in [request.sender, *(duty.user for duty in duties)]}.values())


def write_stake(*, subject: str, official: User, actor: User, tie: str) -> Stake:
    """Write a declaration. Runs inside the caller's transaction, which has checked who may declare what.

    Args:
        subject: trail chain of what is decided on.

    Raises:
        Refused: no words, or the same person declared it before.
    """
    if not tie.strip():
        raise Refused("Tulis hubungan itu dengan singkat.", field="tie")
    if Stake.objects.in_force().filter(subject=subject, official=official, declared_by=actor).exists():
        raise Refused("Pernyataan yang sama sudah tercatat.")
    stake = Stake.objects.create(
        subject=subject, official=official, declared_by=actor, tie=tie.strip(), declared_at=clock.transaction_now()
    )
    audit.record(
        chain=subject,
        act="declare_stake",
        actor=actor,
        object_type="Stake",
        object_id=stake.public_id,
        details={"official": official.pk, "tie": stake.tie},
    )
    return stake


@transaction.atomic
def end_stake(*, stake_id: int, actor: User) -> None:
    """Take a declaration back; only whoever made it about somebody else.

    Raises:
        Refused: somebody else's, one about oneself, or one that has ended.
    """
    stake = Stake.objects.select_for_update(of=("self",), no_key=True).get(pk=stake_id)
    if stake.declared_by_id != actor.pk or stake.official_id == actor.pk or stake.ended_at is not None:
        raise Refused("Pernyataan ini tidak dapat Anda tarik.")
    stake.ended_at = clock.transaction_now()
    stake.save(update_fields=["ended_at"])
    audit.record(chain=stake.subject, act="end_stake", actor=actor, object_type="Stake", object_id=stake.public_id, details={})
