"""Berapa lama data disimpan, for everybody; and destroying what is due, by two officers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow, public
from core.refusals import Refused
from privacy.actions import destruction as acts
from privacy.forms import CountForm
from privacy.models import DestructionProposal
from privacy.permissions import can_decide_destruction
from privacy.retention import COUNTED, due_counts
from privacy.rules.retention import CLASSES, DESTROYED, RETENTION
from privacy.second_officer import SecondOfficer, Words

SHOWN = 20
DESTROY = Words(name="musnahkan", title="Musnahkan", approve="Musnahkan dokumen", reject="Tolak usul", is_final=True)


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
    page = SecondOfficer(request, words=DESTROY, count_form=CountForm, refusal=can_decide_destruction(request.user, proposal))

    def destroy(count: int, factor: str) -> str:
        done = acts.approve_destruction(proposal_id=proposal.pk, actor=request.user, count=count, second_factor=factor)
        return f"{done} dokumen dimusnahkan."

    def reject(note: str) -> str:
        acts.reject_destruction(proposal_id=proposal.pk, actor=request.user, note=note)
        return "Usul ditolak. Dokumennya tetap disimpan."

    if page.decided(approve=destroy, reject=reject):
        return redirect("list_destructions")
    context = {
        "proposal": proposal,
        "class": CLASSES[proposal.retention_class],
        "size": filesizeformat(proposal.total_bytes),
        **page.context(),
    }
    return render(request, "privacy/decide_destruction.html", context)


def _decided_row(proposal: DestructionProposal) -> dict[str, Any]:
    return {
        "title": CLASSES[proposal.retention_class].title,
        "proposal": proposal,
        "size": filesizeformat(proposal.total_bytes),
        "is_done": proposal.verdict == "APPROVED",
    }
