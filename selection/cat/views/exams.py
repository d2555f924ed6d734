"""Pages of the office about the exams of one vacancy: papers from a blueprint, sessions with their participants."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused
from selection.cat import actions
from selection.cat.actions.exams import stock_of
from selection.cat.enums import Difficulty
from selection.cat.forms import CancelForm, ExamForm, MoveForm, SessionForm
from selection.cat.key_models import ExamOpening
from selection.cat.models import AUTHOR_ROLES, Exam, ExamSession, ExamSitting
from selection.cat.permissions import CAT, can_build_exam, can_move_session, can_plan_session
from selection.cat.rules import timing
from selection.cat.rules.lifecycle import SESSION_LABELS
from selection.cat.sealing import SLOTS
from selection.models import Candidate
from vacancies.models import ScoreComponent, Vacancy

OFFICE = (Role.AGENCY_ADMIN, Role.SECRETARIAT)


@require_safe
@allow(*OFFICE)
def list_exams(request: HttpRequest, public_id) -> HttpResponse:
    """Papers and sessions of one vacancy."""
    vacancy = _vacancy(request, public_id)
    refusal = can_build_exam(request.user, vacancy)
    exams = Exam.objects.filter(vacancy=vacancy).select_related("created_by", "vacancy__agency", "component").order_by("-pk")
    sessions = ExamSession.objects.filter(exam__vacancy=vacancy).annotate(people=Count("sittings")).order_by("starts_at", "pk")
    now = clock.now()
    by_exam: dict[int, list[dict[str, Any]]] = {}
    for session in sessions:
        by_exam.setdefault(session.exam_id, []).append({"session": session, **session_status(session, now)})
    opened: dict[int, int] = {}
    for opening in ExamOpening.objects.filter(exam__vacancy=vacancy):
        opened[opening.exam_id] = opened.get(opening.exam_id, 0) + 1
    tested = [each for each in vacancy.components.order_by("position", "id") if each.aggregate == CAT]
    waiting = [(each.label, _unplaced(vacancy, each).count()) for each in tested] if vacancy.state == "SCORING" else []
    context = {
        "vacancy": vacancy,
        "refusal": refusal,
        "exams": [
            {
                "exam": exam,
                "lines": [
                    f"{line['competency']}, {Difficulty(line['difficulty']).label.lower()}: {line['count']}"
                    for line in exam.blueprint
                ],
                "sessions": by_exam.get(exam.pk, []),
                **seal_status(exam, opened.get(exam.pk, 0)),
            }
            for exam in exams
        ],
        "may_open": bool(request.user.agency_ids(*AUTHOR_ROLES)),
        "may_plan": vacancy.state == "SCORING" and refusal is None,
        "waiting": [(label, count) for label, count in waiting if count],
    }
    return render(request, "selection/cat/exams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*OFFICE)
def build_exam(request: HttpRequest, public_id) -> HttpResponse:
    """The blueprint: how many questions a competency and difficulty. `?latihan=1` builds a paper for rehearsal."""
    vacancy = _vacancy(request, public_id)
    refusal = can_build_exam(request.user, vacancy)
    is_practice = request.GET.get("latihan") == "1"
    stock = stock_of(vacancy.agency, practice=is_practice)
    wanted = list(vacancy.competencies.filter(kind="TEKNIS").order_by("position", "id").values_list("name", flat=True))
    names = list(dict.fromkeys([*wanted, *sorted({competency for competency, _ in stock})]))
    form = ExamForm(
        request.POST if request.method == "POST" else None,
        competencies=names,
        stock=stock,
        components=[] if is_practice else list(vacancy.components.filter(aggregate=CAT).order_by("position", "id")),
        initial={"title": "Latihan ujian" if is_practice else "Ujian kompetensi teknis", "minutes": 20 if is_practice else 90},
    )
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            exam = actions.build_exam(
                vacancy_id=vacancy.pk,
                actor=request.user,
                title=form.cleaned_data["title"],
                minutes=form.cleaned_data["minutes"],
                lines=form.lines(),
                is_practice=is_practice,
                component_id=form.cleaned_data.get("component"),
            )
        except Refused as error:
            form.add_error(None, error.reason)
        else:
            messages.success(request, f"{exam.title} tersusun: {exam.units} soal, naskahnya tidak dapat berubah lagi.")
            return redirect("list_exams", public_id=public_id)
    context = {"vacancy": vacancy, "form": form, "refusal": refusal, "is_practice": is_practice}
    return render(request, "selection/cat/build_exam.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*OFFICE)
def plan_exam_session(request: HttpRequest, public_id) -> HttpResponse:
    """A session of an exam with its participants."""
    exam = get_object_or_404(
        Exam.objects.filter(vacancy__in=Vacancy.objects.run_by(request.user)).select_related("vacancy__agency", "component"),
        public_id=public_id,
    )
    vacancy = exam.vacancy
    refusal = can_plan_session(request.user, exam)
    people = _unplaced(vacancy, exam.component)
    first = list(people.values_list("pk", flat=True))
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        zone=vacancy.zone,
        zone_label=vacancy.zone_label,
        candidates=people,
        initial={"seats": len(first) or 1, "candidates": first},
    )
    if request.method == "POST" and refusal is None and form.is_valid():
        given = form.cleaned_data
        try:
            session = actions.plan_session(
                exam_id=exam.pk,
                actor=request.user,
                title=given["title"],
                place=given["place"],
                starts_at=given["starts_at"],
                seats=given["seats"],
                candidate_ids=[each.pk for each in given["candidates"]],
            )
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"{session.title} terjadwal. Peserta menerima surel dengan berkas kalender.")
            return redirect("run_exam_session", public_id=session.public_id)
    context = {"vacancy": vacancy, "exam": exam, "form": form, "refusal": refusal, "nobody": not first}
    return render(request, "selection/cat/plan_session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*OFFICE)
def move_exam_session(request: HttpRequest, public_id) -> HttpResponse:
    """Move a session, or call it off with act=cancel."""
    session = get_object_or_404(
        ExamSession.objects.run_by(request.user).select_related("exam__vacancy__agency"), public_id=public_id
    )
    vacancy = session.exam.vacancy
    refusal = can_move_session(request.user, session, clock.now())
    is_cancel = request.POST.get("act") == "cancel"
    posted = request.POST if request.method == "POST" else None
    form = MoveForm(
        None if is_cancel else posted,
        zone=vacancy.zone,
        zone_label=vacancy.zone_label,
        initial={"place": session.place, "starts_at": session.starts_at, "version": session.version},
    )
    cancel = CancelForm(posted if is_cancel else None, initial={"version": session.version}, prefix="cancel")
    chosen = cancel if is_cancel else form
    if posted is not None and refusal is None and chosen.is_valid():
        try:
            if is_cancel:
                actions.cancel_session(session_id=session.pk, actor=request.user, **cancel.cleaned_data)
            else:
                actions.move_session(session_id=session.pk, actor=request.user, **form.cleaned_data)
        except Refused as error:
            chosen.add_error(error.field, error.reason)
        else:
            messages.success(request, "Sesi dibatalkan." if is_cancel else "Sesi dipindahkan. Peserta menerima jadwal baru.")
            return redirect("run_exam_session", public_id=public_id)
    context = {"vacancy": vacancy, "session": session, "form": form, "cancel": cancel, "refusal": refusal}
    return render(request, "selection/cat/move_session.html", context)


def session_status(session: ExamSession, now: Any) -> dict[str, str]:
    """Tone and words of a session: its state, and while it is planned, what the clock says."""
    if session.state != "PLANNED":
        tone = {"CANCELLED": "stop", "ENDED": "wait"}.get(session.state, "good")
        return {"tone": tone, "label": SESSION_LABELS[session.state]}
    phase = timing.phase(session.starts_at, session.ends_at, now)
    return {"tone": "plain" if phase == timing.BEFORE else "info", "label": timing.PHASE_LABELS[phase]}


def seal_status(exam: Exam, openings: int) -> dict[str, str]:
    """Tone and words of a paper's seal."""
    if exam.is_practice:
        return {"seal_tone": "plain", "seal_label": "Latihan"}
    if openings == len(SLOTS):
        return {"seal_tone": "good", "seal_label": "Naskah terbuka"}
    return {"seal_tone": "wait", "seal_label": "Satu kunci terpakai" if openings else "Naskah tersegel"}


def _vacancy(request: HttpRequest, public_id) -> Vacancy:
    rows = Vacancy.objects.filter(agency_id__in=request.user.agency_ids(*OFFICE)).select_related("agency")
    return get_object_or_404(rows, public_id=public_id)


def _unplaced(vacancy: Vacancy, component: ScoreComponent | None) -> Any:
    """Present candidates without a place in force in a test of the component."""
    placed = (
        ExamSitting.objects.filter(session__exam__vacancy=vacancy, session__exam__component=component).live().values("candidate")
    )
    return Candidate.objects.filter(vacancy=vacancy).present().exclude(pk__in=placed).for_list()
