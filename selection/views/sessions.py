"""Sessions as whoever runs the selection sees them: calendar, seats, members, moves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.access import allow
from core.refusals import Refused, Stale
from selection import actions
from selection.cat.meetings import exam_meetings
from selection.meeting_forms import CancelSessionForm, ReleaseForm, SessionForm, SlotAnswerForm, initial_of
from selection.meeting_permissions import can_run_sessions
from selection.models import MEETING_STAGES, Attendance, Candidate, Recusal, SessionAssessor, SessionSeat, StageSession
from selection.permissions import can_run_selection
from selection.rules.sessions import time_words
from selection.sessions import unseated
from selection.views.control import RUNNERS, run_vacancy
from vacancies.models import PanelMember, Vacancy

ATTENDANCE_TONES = {"": "wait", Attendance.PRESENT: "good", Attendance.ABSENT: "stop"}


def run_session(request: HttpRequest, public_id) -> StageSession:
    """The session when the person runs its selection; strangers get 404."""
    return get_object_or_404(StageSession.objects.run_by(request.user).select_related("vacancy__agency"), public_id=public_id)


@require_safe
@allow(*RUNNERS)
def list_sessions(request: HttpRequest, public_id) -> HttpResponse:
    """Sessions by stage with seats, confirmations and wishes, and who still has none."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_run_selection(request.user, vacancy)
    context: dict[str, Any] = {"vacancy": vacancy, "refusal": refusal}
    if refusal is None:
        sessions = list(StageSession.objects.filter(vacancy=vacancy).with_seats().order_by("starts_at", "id"))
        waiting = {stage: list(unseated(vacancy, stage)) for stage, _ in MEETING_STAGES}
        now = clock.now()
        context |= {
            "change_refusal": can_run_sessions(request.user, vacancy),
            "stages": [
                {
                    "code": stage,
                    "label": label,
                    "rows": [_session_row(each, vacancy, now) for each in sessions if each.stage == stage],
                    "unseated": [candidate.key for candidate in waiting[stage]],
                    "may_fill": bool(waiting[stage])
                    and any(each.stage == stage and each.starts_at > now and not each.cancelled_at for each in sessions),
                }
                for stage, label in MEETING_STAGES
            ],
            "has_sessions": bool(sessions),
            "exam": exam_meetings(vacancy, request.user),
        }
    return render(request, "selection/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def set_session(request: HttpRequest, public_id) -> HttpResponse:
    """A new session; ticked participants and members are seated and called at once. `?tahap=` chooses the stage."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_run_sessions(request.user, vacancy)
    stage = request.POST.get("stage") or request.GET.get("tahap", "")
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        zone=vacancy.zone,
        initial={"stage": stage, "capacity": 20},
    )
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            session = actions.set_session(
                vacancy_id=vacancy.pk,
                actor=request.user,
                stage=form.cleaned_data["stage"],
                wanted=form.wanted(),
                candidates=_ticked(request, "peserta"),
                members=_ticked(request, "penilai"),
            )
        except Refused as error:
            form.add_error(form.field_of(error.field), error.reason)
        else:
            messages.success(request, "Sesi dibuat. Peserta dan penilai yang dipilih diberi tahu lewat surel.")
            return redirect("show_session", public_id=session.public_id)
    ticked = set(_ticked(request, "penilai")) if request.method == "POST" else None
    context = {
        "vacancy": vacancy,
        "refusal": refusal,
        "form": form,
        "zone": vacancy.zone_label,
        "members": [
            {"pk": member.pk, "name": member.user.full_name, "ticked": ticked is None or member.pk in ticked}
            for member in PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id")
        ],
    }
    return render(request, "selection/set_session.html", context)


@require_safe
@allow(*RUNNERS)
def show_session(request: HttpRequest, public_id) -> HttpResponse:
    """One session: who sits there, who asks for another slot, whom to seat, which members are called."""
    session = run_session(request, public_id)
    return render(request, "selection/session.html", session_context(request, session))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def move_session(request: HttpRequest, public_id) -> HttpResponse:
    """Change a session; everybody concerned gets the calendar entry anew."""
    session = run_session(request, public_id)
    zone = session.vacancy.zone
    refusal = can_run_sessions(request.user, session.vacancy)
    form = SessionForm(
        request.POST if request.method == "POST" else None, zone=zone, session=session, initial=initial_of(session, zone)
    )
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            actions.move_session(
                session_id=session.pk,
                actor=request.user,
                wanted=form.wanted(),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(form.field_of(error.field), error.reason)
        else:
            messages.success(request, "Sesi diubah. Yang punya kursi di sesi ini diberi tahu.")
            return redirect("show_session", public_id=public_id)
    context = {
        "vacancy": session.vacancy,
        "session": session,
        "form": form,
        "refusal": refusal,
        "zone": session.vacancy.zone_label,
    }
    return render(request, "selection/move_session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def cancel_session(request: HttpRequest, public_id) -> HttpResponse:
    """Cancel a session with a reason; the page says how many people it concerns."""
    session = run_session(request, public_id)
    refusal = can_run_sessions(request.user, session.vacancy)
    form = CancelSessionForm(request.POST if request.method == "POST" else None, initial={"version": session.version})
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            actions.cancel_session(
                session_id=session.pk,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Sesi dibatalkan. Peserta dan penilainya diberi tahu.")
            return redirect("list_sessions", public_id=session.vacancy.public_id)
    context = {
        "vacancy": session.vacancy,
        "session": session,
        "form": form,
        "refusal": refusal,
        "when": time_words(session.starts_at, session.ends_at, session.vacancy.zone),
        "seats": SessionSeat.objects.live().filter(session=session).count(),
        "calls": SessionAssessor.objects.filter(session=session, is_released=False).count(),
    }
    return render(request, "selection/cancel_session.html", context)


@require_POST
@allow(*RUNNERS)
def seat_participants(request: HttpRequest, public_id) -> HttpResponse:
    """Seat the ticked participants."""
    session = run_session(request, public_id)
    return _acted(
        request,
        session,
        lambda: actions.seat_participants(session_id=session.pk, actor=request.user, candidates=_ticked(request, "peserta")),
        "Peserta yang dipilih punya kursi di sesi ini dan diberi tahu.",
    )


@require_POST
@allow(*RUNNERS)
def call_assessors(request: HttpRequest, public_id) -> HttpResponse:
    """Call exactly the ticked members."""
    session = run_session(request, public_id)
    return _acted(
        request,
        session,
        lambda: actions.call_assessors(session_id=session.pk, actor=request.user, members=_ticked(request, "penilai")),
        "Daftar penilai sesi ini tersimpan. Yang berubah diberi tahu.",
    )


@require_POST
@allow(*RUNNERS)
def fill_sessions(request: HttpRequest, public_id) -> HttpResponse:
    """Give everybody without a seat at a stage one, by number."""
    vacancy = run_vacancy(request, public_id)
    stage = request.POST.get("stage", "")
    try:
        seated, left = actions.fill_sessions(vacancy_id=vacancy.pk, actor=request.user, stage=stage)
    except Refused as error:
        messages.error(request, error.reason)
    else:
        rest = f" {left} peserta belum mendapat kursi karena semua sesi penuh." if left else ""
        messages.success(request, f"{seated} peserta mendapat kursi dan diberi tahu.{rest}")
    return redirect("list_sessions", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def release_seat(request: HttpRequest, public_id) -> HttpResponse:
    """Take one participant out of a session, with a reason."""
    seat = _run_seat(request, public_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.release_seat(seat_id=seat.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Peserta {seat.candidate.key} dikeluarkan dari sesi ini dan diberi tahu.")
            return redirect("show_session", public_id=seat.session.public_id)
    context = {
        "vacancy": seat.session.vacancy,
        "seat": seat,
        "session": seat.session,
        "form": form,
        "refusal": can_run_sessions(request.user, seat.session.vacancy),
    }
    return render(request, "selection/release_seat.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def answer_slot(request: HttpRequest, public_id) -> HttpResponse:
    """Answer a wish for another slot: one of the other sessions of the stage, or the seat stays."""
    seat = _run_seat(request, public_id)
    vacancy = seat.session.vacancy
    others = [
        (each.pk, f"{time_words(each.starts_at, each.ends_at, vacancy.zone)}, {each.where} ({each.capacity - each.taken} kursi)")
        for each in StageSession.objects.live()
        .filter(vacancy=vacancy, stage=seat.stage, starts_at__gt=clock.now())
        .exclude(pk=seat.session_id)
        .with_seats()
        .order_by("starts_at", "id")
        if each.taken < each.capacity
    ]
    form = SlotAnswerForm(request.POST if request.method == "POST" else None, sessions=others)
    if request.method == "POST" and form.is_valid():
        target, answer = form.cleaned_data["target"], form.cleaned_data["answer"]
        try:
            if target == "keep":
                actions.refuse_other_slot(seat_id=seat.pk, actor=request.user, answer=answer)
            else:
                actions.seat_participants(
                    session_id=int(target), actor=request.user, candidates=[seat.candidate_id], answer=answer
                )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Permintaan peserta {seat.candidate.key} dijawab.")
            return redirect("list_sessions", public_id=vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "seat": seat,
        "session": seat.session,
        "form": form,
        "refusal": can_run_sessions(request.user, vacancy),
        "when": time_words(seat.session.starts_at, seat.session.ends_at, vacancy.zone),
        "is_answered": seat.asked_at is None,
    }
    return render(request, "selection/answer_slot.html", context)


def session_context(request: HttpRequest, session: StageSession) -> dict[str, Any]:
    """Everything the page of one session shows, in a fixed number of queries."""
    vacancy = session.vacancy
    refusal = can_run_sessions(request.user, vacancy)
    seats = list(
        SessionSeat.objects.live()
        .filter(session=session)
        .select_related("candidate__application__employee__agency")
        .order_by("candidate__number")
    )
    calls = {call.member_id: call for call in SessionAssessor.objects.filter(session=session, is_released=False)}
    recused: dict[int, list[str]] = {}
    for recusal in Recusal.objects.filter(candidate__in=[seat.candidate_id for seat in seats]).select_related("candidate"):
        recused.setdefault(recusal.member_id, []).append(recusal.candidate.key)
    now = clock.now()
    is_ahead = session.cancelled_at is None and now < session.starts_at
    gone = [seat for seat in seats if seat.candidate.application.state == "WITHDRAWN"]
    taken = len(seats) - len(gone)
    return {
        "vacancy": vacancy,
        "session": session,
        "refusal": refusal,
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "may_change": refusal is None and is_ahead,
        "may_mark": refusal is None and session.cancelled_at is None and now >= session.starts_at,
        "is_ahead": is_ahead,
        "seats": [_seat_row(seat) for seat in seats],
        "figures": [
            {"label": "Kursi terisi", "value": taken, "note": f"dari {session.capacity}"},
            {"label": "Sudah konfirmasi", "value": sum(seat.confirmed_at is not None for seat in seats)},
            {"label": "Minta jadwal lain", "value": sum(seat.asked_at is not None for seat in seats)},
            {"label": "Penilai", "value": len(calls)},
        ],
        "unseated": [_person(candidate) for candidate in unseated(vacancy, session.stage)] if is_ahead else [],
        "free": session.capacity - taken,
        "members": [
            {
                "pk": member.pk,
                "name": member.user.full_name,
                "is_chair": member.is_chair,
                "called": member.pk in calls,
                "attendance": calls[member.pk].get_attendance_display() if member.pk in calls else "",
                "leaves_for": ", ".join(sorted(recused.get(member.pk, []))),
            }
            for member in PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id")
        ],
    }


def _acted(request: HttpRequest, session: StageSession, act, sentence: str) -> HttpResponse:
    """Do one act of the session's page and go back to it; a refusal is told on the page."""
    try:
        act()
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, sentence)
    return redirect("show_session", public_id=session.public_id)


