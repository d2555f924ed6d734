"""The oversight desk, and documents asked for at a step of oversight."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import DECIDING_ROLES, Role, Zone
from approvals import actions
from approvals import oversight_pages as pages
from approvals.delegation_forms import AnswerForm, AskForm, OversightFilterForm
from approvals.enums import StepState
from approvals.models import ApprovalRequest, DocumentAsk
from approvals.permissions import can_answer_ask, can_ask_documents
from core import clock
from core.access import allow
from core.refusals import Refused
from core.uploads.files import accept_file
from core.uploads.responses import private_file_response

PAGE_SIZE = 20
ANSWERING = (*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT)
READERS = (*ANSWERING, Role.AUDITOR)


@require_safe
@allow(Role.WASDAL)
def show_oversight(request: HttpRequest) -> HttpResponse:
    """National queue of recommendations due, and of steps that are late elsewhere."""
    now = clock.now()
    tab = request.GET.get("tab") if request.GET.get("tab") in dict(pages.TABS) else "rekomendasi"
    filters = OversightFilterForm(request.GET)
    filters.is_valid()
    rows = pages.filtered(pages.in_tab(tab, now), filters.cleaned_data, now)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    place = reverse("show_oversight")
    context = {
        "tabs": [{"label": label, "url": f"{place}?tab={code}", "current": code == tab} for code, label in pages.TABS],
        "tab": tab,
        "filters": filters,
        "page": page,
        "rows": [pages.desk_row(step, now) for step in page],
        "late": pages.late_elsewhere(now) if tab == "terlambat" else [],
        "reset_url": f"{place}?tab={tab}",
    }
    return render(request, "approvals/oversight/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*DECIDING_ROLES)
def ask_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the sender for documents without ending the step."""
    item = get_object_or_404(ApprovalRequest.objects.visible_to(request.user).with_chain(), public_id=public_id)
    steps = sorted(item.steps.all(), key=lambda step: step.position)
    step = next((each for each in steps if each.state == StepState.OPEN), None)
    refusal = can_ask_documents(request.user, item, step, steps)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_documents(
                request_id=item.pk,
                actor=request.user,
                text=form.cleaned_data["text"],
                working_days=form.cleaned_data["working_days"],
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Permintaan dokumen terkirim kepada pengirim. Tahap ini tetap terbuka.")
            return redirect("decide_step", item.public_id)
    context = {"item": item, "form": form, "refusal": refusal, "crumbs": _crumbs(item, "Minta dokumen")}
    return render(request, "approvals/oversight/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*ANSWERING)
def answer_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sender answers in words, with a file where there is one."""
    ask, item = _visible_ask(request, public_id)
    (row,) = (each for each in pages.ask_rows([ask.step_id], Zone(item.agency.zone).label) if each["ask"].pk == ask.pk)
    refusal = can_answer_ask(request.user, item)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        scan = form.cleaned_data["file"]
        try:
            accepted = accept_file(scan.read(), scan.name, accepts=("application/pdf",), folder="asks") if scan else None
            actions.answer_ask(ask_id=ask.pk, actor=request.user, answer=form.cleaned_data["answer"], accepted=accepted)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Jawaban terkirim. Jam tahap berjalan lagi.")
            return redirect("decide_step", item.public_id)
    context = {"item": item, "row": row, "form": form, "refusal": refusal, "crumbs": _crumbs(item, "Jawab permintaan dokumen")}
    return render(request, "approvals/oversight/answer.html", context)


@require_safe
@allow(*READERS)
def download_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file that came with an answer: for whoever may read the request."""
    ask, _ = _visible_ask(request, public_id)
    if not ask.file:
        raise Http404
    return private_file_response(ask.file, content_type="application/pdf", name=ask.file_name, saves=False)


def _visible_ask(request: HttpRequest, public_id: UUID) -> tuple[DocumentAsk, ApprovalRequest]:
    ask = get_object_or_404(DocumentAsk.objects.select_related("step"), public_id=public_id)
    readable = ApprovalRequest.objects.visible_to(request.user).select_related("agency")
    return ask, get_object_or_404(readable, pk=ask.step.request_id)


def _crumbs(item: ApprovalRequest, here: str) -> list[dict[str, str]]:
    return [{"label": item.title, "url": reverse("decide_step", args=[item.public_id])}, {"label": here, "url": ""}]
