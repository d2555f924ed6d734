"""Own record: what the register says about the person who is signed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from core.access import allow
from core.indonesian import date_words
from employees.actions import switch_search_visibility
from employees.enums import RANK_NAMES, FunctionalGrade, PositionLevel
from employees.models import Employee
from employees.rules.nip import format_nip


@allow(Role.APPLICANT)
@require_safe
def show_profile(request: HttpRequest) -> HttpResponse:
    employee = Employee.objects.for_profile().filter(user=request.user).first()
    if employee is None:
        return render(request, "employees/profile.html", {"employee": None})
    context = {
        "employee": employee,
        "lead": f"{employee.position_title}, {employee.agency.name}",
        "identity": _identity(employee),
        "present": _present(employee),
        "contact": [("Surel", employee.email or "belum ada"), ("Telepon", employee.phone or "belum ada")],
        "sections": _sections(employee),
        "updated_at": employee.updated_at,
    }
    return render(request, "employees/profile.html", context)


@allow(Role.APPLICANT)
@require_POST
def switch_visibility(request: HttpRequest) -> HttpResponse:
    employee = get_object_or_404(Employee, user=request.user)
    visible = request.POST.get("visible") == "ya"
    switch_search_visibility(employee_id=employee.pk, actor=request.user, visible=visible)
    messages.success(
        request,
        "Data Anda dapat ditemukan instansi lain." if visible else "Data Anda tidak lagi muncul dalam pencarian talenta.",
    )
    return redirect("show_profile")


def _identity(employee: Employee) -> list[tuple[str, str]]:
    return [
        ("NIP", format_nip(employee.nip)),
        ("Nama", employee.name),
        ("Jenis kelamin", employee.get_sex_display()),
        ("Tanggal lahir", date_words(employee.birth_date)),
        ("TMT CPNS", date_words(employee.cpns_on)),
        ("Status kepegawaian", employee.get_kind_display()),
    ]


def _present(employee: Employee) -> list[tuple[str, str]]:
    return [
        ("Jabatan", employee.position_title),
        ("Jenjang", _level(employee.position_level, employee.functional_grade)),
        ("Unit kerja", employee.unit or "belum ada"),
        ("Instansi", employee.agency.name),
        ("Golongan", employee.rank_label),
        ("Pendidikan", f"{employee.get_education_level_display()} {employee.education_program}".strip()),
    ]


def _level(level: str, functional_grade: str) -> str:
    functional = f" {FunctionalGrade(functional_grade).label}" if functional_grade else ""
    return f"{PositionLevel(level).label}{functional}"


def _sections(employee: Employee) -> list[dict[str, Any]]:
    """Histories as plain tables, newest first; the templates decide nothing."""
    return [
        _section(
            "Riwayat jabatan",
            ("Jabatan", "Jenjang", "Instansi", "Masa"),
            [
                (
                    r.title,
                    _level(r.level, r.functional_grade),
                    r.agency_name,
                    f"{date_words(r.started_on)} – {_until(r.ended_on)}",
                )
                for r in employee.positions.all()
            ],
        ),
        _section(
            "Riwayat golongan",
            ("Golongan", "Pangkat", "TMT"),
            [(r.get_grade_display(), RANK_NAMES[r.grade], date_words(r.since)) for r in employee.grades.all()],
        ),
        _section(
            "Pendidikan",
            ("Tingkat", "Program studi", "Perguruan tinggi", "Lulus"),
            [(r.get_level_display(), r.program, r.institution or "belum ada", str(r.year)) for r in employee.educations.all()],
        ),
        _section(
            "Pelatihan",
            ("Pelatihan", "Tahun", "Jam pelajaran"),
            [(r.title, str(r.year), str(r.hours)) for r in employee.trainings.all()],
        ),
        _section(
            "Kinerja",
            ("Tahun", "Predikat"),
            [(str(r.year), r.get_predicate_display()) for r in employee.performances.all()],
        ),
        _section(
            "Asesmen",
            ("Tanggal", "Penyelenggara", "Kesesuaian jabatan", "Potensi"),
            [
                (
                    date_words(r.assessed_on),
                    r.provider,
                    f"{r.job_person_match} persen".replace(".", ","),
                    r.get_potential_display(),
                )
                for r in employee.assessments.all()
            ],
        ),
        _section(
            "Hukuman disiplin",
            ("Tingkat", "Mulai", "Sampai", "Dasar"),
            [
                (r.get_severity_display(), date_words(r.started_on), _until(r.ended_on), r.basis)
                for r in employee.disciplines.all()
            ],
        ),
    ]


def _section(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> dict[str, Any]:
    cells = [list(zip(columns, row, strict=True)) for row in rows]
    return {"title": title, "columns": columns, "rows": cells}


def _until(day: Any) -> str:
    return date_words(day) if day else "sekarang"
