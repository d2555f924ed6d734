"""The person's side of "laporkan salah": report a line, follow the report, take it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import moment_words, short_date_words, since_words
from core.refusals import Refused
from core.uploads.fields import keep_for_later
from employees import permissions
from employees.actions import reports as acts
from employees.enums import DocumentType, ReportOutcome
from employees.forms.reports import ReportForm
from employees.models import Employee, RecordReport
from employees.register_lines import RegisterLine, find_line
from employees.rules.evidence import accepted_kinds
from employees.views.pages import brought, needs_register_row, profile_tabs

PER_PAGE = 20
TONES = {
    ReportOutcome.CORRECTED: "good",
    ReportOutcome.FORWARDED: "info",
    ReportOutcome.KEPT: "plain",
    ReportOutcome.WITHDRAWN: "plain",
}


@allow(Role.APPLICANT)
@require_safe
@needs_register_row
def list_my_reports(request: HttpRequest, employee: Employee) -> HttpResponse:
    """All own reports, newest first, each with its state."""
    page = Paginator(RecordReport.objects.of(request.user).for_list(), PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [
        {
            "part": report.get_section_display(),
            "line": report.record_words,
            "when": short_date_words(report.created_at),
            **report_tag(report),
        }
        for report in page
    ]
    context = {"tabs": profile_tabs(request, "list_my_reports"), "page": page, "rows": rows}
    return render(request, "employees/reports/mine.html", context)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_register_row
def report_record(request: HttpRequest, employee: Employee) -> HttpResponse:
    """Report the line named in the address (`?bagian=POSITION&baris=12`); without one, the profile offers the lines."""
    if "bagian" not in request.GET:
        return redirect("show_profile")
    line = _line_of(request, employee)
    existing = RecordReport.objects.of(request.user).open().filter(section=line.section, record_id=line.record_id).first()
    if existing is not None:
        return redirect("show_my_report", existing.public_id)
    purpose = f"report:{line.section}:{line.record_id}"
    form = ReportForm(request.POST or None, request.FILES or None, owner=request.user, purpose=purpose)
    if request.method == "POST":
        if not form.is_valid():
            keep_for_later(form, "file")
        else:
            proof = form.cleaned_data["proof"]
            try:
                report = acts.report_record(
                    actor=request.user,
                    section=line.section,
                    record_id=line.record_id,
                    message=form.cleaned_data["message"].strip(),
                    proof_id=proof.pk if proof is not None else None,
                    brought=brought(form.cleaned_data["file"], employee=employee, accepts=accepted_kinds(DocumentType.LAINNYA)),
                )
            except Refused as error:
                keep_for_later(form, "file", error)
                form.add_error(error.field, error.reason)
            else:
                messages.success(request, f"Laporan terkirim ke admin {employee.agency.name}. Anda menerima kabar bila dijawab.")
                return redirect("show_my_report", report.public_id)
    context = {
        "form": form,
        "line": line,
        "agency": employee.agency.name,
        "way": [{"label": "Profil saya", "url": reverse("show_profile")}, {"label": "Laporkan salah"}],
    }
    return render(request, "employees/reports/form.html", context)


@allow(Role.APPLICANT)
@require_safe
def show_my_report(request: HttpRequest, public_id) -> HttpResponse:
    """One own report: the line, what was said, who holds it, the answer."""
    report = _own_report(request, public_id)
    context = {
        "report": report,
        "tag": report_tag(report),
        "facts": report_facts(report),
        "holder": f"Admin {report.agency.name}, {since_words(report.created_at, clock.now())}" if report.is_open else "",
        "answered": moment_words(report.answered_at) if report.answered_at else "",
        "can_withdraw": permissions.can_withdraw_report(request.user, report) is None,
        "way": [
            {"label": "Profil saya", "url": reverse("show_profile")},
            {"label": "Laporan saya", "url": reverse("list_my_reports")},
            {"label": report.get_section_display()},
        ],
    }
    return render(request, "employees/reports/detail.html", context)


@allow(Role.APPLICANT)
@require_POST
def withdraw_report(request: HttpRequest, public_id) -> HttpResponse:
    """Take an own open report back."""
    report = _own_report(request, public_id)
    try:
        acts.withdraw_report(report_id=report.pk, actor=request.user)
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, "Laporan ditarik. Baris itu dapat Anda laporkan lagi bila perlu.")
    return redirect("show_my_report", public_id)


def report_tag(report: RecordReport) -> dict[str, Any]:
    """State of a report in the reporter's words, with the address of its page."""
    if report.is_open:
        label, tone, note = "Menunggu jawaban", "wait", f"Dilaporkan {short_date_words(report.created_at)}"
    else:
        label, tone = str(ReportOutcome(report.outcome).label), TONES[ReportOutcome(report.outcome)]
        note = short_date_words(report.answered_at)
    return {"label": label, "tone": tone, "note": note, "url": reverse("show_my_report", args=[report.public_id])}


def report_facts(report: RecordReport) -> list[dict[str, str]]:
    """The report itself, for both sides."""
    rows = [
        {"label": "Bagian", "value": report.get_section_display()},
        {"label": "Baris saat dilaporkan", "value": report.record_words},
        {"label": "Menurut pelapor", "value": report.message},
        {"label": "Dilaporkan", "value": moment_words(report.created_at)},
    ]
    if report.proof is not None:
        url = reverse("download_evidence", args=[report.proof.public_id])
        rows.append({"label": "Bukti", "value": str(report.proof), "url": url})
    return rows


def _own_report(request: HttpRequest, public_id) -> RecordReport:
    return get_object_or_404(RecordReport.objects.of(request.user).for_list(), public_id=public_id)


def _line_of(request: HttpRequest, employee: Employee) -> RegisterLine:
    number = request.GET.get("baris", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise Http404
    line = find_line(employee, request.GET["bagian"], int(number))
    if line is None:
        raise Http404
    return line
