"""The decision page: all that is asked on one screen, and the verdict."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor
from accounts.enums import DECIDING_ROLES, Role
from approvals import pages, registry
from approvals.actions import open_sheets, sign_decision
from approvals.beside import beside_decision
from approvals.enums import RequestState, StepState, Verdict
from approvals.forms import DecisionForm, verdict_of_key
from approvals.models import ApprovalRequest, ApprovalStep, Decision, OpenedSheet
from approvals.permissions import can_decide, can_declare_stake, can_withdraw
from approvals.screen import Screen, screen_of
from core import clock
from core.access import allow
from core.letters import exact_letter_response
from core.refusals import Refusal, Refused, Stale


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
def decide_step(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One page with all that is asked: numbers, changes, chain so far, and the verdict."""
    item = _item(request, public_id)
    steps = sorted(item.steps.all(), key=lambda step: step.position)
    step = next((s for s in steps if s.state == StepState.OPEN), None)
    refusal = can_decide(request.user, item, step, steps) if step else None
    may_decide = step is not None and refusal is None
    factors = second_factor.methods_of(request.user) if may_decide else frozenset()
    form = seats = None
    missed = kept_note = ""
    if step is not None and may_decide and factors:
        post = request.POST if request.method == "POST" else None
        form, seats = _forms(request, item, step, factors, post)
        if post is not None:
            try:
                answer = _give_verdict(request, item, step, form, seats)
            except Stale as error:
                # The world moved: show it as it is now, with what was typed and a sheet of its own.
                missed, kept_note = error.reason, request.POST.get("note", "").strip()[:2000]
                return _page_anew(request, item, missed, kept_note)
            if answer is not None:
                return answer
    elif request.method == "POST" and not may_decide:
        # The page the person looked at is out of date, or the right is missing: say who was first, keep what was typed.
        missed = _missed_sentence(request, item, steps, refusal)
        kept_note = request.POST.get("note", "").strip()[:2000]
    return _page(request, item, steps, step, refusal, form, seats, may_decide and not factors, missed, kept_note)


@require_safe
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
def download_recommendation(request: HttpRequest, public_id: uuid.UUID, letter_id: uuid.UUID) -> FileResponse:
    """The letter of a recommendation, for whoever may read the request it was given on."""
    item = get_object_or_404(ApprovalRequest.objects.visible_to(request.user), public_id=public_id)
    decision = get_object_or_404(
        Decision.objects.select_related("letter").filter(step__request=item), letter__public_id=letter_id
    )
    return exact_letter_response(decision.letter)


def _item(request: HttpRequest, public_id: uuid.UUID) -> ApprovalRequest:
    return get_object_or_404(ApprovalRequest.objects.visible_to(request.user).with_chain(), public_id=public_id)


def _forms(
    request: HttpRequest, item: ApprovalRequest, step: ApprovalStep, factors: frozenset[str], post: Any, note: str = ""
) -> tuple[DecisionForm, Any]:
    """The verdict's form, and the form of the seats where this step determines; what was typed into either stays."""
    chosen = verdict_of_key(request.GET.get("putusan", ""), step.verdicts)
    form = DecisionForm(
        post,
        verdicts=step.verdicts,
        asks_reason=item.asks_reason,
        factors=frozenset() if second_factor.fresh_method(request) else factors,
        initial={"verdict": chosen, "note": note},
    )
    binding = registry.binding_of(item.chain_code)
    if Verdict.DETERMINE not in step.verdicts or binding.determination_form is None:
        return form, None
    wants_seats = post is not None and post.get("verdict") == Verdict.DETERMINE
    seats = binding.determination_form(item, post if wants_seats else None)
    seats.initial = {name: request.POST[name] for name in seats.fields if name in request.POST}
    return form, seats


def _page_anew(request: HttpRequest, item: ApprovalRequest, missed: str, note: str) -> HttpResponse:
    """The page after a refusal that came because something changed: read again from the database."""
    item = _item(request, item.public_id)
    steps = sorted(item.steps.all(), key=lambda each: each.position)
    step = next((s for s in steps if s.state == StepState.OPEN), None)
    refusal = can_decide(request.user, item, step, steps) if step else None
    form = seats = None
    if step is not None and refusal is None:
        factors = second_factor.methods_of(request.user)
        form, seats = _forms(request, item, step, factors, None, note)
        form.initial["verdict"] = request.POST.get("verdict", "")
    return _page(request, item, steps, step, refusal, form, seats, False, missed, "" if form else note)


