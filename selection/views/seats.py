"""Sessions as a participant and as a called member of the panel see them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.calendar_files import CONTENT_TYPE
from core.refusals import Refused
from selection import actions
from selection.calendar_entries import assessor_calendar, seat_calendar
from selection.cat.meetings import own_exam_rows
from selection.meeting_forms import SlotRequestForm
from selection.meeting_permissions import can_use_seat
from selection.models import SessionAssessor, SessionSeat, StageSession
from selection.rules.sessions import time_words
from vacancies.models import Application


@require_safe
@allow(Role.APPLICANT)
def list_own_sessions(request: HttpRequest, public_id) -> HttpResponse:
    """The participant's sessions of one application: when, where, card, calendar file, confirmation."""
    application = get_object_or_404(
        Application.objects.of(request.user).select_related("vacancy__agency", "employee"), public_id=public_id
    )
    now = clock.now()
    rows = [_seat_row(request, seat, now) for seat in own_seats(request, application)]
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "rows": rows,
        "exams": own_exam_rows(application),
        "way": [
            {"label": "Lamaran saya", "url": reverse("list_applications")},
            {"label": application.vacancy.position_title, "url": reverse("show_application", args=[application.public_id])},
            {"label": "Sesi ujian", "url": ""},
        ],
    }
    return render(request, "selection/own_sessions.html", context)


@require_POST
@allow(Role.APPLICANT)
def confirm_seat(request: HttpRequest, public_id) -> HttpResponse:
    """ "I shall come"."""
    seat = _own_seat(request, public_id)
    try:
        actions.confirm_seat(seat_id=seat.pk, actor=request.user)
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, "Kehadiran Anda terkonfirmasi.")
    return redirect("list_own_sessions", public_id=seat.candidate.application.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def ask_other_slot(request: HttpRequest, public_id) -> HttpResponse:
    """Ask for another session, with a reason."""
    seat = _own_seat(request, public_id)
    form = SlotRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_other_slot(seat_id=seat.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Permintaan Anda terkirim. Jadwal sekarang berlaku sampai sekretariat menjawab.")
            return redirect("list_own_sessions", public_id=seat.candidate.application.public_id)
    session = seat.session
    context = {
        "vacancy": session.vacancy,
        "session": session,
        "application": seat.candidate.application,
        "when": time_words(session.starts_at, session.ends_at, session.vacancy.zone),
        "form": form,
        "refusal": can_use_seat(request.user, seat, clock.now()),
        "is_asked": seat.asked_at is not None,
    }
    return render(request, "selection/ask_other_slot.html", context)


@require_safe
@allow(Role.APPLICANT)
def download_seat_calendar(request: HttpRequest, public_id) -> HttpResponse:
    """The own place as a calendar file, the same bytes until something moves."""
    seat = _own_seat(request, public_id)
    return _calendar_response(seat_calendar(seat), seat.session)


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def list_called_sessions(request: HttpRequest) -> HttpResponse:
    """Sessions to which the member is called: those to come first, then the last ones."""
    calls = (
        SessionAssessor.objects.filter(
            session__in=StageSession.objects.judged_by(request.user).values("pk"), member__user=request.user, is_released=False
        )
        .select_related("session__vacancy__agency")
        .order_by("session__starts_at", "pk")
    )
    now = clock.now()
    ahead = calls.filter(session__ends_at__gt=now)[:50]
    past = calls.filter(session__ends_at__lte=now).order_by("-session__starts_at", "-pk")[:10]
    context = {"ahead": [_call_row(call) for call in ahead], "past": [_call_row(call) for call in past]}
    return render(request, "selection/called_sessions.html", context)


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def download_call_calendar(request: HttpRequest, public_id) -> HttpResponse:
    """A called member's calendar file; colleagues of the same panel may read it, it tells nothing but time and place."""
    call = get_object_or_404(
        SessionAssessor.objects.filter(session__vacancy__panel__members__user=request.user).select_related(
            "session__vacancy__agency"
        ),
        public_id=public_id,
    )
    return _calendar_response(assessor_calendar(call), call.session)


def own_seats(request: HttpRequest, application: Application):
    """Seats of one application, soonest first; a released one stays listed so that nobody comes in vain."""
    return (
        SessionSeat.objects.of(request.user)
        .filter(candidate__application=application)
        .select_related("session__vacancy__agency", "candidate__application__employee")
        .order_by("session__starts_at", "pk")
    )


def _own_seat(request: HttpRequest, public_id) -> SessionSeat:
    return get_object_or_404(
        SessionSeat.objects.of(request.user).select_related(
            "session__vacancy__agency", "candidate__application__employee", "candidate__application__vacancy"
        ),
        public_id=public_id,
    )


def _calendar_response(text: str, session: StageSession) -> HttpResponse:
    response = HttpResponse(text, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="sesi-{session.vacancy.reference}.ics"'
    return response


def _seat_row(request: HttpRequest, seat: SessionSeat, now: datetime) -> dict[str, Any]:
    session = seat.session
    refusal = can_use_seat(request.user, seat, now)
    if seat.is_released or session.cancelled_at is not None:
        tone, label = "stop", "Dibatalkan"
    elif seat.attendance:
        tone, label = ("good", "Hadir") if seat.attendance == "PRESENT" else ("stop", "Tidak hadir")
    elif seat.asked_at is not None:
        tone, label = "wait", "Menunggu jawaban sekretariat"
    elif seat.confirmed_at is not None:
        tone, label = "good", "Terkonfirmasi"
    elif refusal is not None:
        tone, label = "plain", "Sudah lewat"
    else:
        tone, label = "wait", "Menunggu konfirmasi Anda"
    return {
        "public_id": seat.public_id,
        "stage": session.get_stage_display(),
        "key": seat.candidate.key,
        "name": seat.candidate.application.employee.name,
        "when": time_words(session.starts_at, session.ends_at, session.vacancy.zone),
        "starts_at": session.starts_at,
        "place": session.place,
        "link": session.link,
        "note": session.note,
        "tone": tone,
        "label": label,
        "is_off": seat.is_released or session.cancelled_at is not None,
        "cancel_reason": session.cancel_reason,
        "ask_reason": seat.ask_reason if seat.asked_at else "",
        "answer": seat.answer,
        "may_use": refusal is None,
        "may_confirm": refusal is None and seat.confirmed_at is None,
        "may_ask": refusal is None and seat.asked_at is None,
    }


def _call_row(call: SessionAssessor) -> dict[str, Any]:
    session = call.session
    is_off = session.cancelled_at is not None
    return {
        "public_id": call.public_id,
        "title": session.vacancy.position_title,
        "agency": session.vacancy.agency.name,
        "stage": session.get_stage_display(),
        "when": time_words(session.starts_at, session.ends_at, session.vacancy.zone),
        "place": session.place,
        "link": session.link,
        "tone": "stop" if is_off else "info",
        "label": "Dibatalkan" if is_off else session.get_stage_display(),
        "room_url": reverse("show_scoring_room", args=[session.vacancy.public_id]),
    }
