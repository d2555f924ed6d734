"""Filling a post from the succession group: the approval letters, a proposal, and its page."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from approvals.pages import strip_rows
from core import clock
from core.access import allow
from core.letters import letter_response
from core.refusals import Refused
from core.uploads.files import accept_file
from core.uploads.responses import private_file_response
from talent.actions import fills as actions
from talent.enums import FillState
from talent.fill_pages import candidate_rows
from talent.forms.fills import FillForm, MeritApprovalForm
from talent.mapping_permissions import can_fill_target
from talent.models import MeritApproval, PoolFill, PoolMembership, TargetPost
from talent.models.fill import FILL_READERS
from talent.models.placement import BOX_READERS
from talent.models.target import NATIONAL_READERS

PAGE_SIZE = 50
MOST_CHOICES = 200
TONES = {"REVIEW": "wait", "RETURNED": "stop", "REJECTED": "stop", "WITHDRAWN": "plain", "DETERMINED": "good"}


@allow(Role.WASDAL)
@require_http_methods(["GET", "HEAD", "POST"])
def list_merit_approvals(request: HttpRequest) -> HttpResponse:
    """Letters on record, and the form that adds one."""
    form = MeritApprovalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            accepted = accept_file(clean["file"].read(), clean["file"].name, accepts=("application/pdf",), folder="merit")
            row = actions.record_merit_approval(
                agency_id=clean["agency"].pk,
                actor=request.user,
                rating=clean["rating"],
                number=clean["letter_number"],
                letter_on=clean["letter_on"],
                valid_until=clean["valid_until"],
                accepted=accepted,
            )
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"Surat persetujuan untuk {row.agency.name} tercatat.")
            return redirect("list_merit_approvals")
    page = Paginator(MeritApproval.objects.select_related("agency", "recorded_by"), PAGE_SIZE).get_page(
        request.GET.get("halaman")
    )
    return render(request, "talent/fills/approvals.html", {"form": form, "rows": page.object_list, "page": page})


@allow(*BOX_READERS, *FILL_READERS)
@require_safe
def download_merit_approval(request: HttpRequest, public_id) -> HttpResponse:
    """The scanned letter: for the agency it was written to, and for national duties."""
    rows = MeritApproval.objects.all()
    if not request.user.has_any_role(FILL_READERS):
        rows = rows.filter(agency_id__in=request.user.agency_ids(*BOX_READERS))
    row = get_object_or_404(rows, public_id=public_id)
    return private_file_response(row.file, content_type="application/pdf", name=row.file_name, saves=False)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_fill(request: HttpRequest, public_id) -> HttpResponse:
    """Names for a target post, sent into the chain."""
    own = TargetPost.objects.filter(agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN)).select_related("agency")
    target = get_object_or_404(own, public_id=public_id)
    today = target.agency.day(clock.now())
    approval = MeritApproval.objects.in_force(target.agency_id, today)
    refusal = can_fill_target(request.user, target, approval)
    ready = PoolMembership.objects.ready(today).filter(agency=target.agency, target_level=target.level)
    members = list(ready.select_related("employee").order_by("-box", "employee__name_key", "pk")[:MOST_CHOICES])
    form = FillForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        try:
            fill = actions.propose_fill(
                target_id=target.pk,
                actor=request.user,
                members=[UUID(each) for each in form.cleaned_data["members"]],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
        else:
            messages.success(request, "Usulan dikirim ke rantai persetujuan.")
            return redirect("show_fill", fill.public_id)
    context = {
        "target": target,
        "form": form,
        "refusal": refusal,
        "approval": approval,
        "members": members,
        "crumbs": [{"label": "Jabatan target", "url": reverse("list_target_posts")}, {"label": "Isi dari kelompok", "url": ""}],
    }
    return render(request, "talent/fills/propose.html", context)


def _visible(request: HttpRequest, public_id) -> PoolFill:
    joined = PoolFill.objects.visible_to(request.user).select_related("target__agency", "approval", "letter", "request")
    return get_object_or_404(joined, public_id=public_id)


@allow(*BOX_READERS, *FILL_READERS)
@require_safe
def show_fill(request: HttpRequest, public_id) -> HttpResponse:
    """A proposal with its names and its chain."""
    fill = _visible(request, public_id)
    round_ = type(fill.request).objects.with_chain().get(pk=fill.request_id) if fill.request_id else None
    # Who only decides, as Setkab does, came from the inbox and may not open the list.
    reads_list = request.user.has_any_role([*BOX_READERS, *NATIONAL_READERS])
    above = [{"label": "Jabatan target", "url": reverse("list_target_posts")}] if reads_list else []
    context = {
        "fill": fill,
        "label": FillState(fill.state).label,
        "tone": TONES[fill.state],
        "candidates": candidate_rows(fill),
        "strip": strip_rows(round_, clock.now(), request.user) if round_ else [],
        "may_withdraw": fill.state == FillState.REVIEW and fill.request.sender_id == request.user.pk,
        "crumbs": [*above, {"label": fill.target.title, "url": ""}],
    }
    return render(request, "talent/fills/show.html", context)


@allow(Role.AGENCY_ADMIN)
@require_POST
def withdraw_fill(request: HttpRequest, public_id) -> HttpResponse:
    """Take a running proposal back."""
    fill = _visible(request, public_id)
    try:
        actions.withdraw_fill(fill_id=fill.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Usulan ditarik.")
    return redirect("show_fill", fill.public_id)


@allow(*BOX_READERS, *FILL_READERS)
@require_safe
def download_fill_letter(request: HttpRequest, public_id) -> HttpResponse:
    """The determination letter."""
    fill = _visible(request, public_id)
    if fill.letter is None:
        raise Http404
    return letter_response(fill.letter)
