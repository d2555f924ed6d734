"""Privasi saya: whether one can be found, and who looked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from core.access import allow
from employees.models import Employee
from talent import actions
from talent.looks import Look, looks_at

PAGE_SIZE = 20


class LookPages:
    """What a Paginator needs of a list that lives in the database: a length and slices, each slice one query."""

    def __init__(self, employee_id: int) -> None:
        self.employee_id = employee_id
        self._number: int | None = None

    def __len__(self) -> int:
        if self._number is None:
            self._number = looks_at(self.employee_id, start=0, size=1)[1]
        return self._number

    def __getitem__(self, place: slice) -> list[Look]:
        return looks_at(self.employee_id, start=place.start, size=place.stop - place.start)[0]


@allow(Role.APPLICANT)
@require_safe
def show_own_privacy(request: HttpRequest) -> HttpResponse:
    """The switch, what searchers see, and "siapa melihat saya"."""
    employee = Employee.objects.filter(user=request.user).first()
    context = {"employee": employee, "page": None}
    if employee is not None:
        context["page"] = Paginator(LookPages(employee.pk), PAGE_SIZE).get_page(request.GET.get("halaman"))
    return render(request, "talent/privacy.html", context)


@allow(Role.APPLICANT)
@require_POST
def switch_own_visibility(request: HttpRequest) -> HttpResponse:
    """In or out of the search, at once."""
    employee = get_object_or_404(Employee, user=request.user)
    visible = request.POST.get("tampak") == "ya"
    actions.switch_own_visibility(employee_id=employee.pk, visible=visible, actor=request.user)
    messages.success(
        request,
        "Anda dapat ditemukan instansi lain lagi."
        if visible
        else "Anda sudah keluar dari pencarian talenta. Mulai sekarang Anda tidak muncul dan tidak dihitung.",
    )
    return redirect("show_own_privacy")