def _page(
    request: HttpRequest,
    item: ApprovalRequest,
    steps: list[ApprovalStep],
    step: ApprovalStep | None,
    refusal: Refusal | None,
    form: DecisionForm | None,
    seats: Any,
    lacks_factor: bool,
    missed: str,
    kept_note: str,
) -> HttpResponse:
    now = clock.now()
    binding = registry.binding_of(item.chain_code)
    screen = screen_of(item, step, request.user)
    if form is not None and step is not None and request.method != "HEAD":
        _issue_sheet(request, item, step, form, screen, anew=bool(missed))
    strip = pages.strip_rows(item, now, request.user)
    later = item.next_rounds.order_by("-round_number").values_list("public_id", flat=True).first()
    context = {
        "item": item,
        "step": step,
        "state_label": RequestState(item.state).label,
        "state_tone": pages.REQUEST_TONES[RequestState(item.state)],
        "summary": pages.summary_rows(item, is_list=False),
        "lists": pages.summary_rows(item, is_list=True),
        "sent_back": pages.sent_back_words(item),
        "changes": pages.changed_rows(item),
        "strip": strip,
        "chain_words": pages.chain_words(strip),
        # What an earlier layer noted is read before deciding, not behind a fold.
        "chain_notes": any(row["note"] for row in strip),
        "history": pages.history_rows(item),
        "screen": screen,
        **beside_decision(item, steps, step, request.user, now),
        "subject_url": binding.subject_url(item),
        "subject_words": binding.subject_words,
        "withdraw_url": _withdraw_url(request, item, steps),
        "withdraws_at_once": binding.withdraws_at_once,
        "later_round": str(later) if later else "",
        "may_step_aside": step is not None and refusal is None and can_declare_stake(request.user, item) is None,
        "reading": ", ".join(pages.reading_now([item.pk], request.user, now).get(item.pk, ())),
        "form": form,
        "seats": seats,
        "summary_forms": [each for each in (form, seats) if each is not None],
        "passkey_options": second_factor.passkey_options(request) if form is not None and "passkey" in form.fields else "",
        "refusal": refusal,
        "missed": missed,
        "kept_note": kept_note,
        "lacks_factor": lacks_factor,
        "age": pages.age_words(step, item.agency, now) if step else "",
        "due": pages.due_tone(step, item.agency, now)[1] if step else "",
    }
    return render(request, "approvals/decide.html", context, status=409 if missed else 200)


def _issue_sheet(
    request: HttpRequest, item: ApprovalRequest, step: ApprovalStep, form: DecisionForm, screen: Screen, *, anew: bool
) -> None:
    """Give the form the number it is signed with; a form that comes back with errors keeps the one it was posted with."""
    if form.is_bound and not anew:
        return
    (sheet,) = open_sheets(items=[(item, step, screen.digest)], actor=request.user)
    form.initial["nonce"] = str(sheet.nonce)


def _withdraw_url(request: HttpRequest, item: ApprovalRequest, steps: list[ApprovalStep]) -> str:
    binding = registry.binding_of(item.chain_code)
    if binding.withdraw_url is None or item.sender_id != request.user.pk:
        return ""
    return "" if can_withdraw(request.user, item, steps) else binding.withdraw_url(item)


def _missed_sentence(request: HttpRequest, item: ApprovalRequest, steps: list[ApprovalStep], refusal: Refusal | None) -> str:
    """Why a verdict came to nothing: what happened to the step the person saw, else why the open one is not theirs."""
    sheet = OpenedSheet.objects.of_nonce(request.POST.get("nonce", ""), request.user)
    position = sheet.position if sheet is not None else steps[-1].position
    seen = next((step for step in steps if step.position == position), steps[-1])
    reason = can_decide(request.user, item, seen, steps) if seen.state != StepState.OPEN else refusal
    return (reason or refusal or Refusal("Tahap ini sudah diputus.")).reason


def _refuse_changed(request: HttpRequest, item: ApprovalRequest, step: ApprovalStep) -> None:
    """Say that the page changed before saying what is wrong in it: a name chosen there may be gone by now.

    Raises:
        Stale: the sheet the form was posted with showed something else.
    """
    sheet = OpenedSheet.objects.of_nonce(request.POST.get("nonce", ""), request.user)
    if sheet is not None and sheet.request_id == item.pk and sheet.screen != screen_of(item, step, request.user).digest:
        raise Stale("Yang tampak di halaman ini berubah sejak Anda membukanya. Baca ulang bagian yang berubah sebelum memutus.")


def _give_verdict(
    request: HttpRequest, item: ApprovalRequest, step: ApprovalStep, form: DecisionForm, seats: Any
) -> HttpResponse | None:
    """Check the form, the seats and the factor, in this order, and act. None means: show the page again with the errors.

    Raises:
        Stale: something changed since the page was opened.
    """
    valid = form.is_valid()
    verdict = form.cleaned_data.get("verdict", "")
    if seats is not None and verdict == Verdict.DETERMINE:
        valid = seats.is_valid() and valid
    if not valid:
        _refuse_changed(request, item, step)
    if not valid or not form.prove(request):
        return None
    sheet = OpenedSheet.objects.of_nonce(str(form.cleaned_data["nonce"]), request.user)
    if sheet is None or sheet.request_id != item.pk:
        raise Stale("Lembar keputusan ini tidak dikenal lagi. Periksa isinya, lalu kirim sekali lagi.")
    try:
        sign_decision(
            nonce=sheet.nonce,
            actor=request.user,
            verdict=verdict,
            note=form.cleaned_data["note"],
            second_factor=second_factor.fresh_method(request),
            form=seats,
        )
    except Stale:
        raise
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.reason)
        return None
    messages.success(request, f"Keputusan “{Verdict(verdict).label.lower()}” tersimpan. {item.title}.")
    return redirect("list_steps")
