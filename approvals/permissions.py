"""Who may see and decide."""

from datetime import datetime

from accounts.enums import DECIDING_ROLES, NATIONAL_ROLES, Role
from accounts.models import Membership, User
from approvals import registry
from approvals.enums import DelegationState, RequestState
from approvals.facts import actor_facts, keys_of, request_facts, step_facts
from approvals.models import ApprovalRequest, ApprovalStep, Delegation, DocumentAsk, Stake
from approvals.people import is_one_of
from approvals.rules import delegation as delegation_rules
from approvals.rules import engine
from approvals.rules.chain import Stage, stage_of
from core.refusals import Refusal


def stake_of(user: User, request: ApprovalRequest, step: ApprovalStep) -> Refusal | None:
    """Why this person must stay out of the request: a stake the room knows of, or a tie somebody declared."""
    known = registry.binding_of(request.chain_code).conflict(request, step, user)
    if known is not None:
        return known
    stakes = Stake.objects.in_force().filter(subject=request.trail_chain).select_related("official")
    if is_one_of(user, [stake.official for stake in stakes]):
        return Refusal("Ada pernyataan hubungan pribadi antara Anda dan seleksi ini, jadi Anda tidak ikut memutus.")
    return None


def can_decide(user: User, request: ApprovalRequest, step: ApprovalStep, steps: list[ApprovalStep]) -> Refusal | None:
    """Whether the person may give some verdict on this step now; the same answer shows the form and guards the act.

    Args:
        steps: all steps of the request with their decisions prefetched.
    """
    stake = stake_of(user, request, step)
    keys = keys_of(request, steps, user)
    reason = engine.presence_refusal(
        request_facts(request, steps, keys),
        step_facts(step, keys),
        actor_facts(user, step, stake.reason if stake else "", keys),
    )
    return Refusal(reason) if reason else None


def can_withdraw(user: User, request: ApprovalRequest, steps: list[ApprovalStep]) -> Refusal | None:
    keys = keys_of(request, steps, user)
    reason = engine.withdrawal_refusal(request_facts(request, steps, keys), keys[user.pk])
    return Refusal(reason) if reason else None


def can_declare_stake(user: User, request: ApprovalRequest) -> Refusal | None:
    """Officials on the route of a running request may declare a tie of their own, once."""
    if request.state != RequestState.IN_PROGRESS:
        return Refusal("Rangkaian ini sudah selesai, jadi pernyataan tidak lagi berpengaruh.")
    if not user.has_any_role(DECIDING_ROLES):
        return Refusal("Pernyataan ini hanya untuk pejabat yang dapat memutus.")
    if Stake.objects.in_force().filter(subject=request.trail_chain, official=user, declared_by=user).exists():
        return Refusal("Anda sudah menyatakan hubungan pribadi pada seleksi ini.")
    return None


def eligible_holders(*, role: str, scope: str, agency_id: int, panel_chair: User | None, day) -> list[User]:
    """People who may act at a layer on a day."""
    if scope == "PANEL_CHAIR":
        return [panel_chair] if panel_chair is not None else []
    scoped = None if role in NATIONAL_ROLES else agency_id
    return [duty.user for duty in Membership.objects.holders(role, scoped, day).order_by("id")]


def can_register_delegation(user: User, role: str, agency_id: int | None) -> Refusal | None:
    """The office of the agency notes its officials' letters; for a national office the admin of BKN does."""
    if role in NATIONAL_ROLES:
        return None if user.holds(Role.BKN_ADMIN) else Refusal("Pelimpahan tugas nasional dicatat admin BKN.")
    if any(user.holds(each, agency_id) for each in (Role.SECRETARIAT, Role.AGENCY_ADMIN)):
        return None
    return Refusal("Pelimpahan dicatat sekretariat atau admin instansi pejabatnya.")


def can_accept_delegation(user: User, row: Delegation, now: datetime, *, declines: bool = False) -> Refusal | None:
    """Whether the person may answer a registered letter: a second person, never the delegate."""
    if row.role in NATIONAL_ROLES:
        may = user.holds(Role.BKN_ADMIN)
    else:
        may = any(user.holds(each, row.agency_id) for each in (Role.PPK, Role.PYB, Role.AGENCY_ADMIN))
    reason = delegation_rules.acceptance_refusal(
        state_is_waiting=row.state == DelegationState.REGISTERED,
        # By person: a second account of the same NIP is no second person (docs/security.md 4.3, S6).
        is_registrar=is_one_of(user, [row.registered_by]),
        is_delegate=is_one_of(user, [row.delegate]),
        may_accept=may or user.pk == row.official_id,
        is_over=not declines and row.ends_at <= now,
    )
    return Refusal(reason) if reason else None


def can_withdraw_delegation(user: User, row: Delegation) -> Refusal | None:
    if row.state != DelegationState.REGISTERED:
        return Refusal("Pelimpahan ini sudah dijawab.")
    return None if user.pk == row.registered_by_id else Refusal("Hanya pencatatnya yang dapat menarik pelimpahan ini.")


def can_end_delegation(user: User, row: Delegation, now: datetime) -> Refusal | None:
    """The official, the delegate, and the office may end a letter that was accepted and is not over."""
    if row.state != DelegationState.ACCEPTED:
        return Refusal("Pelimpahan ini belum disahkan.")
    if row.ends_at <= now:
        return Refusal("Pelimpahan ini sudah berakhir.")
    if user.pk in (row.official_id, row.delegate_id) or can_register_delegation(user, row.role, row.agency_id) is None:
        return None
    return Refusal("Pelimpahan diakhiri oleh pejabatnya, penerimanya, atau pencatat instansinya.")


def can_answer_ask(user: User, request: ApprovalRequest) -> Refusal | None:
    """The sender answers, or an admin of the same agency when the sender is away."""
    if user.pk == request.sender_id or user.holds(Role.AGENCY_ADMIN, request.agency_id):
        return None
    return Refusal("Permintaan dokumen dijawab pengirimnya atau admin instansinya.")


def can_ask_documents(
    user: User, request: ApprovalRequest, step: ApprovalStep | None, steps: list[ApprovalStep]
) -> Refusal | None:
    """Whoever may decide at a step of oversight may ask for documents there, one question at a time."""
    if step is None:
        return Refusal("Rangkaian persetujuan ini sudah selesai.")
    stage = stage_of(step.verdicts, step.stage)
    if stage != Stage.ADVICE:
        return Refusal("Dokumen tambahan hanya diminta pada tahap rekomendasi.")
    if DocumentAsk.objects.waiting().filter(step=step).exists():
        return Refusal("Permintaan dokumen sebelumnya belum dijawab pengirim.")
    return can_decide(user, request, step, steps)


def can_change_calendar(user: User) -> Refusal | None:
    """Days off hold for every agency, so BKN writes them."""
    return None if user.holds(Role.BKN_ADMIN) else Refusal("Kalender kerja diubah admin BKN.")
