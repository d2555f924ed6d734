"""Writes the rounds of approval of the demo's plans, and plays single verdicts of result chains."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import User
from approvals.actions import decide
from approvals.enums import RequestState, StepState
from approvals.holidays import holidays
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from approvals.notifications import announce_arrival
from approvals.rules import engine
from approvals.rules.clock import due_on
from asnkarier.demo.planning import SUBMITTED, PlannedVacancy
from asnkarier.demo.trail import Trail
from core.canonical import canonical_json, sha256_hex
from core.indonesian import local_date
from vacancies.facts import plan_content
from vacancies.models import Vacancy
from vacancies.rules.chains import PLAN
from vacancies.summaries import plan_summary

# Days before the opening on which each layer of a plan decides, and the milestone that says it has.
LAYERS = (("PYB", 15.5), ("PPK", 14.5), ("APPROVED", 13.5))
RETURN_NOTE = "Bobot wawancara perlu dijelaskan dan anggota dari luar instansi ditambah. Perbaiki lalu ajukan kembali."
REJECT_NOTE = "Jabatan ini akan digabung dalam penataan organisasi tahun depan, jadi tidak diisi sekarang."
ENDINGS = {
    "RETURNED": ("RETURN", RETURN_NOTE, StepState.RETURNED, RequestState.RETURNED, "PLAN_RETURNED", "return_plan"),
    "REJECTED": ("REJECT", REJECT_NOTE, StepState.REJECTED, RequestState.REJECTED, "PLAN_REJECTED", "reject_plan"),
}
FAVOURABLE = ("APPROVE", "RECOMMEND", "DETERMINE")


def approve_plans(planned: Sequence[PlannedVacancy], wasdal: User, trail: Trail) -> None:
    """Send the plans whose stories say so and give the verdicts they have got by today."""
    sent = [each for each in planned if "SUBMITTED" in each.story.stages]
    rows = Vacancy.objects.with_plan().filter(pk__in=[each.vacancy.pk for each in sent])
    read = {vacancy.pk: vacancy for vacancy in rows}
    requests = ApprovalRequest.objects.bulk_create([_request(each, read[each.vacancy.pk]) for each in sent])
    steps = {}
    for each, request in zip(sent, requests, strict=True):
        each.vacancy.plan_request = request
        holders = {"pyb": each.office.pyb, "ppk": each.office.ppk, "wasdal": wasdal}
        steps[request.pk] = _steps(each, request, holders)
    ApprovalStep.objects.bulk_create([step for rows in steps.values() for step in rows])
    decisions = []
    for each, request in zip(sent, requests, strict=True):
        _note_submission(each, request, trail)
        decisions += _decisions(each, request, steps[request.pk], wasdal, trail)
    Decision.objects.bulk_create(decisions)
    ApprovalStep.objects.bulk_update([s for rows in steps.values() for s in rows], ["state", "opened_at", "due_on"])
    ApprovalRequest.objects.bulk_update(requests, ["state", "closed_at"])
    Vacancy.objects.bulk_update([each.vacancy for each in sent], ["state", "state_since", "plan_request", "version"])
    for each, request in zip(sent, requests, strict=True):
        waiting = next((step for step in steps[request.pk] if step.state == StepState.OPEN), None)
        if waiting is not None:
            holder = {"pyb": each.office.pyb, "ppk": each.office.ppk}.get(waiting.code, wasdal)
            announce_arrival(request, waiting, [holder], [])


def decide_open_step(request_id: int, actors: Mapping[Role, User], form: object = None) -> None:
    """Give the favourable verdict at the step that is open now, as its holder, by the engine itself."""
    step = ApprovalStep.objects.select_related("request").get(request_id=request_id, state="OPEN")
    decide(
        request_id=request_id,
        actor=actors[Role(step.role)],
        verdict=next(verdict for verdict in FAVOURABLE if verdict in step.verdicts),
        note="",
        digest_seen=step.request.digest,
        position_seen=step.position,
        form=form if "DETERMINE" in step.verdicts else None,
    )


def _request(each: PlannedVacancy, vacancy: Vacancy) -> ApprovalRequest:
    return ApprovalRequest(
        chain_code=PLAN.code,
        title=f"Rencana lowongan {vacancy.position_title}",
        level_label=vacancy.get_level_display(),
        agency=vacancy.agency,
        summary=plan_summary(vacancy),
        digest=sha256_hex(canonical_json(plan_content(vacancy))),
        trail_chain=vacancy.trail_chain,
        sender=each.office.admin,
        created_at=each.before_opening(SUBMITTED),
    )


def _steps(each: PlannedVacancy, request: ApprovalRequest, holders: Mapping[str, User]) -> list[ApprovalStep]:
    people = {code: frozenset({str(user.pk)}) for code, user in holders.items()}
    planned = engine.plan(PLAN, engine.ChainFacts(sender_key=str(request.sender_id), holders=people))
    return [
        ApprovalStep(
            request=request,
            sender=each.office.admin,
            position=step.position,
            code=step.code,
            title=step.title,
            role=step.role,
            scope=step.scope,
            agency=None if step.role in NATIONAL_ROLES else each.office.agency,
            repeats_actor_of=step.repeats_actor_of,
            verdicts=list(step.verdicts),
            working_days=step.working_days,
            quorum=step.quorum,
            # Every step waits until the verdicts below open it: one open step a request is a rule of the database.
            state=StepState.WAITING,
        )
        for step in planned
    ]


def _decisions(
    each: PlannedVacancy, request: ApprovalRequest, steps: list[ApprovalStep], wasdal: User, trail: Trail
) -> list[Decision]:
    """Give the verdicts of one round; changes steps, request and vacancy in memory."""
    story, vacancy = each.story, each.vacancy
    actors = (each.office.pyb, each.office.ppk, wasdal)
    decisions = []
    vacancy.state, vacancy.state_since, vacancy.version = "PLAN_REVIEW", each.before_opening(SUBMITTED), vacancy.version + 1
    _open(each, steps[0], vacancy.state_since)
    for step, actor, (milestone, days) in zip(steps, actors, LAYERS, strict=True):
        at = each.before_opening(days)
        if milestone in story.stages:
            verdict, note = next(v for v in FAVOURABLE if v in step.verdicts), ""
            step.state = StepState.APPROVED
        elif story.ending in ENDINGS:
            verdict, note, step.state, request.state, vacancy.state, act = ENDINGS[story.ending]
        else:
            break
        decisions.append(_decision(step, actor, verdict, note, request, at, trail))
        if step.state != StepState.APPROVED:
            _settle(each, request, actor, decisions[-1].duty, act, note, at, trail)
            break
        if step is steps[-1]:
            request.state, vacancy.state = RequestState.APPROVED, "APPROVED"
            _settle(each, request, actor, decisions[-1].duty, "approve_plan", "", at, trail)
        else:
            _open(each, steps[step.position], at)
    return decisions


def _open(each: PlannedVacancy, step: ApprovalStep, at: datetime) -> None:
    day = local_date(at, each.office.agency.zone)
    step.state, step.opened_at = StepState.OPEN, at
    step.due_on = due_on(day, step.working_days, holidays(day.year))


def _decision(
    step: ApprovalStep, actor: User, verdict: str, note: str, request: ApprovalRequest, at: datetime, trail: Trail
) -> Decision:
    duty = actor.duty_label(step.role, step.agency_id)
    trail.add(
        request,
        request.trail_chain,
        "decide_step",
        actor,
        {
            "step": step.code,
            "position": step.position,
            "verdict": verdict,
            "note": note,
            "digest": request.digest,
            "second_factor": "totp",
        },
        duty=duty,
    )
    return Decision(step=step, actor=actor, duty=duty, verdict=verdict, note=note, digest=request.digest, decided_at=at)


def _settle(
    each: PlannedVacancy, request: ApprovalRequest, actor: User, duty: str, act: str, note: str, at: datetime, trail: Trail
) -> None:
    vacancy = each.vacancy
    request.closed_at = vacancy.state_since = at
    vacancy.version += 1
    details = {"note": note, "request": str(request.public_id)}
    trail.add(vacancy, vacancy.trail_chain, act, actor, details, duty=duty)


def _note_submission(each: PlannedVacancy, request: ApprovalRequest, trail: Trail) -> None:
    admin, vacancy = each.office.admin, each.vacancy
    details = {"chain": PLAN.code, "title": request.title, "digest": request.digest, "round": 1, "note": ""}
    trail.add(request, vacancy.trail_chain, "submit_request", admin, details)
    summary = {"reference": vacancy.reference, "round": 1, "digest": request.digest, "note": ""}
    duty = admin.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id)
    trail.add(vacancy, vacancy.trail_chain, "submit_plan", admin, summary, duty=duty)
