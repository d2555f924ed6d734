"""Home of the applicant: what to do first, every application with its status, suggestions for whoever has none."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.access import allow
from core.paging import ShortPaginator
from core.planned import planned_once
from employees.models import Employee
from vacancies.applicants import assess_employee
from vacancies.models import Application, DocumentRequest, Vacancy
from vacancies.models.objections import open_objections
from vacancies.progress import status_of, tone_of
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.rules.eligibility import is_eligible
from vacancies.views.apply import window_refusal

# Rooms above this one add to the applicant's tasks here; the composition root fills the list.
task_providers: list[Callable[[User], list[dict[str, str]]]] = []

PER_PAGE = 20
SUGGESTIONS = 5
LOOKED_AT_FOR_SUGGESTIONS = 30


@allow(Role.APPLICANT)
@require_GET
@planned_once()
def list_applications(request: HttpRequest) -> HttpResponse:
    """Home of the applicant: what to do first, then every application with its status."""
    rows = Application.objects.of(request.user).for_list().order_by("-created_at", "-id")
    page = ShortPaginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    asked = DocumentRequest.objects.of(request.user).open().filter(application__state="NEEDS_DOCUMENT")
    objected = open_objections(page)
    tasks = [_request_task(row) for row in asked.for_list().order_by("due_at", "id")[:PER_PAGE]]
    tasks += [row for provider in task_providers for row in provider(request.user)]
    drafts = Application.objects.of(request.user).drafts().for_list().order_by("vacancy__closes_at", "id")
    tasks += [task for application in drafts[:PER_PAGE] if (task := _draft_task(application)) is not None]
    context = {
        "tasks": tasks,
        "page": page,
        "rows": [_overview_row(application, is_objected=application.pk in objected) for application in page],
        "suggestions": [] if page.paginator.count else _suggestions(request.user),
    }
    return render(request, "vacancies/apply/list.html", context)


def _draft_task(application: Application) -> dict[str, str] | None:
    vacancy = application.vacancy
    if window_refusal(vacancy) is not None:
        return None
    return {
        "label": f"Selesaikan lamaran {vacancy.position_title}",
        "hint": f"{vacancy.agency.name}. Tutup {format_deadline(vacancy.closes_at, vacancy.zone)}.",
        "url": reverse("show_application", args=[application.public_id]),
        "status": remaining_text(vacancy.closes_at, clock.now()),
        "tone": "wait",
    }


def _request_task(asked: DocumentRequest) -> dict[str, str]:
    vacancy = asked.application.vacancy
    return {
        "label": f"Unggah {asked.get_type_display()} untuk {vacancy.position_title}",
        "hint": f"{vacancy.agency.name}. Batas {format_deadline(asked.due_at, vacancy.zone)}.",
        "url": reverse("answer_document_request", args=[asked.public_id]),
        "status": remaining_text(asked.due_at, clock.now()),
        "tone": "wait",
    }


def _overview_row(application: Application, *, is_objected: bool) -> dict[str, Any]:
    line = status_of(application, is_objected=is_objected)
    return {
        "application": application,
        "url": reverse("show_application", args=[application.public_id]),
        "title": application.vacancy.position_title,
        "agency": application.vacancy.agency.name,
        "level": application.vacancy.get_level_display(),
        "tag": line.title,
        "tone": tone_of(line),
        "sentence": line.sentence,
        "holder": line.holder,
    }


def _suggestions(user: User) -> list[dict[str, Any]]:
    """Open posts whose rules the person meets, soonest closing first; looks at a bounded number of posts."""
    employee = Employee.objects.with_records().filter(user=user).first()
    if employee is None:
        return []
    now = clock.now()
    vacancies = Vacancy.objects.open_for_registration(now).for_list().prefetch_related("requirements").order_by("closes_at", "id")
    fitting = (v for v in vacancies[:LOOKED_AT_FOR_SUGGESTIONS] if is_eligible(assess_employee(v, employee, localdate(now))))
    return [
        {
            "title": vacancy.position_title,
            "agency": vacancy.agency.name,
            "level": vacancy.get_level_display(),
            "url": reverse("show_vacancy", args=[vacancy.public_id]),
            "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
            "left": remaining_text(vacancy.closes_at, now),
        }
        for _, vacancy in zip(range(SUGGESTIONS), fitting, strict=False)
    ]
