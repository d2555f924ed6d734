"""A plan on its way through approval: submitted, withdrawn, settled, taken up again."""

from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from approvals.actions import close_by_sender, submit_request
from approvals.enums import RequestState
from approvals.models import ApprovalRequest
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.refusals import Refused, require
from vacancies.actions.states import STATE_FIELDS, lock_vacancy, move, refuse_stale
from vacancies.facts import plan_content, plan_facts
from vacancies.models import Vacancy
from vacancies.notifications.plan import announce_plan_outcome
from vacancies.permissions.plan import can_revise_plan, can_submit_plan, can_withdraw_plan
from vacancies.plan_findings import PlanFinding, findings_of
from vacancies.rules.chains import PLAN
from vacancies.rules.plan import plan_problems
from vacancies.summaries import plan_summary

# State of the request after the last verdict -> action of the vacancy, and what the office is told.
OUTCOMES = {
    RequestState.APPROVED: ("approve_plan", "Rencana lowongan disetujui"),
    RequestState.RETURNED: ("return_plan", "Rencana lowongan dikembalikan"),
    RequestState.REJECTED: ("reject_plan", "Rencana lowongan ditolak"),
}


def submit_plan(*, vacancy_id: int, actor: User, version: int | None = None, note: str = "") -> ApprovalRequest:
    """Check the whole plan, freeze its limits and send it into its chain: PyB, PPK, Wasdal BKN.

    Raises:
        Refused: no right, wrong state, the plan has problems, or a layer has nobody who may decide.
        Stale: the page was drawn from an older version.
    """
    # The findings read much of the register, up to seconds at full size: nobody waits for the vacancy's row meanwhile.
    seen = Vacancy.objects.with_plan().get(pk=vacancy_id)
    refuse_stale(seen, version)
    require(can_submit_plan(actor, seen, len(plan_problems(plan_facts(seen), clock.now()))))
    findings = findings_of(seen)
    with transaction.atomic(), audit.written_last():
        return _submit(vacancy_id, actor, version, note, findings, _digest(seen))


def _digest(vacancy: Vacancy) -> str:
    return sha256_hex(canonical_json(plan_content(vacancy)))


def _submit(
    vacancy_id: int, actor: User, version: int | None, note: str, findings: list[PlanFinding], found_of: str
) -> ApprovalRequest:
    """The part under the lock. `found_of`: digest of the plan the findings speak of."""
    now = clock.transaction_now()
    lock_vacancy(vacancy_id)
    vacancy = Vacancy.objects.with_plan().get(pk=vacancy_id)
    refuse_stale(vacancy, version)
    problems = plan_problems(plan_facts(vacancy), now)
    require(can_submit_plan(actor, vacancy, len(problems)))
    digest = _digest(vacancy)
    if digest != found_of:
        # Somebody changed the plan just now, and whoever submits did not say which version they saw.
        findings = findings_of(vacancy)
    # Written out in full: a default that changes later must not change a plan that was approved with today's numbers.
    vacancy.rule_pack = vacancy.pack.as_json()
    request = submit_request(
        chain=PLAN,
        title=f"Rencana lowongan {vacancy.position_title}",
        level_label=vacancy.get_level_display(),
        agency=vacancy.agency,
        summary=[*plan_summary(vacancy), *([found.label, found.value] for found in findings)],
        digest=digest,
        trail_chain=vacancy.trail_chain,
        sender=actor,
        now=now,
        note=note.strip(),
        previous=vacancy.plan_request,
        asks_reason=" ".join(found.asks_reason for found in findings if found.asks_reason),
    )
    move(vacancy, "submit_plan", now)
    vacancy.plan_request = request
    vacancy.save(update_fields=[*STATE_FIELDS, "rule_pack", "plan_request"])
    _record(vacancy, "submit_plan", actor, {"round": request.round_number, "digest": request.digest, "note": request.note})
    return request


@transaction.atomic
@audit.written_last()
def withdraw_plan(*, vacancy_id: int, actor: User) -> Vacancy:
    """Take a running plan back to a draft. Only the sender may, and only while no last verdict is given."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_withdraw_plan(actor, vacancy))
    if vacancy.plan_request_id is None:
        raise Refused("Rencana ini belum diajukan.")
    close_by_sender(request=vacancy.plan_request, actor=actor, now=now)
    move(vacancy, "withdraw_plan", now)
    vacancy.save(update_fields=STATE_FIELDS)
    _record(vacancy, "withdraw_plan", actor, {})
    return vacancy


@transaction.atomic
def revise_plan(*, vacancy_id: int, actor: User) -> Vacancy:
    """Open a rejected plan again as a draft; the next round remembers the earlier one."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_revise_plan(actor, vacancy))
    move(vacancy, "revise_plan", now)
    vacancy.save(update_fields=STATE_FIELDS)
    _record(vacancy, "revise_plan", actor, {})
    return vacancy


def settle_plan(*, vacancy: Vacancy, request: ApprovalRequest, actor: User, duty: str, note: str, now: datetime) -> None:
    """Follow the end of a request. Runs inside the engine's transaction, on a vacancy that is already locked.

    While the request is still in progress (the next layer opens, or an earlier one again) nothing changes here.
    """
    if request.state not in OUTCOMES:
        return
    action, title = OUTCOMES[RequestState(request.state)]
    move(vacancy, action, now)
    vacancy.save(update_fields=STATE_FIELDS)
    announce_plan_outcome(
        vacancy, title=title, note=note, event=f"plan:{request.public_id}:{request.state}", sender=request.sender, now=now
    )
    audit.record(
        chain=vacancy.trail_chain,
        act=action,
        actor=actor,
        duty=duty,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"note": note, "request": str(request.public_id)},
    )


def _record(vacancy: Vacancy, act: str, actor: User, details: dict) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"reference": vacancy.reference, **details},
    )
