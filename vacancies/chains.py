"""The chains of vacancies: their plan, and going on with few applicants. `BINDINGS` are registered by the composition root."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.registry import ChainBinding
from approvals.standing import signed_duty
from core.refusals import Refusal
from employees.same_person import same_person
from vacancies.actions.continuation import settle_continuation
from vacancies.actions.plan_approval import settle_plan
from vacancies.actions.states import lock_vacancy
from vacancies.models import Application, Vacancy
from vacancies.rules.chains import CONTINUATION, PLAN
from vacancies.views.ledger import ledger_items, ledger_rows
from vacancies.views.plan_rows import decision_context


def vacancy_id_of(request: ApprovalRequest) -> int:
    """The vacancy of any round of a request; earlier rounds are found by the trail they are written in."""
    return Vacancy.objects.values_list("pk", flat=True).get(public_id=request.trail_chain.removeprefix("vacancy:"))


def lock_vacancy_of(request: ApprovalRequest) -> None:
    lock_vacancy(vacancy_id_of(request))


def on_plan_outcome(*, request: ApprovalRequest, step: ApprovalStep, verdict: str, actor: User, note: str, now: datetime) -> None:
    vacancy = Vacancy.objects.select_related("agency").get(pk=vacancy_id_of(request))
    duty = signed_duty(step, actor)
    settle_plan(vacancy=vacancy, request=request, actor=actor, duty=duty, note=note, now=now)


def _has_applied(request: ApprovalRequest, user: User) -> bool:
    return Application.objects.filter(same_person(user, "employee__"), vacancy_id=vacancy_id_of(request)).exists()


def plan_conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
    """Somebody who applied for the post has a stake in how its plan is judged."""
    if _has_applied(request, user):
        return Refusal("Anda melamar lowongan ini, jadi Anda tidak dapat memutus rencananya.")
    return None


def plan_page(request: ApprovalRequest, user: User) -> dict[str, Any]:
    vacancy = Vacancy.objects.with_plan().get(pk=vacancy_id_of(request))
    return {"template": "vacancies/plan/_decision.html", "context": decision_context(vacancy)}


def plan_url(request: ApprovalRequest) -> str:
    return reverse("show_own_vacancy", args=[request.trail_chain.removeprefix("vacancy:")])


PLAN_BINDING = ChainBinding(
    chain=PLAN,
    lock=lock_vacancy_of,
    on_outcome=on_plan_outcome,
    conflict=plan_conflict,
    page=plan_page,
    subject_url=plan_url,
    withdraw_url=lambda request: reverse("withdraw_plan", args=[request.trail_chain.removeprefix("vacancy:")]),
    withdraws_at_once=True,
)


def on_continuation_outcome(
    *, request: ApprovalRequest, step: ApprovalStep, verdict: str, actor: User, note: str, now: datetime
) -> None:
    vacancy = Vacancy.objects.select_related("agency").get(pk=vacancy_id_of(request))
    duty = signed_duty(step, actor)
    settle_continuation(vacancy=vacancy, request=request, actor=actor, duty=duty, note=note, now=now)


def continuation_conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
    """An applicant gains or loses a rival by the answer."""
    if _has_applied(request, user):
        return Refusal("Anda melamar lowongan ini, jadi Anda tidak dapat memutus kelanjutan seleksinya.")
    return None


def continuation_page(request: ApprovalRequest, user: User) -> dict[str, Any]:
    vacancy = Vacancy.objects.select_related("agency").get(pk=vacancy_id_of(request))
    context = {"count": vacancy.applications.submitted().count(), "ledger": ledger_items(ledger_rows(vacancy))}
    return {"template": "vacancies/registration/_continuation_decision.html", "context": context}


CONTINUATION_BINDING = ChainBinding(
    chain=CONTINUATION,
    lock=lock_vacancy_of,
    on_outcome=on_continuation_outcome,
    conflict=continuation_conflict,
    page=continuation_page,
    subject_url=plan_url,
    withdraw_url=lambda request: reverse("withdraw_continuation", args=[request.trail_chain.removeprefix("vacancy:")]),
    withdraws_at_once=True,
)
BINDINGS = (PLAN_BINDING, CONTINUATION_BINDING)
