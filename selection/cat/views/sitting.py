"""Pages of a participant: own sessions, the door, the questions, the end and the result."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused
from selection.cat import actions
from selection.cat.actions.practice import REHEARSING
from selection.cat.documents import is_annulled
from selection.cat.forms import PinForm
from selection.cat.models import Exam, ExamResult, ExamSitting
from selection.cat.notifications import session_calendar
from selection.cat.paper import PaperSealed, is_opened
from selection.cat.permissions import answer_refusal
from selection.cat.room import exam_room
from selection.cat.rules import timing
from selection.cat.views import answering
from vacancies.models import Application

# The statement that saves compares the word of this browser, so nothing is read for it but the session itself.
DESK = "exam:{}"


@require_safe
@allow(Role.APPLICANT)
def list_my_exams(request: HttpRequest) -> HttpResponse:
    """Own sessions, newest first, and what can be rehearsed."""
    now = clock.now()
    sittings = (
        ExamSitting.objects.of(request.user)
        .select_related("session__exam__vacancy__agency", "result")
        .prefetch_related("result__annulments__verdict")
        .order_by("-session__starts_at", "-pk")[:50]
    )
    taking_part = Application.objects.of(request.user).filter(state__in=REHEARSING).values("vacancy")
    rehearsals = Exam.objects.filter(component=None, vacancy__in=taking_part).select_related("vacancy__agency")
    context = {
        "rows": [_list_row(sitting, now) for sitting in sittings],
        "rehearsals": list(rehearsals.order_by("-pk")[:20]),
    }
    return render(request, "selection/cat/my_exams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def enter_exam(request: HttpRequest, public_id) -> HttpResponse:
    """The door: when and where, the PIN, waiting for the start, and in the end the result.

    POST with a PIN takes the place; POST act=count ends a test whose time is over, when nobody has counted it yet.
    """
    sitting = _own_sitting(request, public_id)
    form = PinForm(request.POST if request.method == "POST" and "pin" in request.POST else None)
    if request.method == "POST" and request.POST.get("act") == "count":
        actions.finish_exam(actor=request.user, sitting_id=sitting.pk)
        return redirect("enter_exam", public_id=public_id)
    if request.method == "POST" and form.is_valid():
        desk, refusal = actions.check_in(actor=request.user, sitting_id=sitting.pk, pin=form.cleaned_data["pin"])
        if refusal is None:
            request.session[DESK.format(sitting.public_id)] = desk
            return redirect("enter_exam", public_id=public_id)
        form.add_error("pin", refusal.reason)
    now = clock.now()
    phase = timing.phase(sitting.session.starts_at, sitting.session.ends_at, now)
    context = _door(request, sitting, phase, now)
    if context["shows"] == "questions":
        return redirect("answer_question", public_id=public_id, number=1)
    context["form"] = form
    return render(request, "selection/cat/enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def answer_question(request: HttpRequest, public_id, number: int) -> HttpResponse:
    """One question; POST saves and goes on. Works without a script; exam.js takes the page over where it runs."""
    sitting, now = _own_sitting(request, public_id), clock.now()
    refusal = answer_refusal(sitting, _desk(request, public_id), now)
    if refusal is not None:
        return redirect("enter_exam", public_id=public_id)
    try:
        room = exam_room(sitting, now)
    except PaperSealed:
        return redirect("enter_exam", public_id=public_id)
    if request.method == "POST":
        answer = answering.posted_answer(request, room, number, now)
        actions.save_answers(actor=request.user, sitting_id=public_id, desk=_desk(request, public_id), answers=[answer])
        return answering.go_on(request, room, number)
    return answering.draw_question(request, room, number)


@require_safe
@allow(Role.APPLICANT)
def read_exam_paper(request: HttpRequest, public_id) -> HttpResponse:
    """All questions of the running test, for the script; nothing before the start and nothing after the end."""
    sitting, now = _own_sitting(request, public_id), clock.now()
    refusal = answer_refusal(sitting, _desk(request, public_id), now)
    if refusal is not None:
        raise Refused(refusal.reason)
    return answering.draw_paper(request, exam_room(sitting, now))


@require_POST
@allow(Role.APPLICANT)
def save_exam_answers(request: HttpRequest, public_id) -> HttpResponse:
    """Save what a browser sends: beyond the session, one statement."""
    try:
        answers = answering.sent_answers(request)
        actions.save_answers(actor=request.user, sitting_id=public_id, desk=_desk(request, public_id), answers=answers)
    except Refused as error:
        # Somebody else's place is not there at all; asked only when nothing was saved.
        get_object_or_404(ExamSitting.objects.of(request.user), public_id=public_id)
        return answering.not_saved(error.reason)
    return answering.saved(len(answers))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def finish_exam(request: HttpRequest, public_id) -> HttpResponse:
    """GET: overview and confirmation. POST: the end."""
    sitting, now = _own_sitting(request, public_id), clock.now()
    refusal = answer_refusal(sitting, _desk(request, public_id), now)
    if refusal is not None:
        return redirect("enter_exam", public_id=public_id)
    try:
        room = exam_room(sitting, now)
    except PaperSealed:
        return redirect("enter_exam", public_id=public_id)
    if request.method == "POST":
        actions.finish_exam(actor=request.user, sitting_id=sitting.pk)
        return redirect("enter_exam", public_id=public_id)
    return answering.draw_finish(request, room)


@require_safe
@allow(Role.APPLICANT)
def download_exam_entry(request: HttpRequest, public_id) -> HttpResponse:
    """The session as a calendar file."""
    sitting = _own_sitting(request, public_id)
    text = session_calendar(sitting.session, sitting, is_cancelled=sitting.session.state == "CANCELLED")
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ujian.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _own_sitting(request: HttpRequest, public_id) -> ExamSitting:
    rows = ExamSitting.objects.of(request.user).select_related(
        "session__exam__vacancy__agency", "session__exam__component", "candidate__application"
    )
    sitting = get_object_or_404(rows, public_id=public_id)
    sitting.user = request.user
    return sitting


def _desk(request: HttpRequest, public_id) -> str:
    return str(request.session.get(DESK.format(public_id), ""))


def _door(request: HttpRequest, sitting: ExamSitting, phase: str, now: datetime) -> dict[str, Any]:
    """What the door shows: "result", "count", "missed", "cancelled", "questions", "sealed", "wait", "late" or "pin"."""
    session = sitting.session
    vacancy = session.exam.vacancy
    result = ExamResult.objects.filter(sitting=sitting).prefetch_related("annulments__verdict__letter").first()
    is_here = bool(sitting.desk) and sitting.desk == _desk(request, sitting.public_id)
    if result is not None:
        shows = "result"
    elif session.state == "CANCELLED" or (phase == timing.OVER and not is_opened(session.exam)):
        shows = "cancelled"
    elif phase == timing.OVER:
        shows = "count" if sitting.checked_in_at is not None and sitting.closed_at is None else "missed"
    elif is_here and phase == timing.RUNNING:
        shows = "questions" if is_opened(session.exam) else "sealed"
    elif is_here:
        shows = "wait"
    elif phase == timing.RUNNING and sitting.checked_in_at is None and (sitting.pin_until is None or now >= sitting.pin_until):
        # No PIN is given any more to somebody who did not come before the start.
        shows = "late"
    else:
        shows = "pin"
    return {
        "sitting": sitting,
        "session": session,
        "vacancy": vacancy,
        "exam": session.exam,
        "shows": shows,
        "phase": "Selesai" if result is not None else timing.PHASE_LABELS[phase],
        "is_moving": sitting.checked_in_at is not None and not is_here,
        "result": result,
        "annulled": result is not None and is_annulled(result),
        "opens_at": session.starts_at - timing.OPENS_BEFORE,
        "closes_at": session.starts_at - timing.CLOSES_BEFORE,
        "is_too_early": phase == timing.BEFORE,
        "is_running": phase == timing.RUNNING,
        "now_ms": str(int(now.timestamp() * 1000)),
        "starts_ms": str(int(session.starts_at.timestamp() * 1000)),
        "facts": [
            {"label": "Jabatan", "value": vacancy.position_title, "note": vacancy.agency.name},
            {"label": "Nomor peserta", "value": sitting.number, "note": f"kursi {sitting.seat}"},
            {"label": "Tempat", "value": session.place},
            {"label": "Lama ujian", "value": f"{session.exam.minutes} menit", "note": f"{session.exam.units} soal"},
        ],
    }


def _list_row(sitting: ExamSitting, now: datetime) -> dict[str, Any]:
    session = sitting.session
    phase = timing.phase(session.starts_at, session.ends_at, now)
    result = getattr(sitting, "result", None)
    tone, label = "info", timing.PHASE_LABELS[phase]
    if session.state == "CANCELLED":
        tone, label = "stop", "Sesi dibatalkan"
    elif result is not None:
        tone, label = ("stop", "Hasil dibatalkan") if is_annulled(result) else ("good", "Selesai")
    elif phase == timing.OVER:
        tone, label = ("wait", "Menunggu dihitung") if sitting.checked_in_at else ("stop", "Tidak hadir")
    elif phase != timing.BEFORE:
        tone = "wait"
    return {"sitting": sitting, "session": session, "vacancy": session.exam.vacancy, "tone": tone, "label": label}
