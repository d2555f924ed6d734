"""Paper scores keyed twice. Every page goes by participant number; no name stands on any of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from selection.actions.entry import decide_entry as decide_entry_action
from selection.actions.entry import key_entries as key_entries_action
from selection.conflicts import closed_candidates
from selection.entries import Difference, differences, keyed_components, keying_rows
from selection.models import Candidate
from selection.permissions import can_run_selection
from selection.scoring_forms import EntryDecisionForm, EntryForm
from selection.scoring_permissions import can_decide_entry, can_key_entries
from selection.views.control import RUNNERS, run_vacancy
from vacancies.models import Vacancy


@require_safe
@allow(*RUNNERS)
def show_entries(request: HttpRequest, public_id) -> HttpResponse:
    """Components on paper with the own progress, and the differences that wait for a third person."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_run_selection(request.user, vacancy)
    if refusal is not None:
        return render(request, "selection/entries.html", {"vacancy": vacancy, "refusal": refusal})
    components = keyed_components(vacancy)
    key_refusal = can_key_entries(request.user, vacancy)
    rows = []
    for component in components:
        keying = keying_rows(vacancy, component, request.user)
        rows.append(
            {
                "label": component.label,
                "url": reverse("key_entries", args=[vacancy.public_id, component.code]),
                "typed": sum(row["own"] is not None for row in keying),
                "open": sum(row["is_open"] for row in keying),
                "total": len(keying),
            }
        )
    context = {
        "vacancy": vacancy,
        "refusal": None,
        "rows": rows,
        "key_refusal": key_refusal,
        "differences": _difference_rows(request, vacancy),
    }
    return render(request, "selection/entries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
def key_entries(request: HttpRequest, public_id, code: str) -> HttpResponse:
    """One operator's boxes for one component: the own values and nobody else's."""
    vacancy = run_vacancy(request, public_id)
    component = next((each for each in keyed_components(vacancy) if each.code == code), None)
    if component is None:
        raise Http404
    refusal = can_key_entries(request.user, vacancy)
    rows = keying_rows(vacancy, component, request.user) if refusal is None else []
    numbers = [row["number"] for row in rows if row["is_open"]]
    form = EntryForm(request.POST if request.method == "POST" else None, component=component, numbers=numbers)
    if request.method == "POST" and refusal is not None:
        raise Refused(refusal.reason)
    if request.method == "POST" and form.is_valid():
        if not form.values:
            form.add_error(None, "Belum ada nilai yang diketik.")
        else:
            try:
                count = key_entries_action(vacancy_id=vacancy.pk, code=code, actor=request.user, values=form.values)
            except Refused as error:
                form.add_error(error.field if error.field in form.fields else None, error.reason)
            else:
                messages.success(request, f"{count} nilai {component.label} tersimpan.")
                return redirect("key_entries", vacancy.public_id, code)
    context = {
        "vacancy": vacancy,
        "component": component,
        "refusal": refusal,
        "form": form,
        "fields": [form[f"value_{number}"] for number in numbers],
        "typed": [row for row in rows if row["own"] is not None],
        "total": len(rows),
    }
    return render(request, "selection/key_entries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def decide_entry(request: HttpRequest, public_id, code: str) -> HttpResponse:
    """Both keyings of one value, for a third person with the paper at hand."""
    candidate = get_object_or_404(
        Candidate.objects.run_by(request.user).select_related("vacancy__agency", "application"), public_id=public_id
    )
    vacancy = candidate.vacancy
    component = next((each for each in keyed_components(vacancy) if each.code == code), None)
    if component is None:
        raise Http404
    refusal = can_decide_entry(request.user, candidate, component)
    found = _difference_of(vacancy, candidate, code) if refusal is None else None
    form = EntryDecisionForm(request.POST if request.method == "POST" else None, component=component)
    if request.method == "POST" and form.is_valid():
        try:
            decide_entry_action(
                candidate_id=candidate.pk,
                code=code,
                actor=request.user,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Nilai {component.label} peserta {candidate.key} diputus.")
            return redirect("show_entries", vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "candidate_key": candidate.key,
        "component": component,
        "refusal": refusal,
        "difference": found,
        "form": form,
    }
    return render(request, "selection/decide_entry.html", context)


def _difference_of(vacancy: Vacancy, candidate: Candidate, code: str) -> Difference | None:
    return next((each for each in differences(vacancy) if each.candidate == candidate and each.component.code == code), None)


def _difference_rows(request: HttpRequest, vacancy: Vacancy) -> list[dict[str, Any]]:
    """What waits for a third person; whoever typed one of the two reads no value, and no file with a conflict is listed."""
    hidden = closed_candidates(request.user, vacancy)
    return [
        {
            "key": each.candidate.key,
            "component": each.component.label,
            "is_own": request.user.pk in each.typists,
            "url": reverse("decide_entry", args=[each.candidate.public_id, each.component.code]),
        }
        for each in differences(vacancy)
        if each.candidate.pk not in hidden
    ]
