"""The inbox and the decision page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor
from accounts.enums import DECIDING_ROLES, Role
from approvals import pages, registry
from approvals.actions import decide
from approvals.enums import RequestState, StepState, Verdict
from approvals.forms import DecisionForm, InboxFilterForm
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.permissions import can_decide
from core import clock
from core.access import allow
from core.refusals import Refusal, Refused

TABS = (("perlu", "Perlu tindakan"), ("menunggu", "Menunggu pihak lain"), ("selesai", "Selesai"))
ORDERS = {"": ("due_on", "opened_at", "id"), "baru": ("-opened_at", "-id"), "instansi": ("request__agency__name", "id")}


@require_safe
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
def list_steps(request: HttpRequest) -> HttpResponse:
    """Inbox: what waits for me, what waits for others, what is done."""
    now = clock.now()
    tab = request.GET.get("tab") if request.GET.get("tab") in dict(TABS) else "perlu"
    filters = InboxFilterForm(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    mine = ApprovalStep.objects.waiting_for(request.user)
    if tab == "perlu":
        rows = _filtered(mine, chosen, prefix="request__").for_list().order_by(*ORDERS[chosen.get("urut", "")])
        page = Paginator(rows, 20).get_page(request.GET.get("halaman"))
        lines = [pages.inbox_row(step, now) for step in page]
    elif tab == "menunggu":
        visible = ApprovalRequest.objects.visible_to(request.user)
        rows = ApprovalStep.objects.open().filter(request__in=visible.values("pk")).exclude(pk__in=mine.values("pk"))
        rows = _filtered(rows, chosen, prefix="request__").for_list().order_by(*ORDERS[chosen.get("urut", "")])
        page = Paginator(rows, 20).get_page(request.GET.get("halaman"))
        lines = [pages.inbox_row(step, now) for step in page]
    else:
        done = ApprovalRequest.objects.visible_to(request.user).exclude(state=RequestState.IN_PROGRESS)
        done = _filtered(done, chosen, prefix="").select_related("agency").order_by("-closed_at", "-id")
        page = Paginator(done, 20).get_page(request.GET.get("halaman"))
        lines = [pages.closed_row(row) for row in page]
    waiting = mine.count()
    tabs = [
        {
            "label": label,
            "url": f"{reverse('list_steps')}?tab={code}",
            "current": code == tab,
            "count": waiting if code == "perlu" else None,
        }
        for code, label in TABS
    ]
    recent = []
    if tab == "perlu" and not lines:
        decided = ApprovalRequest.objects.decided_by(request.user).select_related("agency").order_by("-id")[:5]
        recent = [pages.closed_row(row) for row in decided]
    context = {"tabs": tabs, "tab": tab, "rows": lines, "page": page, "filters": filters, "recent": recent}
    return render(request, "approvals/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
def decide_step(request: HttpRequest, public_id) -> HttpResponse:
    """One page with all that is asked: numbers, changes, chain so far, and the verdict."""
    item = get_object_or_404(ApprovalRequest.objects.visible_to(request.user).with_chain(), public_id=public_id)
    binding = registry.binding_of(item.chain_code)
    steps = sorted(item.steps.all(), key=lambda step: step.position)
    step = next((s for s in steps if s.state == StepState.OPEN), None)
    refusal = can_decide(request.user, item, step, steps) if step else None
    may_decide = step is not None and refusal is None
    lacks_factor = may_decide and not second_factor.has_second_factor(request.user)
    form = seats = None
    missed = kept_note = ""
    if step is not None and may_decide:
        needs_code = not second_factor.is_fresh(request)
        post = request.POST if request.method == "POST" else None
        initial = {"digest": item.digest, "position": step.position}
        form = DecisionForm(post, verdicts=step.verdicts, needs_code=needs_code, initial=initial)
        if Verdict.DETERMINE in step.verdicts and binding.determination_form is not None:
            wants_seats = post is not None and post.get("verdict") == Verdict.DETERMINE
            seats = binding.determination_form(item, post if wants_seats else None)
        if post is not None and not lacks_factor:
            answer = _give_verdict(request, item, form, seats)
            if answer is not None:
                return answer
    elif request.method == "POST":
        # The page the person looked at is out of date, or the right is missing: say who was first, keep what was typed.
        missed = _missed_sentence(request, item, steps, refusal)
        kept_note = request.POST.get("note", "").strip()[:2000]
    now = clock.now()
    context = {
        "item": item,
        "step": step,
        "state_label": RequestState(item.state).label,
        "state_tone": pages.REQUEST_TONES[RequestState(item.state)],
        "summary": pages.summary_rows(item, is_list=False),
        "lists": pages.summary_rows(item, is_list=True),
        "changes": pages.changed_rows(item),
        "strip": pages.strip_rows(item, now),
        "history": pages.history_rows(item),
        "subject": binding.page(item, request.user),
        "subject_url": binding.subject_url(item),
        "form": form,
        "seats": seats,
        "summary_forms": [each for each in (form, seats) if each is not None],
        "refusal": refusal,
        "missed": missed,
        "kept_note": kept_note,
        "lacks_factor": lacks_factor,
        "age": pages.age_words(step, item.agency, now) if step else "",
        "due": pages.due_tone(step, item.agency, now)[1] if step else "",
    }
    return render(request, "approvals/decide.html", context, status=409 if missed else 200)


def _missed_sentence(request: HttpRequest, item: ApprovalRequest, steps: list[ApprovalStep], refusal: Refusal | None) -> str:
    """Why a verdict came to nothing: what happened to the step the person saw, else why the open one is not theirs."""
    position = request.POST.get("position", "")
    seen = next((step for step in steps if str(step.position) == position), steps[-1])
    reason = can_decide(request.user, item, seen, steps) if seen.state != StepState.OPEN else refusal
    return (reason or refusal or Refusal("Tahap ini sudah diputus.")).reason


def _give_verdict(request: HttpRequest, item: ApprovalRequest, form: DecisionForm, seats) -> HttpResponse | None:
    """Check the form, the seats and the code, in this order, and act. None means: show the page again with the errors."""
    valid = form.is_valid()
    verdict = form.cleaned_data.get("verdict", "")
    if seats is not None and verdict == Verdict.DETERMINE:
        valid = seats.is_valid() and valid
    if not valid:
        return None
    if "code" in form.fields:
        sentence = second_factor.use_code(request, form.cleaned_data["code"])
        if sentence is not None:
            form.add_error("code", sentence)
            return None
        # The code is used up and counts for five minutes: a page that comes back for another reason asks for none.
        form.fields.pop("code")
    try:
        decide(
            request_id=item.pk,
            actor=request.user,
            verdict=verdict,
            note=form.cleaned_data["note"],
            digest_seen=form.cleaned_data["digest"],
            position_seen=form.cleaned_data["position"],
            form=seats,
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.reason)
        return None
    messages.success(request, f"Keputusan “{Verdict(verdict).label.lower()}” tersimpan. {item.title}.")
    return redirect("list_steps")


def _filtered(rows, chosen: dict, *, prefix: str):
    if chosen.get("cari"):
        words = chosen["cari"]
        rows = rows.filter(Q(**{f"{prefix}title__icontains": words}) | Q(**{f"{prefix}agency__name__icontains": words}))
    if chosen.get("tingkat"):
        rows = rows.filter(**{f"{prefix}level_label": chosen["tingkat"]})
    return rows
