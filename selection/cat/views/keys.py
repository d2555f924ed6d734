"""Pages of the seal: the two keys of a bank, and opening a paper with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from core import clock
from core.access import allow
from core.refusals import Refused
from selection.cat import actions
from selection.cat.forms import ClearKeyForm, CodeForm
from selection.cat.key_models import ExamKey, ExamOpening
from selection.cat.models import AUTHOR_ROLES, Exam, ExamQuestion, ExamSession
from selection.cat.permissions import can_clear_key, can_hold_key, can_open_paper
from selection.cat.rules import timing
from selection.cat.sealing import SLOTS


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def list_exam_keys(request: HttpRequest) -> HttpResponse:
    """The two keys of each bank. POST act=make or act=take shows a new code once, act=clear gives up a key whose code is lost."""
    agencies = list(Agency.objects.filter(pk__in=request.user.agency_ids(*AUTHOR_ROLES)).order_by("name"))
    act, code, problem = request.POST.get("act", ""), "", ""
    agency = next((each for each in agencies if str(each.public_id) == request.POST.get("agency")), None)
    slot = int(request.POST["slot"]) if request.POST.get("slot") in {str(each) for each in SLOTS} else 0
    key = ExamKey.objects.in_force().filter(agency=agency, slot=slot).first() if agency else None
    taking = CodeForm(request.POST if act == "take" else None)
    clearing = ClearKeyForm(request.POST if act == "clear" else None)
    try:
        if act == "make" and agency is not None:
            code = actions.make_key(agency_id=agency.pk, slot=slot, actor=request.user)[1]
        elif act == "take" and key is not None and taking.is_valid():
            code = actions.take_over_key(key_id=key.pk, actor=request.user, code=taking.cleaned_data["code"])
        elif act == "clear" and key is not None and clearing.is_valid():
            count = actions.clear_key(key_id=key.pk, actor=request.user, reason=clearing.cleaned_data["reason"])
            messages.success(request, f"Kunci {slot} dikosongkan. {count} soal yang disegel dengannya tidak dipakai lagi.")
            return redirect("list_exam_keys")
    except Refused as error:
        problem = error.reason
    typed = next((error for form in (taking, clearing) for rows in form.errors.values() for error in rows), "")
    response = render(
        request,
        "selection/cat/keys.html",
        {
            "banks": [_bank(request, each) for each in agencies],
            "several": len(agencies) > 1,
            "code": code,
            "code_slot": slot,
            "problem": problem or typed,
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def open_exam_paper(request: HttpRequest, public_id) -> HttpResponse:
    """How far a paper is opened; the holder of a key opens the own part with the code. What it says is never shown here."""
    agencies = request.user.agency_ids(*AUTHOR_ROLES)
    rows = Exam.objects.filter(vacancy__agency_id__in=agencies, component__isnull=False)
    exam = get_object_or_404(rows.select_related("vacancy__agency"), public_id=public_id)
    now = clock.now()
    refusal = can_open_paper(request.user, exam, now)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opening = actions.open_paper(exam_id=exam.pk, actor=request.user, code=form.cleaned_data["code"])
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Bagian kunci {opening.slot} terbuka.")
            return redirect("open_exam_paper", public_id=public_id)
    parts = opening_parts(exam)
    sessions = ExamSession.objects.filter(exam=exam, state="PLANNED", ends_at__gt=now).order_by("starts_at")
    first = sessions.first()
    context = {
        "exam": exam,
        "vacancy": exam.vacancy,
        "parts": parts,
        "is_open": all(each["opening"] for each in parts),
        "form": form,
        "refusal": refusal,
        "session": first,
        "opens_at": first.starts_at - timing.OPENS_BEFORE if first and now < first.starts_at - timing.OPENS_BEFORE else None,
        "now": now,
    }
    return render(request, "selection/cat/open_paper.html", context)


def opening_parts(exam: Exam) -> list[dict[str, Any]]:
    """One row a key: who holds it, who has opened the paper with it."""
    keys = {each.slot: each for each in ExamKey.objects.in_force().filter(agency=exam.vacancy.agency_id).select_related("holder")}
    opened = {each.slot: each for each in ExamOpening.objects.filter(exam=exam).select_related("opened_by")}
    return [
        {
            "slot": slot,
            "holder": keys[slot].holder.full_name if slot in keys else "",
            "opening": opened.get(slot),
            "tone": "good" if slot in opened else "wait",
            "label": "Terbuka" if slot in opened else "Tersegel",
        }
        for slot in SLOTS
    ]


def _bank(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """One agency's keys with what the person may do with each."""
    keys = {each.slot: each for each in ExamKey.objects.in_force().filter(agency=agency).select_related("agency", "holder")}
    refusal = can_hold_key(request.user, agency)
    held = next((each.slot for each in keys.values() if each.holder_id == request.user.pk), 0)
    return {
        "agency": agency,
        "refusal": None if held else refusal,
        "sealed": ExamQuestion.objects.filter(agency=agency).usable(practice=False).count(),
        "rows": [
            {
                "slot": slot,
                "key": keys.get(slot),
                "is_own": held == slot,
                "may_make": slot not in keys and refusal is None,
                "may_take": slot in keys and (held == slot or refusal is None),
                "may_clear": slot in keys and can_clear_key(request.user, keys[slot]) is None,
            }
            for slot in SLOTS
        ],
    }
