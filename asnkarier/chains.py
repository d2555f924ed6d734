"""List of approval chains, bound to the rooms they serve, and of the other places where lower rooms ask higher ones."""

from dataclasses import replace

from accounts.models import User
from approvals import registry
from approvals.models import ApprovalRequest, ApprovalStep
from core.refusals import Refusal
from vacancies.models import Vacancy


def bind() -> None:
    """Register every chain with the approval engine; an invitee never decides, whatever the chain."""
    from selection.chains import RESULT_BINDINGS
    from talent.chains import FILL_BINDINGS
    from vacancies.chains import BINDINGS

    for binding in (*BINDINGS, *RESULT_BINDINGS):
        registry.register(replace(binding, conflict=_with_invitees(binding)))
    for binding in FILL_BINDINGS:
        registry.register(binding)
    _bind_hooks()


def _bind_hooks() -> None:
    """Invitees hear of an extension, applicants see their invitations and result, a declared conflict closes files, the market
    test of a plan is frozen when it is submitted, oversight sees late objections, the demo clock offers moments."""
    from approvals.oversight_pages import late_sources
    from approvals.people import nip_sources
    from asnkarier.landmarks import registration_moments
    from core import demo_clock
    from employees.same_person import nips_of_accounts
    from employees.uses import use_sources
    from selection.chains import open_result_step
    from selection.own_result import own_result
    from selection.own_sessions import own_sessions, waiting_sessions
    from selection.permissions import file_refusal
    from selection.relatives import relative_link
    from talent.market_words import market_finding
    from talent.notifications import invited_people
    from talent.waiting import waiting_invitations
    from vacancies import notifications
    from vacancies.evidence_uses import uses_in_applications
    from vacancies.objections import late_objections
    from vacancies.permissions.applications import file_barriers
    from vacancies.plan_findings import finding_sources
    from vacancies.views.decision_clock import open_step_sources
    from vacancies.views.overview import task_providers
    from vacancies.views.status import own_result_providers

    if open_result_step not in open_step_sources:
        open_step_sources.append(open_result_step)
    if invited_people not in notifications.extra_audiences:
        notifications.extra_audiences.append(invited_people)
    if late_objections not in late_sources:
        late_sources.append(late_objections)
    if file_refusal not in file_barriers:
        file_barriers.append(file_refusal)
    if own_result not in own_result_providers:
        own_result_providers.append(own_result)
    if own_sessions not in own_result_providers:
        own_result_providers.append(own_sessions)
    if relative_link not in own_result_providers:
        own_result_providers.append(relative_link)
    if waiting_sessions not in task_providers:
        task_providers.append(waiting_sessions)
    if waiting_invitations not in task_providers:
        task_providers.append(waiting_invitations)
    if nips_of_accounts not in nip_sources:
        nip_sources.append(nips_of_accounts)
    if uses_in_applications not in use_sources:
        use_sources.append(uses_in_applications)
    if market_finding not in finding_sources:
        finding_sources.append(market_finding)
    if registration_moments not in demo_clock.sources:
        demo_clock.sources.append(registration_moments)


def _with_invitees(binding: registry.ChainBinding):
    from talent.permissions import invitee_conflict

    def conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
        own = binding.conflict(request, step, user)
        if own is not None:
            return own
        vacancy = Vacancy.objects.get(public_id=request.trail_chain.removeprefix("vacancy:"))
        return invitee_conflict(vacancy, user)

    return conflict
