"""Pages of the people who run a session: the room, PINs, incidents, minutes, annulment; and the board for everybody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.access import allow, public
from core.canonical import canonical_json
from core.letters import letter_response
from core.refusals import Refused
from selection.cat import actions
from selection.cat.board import board_rows
from selection.cat.documents import is_annulled, results_digest, results_manifest, session_results
from selection.cat.enums import EndedBy
from selection.cat.forms import AnnulmentForm, AnnulmentVerdictForm, IncidentForm, MissedForm
from selection.cat.models import (
    AUTHOR_ROLES,
    ExamAnnulment,
    ExamAnnulmentVerdict,
    ExamIncident,
    ExamResult,
    ExamSession,
    ExamSitting,
)
from selection.cat.paper import is_opened
from selection.cat.permissions import (
    can_decide_annulment,
    can_mark_missed,
    can_move_session,
    can_propose_annulment,
    can_run_session,
    can_sign_minutes,
)
from selection.cat.rules import timing
from selection.cat.views.exams import OFFICE, session_status
from selection.cat.views.keys import opening_parts
from selection.models import PRESENT_STATES
from selection.rules.sessions import time_words
from vacancies.models import Application

SECOND = (*OFFICE, Role.PANEL_CHAIR)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*OFFICE)
def run_exam_session(request: HttpRequest, public_id) -> HttpResponse:
    """The room as its proctor sees it. POST act=pins shows new PINs once, act=incident notes something, act=missed takes those
    who did not come out of the selection, act=sign ends it all."""
    session = _session(request, public_id)
    sittings = ExamSitting.objects.filter(session=session).order_by("number")
    act = request.POST.get("act", "")
    incident = IncidentForm(request.POST if act == "incident" else None, sittings=sittings)
    missed = MissedForm(request.POST if act == "missed" else None)
    problem, issued = "", []
    try:
        if act == "pins":
            chosen = [int(each) for each in request.POST.getlist("sitting") if each.isdigit()]
            issued = actions.issue_pins(
                session_id=session.pk, actor=request.user, sitting_ids=chosen, reason=request.POST.get("reason", "")[:600]
            )
        elif act == "incident" and incident.is_valid():
            sitting = incident.cleaned_data["sitting"]
            actions.note_incident(
                session_id=session.pk,
                actor=request.user,
                kind=incident.cleaned_data["kind"],
                text=incident.cleaned_data["text"],
                sitting_id=sitting.pk if sitting else None,
            )
            messages.success(request, "Catatan masuk berita acara.")
            return redirect("run_exam_session", public_id=public_id)
        elif act == "missed" and missed.is_valid():
            count = actions.mark_missed(
                session_id=session.pk,
                actor=request.user,
                sitting_ids=[int(each) for each in request.POST.getlist("missed") if each.isdigit()],
                note=missed.cleaned_data["note"],
            )
            messages.success(request, f"{count} peserta tercatat tidak hadir dan keluar dari seleksi.")
            return redirect("run_exam_session", public_id=public_id)
        elif act == "sign":
            version = request.POST.get("version", "")
            letter = actions.sign_minutes(
                session_id=session.pk, actor=request.user, version=int(version) if version.isdigit() else -1
            )
            messages.success(request, f"Berita acara {letter.number} ditandatangani.")
            return redirect("run_exam_session", public_id=public_id)
    except Refused as error:
        form = {"incident": incident, "missed": missed}.get(act)
        if form is not None:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            problem = error.reason
    session.refresh_from_db()
    context = _room_context(request, session, list(sittings.all()))
    typed = request.POST.get("reason", "") if act == "pins" else ""
    # Who was ticked stays ticked while something is missing.
    ticked = set() if issued else {*request.POST.getlist("sitting"), *request.POST.getlist("missed")}
    for row in context["rows"]:
        row["is_chosen"] = str(row["sitting"].pk) in ticked
    context |= {"incident_form": incident, "problem": problem, "issued": issued, "typed_reason": typed, "missed_form": missed}
    response = render(request, "selection/cat/run_session.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allow(*OFFICE, Role.PANEL_CHAIR, Role.WASDAL, Role.AUDITOR)
def download_exam_minutes(request: HttpRequest, public_id) -> HttpResponse:
    """The signed minutes (PDF)."""
    session = get_object_or_404(_readable(request.user), public_id=public_id)
    if session.minutes_letter is None:
        raise Http404
    return letter_response(session.minutes_letter)


@require_safe
@allow(*OFFICE, Role.PANEL_CHAIR, Role.WASDAL, Role.AUDITOR)
def download_exam_manifest(request: HttpRequest, public_id) -> HttpResponse:
    """What the digest in the minutes is taken over, as canonical JSON: anybody with the file can compute it again."""
    session = get_object_or_404(_readable(request.user), public_id=public_id)
    if session.state not in ("ENDED", "MINUTES_SIGNED"):
        raise Http404
    text = canonical_json(results_manifest(session, session_results(session)))
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hasil-ujian-{session.public_id}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*OFFICE)
def propose_annulment(request: HttpRequest, public_id) -> HttpResponse:
    """Put one result in question. Nothing changes before a second person has decided."""
    result = get_object_or_404(
        ExamResult.objects.filter(sitting__session__in=ExamSession.objects.run_by(request.user)).select_related(
            "sitting__session__exam__vacancy__agency"
        ),
        sitting__public_id=public_id,
    )
    refusal = can_propose_annulment(request.user, result)
    form = AnnulmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_annulment(result_id=result.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, "Usul pembatalan tercatat dan menunggu orang kedua.")
            return redirect("run_exam_session", public_id=result.sitting.session.public_id)
    session = result.sitting.session
    context = {
        "result": result,
        "sitting": result.sitting,
        "session": session,
        "vacancy": session.exam.vacancy,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "selection/cat/propose_annulment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*SECOND)
def decide_annulment(request: HttpRequest, public_id) -> HttpResponse:
    """The second person accepts or refuses, after reading reason and result."""
    rows = ExamAnnulment.objects.filter(result__sitting__session__in=_decidable(request.user))
    annulment = get_object_or_404(
        rows.select_related("result__sitting__session__exam__vacancy__agency", "proposed_by"), public_id=public_id
    )
    refusal = can_decide_annulment(request.user, annulment)
    form = AnnulmentVerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") in ("accept", "refuse"):
        try:
            verdict = actions.decide_annulment(
                annulment_id=annulment.pk,
                actor=request.user,
                is_accepted=request.POST["act"] == "accept",
                note=form.cleaned_data["note"],
            )
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            words = f"Hasil dibatalkan dengan berita acara {verdict.letter.number}." if verdict.letter else "Usul ditolak."
            messages.success(request, words)
            return redirect("decide_exam_annulment", public_id=public_id)
    session = annulment.result.sitting.session
    context = {
        "annulment": annulment,
        "verdict": ExamAnnulmentVerdict.objects.filter(annulment=annulment).select_related("decided_by", "letter").first(),
        "result": annulment.result,
        "sitting": annulment.result.sitting,
        "session": session,
        "vacancy": session.exam.vacancy,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "selection/cat/decide_annulment.html", context)


@require_safe
@allow(*SECOND, Role.WASDAL, Role.AUDITOR)
def download_annulment_minutes(request: HttpRequest, public_id) -> HttpResponse:
    """The minutes of an annulment (PDF)."""
    rows = ExamAnnulmentVerdict.objects.filter(annulment__result__sitting__session__in=_readable(request.user), is_accepted=True)
    verdict = get_object_or_404(rows.select_related("letter"), annulment__public_id=public_id)
    return letter_response(verdict.letter)


@public
@require_safe
def watch_exam(request: HttpRequest, public_id) -> HttpResponse:
    """The live board: participant numbers and values, for everybody, without a name. htmx asks for the table alone."""
    session = get_object_or_404(
        ExamSession.objects.filter(exam__component__isnull=False).select_related("exam__vacancy__agency", "exam__component"),
        public_id=public_id,
    )
    now = clock.now()
    status = session_status(session, now)
    context = {
        "session": session,
        "vacancy": session.exam.vacancy,
        "exam": session.exam,
        "component": session.exam.component,
        "rows": board_rows(session, now),
        "is_live": session.state == "PLANNED",
        "is_running": session.state == "PLANNED" and session.starts_at <= now < session.ends_at,
        **status,
    }
    template = "selection/cat/_board.html" if request.htmx else "selection/cat/board.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


def _session(request: HttpRequest, public_id) -> ExamSession:
    rows = ExamSession.objects.run_by(request.user)
    return get_object_or_404(
        rows.select_related("exam__vacancy__agency", "exam__component", "minutes_letter"), public_id=public_id
    )


def _decidable(user: User) -> Any:
    """Sessions whose annulments the person may decide: of the own office, or of the own panel as its chair."""
    chaired = ExamSession.objects.filter(
        exam__vacancy__panel__members__user=user, exam__vacancy__panel__members__is_chair=True
    ).exclude(exam__vacancy__in=Application.objects.of(user).values("vacancy"))
    return ExamSession.objects.filter(pk__in=ExamSession.objects.run_by(user).values("pk")) | ExamSession.objects.filter(
        pk__in=chaired.values("pk")
    )


def _readable(user: User) -> Any:
    """Sessions whose papers the person may read: those above, and all for national oversight."""
    is_national = user.holds(Role.WASDAL) or user.holds(Role.AUDITOR)
    rows = ExamSession.objects.all() if is_national else _decidable(user)
    return rows.select_related("exam__vacancy__agency", "exam__component", "minutes_letter")


def _room_context(request: HttpRequest, session: ExamSession, sittings: list[ExamSitting]) -> dict[str, Any]:
    now = clock.now()
    user, vacancy = request.user, session.exam.vacancy
    phase = timing.phase(session.starts_at, session.ends_at, now)
    results = session_results(session)
    by_sitting = {each.sitting_id: each for each in results}
    people = {
        pk: (name, state)
        for pk, name, state in ExamSitting.objects.filter(session=session)
        .values_list("pk", "candidate__application__employee__name", "candidate__application__state")
        .order_by("pk")
    }
    rows = [_sitting_row(each, people[each.pk], by_sitting.get(each.pk), session, phase) for each in sittings]
    is_open = session.state == "PLANNED" and phase not in (timing.BEFORE, timing.OVER)
    is_over = session.state in ("ENDED", "MINUTES_SIGNED")
    is_sealed = session.state == "PLANNED" and phase not in (timing.BEFORE, timing.OVER) and not is_opened(session.exam)
    present = sum(each.checked_in_at is not None for each in sittings)
    return {
        "session": session,
        "vacancy": vacancy,
        "exam": session.exam,
        **session_status(session, now),
        "when": time_words(session.starts_at, session.ends_at, vacancy.zone),
        "refusal": can_run_session(user, session),
        "rows": rows,
        "figures": [
            {"label": "Terjadwal", "value": len(sittings), "note": f"{session.seats} kursi"},
            {"label": "Sudah mendaftar ulang", "value": present},
            {"label": "Selesai", "value": len(results), "note": f"{session.exam.units} soal"},
        ],
        "pins_open": is_open and any(row["may_have_pin"] for row in rows),
        "needs_reason": timing.needs_reason(phase),
        "opens_at": session.starts_at - timing.OPENS_BEFORE,
        "closes_at": session.starts_at - timing.CLOSES_BEFORE,
        "is_too_early": session.state == "PLANNED" and phase == timing.BEFORE,
        "missed": [row for row in rows if row["may_mark"]] if is_over and can_mark_missed(user, session) is None else [],
        "seal": opening_parts(session.exam) if is_sealed else [],
        "may_open": bool(user.agency_ids(*AUTHOR_ROLES)),
        "may_move": can_move_session(user, session, now) is None,
        "may_note": session.state in ("PLANNED", "ENDED"),
        "sign_refusal": can_sign_minutes(user, session),
        "incidents": list(
            ExamIncident.objects.filter(session=session).select_related("sitting", "noted_by").order_by("noted_at", "pk")
        ),
        "digest": results_digest(session, results) if is_over else "",
        "board_url": reverse("watch_exam", args=[session.public_id]),
        "is_over": is_over,
    }


def _sitting_row(
    sitting: ExamSitting, person: tuple[str, str], result: ExamResult | None, session: ExamSession, phase: str
) -> dict[str, Any]:
    name, state = person
    has_left = state not in PRESENT_STATES
    may = timing.issue_refusal(phase, has_checked_in=sitting.checked_in_at is not None, is_finished=sitting.closed_at is not None)
    waiting = accepted = None
    if result is not None:
        for each in result.annulments.all():
            verdict = getattr(each, "verdict", None)
            waiting = each if verdict is None else waiting
            accepted = each if verdict is not None and verdict.is_accepted else accepted
        tone, label = ("stop", "Dibatalkan") if is_annulled(result) else ("good", EndedBy(result.ended_by).label)
    elif sitting.checked_in_at is not None:
        tone, label = ("info", "Mengerjakan") if phase == timing.RUNNING else ("info", "Siap di tempat")
    elif phase == timing.OVER or session.state in ("ENDED", "MINUTES_SIGNED"):
        tone, label = "stop", "Tidak hadir, tercatat" if sitting.absence_marked_at else "Tidak hadir"
    elif has_left:
        tone, label = "plain", "Tidak ikut lagi"
    else:
        tone, label = ("wait", "PIN terbit") if sitting.pin_hash else ("plain", "Belum mendaftar ulang")
    return {
        "sitting": sitting,
        "name": name,
        "tone": tone,
        "label": label,
        "result": result,
        "waiting": waiting,
        "accepted": accepted,
        "may_have_pin": may is None and session.state == "PLANNED" and not has_left,
        "may_mark": sitting.checked_in_at is None and not has_left,
        "may_annul": result is not None and waiting is None and accepted is None and session.exam.vacancy.state == "SCORING",
    }
