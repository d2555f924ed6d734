"""Profil saya: the register row, locked, each line with its report; and the person's own additions beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core.access import allow
from core.indonesian import date_words
from employees.enums import RegisterSection
from employees.models import Employee, OwnRecord, RecordReport
from employees.register_lines import RegisterLine, RegisterPart, register_parts
from employees.views.pages import profile_tabs
from employees.views.reports import report_tag


@allow(Role.APPLICANT)
@require_safe
def show_profile(request: HttpRequest) -> HttpResponse:
    """Everything the register says, where it comes from, and what the person added."""
    employee = Employee.objects.for_profile().filter(user=request.user).first()
    if employee is None:
        return render(request, "employees/profile.html", {"employee": None})
    reports = _newest_reports(employee)
    context = {
        "employee": employee,
        "lead": f"{employee.position_title}, {employee.agency.name}",
        "tabs": profile_tabs(request, "show_profile"),
        "source": f"Data induk ASN, disalin {date_words(employee.updated_at)}",
        "parts": [_part_row(part, reports) for part in register_parts(employee)],
        "additions": [addition_row(record) for record in OwnRecord.objects.of(request.user).for_list()],
    }
    return render(request, "employees/profile.html", context)


def addition_row(record: OwnRecord) -> dict[str, Any]:
    """One own addition for the page."""
    end = f" – {date_words(record.ended_on)}" if record.ended_on else ""
    return {
        "kind": record.get_kind_display(),
        "title": record.title,
        "issuer": record.issuer,
        "when": f"{date_words(record.started_on)}{end}",
        "note": record.note,
        "proof": record.proof.title,
        "proof_url": reverse("show_evidence", args=[record.proof.public_id]),
        "edit_url": reverse("edit_own_record", args=[record.public_id]),
        "delete_url": reverse("delete_own_record", args=[record.public_id]),
    }


def _newest_reports(employee: Employee) -> dict[tuple[str, int | None], RecordReport]:
    """The newest report of every line that has one; withdrawn ones count for nothing."""
    found: dict[tuple[str, int | None], RecordReport] = {}
    for report in employee.reports.exclude(outcome="WITHDRAWN").order_by("created_at", "id"):
        found[report.section, report.record_id] = report
    return found


def _part_row(part: RegisterPart, reports: dict[tuple[str, int | None], RecordReport]) -> dict[str, Any]:
    lines = [_line_row(line, reports.get((line.section, line.record_id))) for line in part.lines]
    return {
        "ident": f"bagian-{part.section.lower()}",
        "title": part.title,
        "columns": part.columns,
        "lines": lines,
        "empty": part.empty,
        # Pairs of name and text read better as lines than as a table.
        "is_plain": part.section == RegisterSection.IDENTITY,
    }


def _line_row(line: RegisterLine, report: RecordReport | None) -> dict[str, Any]:
    """A line is reported again once its report was answered; while one is open it shows its state instead."""
    first, *rest = line.cells
    is_open = report is not None and report.is_open
    new_report = f"{reverse('report_record')}?bagian={line.section}&baris={line.record_id}"
    return {
        "ident": f"baris-{line.section.lower()}-{line.record_id}",
        "first": first[1],
        "rest": rest,
        "report": report_tag(report) if report is not None else None,
        "report_url": "" if is_open else new_report,
    }
