"""Approving several items of one step and level: chosen in the inbox, confirmed line by line, answered line by line."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor
from accounts.enums import DECIDING_ROLES
from approvals import pages, registry
from approvals.actions import open_sheets, sign_decision
from approvals.beside import acting_words
from approvals.enums import StepState, Verdict
from approvals.forms import TogetherForm, together_verdict
from approvals.models import ApprovalRequest, ApprovalStep, Delegation, OpenedSheet
from approvals.permissions import can_decide
from approvals.screen import screen_of
from core import clock
from core.access import allow
from core.refusals import Refused

LEAD = (
    "Periksa baris demi baris. Hanya baris yang Anda centang yang diputus; setiap berkas tetap menjadi satu keputusan tersendiri."
)
ADVICE_LEAD = (
    "Periksa baris demi baris. Hanya baris yang Anda centang yang direkomendasikan; setiap berkas tetap mendapat satu rekomendasi"
    " dan satu surat tersendiri."
)
SESSION_KEY = "decided_together"
# As many as a page of the inbox shows.
AT_MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*DECIDING_ROLES)
def decide_together(request: HttpRequest) -> HttpResponse:
    """GET shows the chosen items with a box each; POST decides on those ticked, each in a transaction of its own."""
    chosen = _chosen(request)
    lines, blocked, problem = _lines(request, chosen)
    is_possible = not problem
    factors = frozenset() if second_factor.fresh_method(request) else second_factor.methods_of(request.user)
    form = TogetherForm(request.POST if request.method == "POST" else None, factors=factors)
    ticked: list[str] = request.POST.getlist("lembar")
    lacks_factor = not second_factor.has_second_factor(request.user)
    if request.method == "POST" and not problem and not lacks_factor:
        if not ticked:
            word = Verdict(lines[0]["verdict"]).label.lower()
            problem = f"Centang setiap berkas yang Anda {word}. Belum ada yang dicentang, jadi belum ada yang diputus."
        elif form.is_valid() and form.prove(request):
            request.session[SESSION_KEY] = _decide_each(request, ticked, form.cleaned_data["note"])
            return redirect("show_together")
    if is_possible:
        _issue_sheets(request, lines, ticked)
    verdict = lines[0]["verdict"] if lines else ""
    label = Verdict(verdict).label if verdict else "Putuskan"
    context = {
        "title": f"{label} bersama",
        "lead": ADVICE_LEAD if verdict == Verdict.RECOMMEND else LEAD,
        "form": form,
        "lines": lines,
        "blocked": blocked,
        "problem": problem,
        "verdict": label,
        "shared": lines[0] if lines else None,
        "chosen": [str(item.public_id) for item in chosen],
        "lacks_factor": lacks_factor,
        "passkey_options": second_factor.passkey_options(request) if "passkey" in form.fields else "",
    }
    return render(request, "approvals/together.html", context)


@require_safe
@allow(*DECIDING_ROLES)
def show_together(request: HttpRequest) -> HttpResponse:
    """What became of each item: decided, or refused and why."""
    outcome = request.session.get(SESSION_KEY)
    if outcome is None:
        return redirect("list_steps")
    done = [row for row in outcome if not row["reason"]]
    refused = [row for row in outcome if row["reason"]]
    return render(request, "approvals/together_outcome.html", {"done": done, "refused": refused})


def _chosen(request: HttpRequest) -> list[ApprovalRequest]:
    """The items named in the address or the form, as far as this person may read them, in the order of the inbox."""
    numbers = set()
    for text in (request.POST if request.method == "POST" else request.GET).getlist("pilih")[:AT_MOST]:
        try:
            numbers.add(uuid.UUID(text))
        except ValueError:
            continue
    items = ApprovalRequest.objects.visible_to(request.user).filter(public_id__in=numbers)
    return list(items.with_chain().order_by("created_at", "pk"))


def _lines(request: HttpRequest, chosen: list[ApprovalRequest]) -> tuple[list[dict[str, Any]], list[dict[str, str]], str]:
    """Lines that can be approved now, those that cannot and why, and what is wrong with the choice as a whole."""
    now, lines, blocked = clock.now(), [], []
    letters = Delegation.objects.held_by(request.user)
    for item in chosen:
        steps = sorted(item.steps.all(), key=lambda each: each.position)
        step = next((each for each in steps if each.state == StepState.OPEN), None)
        reason = _barrier(request, item, step, steps)
        if reason:
            blocked.append({"title": item.title, "agency": item.agency.name, "reason": reason})
        elif step is not None:
            lines.append({**_line(request, item, step, now), "acting": acting_words(step, request.user, letters, now)})
    if not lines:
        return [], blocked, "Tidak ada berkas terpilih yang dapat diputus bersama."
    if len({(line["step"], line["role"], line["level"], line["kind"]) for line in lines}) > 1:
        return lines, blocked, "Pilih berkas dari jenis, tahap, dan tingkat yang sama. Yang berbeda diputus terpisah."
    return lines, blocked, ""


def _barrier(request: HttpRequest, item: ApprovalRequest, step: ApprovalStep | None, steps: list[ApprovalStep]) -> str:
    """Why this item cannot be approved together with others, "" when it can."""
    refusal = can_decide(request.user, item, step or steps[-1], steps)
    if refusal is not None or step is None:
        return refusal.reason if refusal else "Rangkaian ini sudah selesai."
    verdict = together_verdict(step.verdicts)
    if not verdict:
        return "Tahap ini diputus satu per satu."
    if item.asks_reason:
        return "Berkas ini meminta alasan dari setiap yang menyetujui, jadi diputus satu per satu."
    warnings = registry.binding_of(item.chain_code).warnings
    if verdict == Verdict.RECOMMEND and warnings is not None and warnings(item):
        return "Ada catatan sistem pada berkas ini, jadi rekomendasinya diberikan satu per satu."
    return ""


def _line(request: HttpRequest, item: ApprovalRequest, step: ApprovalStep, now: Any) -> dict[str, Any]:
    return {
        "item": item,
        "row": step,
        "public_id": str(item.public_id),
        "title": item.title,
        "agency": item.agency.name,
        "level": item.level_label,
        "kind": item.chain_code,
        "step": step.title,
        "role": step.role,
        "verdict": together_verdict(step.verdicts),
        "summary": pages.summary_rows(item, is_list=False)[:4],
        "due": pages.due_tone(step, item.agency, now),
        "age": pages.age_words(step, item.agency, now),
        "sender": item.sender.full_name,
        "round": item.round_number,
        "digest": item.digest,
        "screen": screen_of(item, step, request.user).digest,
        "ticked": False,
    }


def _issue_sheets(request: HttpRequest, lines: list[dict[str, Any]], ticked: list[str]) -> None:
    """A number for each line; a page that comes back with errors keeps its ticks by issuing new ones for the same items."""
    if request.method == "HEAD":
        return
    earlier = OpenedSheet.objects.filter(nonce__in=[n for n in ticked if _is_number(n)], actor=request.user)
    kept = set(earlier.values_list("request_id", flat=True))
    sheets = open_sheets(items=[(line["item"], line["row"], line["screen"]) for line in lines], actor=request.user)
    for line, sheet in zip(lines, sheets, strict=True):
        line["nonce"], line["ticked"] = str(sheet.nonce), line["item"].pk in kept


def _is_number(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _decide_each(request: HttpRequest, ticked: list[str], note: str) -> list[dict[str, str]]:
    """Decide line by line; a refused line stops nothing else."""
    method, outcome = second_factor.fresh_method(request), []
    for number in dict.fromkeys(ticked[:AT_MOST]):
        sheet = OpenedSheet.objects.select_related("request__agency").of_nonce(number, request.user)
        if sheet is None:
            outcome.append({"title": "Berkas tidak dikenal", "agency": "", "public_id": "", "reason": "Muat ulang pilihannya."})
            continue
        step = ApprovalStep.objects.get(request=sheet.request, position=sheet.position)
        verdict = together_verdict(step.verdicts)
        reason = ""
        if not verdict:
            reason = "Tahap ini diputus satu per satu."
        else:
            try:
                sign_decision(nonce=sheet.nonce, actor=request.user, verdict=verdict, note=note, second_factor=method)
            except Refused as error:
                reason = error.reason
        outcome.append(
            {
                "title": sheet.request.title,
                "agency": sheet.request.agency.name,
                "public_id": str(sheet.request.public_id),
                "reason": reason,
            }
        )
    return outcome
