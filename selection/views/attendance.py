"""The attendance sheet of a session: on the screen, on paper, and as a file for a room without a network."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import allow
from core.export_limit import count_export
from core.refusals import Refused
from core.spreadsheets import FileRefused, csv_line, read_table
from selection import actions
from selection.actions.attendance import Mark
from selection.actions.exports import record_attendance_export
from selection.attendance_sheet import HEADING, marks_in_file
from selection.conflicts import closed_candidates
from selection.meeting_permissions import can_run_sessions
from selection.models import Attendance, SessionAssessor, SessionSeat, StageSession
from selection.rules.sessions import time_words
from selection.views.control import RUNNERS
from selection.views.sessions import run_session


class AttendanceFileForm(forms.Form):
    """The filled-in sheet."""

    file = forms.FileField(
        label="Berkas daftar hadir",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV atau XLSX, paling besar 2 MB.",
        error_messages={"required": "Pilih berkas daftar hadir.", "empty": "Berkas ini kosong."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def record_attendance(request: HttpRequest, public_id) -> HttpResponse:
    """Marks for every participant and called member; one save for all. A file does the same for a room without a network."""
    session = run_session(request, public_id)
    seats = _seats(session)
    errors: list[str] = []
    refused: Refused | None = None
    file_form = AttendanceFileForm()
    if request.method == "POST":
        marks: dict[int, Mark] = {}
        members: dict[int, str] = {}
        if request.POST.get("act") == "file":
            file_form = AttendanceFileForm(request.POST, request.FILES)
            if file_form.is_valid():
                marks, errors = _marks_of_file(request, seats)
        else:
            marks = {seat.pk: _typed(request, seat) for seat in seats if f"hadir_{seat.pk}" in request.POST}
            members = _typed_members(request, session)
        if not errors and not file_form.errors:
            refused = _save(request, session, marks, members)
            if refused is None:
                return redirect("record_attendance", public_id=public_id)
            errors = [refused.reason]
    field = refused.field if refused else None
    return render(request, "selection/attendance.html", _context(request, session, seats, errors, file_form, field))


@require_safe
@allow(*RUNNERS)
def download_attendance_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """The sheet as CSV, to fill in without a network and to bring back by the page of the session; the download is recorded."""
    session = run_session(request, public_id)
    seats = _seats(session)
    count_export(request)
    record_attendance_export(session=session, actor=request.user, people=len(seats))
    text = csv_line(HEADING, ";")
    for seat in seats:
        name = seat.candidate.application.employee.name
        text += csv_line([seat.candidate.key, name, seat.get_attendance_display().upper(), seat.attendance_note], ";")
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    day = clock.now().strftime("%Y%m%d")
    response["Content-Disposition"] = f'attachment; filename="daftar-hadir-{session.vacancy.reference}-{day}.csv"'
    return response


def _seats(session: StageSession) -> list[SessionSeat]:
    return list(
        SessionSeat.objects.live()
        .filter(session=session)
        .select_related("candidate__application__employee__agency", "marked_by")
        .order_by("candidate__number")
    )


def _typed(request: HttpRequest, seat: SessionSeat) -> Mark:
    wanted = request.POST[f"hadir_{seat.pk}"]
    attendance = wanted if wanted in Attendance.values else ""
    note = request.POST.get(f"note_{seat.pk}", "").strip()[:300]
    return Mark(attendance, note if attendance == Attendance.ABSENT else "")


def _typed_members(request: HttpRequest, session: StageSession) -> dict[int, str]:
    calls = SessionAssessor.objects.filter(session=session, is_released=False).values_list("pk", flat=True)
    typed = {pk: request.POST.get(f"penilai_{pk}") for pk in calls}
    return {pk: value for pk, value in typed.items() if value in ("", *Attendance.values)}


def _marks_of_file(request: HttpRequest, seats: list[SessionSeat]) -> tuple[dict[int, Mark], list[str]]:
    file = request.FILES["file"]
    try:
        rows = read_table(file.read(), file.name, columns="NOMOR_PESERTA dan KEHADIRAN")
    except FileRefused as error:
        return {}, [str(error)]
    return marks_in_file(rows, {seat.candidate.key: seat.pk for seat in seats})


def _save(request: HttpRequest, session: StageSession, marks: dict[int, Mark], members: dict[int, str]) -> Refused | None:
    """Hand the marks to the action; the refusal when there is one."""
    try:
        present, absent = actions.mark_attendance(session_id=session.pk, actor=request.user, marks=marks, members=members)
    except Refused as error:
        return error
    messages.success(request, f"Daftar hadir tersimpan: {present} hadir, {absent} tidak hadir.")
    return None


def _context(
    request: HttpRequest,
    session: StageSession,
    seats: list[SessionSeat],
    errors: list[str],
    file_form: AttendanceFileForm,
    field: str | None,
) -> dict[str, Any]:
    vacancy = session.vacancy
    closed = closed_candidates(request.user, vacancy)
    is_typed = request.method == "POST" and request.POST.get("act") != "file"
    calls = SessionAssessor.objects.filter(session=session, is_released=False).select_related("member__user")
    refusal = can_run_sessions(request.user, vacancy)
    return {
        "vacancy": vacancy,
        "session": session,
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "refusal": refusal,
        "errors": errors,
        "file_form": file_form,
        "is_begun": clock.now() >= session.starts_at,
        "may_mark": refusal is None and session.cancelled_at is None and clock.now() >= session.starts_at,
        "rows": [
            {
                "pk": seat.pk,
                "key": seat.candidate.key,
                "name": seat.candidate.application.employee.name,
                "agency": seat.candidate.application.employee.agency.name,
                "attendance": request.POST.get(f"hadir_{seat.pk}", seat.attendance) if is_typed else seat.attendance,
                "label": seat.get_attendance_display(),
                "error": errors[0] if field == f"note_{seat.pk}" else "",
                "note": request.POST.get(f"note_{seat.pk}", seat.attendance_note) if is_typed else seat.attendance_note,
                "marked_by": seat.marked_by.full_name if seat.marked_by and seat.attendance else "",
                "marked_at": seat.marked_at,
                "is_open": seat.candidate_id not in closed and seat.candidate.application.state in ("CANDIDATE", "ABSENT"),
                "why_closed": "Konflik kepentingan Anda" if seat.candidate_id in closed else "Sudah tidak ikut seleksi",
            }
            for seat in seats
        ],
        "members": [
            {
                "pk": call.pk,
                "name": call.member.user.full_name,
                "attendance": request.POST.get(f"penilai_{call.pk}", call.attendance) if is_typed else call.attendance,
                "label": call.get_attendance_display(),
            }
            for call in calls.order_by("member_id")
        ],
        "choices": [*Attendance.choices, ("", "Belum dicatat")],
    }
