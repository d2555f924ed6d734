"""The agency's side of "laporkan salah": the list of reports as work, and the answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import moment_words, since_words
from core.refusals import Refused, Stale
from employees import permissions
from employees.actions import reports as acts
from employees.enums import ReportOutcome
from employees.forms.reports import AnswerForm, ReportFilterForm
from employees.models import RecordReport
from employees.register_lines import find_line
from employees.rules.nip import format_nip
from employees.views.reports import TONES, report_facts

PER_PAGE = 20


@allow(Role.AGENCY_ADMIN)
@require_safe
def list_record_reports(request: HttpRequest) -> HttpResponse:
    """Reports about people of the admin's agencies; open ones first come first."""
    now = clock.now()
    form = ReportFilterForm(request.GET)
    chosen = form.chosen()
    found = RecordReport.objects.kept_by(request.user).matching(words=chosen["q"], section=chosen["bagian"])
    if chosen["status"] == "":
        found = found.open().order_by("created_at", "id")
    elif chosen["status"] == "dijawab":
        found = found.filter(answered_at__isnull=False).order_by("-answered_at", "-id")
    page = Paginator(found.for_list(), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(report, now) for report in page],
        "is_filtered": bool(chosen["q"] or chosen["bagian"] or chosen["status"]),
    }
    return render(request, "employees/reports/list.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_report(request: HttpRequest, public_id) -> HttpResponse:
    """One report with the line as it was and as it is now, and the form of the answer."""
    report = get_object_or_404(
        RecordReport.objects.kept_by(request.user).for_list().select_related("employee__agency"), public_id=public_id
    )
    refusal = permissions.can_answer_report(request.user, report)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.answer_report(report_id=report.pk, actor=request.user, **form.cleaned_data)
        except Stale as stale:
            messages.error(request, stale.reason)
            return redirect("list_record_reports")
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"Jawaban terkirim kepada {report.employee.name}.")
            return redirect("list_record_reports")
    context = {
        "report": report,
        "form": form,
        "refusal": refusal.reason if refusal is not None and report.is_open else "",
        "can_answer": refusal is None,
        "person": _person(report),
        "facts": report_facts(report),
        "present": _present(report),
        "tag": _tag(report, clock.now()),
        "answered": moment_words(report.answered_at) if report.answered_at else "",
        "way": [
            {"label": "Laporan data pegawai", "url": reverse("list_record_reports")},
            {"label": report.employee.name},
        ],
    }
    return render(request, "employees/reports/answer.html", context)


def _row(report: RecordReport, now) -> dict[str, Any]:
    return {
        "url": reverse("answer_report", args=[report.public_id]),
        "name": report.employee.name,
        "nip": report.employee.nip,
        "part": report.get_section_display(),
        "line": report.record_words,
        "when": since_words(report.created_at, now),
        **_tag(report, now),
    }


def _tag(report: RecordReport, now) -> dict[str, str]:
    if report.is_open:
        return {"tone": "wait", "label": "Belum dijawab"}
    outcome = ReportOutcome(report.outcome)
    return {"tone": TONES[outcome], "label": str(outcome.label)}


def _person(report: RecordReport) -> list[tuple[str, str]]:
    employee = report.employee
    return [
        ("Nama", employee.name),
        ("NIP", format_nip(employee.nip)),
        ("Jabatan", employee.position_title),
        ("Unit kerja", employee.unit or "Belum ada"),
    ]


def _present(report: RecordReport) -> str:
    """How the line reads now, "" while it is unchanged."""
    line = find_line(report.employee, report.section, report.record_id or 0)
    if line is None:
        return "Baris ini sudah tidak ada di data induk."
    return line.words if line.words != report.record_words else ""
