"""Objections of one selection for those who may answer, and the page of one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import nip_groups, short_date_words
from core.refusals import Refused, Stale, require
from employees.actions.readings import record_reading
from selection import actions
from selection.gates import objection_window
from selection.permissions import can_run_selection
from selection.views.control import RUNNERS, run_vacancy
from vacancies.forms.objections import AnswerObjectionForm
from vacancies.models import Objection
from vacancies.objections import objection_counts
from vacancies.permissions.applications import can_read_files, reading_duty
from vacancies.permissions.objections import can_answer_objection
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.rules.objection import OUTCOME_TEXTS, is_overdue
from vacancies.views.objections import filed_rows

ANSWERING = (*RUNNERS, Role.WASDAL)
READERS = (*ANSWERING, Role.AUDITOR)
PER_PAGE = 20
TONES = {"neutral": "plain"}


@require_safe
@allow(*RUNNERS)
def list_objections(request: HttpRequest, public_id) -> HttpResponse:
    """Objections of a selection with their clocks; those against the reader's own verdicts appear once they are answered."""
    vacancy = run_vacancy(request, public_id)
    require(can_run_selection(request.user, vacancy))
    now = clock.now()
    # Open ones first, the most urgent of them on top.
    found = Objection.objects.of_vacancy(vacancy).visible_to(request.user).for_list()
    page = Paginator(found.order_by(F("answered_at").desc(nulls_first=True), "due_at", "id"), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    counts = objection_counts(vacancy)
    hidden = counts.filed - page.paginator.count
    context = {
        "vacancy": vacancy,
        "takes_objections": vacancy.pack.takes_objections,
        "window": objection_window(vacancy) if vacancy.pack.takes_objections else "",
        "page": page,
        "rows": [objection_row(objection, now) for objection in page],
        "hidden": hidden,
        "figures": [
            {"label": "Diajukan", "value": counts.filed},
            {"label": "Menunggu jawaban", "value": counts.waiting, "tone": "wait" if counts.waiting else "plain"},
            {"label": "Dikabulkan", "value": counts.granted},
            {"label": "Ditolak", "value": counts.refused},
        ],
    }
    return render(request, "selection/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*READERS)
def answer_objection(request: HttpRequest, public_id) -> HttpResponse:
    """One objection: what the verifier found, what the applicant says, and the answer; a refused text stays in its field."""
    objection = get_object_or_404(
        Objection.objects.visible_to(request.user).exclude(application__employee__user=request.user).for_list(),
        public_id=public_id,
    )
    application = objection.application
    vacancy = application.vacancy
    require(can_read_files(request.user, application))
    now = clock.now()
    refusal = can_answer_objection(request.user, objection, now)
    form = AnswerObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_objection(
                objection_id=objection.pk,
                actor=request.user,
                is_granted=form.cleaned_data["outcome"] == "GRANTED",
                reason=form.cleaned_data["reason"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Jawaban tersimpan dan sudah dikirim kepada pelamar.")
            return redirect("answer_objection", public_id)
    record_reading(
        subject=application.employee,
        actor=request.user,
        duty=reading_duty(request.user, vacancy),
        act="view_application",
        object_type="Application",
        object_id=application.public_id,
        about=vacancy.position_title,
    )
    row = objection_row(objection, now)
    works_here = any(request.user.holds(role, vacancy.agency_id) for role in (Role.SECRETARIAT, Role.AGENCY_ADMIN))
    context = {
        **filed_rows(objection, vacancy.zone_label),
        "vacancy": vacancy,
        "employee": application.employee,
        "facts": [
            f"NIP {nip_groups(application.employee.nip)}",
            application.employee.agency.name,
            f"Tanda terima {application.receipt_number}",
        ],
        "row": row,
        "changes": OUTCOME_TEXTS[objection.outcome].can_still_change,
        "form": form,
        "refusal": refusal.reason if refusal and objection.is_open else "",
        "may_answer": refusal is None,
        "sheet_url": reverse("verify_application", args=[application.public_id]) if works_here else "",
        "list_url": reverse("list_objections", args=[vacancy.public_id]) if request.user.has_any_role(list(RUNNERS)) else "",
    }
    return render(request, "selection/answer_objection.html", context)


def objection_row(objection: Objection, now: datetime) -> dict[str, Any]:
    """One objection for a list: whose, about what, its tag, and its clock, amber by itself once it is late."""
    application = objection.application
    vacancy = application.vacancy
    text = OUTCOME_TEXTS[objection.outcome]
    waits = objection.is_open and vacancy.state == "SCORING"
    late = waits and is_overdue(objection.due_at, now)
    if late:
        clock_words = f"Terlambat; seharusnya {format_deadline(objection.due_at, vacancy.zone)}"
    elif waits:
        clock_words = f"{format_deadline(objection.due_at, vacancy.zone)}, {remaining_text(objection.due_at, now)}"
    elif objection.answered_at is not None:
        clock_words = f"Dijawab {short_date_words(objection.answered_at, vacancy.zone_label)}"
    else:
        clock_words = "Seleksi tidak berjalan lagi"
    return {
        "url": reverse("answer_objection", args=[objection.public_id]),
        "name": application.employee.name,
        "from": application.employee.agency.name,
        "title": vacancy.position_title,
        "agency": vacancy.agency.name,
        "lines": ", ".join(line["label"] for line in objection.lines),
        "tag": text.officer,
        "tone": TONES.get(text.tone, text.tone),
        "clock": clock_words,
        "is_late": late,
        "filed": short_date_words(objection.filed_at, vacancy.zone_label),
    }