def _run_seat(request: HttpRequest, public_id) -> SessionSeat:
    return get_object_or_404(
        SessionSeat.objects.live()
        .filter(session__in=StageSession.objects.run_by(request.user).values("pk"))
        .select_related("session__vacancy__agency", "candidate__application__employee__agency"),
        public_id=public_id,
    )


def _ticked(request: HttpRequest, name: str) -> list[int]:
    """Primary keys of ticked boxes; anything else in the field is left out."""
    return [int(value) for value in request.POST.getlist(name) if value.isdecimal() and len(value) < 19]


def _session_row(session: StageSession, vacancy: Vacancy, now) -> dict[str, Any]:
    if session.cancelled_at is not None:
        tone, label = "stop", "Dibatalkan"
    elif now < session.starts_at:
        tone, label = "info", "Akan datang"
    elif now < session.ends_at:
        tone, label = "wait", "Berlangsung"
    else:
        tone, label = "plain", "Selesai"
    return {
        "url": reverse("show_session", args=[session.public_id]),
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "where": session.where,
        "taken": session.taken,
        "capacity": session.capacity,
        "confirmed": session.confirmed,
        "asking": session.asking,
        "tone": tone,
        "label": label,
        "is_open": session.cancelled_at is None,
    }


def _person(candidate: Candidate) -> dict[str, Any]:
    employee = candidate.application.employee
    return {"pk": candidate.pk, "key": candidate.key, "name": employee.name, "agency": employee.agency.name}


def _seat_row(seat: SessionSeat) -> dict[str, Any]:
    if seat.candidate.application.state == "WITHDRAWN":
        tone, label = "plain", "Mengundurkan diri"
    elif seat.attendance:
        tone, label = ATTENDANCE_TONES[seat.attendance], seat.get_attendance_display()
    elif seat.asked_at is not None:
        tone, label = "wait", "Minta jadwal lain"
    elif seat.confirmed_at is not None:
        tone, label = "good", "Akan hadir"
    else:
        tone, label = "plain", "Belum konfirmasi"
    return {
        **_person(seat.candidate),
        "public_id": seat.public_id,
        "tone": tone,
        "label": label,
        "note": seat.attendance_note or (seat.ask_reason if seat.asked_at else ""),
        "is_asking": seat.asked_at is not None,
    }
