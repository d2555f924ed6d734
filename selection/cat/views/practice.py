"""Rehearsal: the same pages as the test, over questions that never count."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused
from selection.cat import actions
from selection.cat.actions.practice import REHEARSING
from selection.cat.models import Exam, ExamPractice
from selection.cat.paper import practice_answers, read_paper
from selection.cat.room import practice_room
from selection.cat.rules.grading import grade
from selection.cat.views import answering
from vacancies.models import Application


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def practise_exam(request: HttpRequest, public_id) -> HttpResponse:
    """What a rehearsal is, how the last one went; POST begins a new one."""
    exam = _exam(request, public_id)
    if request.method == "POST":
        actions.start_practice(exam_id=exam.pk, actor=request.user)
        return redirect("answer_practice", public_id=public_id, number=1)
    practice = _practice(request, exam)
    now = clock.now()
    is_running = practice is not None and practice.finished_at is None and now < practice.ends_at
    outcome = None
    if practice is not None and not is_running:
        paper = read_paper(exam)
        outcome = grade(paper.slots(practice.seed), paper.parts, practice_answers(practice.answers))
    context = {"exam": exam, "vacancy": exam.vacancy, "practice": practice, "is_running": is_running, "outcome": outcome}
    return render(request, "selection/cat/practice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def answer_practice(request: HttpRequest, public_id, number: int) -> HttpResponse:
    """One question of the rehearsal; POST saves and goes on."""
    practice = _running(request, public_id)
    if practice is None:
        return redirect("practise_exam", public_id=public_id)
    now = clock.now()
    room = practice_room(practice, now)
    if request.method == "POST":
        answer = answering.posted_answer(request, room, number, now)
        actions.save_practice(practice_id=practice.pk, actor=request.user, answers=[answer])
        return answering.go_on(request, room, number)
    return answering.draw_question(request, room, number)


@require_safe
@allow(Role.APPLICANT)
def read_practice_paper(request: HttpRequest, public_id) -> HttpResponse:
    practice = _running(request, public_id)
    if practice is None:
        raise Refused("Waktu latihan ini sudah habis.")
    return answering.draw_paper(request, practice_room(practice, clock.now()))


@require_POST
@allow(Role.APPLICANT)
def save_practice_answers(request: HttpRequest, public_id) -> HttpResponse:
    practice = _practice(request, _exam(request, public_id))
    try:
        answers = answering.sent_answers(request)
        actions.save_practice(practice_id=practice.pk if practice else 0, actor=request.user, answers=answers)
    except Refused as error:
        return answering.not_saved(error.reason)
    return answering.saved(len(answers))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def finish_practice(request: HttpRequest, public_id) -> HttpResponse:
    """GET: overview and confirmation. POST: the end, with the points at once."""
    practice = _running(request, public_id)
    if practice is None:
        return redirect("practise_exam", public_id=public_id)
    if request.method == "POST":
        actions.finish_practice(practice_id=practice.pk, actor=request.user)
        return redirect("practise_exam", public_id=public_id)
    return answering.draw_finish(request, practice_room(practice, clock.now()))


def _exam(request: HttpRequest, public_id) -> Exam:
    """A practice paper of a vacancy the person takes part in; any other is not there."""
    taking_part = Application.objects.of(request.user).filter(state__in=REHEARSING).values("vacancy")
    rows = Exam.objects.filter(component=None, vacancy__in=taking_part).select_related("vacancy__agency")
    return get_object_or_404(rows, public_id=public_id)


def _practice(request: HttpRequest, exam: Exam) -> ExamPractice | None:
    practice = ExamPractice.objects.filter(exam=exam, user=request.user).first()
    if practice is not None:
        practice.exam = exam
    return practice


def _running(request: HttpRequest, public_id) -> ExamPractice | None:
    practice = _practice(request, _exam(request, public_id))
    return practice if practice and practice.finished_at is None and clock.now() < practice.ends_at else None
