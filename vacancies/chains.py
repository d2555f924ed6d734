"""The chain of plans, bound to vacancies. `PLAN_BINDING` is registered by the composition root."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.registry import ChainBinding
from core.refusals import Refusal
from vacancies.actions.plan_approval import settle_plan
from vacancies.actions.states import lock_vacancy
from vacancies.models import Application, Vacancy
from vacancies.rules.chains import PLAN
from vacancies.views.plan_rows import decision_context


def planned_vacancy_id(request: ApprovalRequest) -> int:
    """The vacancy of any round of a request; earlier rounds are found by the trail they are written in."""
    return Vacancy.objects.values_list("pk", flat=True).get(public_id=request.trail_chain.removeprefix("vacancy:"))


def lock_planned(request: ApprovalRequest) -> None:
    lock_vacancy(planned_vacancy_id(request))


def on_plan_outcome(*, request: ApprovalRequest, step: ApprovalStep, verdict: str, actor: User, note: str, now: datetime) -> None:
    vacancy = Vacancy.objects.select_related("agency").get(pk=planned_vacancy_id(request))
    duty = actor.duty_label(step.role, step.agency_id)
    settle_plan(vacancy=vacancy, request=request, actor=actor, duty=duty, note=note, now=now)


def plan_conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
    """Somebody who applied for the post has a stake in how its plan is judged."""
    if Application.objects.filter(vacancy_id=planned_vacancy_id(request), employee__user=user).exists():
        return Refusal("Anda melamar lowongan ini, jadi Anda tidak dapat memutus rencananya.")
    return None


def plan_page(request: ApprovalRequest, user: User) -> dict[str, Any]:
    vacancy = Vacancy.objects.with_plan().get(pk=planned_vacancy_id(request))
    return {"template": "vacancies/plan/_decision.html", "context": decision_context(vacancy)}


def plan_url(request: ApprovalRequest) -> str:
    return reverse("show_own_vacancy", args=[request.trail_chain.removeprefix("vacancy:")])


PLAN_BINDING = ChainBinding(
    chain=PLAN,
    lock=lock_planned,
    on_outcome=on_plan_outcome,
    conflict=plan_conflict,
    page=plan_page,
    subject_url=plan_url,
)
