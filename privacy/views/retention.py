"""Berapa lama data disimpan, for everybody; and destroying what is due, by two officers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_factor
from accounts.enums import Role
from core import clock
from core.access import allow, public
from core.refusals import Refused
from privacy.actions import destruction as acts
from privacy.factor import factor_used
from privacy.forms import CountForm, RejectForm
from privacy.models import DestructionProposal
from privacy.permissions import can_decide_destruction
from privacy.retention import COUNTED, due_counts
from privacy.rules.retention import CLASSES, DESTROYED, RETENTION
from vacancies.forms.window import SecondFactorForm

SHOWN = 20


@public
@require_safe
def show_retention(request: HttpRequest) -> HttpResponse:
    """The table of retention, as the program keeps it."""
    return render(request, "privacy/retention.html", {"classes": RETENTION})


@allow(Role.DATA_PROTECTION)
@require_safe
def list_destructions(request: HttpRequest) -> HttpResponse:
    """What is due by class, proposals that wait, and the last ones decided."""
    found = DestructionProposal.objects.select_related("proposed_by", "decided_by")
    waiting = {proposal.retention_class: proposal for proposal in found.filter(verdict="").order_by("pk")}
    counts = due_counts(clock.now())
    context = {
        "classes": [
            {"row": row, "due": counts[row.code], "is_cut": counts[row.code] >= COUNTED, "waiting": waiting.get(row.code)}
            for row in DESTROYED
        ],
        "decided": [_decided_row(proposal) for proposal in found.filter(~Q(verdict="")).order_by("-decided_at", "-pk")[:SHOWN]],
    }
    return render(request, "privacy/destructions.html", context)


@allow(Role.DATA_PROTECTION)
@require_POST
def propose_destruction(request: HttpRequest) -> HttpResponse:
    """Propose to destroy what is due of one class."""
    try:
        proposal = acts.propose_destruction(actor=request.user, code=request.POST.get("golongan", ""))
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, f"{proposal.count} dokumen diusulkan untuk dimusnahkan. Pejabat PDP lain memutusnya.")
    return redirect("list_destructions")


@allow(Role.DATA_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_destruction(request: HttpRequest, public_id) -> HttpResponse:
    """What would be destroyed; approved with the count and a fresh factor, or turned down with a reason."""
    proposal = get_object_or_404(DestructionProposal.objects.select_related("proposed_by"), public_id=public_id)
    if proposal.verdict:
        raise Http404("Usul ini sudah diputus.")
    posted = request.POST if request.method == "POST" else None
    approves = posted is not None and "musnahkan" in posted
    count_form = CountForm(posted if approves else None)
    code_form = SecondFactorForm(posted if approves else None, needs_code=not second_factor.is_fresh(request))
    reject_form = RejectForm(posted if posted is not None and not approves else None)
    refusal = can_decide_destruction(request.user, proposal)
    if posted is not None and refusal is None and _done(request, proposal, count_form, code_form, reject_form):
        return redirect("list_destructions")
    context = {
        "proposal": proposal,
        "class": CLASSES[proposal.retention_class],
        "size": filesizeformat(proposal.total_bytes),
        "refusal": refusal,
        "lacks_factor": not second_factor.has_second_factor(request.user),
        "count_form": count_form,
        "code_form": code_form,
        "reject_form": reject_form,
        "all_forms": [count_form, code_form, reject_form],
    }
    return render(request, "privacy/decide_destruction.html", context)


def _done(request: HttpRequest, proposal: DestructionProposal, count_form: Any, code_form: Any, reject_form: Any) -> bool:
    """Do what was pressed; False when something on the page is still missing."""
    try:
        if count_form.is_bound:
            if not (count_form.is_valid() and factor_used(request, code_form)):
                return False
            count = acts.approve_destruction(
                proposal_id=proposal.pk,
                actor=request.user,
                count=count_form.cleaned_data["count"],
                second_factor=second_factor.fresh_method(request),
            )
            messages.success(request, f"{count} dokumen dimusnahkan.")
            return True
        if reject_form.is_valid():
            acts.reject_destruction(proposal_id=proposal.pk, actor=request.user, note=reject_form.cleaned_data["note"])
            messages.success(request, "Usul ditolak. Dokumennya tetap disimpan.")
            return True
    except Refused as error:
        form = count_form if count_form.is_bound else reject_form
        form.add_error(error.field if error.field in form.fields else None, error.reason)
    return False


def _decided_row(proposal: DestructionProposal) -> dict[str, Any]:
    return {
        "title": CLASSES[proposal.retention_class].title,
        "proposal": proposal,
        "size": filesizeformat(proposal.total_bytes),
        "is_done": proposal.verdict == "APPROVED",
    }
