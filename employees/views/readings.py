""" "Siapa membuka data saya": every look of others at a person's files, told to that person."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core.access import allow
from employees.models import Employee
from employees.readings import entries_about, reading_of

PAGE_SIZE = 20


@allow(Role.APPLICANT)
@require_safe
def list_own_readings(request: HttpRequest) -> HttpResponse:
    """Newest first; the office and the duty are named, never the person behind them."""
    employee = Employee.objects.filter(user=request.user).first()
    context: dict[str, Any] = {"employee": employee, "page": None, "readings": []}
    if employee is not None:
        page = Paginator(entries_about(employee), PAGE_SIZE).get_page(request.GET.get("halaman"))
        context |= {"page": page, "readings": [reading_of(entry) for entry in page.object_list]}
    return render(request, "employees/readings.html", context)
