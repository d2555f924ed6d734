"""The chains of filling a post from the succession group. `FILL_BINDINGS` are registered by the composition root."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.registry import ChainBinding
from core.refusals import Refusal, Refused
from employees.same_person import same_person
from talent.actions.fills import determine_fill, settle_fill
from talent.fill_pages import candidate_rows
from talent.forms.fills import FillChoiceForm
from talent.models import PoolFill
from talent.rules.pool_fill import POOL_FILL_MADYA_UTAMA, POOL_FILL_PRATAMA


def fill_of(request: ApprovalRequest) -> PoolFill:
    """The proposal a round is about."""
    return PoolFill.objects.select_related("target__agency", "approval").get(request=request)


def lock_fill(request: ApprovalRequest) -> None:
    PoolFill.objects.select_for_update(of=("self",), no_key=True).get(request=request)


def on_fill_outcome(*, request: ApprovalRequest, step: ApprovalStep, verdict: str, actor: User, note: str, now: datetime) -> None:
    settle_fill(fill=fill_of(request), request=request)


def fill_conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
    """Nobody decides on a proposal that names them."""
    if PoolFill.objects.filter(same_person(user, "candidates__membership__employee__"), request=request).exists():
        return Refusal("Anda termasuk nama yang diusulkan, jadi tidak dapat memutus usulan ini.")
    return None


def fill_page(request: ApprovalRequest, user: User) -> dict[str, Any]:
    fill = fill_of(request)
    return {"template": "talent/fills/_decision.html", "context": {"fill": fill, "candidates": candidate_rows(fill)}}


def fill_url(request: ApprovalRequest) -> str:
    return reverse("show_fill", args=[fill_of(request).public_id])


def choice_form(request: ApprovalRequest, post: Any) -> FillChoiceForm:
    return FillChoiceForm(post, candidates=candidate_rows(fill_of(request)))


def on_determine(
    *, request: ApprovalRequest, step: ApprovalStep, actor: User, duty: str, form: FillChoiceForm | None, now: datetime
) -> None:
    if form is None or not form.is_valid():
        raise Refused("Pilih satu nama sebelum menetapkan.")
    determine_fill(
        fill=fill_of(request),
        step=step,
        actor=actor,
        duty=duty,
        place=form.cleaned_data["place"],
        reason=form.cleaned_data["choice_reason"],
        now=now,
    )


FILL_BINDINGS = tuple(
    ChainBinding(
        chain=chain,
        lock=lock_fill,
        on_outcome=on_fill_outcome,
        conflict=fill_conflict,
        page=fill_page,
        subject_url=fill_url,
        determination_form=choice_form,
        on_determine=on_determine,
    )
    for chain in (POOL_FILL_PRATAMA, POOL_FILL_MADYA_UTAMA)
)
