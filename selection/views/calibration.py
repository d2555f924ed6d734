"""The calibration room: spread and severity, marks, changes with witnesses, closing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from selection.actions import calibration as acts
from selection.calibration import Room, change_rows, is_complete, latest_step, present_names, read_room, spread_rows
from selection.charts import spread_charts
from selection.conflicts import closed_candidates
from selection.models import CalibrationAct, CalibrationStep, Candidate, Score
from selection.papers import paper_numbers
from selection.permissions import seat_of
from selection.rules.calibration import OUTLIER_LIMIT, SEVERITY_LIMIT
from selection.scoreboard import read_scoreboard
from selection.scoring_forms import ClosingForm, MeetingForm, ReopeningForm, ScoreChangeForm
from selection.scoring_permissions import (
    can_change_score,
    can_close_calibration,
    can_enter_calibration,
    can_open_meeting,
    can_reopen_calibration,
)
from vacancies.models import PanelMember, Vacancy

PANEL = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
STATUS = {
    None: ("wait", "Belum dimulai"),
    CalibrationAct.MEETING: ("info", "Rapat berjalan"),
    CalibrationAct.CLOSED: ("good", "Ditutup"),
    CalibrationAct.REOPENED: ("wait", "Dibuka kembali"),
}


@require_safe
@allow(*PANEL)
def show_score_calibration(request: HttpRequest, public_id) -> HttpResponse:
    """Spread, agreement and marks, the meetings with their changes; nothing about people with a conflict of the viewer."""
    vacancy = _judged_vacancy(request, public_id)
    board = read_scoreboard(vacancy)
    complete = is_complete(board)
    refusal = can_enter_calibration(request.user, vacancy, complete=complete)
    step = latest_step(vacancy)
    tone, status = STATUS[step.act if step else None]
    context: dict[str, Any] = {"vacancy": vacancy, "refusal": refusal, "tone": tone, "status": status}
    if refusal is not None:
        return render(request, "selection/calibration.html", context)
    closed = closed_candidates(request.user, vacancy)
    room = read_room(board, closed)
    rows = spread_rows(room)
    numbers = paper_numbers(vacancy)
    context |= {
        "figures": _figures(room),
        "tables": _tables(request, room, numbers, step),
        "charts": spread_charts(rows),
        "spreads": rows,
        "meetings": _meetings(vacancy),
        "changes": [
            row | {"who": f"Makalah {numbers[row['paper_id']]}" if row["is_blind"] else f"Peserta {row['key']}"}
            for row in change_rows(vacancy, closed)
        ],
        "outlier_limit": OUTLIER_LIMIT,
        "severity_limit": SEVERITY_LIMIT,
        "may_meet": can_open_meeting(request.user, vacancy, complete=complete) is None,
        "may_close": can_close_calibration(request.user, vacancy, complete=complete) is None,
        "may_reopen": can_reopen_calibration(request.user, vacancy) is None,
        "is_meeting": step is not None and step.act == CalibrationAct.MEETING,
        "is_chair": _is_chair(request, vacancy),
    }
    return render(request, "selection/calibration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR)
def open_calibration_meeting(request: HttpRequest, public_id) -> HttpResponse:
    """The chair writes down who is present; from then on those people may move own scores."""
    vacancy = _judged_vacancy(request, public_id)
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).select_related("user").order_by("id"))
    form = MeetingForm(request.POST if request.method == "POST" else None, members=members)
    if request.method == "POST" and form.is_valid():
        try:
            acts.open_meeting(
                vacancy_id=vacancy.pk,
                actor=request.user,
                present=form.cleaned_data["present"],
                note=form.cleaned_data["note"],
            )
        except Refused as error:
            _put(form, error)
        else:
            messages.success(request, "Rapat kalibrasi dibuka. Anggota yang hadir dapat mengubah nilainya sendiri.")
            return redirect("show_score_calibration", public_id)
    complete = is_complete(read_scoreboard(vacancy))
    return _form_page(
        request,
        vacancy,
        form,
        refusal=can_open_meeting(request.user, vacancy, complete=complete),
        title="Buka rapat kalibrasi",
        lead="Catat siapa yang hadir. Setiap perubahan nilai menyimpan daftar hadir ini.",
        button="Buka rapat",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*PANEL)
def change_score(request: HttpRequest, public_id, code: str) -> HttpResponse:
    """Move one own score in the running meeting. A paper is named by its own address, everything else by the candidate's."""
    score, who = _own_score(request, public_id, code)
    vacancy = score.candidate.vacancy
    form = ScoreChangeForm(request.POST if request.method == "POST" else None, component=score.component)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_score(
                score_id=score.pk, actor=request.user, value=form.cleaned_data["value"], reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            _put(form, error)
        else:
            messages.success(request, f"Nilai {score.component.label}, {who.lower()}, diubah.")
            return redirect("show_score_calibration", vacancy.public_id)
    step = latest_step(vacancy)
    context = {
        "vacancy": vacancy,
        "score": score,
        "who": who,
        "form": form,
        "refusal": can_change_score(request.user, score),
        "present": present_names([step.pk]).get(step.pk, []) if step else [],
    }
    return render(request, "selection/change_score.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR)
def close_score_calibration(request: HttpRequest, public_id) -> HttpResponse:
    """The chair closes the room; from here on no sheet changes and the ranking may be made."""
    vacancy = _judged_vacancy(request, public_id)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.close_calibration(vacancy_id=vacancy.pk, actor=request.user, note=form.cleaned_data["note"])
        except Refused as error:
            _put(form, error)
        else:
            messages.success(request, "Kalibrasi ditutup. Peringkat dapat disusun bila syarat lain terpenuhi.")
            return redirect("show_score_calibration", public_id)
    complete = is_complete(read_scoreboard(vacancy))
    return _form_page(
        request,
        vacancy,
        form,
        refusal=can_close_calibration(request.user, vacancy, complete=complete),
        title="Tutup kalibrasi",
        lead="Sesudah ditutup, nilai di lembar tidak berubah lagi. Anda dapat membukanya kembali sebelum peringkat disusun.",
        button="Tutup kalibrasi",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR)
def reopen_score_calibration(request: HttpRequest, public_id) -> HttpResponse:
    """The chair takes a closing back, with a reason."""
    vacancy = _judged_vacancy(request, public_id)
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.reopen_calibration(vacancy_id=vacancy.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            _put(form, error)
        else:
            messages.success(request, "Kalibrasi dibuka kembali. Buka rapat baru sebelum nilai diubah.")
            return redirect("show_score_calibration", public_id)
    return _form_page(
        request,
        vacancy,
        form,
        refusal=can_reopen_calibration(request.user, vacancy),
        title="Buka kembali kalibrasi",
        lead="Alasan Anda tercatat dan ikut di berita acara.",
        button="Buka kembali",
    )


def _judged_vacancy(request: HttpRequest, public_id) -> Vacancy:
    return get_object_or_404(Vacancy.objects.assigned_to(request.user).select_related("agency"), public_id=public_id)


def _is_chair(request: HttpRequest, vacancy: Vacancy) -> bool:
    seat = seat_of(request.user, vacancy)
    return seat is not None and seat.is_chair


def _put(form: forms.Form, error: Refused) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.reason)


def _form_page(request: HttpRequest, vacancy: Vacancy, form: forms.Form, **words: Any) -> HttpResponse:
    return render(request, "selection/calibration_act.html", {"vacancy": vacancy, "form": form, **words})


def _own_score(request: HttpRequest, address, code: str) -> tuple[Score, str]:
    """The person's own handed-in score behind an address, and what it is called; 404 for everything else."""
    judged = Candidate.objects.judged_by(request.user).exclude(recusals__member__user=request.user)
    scores = Score.objects.filter(
        candidate__in=judged.values("pk"), component__code=code, sheet__member__user=request.user
    ).select_related("candidate__vacancy__agency", "candidate__application", "component", "sheet__member")
    paper = scores.filter(candidate__paper_id=address, component__is_blind=True).first()
    if paper is not None:
        return paper, f"Makalah {paper_numbers(paper.candidate.vacancy)[paper.candidate.paper_id]}"
    score = scores.filter(candidate__public_id=address, component__is_blind=False).first()
    if score is None:
        raise Http404
    return score, f"Peserta {score.candidate.key}"


def _figures(room: Room) -> list[dict[str, Any]]:
    return [
        {"label": "Peserta yang dapat Anda lihat", "value": len(room.candidates)},
        {"label": "Penilai", "value": len(room.members)},
        {"label": "Nilai bertanda", "value": len(room.marks), "tone": "wait" if room.marks else "plain"},
    ]


def _tables(request: HttpRequest, room: Room, numbers, step: CalibrationStep | None) -> list[dict[str, Any]]:
    """One table a component: people down, scorers across; the own score is a link while a meeting runs.

    Where somebody may not score everybody, the gap in a row of papers and the gap in a row of names would be the same person. So
    the others' values of such papers are shown together, as mean, deviation and range.
    """
    is_meeting = step is not None and step.act == CalibrationAct.MEETING
    tables = []
    for component in room.board.panel_components:
        ordered = sorted(room.candidates, key=lambda c: c.paper_id) if component.is_blind else room.candidates
        judged = [each for each in ordered if (each.pk, component.pk) in room.agreements]
        is_veiled = component.is_blind and any(
            (each.pk, component.pk, member.pk) not in room.scores for each in judged for member in room.members
        )
        members = [m for m in room.members if not is_veiled or m.user_id == request.user.pk]
        rows = []
        for candidate in judged:
            agreement = room.agreements[candidate.pk, component.pk]
            address = candidate.paper_id if component.is_blind else candidate.public_id
            cells = []
            for member in members:
                score = room.scores.get((candidate.pk, component.pk, member.pk))
                is_own = score is not None and member.user_id == request.user.pk
                cells.append(
                    {
                        "label": member.user.full_name,
                        "value": score.value if score else None,
                        "is_marked": (candidate.pk, component.pk, member.pk) in room.marks,
                        "url": reverse("change_score", args=[address, component.code]) if is_own and is_meeting else "",
                    }
                )
            rows.append(
                {
                    "who": f"Makalah {numbers[candidate.paper_id]}" if component.is_blind else f"Peserta {candidate.key}",
                    "name": "" if component.is_blind else candidate.application.employee.name,
                    "cells": cells,
                    "mean": agreement.mean,
                    "deviation": agreement.deviation,
                    "lowest": agreement.lowest,
                    "highest": agreement.highest,
                    "is_marked": any((candidate.pk, component.pk, member.pk) in room.marks for member in room.members),
                }
            )
        tables.append(
            {"label": component.label, "heads": [m.user.full_name for m in members], "is_veiled": is_veiled, "rows": rows}
        )
    return tables


def _meetings(vacancy: Vacancy) -> list[dict[str, Any]]:
    steps = list(CalibrationStep.objects.filter(vacancy=vacancy).select_related("taken_by").order_by("id"))
    present = present_names([step.pk for step in steps])
    return [
        {
            "label": step.get_act_display(),
            "at": step.taken_at,
            "by": step.taken_by.full_name,
            "note": step.note,
            "present": present.get(step.pk, []),
        }
        for step in steps
    ]
