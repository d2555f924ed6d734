""" "Cek kelayakan saya": how the register answers every requirement, before any draft exists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import date_words
from employees.models import Employee
from vacancies.applicants import Fit, fit_of_employee
from vacancies.models import Application, Vacancy
from vacancies.permissions.applications import can_start_application
from vacancies.rules.public_status import CLOSED, UPCOMING, public_status


@allow(Role.APPLICANT)
@require_safe
def check_eligibility(request: HttpRequest, public_id) -> HttpResponse:
    """Rule by rule for the person who is signed in; nothing is saved by looking."""
    now = clock.now()
    published = Vacancy.objects.published().select_related("agency").prefetch_related("requirements")
    vacancy = get_object_or_404(published, public_id=public_id)
    employee = Employee.objects.with_records().select_related("agency").filter(user=request.user).first()
    context: dict[str, Any] = {
        "vacancy": vacancy,
        "way": [
            {"label": "Lowongan", "url": reverse("list_vacancies")},
            {"label": vacancy.position_title, "url": reverse("show_vacancy", args=[vacancy.public_id])},
            {"label": "Kelayakan saya"},
        ],
        "employee": employee,
        "requirements": [row.label for row in vacancy.requirements.all()],
    }
    if employee is not None:
        fit = fit_of_employee(vacancy, employee, now)
        context |= {
            "fit": fit,
            "summary": _summary(fit),
            "act": _next_act(request, vacancy, fit, now),
            "copied_on": employee.updated_at,
        }
    return render(request, "vacancies/apply/own_eligibility.html", context)


def _summary(fit: Fit) -> dict[str, str]:
    """The answer in one line, before any detail."""
    counted = f"Dihitung per {date_words(fit.counting_day)} dari data induk ASN."
    if fit.later:
        counted += f" {fit.later} syarat lain dibuktikan dengan dokumen atau tes saat seleksi."
    if not fit.is_eligible:
        broken = fit.total - fit.met
        return {"tone": "stop", "title": f"{broken} dari {fit.total} syarat belum terpenuhi", "text": counted}
    if fit.met_from is not None:
        return {
            "tone": "info",
            "title": f"Semua syarat terpenuhi mulai {date_words(fit.met_from)}",
            "text": f"Tanggal itu tidak melewati hari penghitungan, jadi Anda sudah dapat melamar. {counted}",
        }
    return {"tone": "good", "title": f"Anda memenuhi {fit.met} dari {fit.total} syarat", "text": counted}


def _next_act(request: HttpRequest, vacancy: Vacancy, fit: Fit, now) -> dict[str, Any]:
    """The one next step: open the own application, start one, or a sentence why there is none."""
    own = Application.objects.of(request.user).filter(vacancy=vacancy).values_list("public_id", flat=True).first()
    if own is not None:
        return {"url": reverse("show_application", args=[own]), "label": "Buka lamaran Anda", "note": ""}
    phase = public_status(vacancy.state, vacancy.opens_at, vacancy.closes_at, now).phase
    if phase == UPCOMING:
        return {"url": "", "label": "", "note": "Lamaran dapat dibuat setelah pendaftaran dibuka."}
    if phase == CLOSED:
        return {"url": "", "label": "", "note": "Pendaftaran sudah ditutup; lamaran baru tidak diterima."}
    refusal = can_start_application(request.user, vacancy)
    if refusal is not None:
        return {"url": "", "label": "", "note": refusal.reason}
    start = reverse("start_application", args=[vacancy.public_id])
    if not fit.is_eligible:
        note = "Lamaran baru dapat dikirim bila semua syarat terpenuhi; draf tidak dihitung sebagai lamaran."
        return {"url": start, "label": "Siapkan draf lamaran", "note": note, "is_quiet": True}
    return {"url": start, "label": "Lamar jabatan ini", "note": ""}
