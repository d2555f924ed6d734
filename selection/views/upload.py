"""Importing scores: upload, dry run with row errors, confirm. The checked values travel signed between the two pages."""

from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.access import allow
from core.export_limit import count_export
from core.refusals import Refused
from core.spreadsheets import FileRefused, RowError, errors_csv, read_table
from selection.actions import import_scores as import_scores_action
from selection.actions.exports import record_score_export, record_score_form_export
from selection.exporting import score_form_xlsx, scores_xlsx
from selection.forms import ScoreFileForm
from selection.gates import latest_ranking
from selection.importing import HEADING_WORDS, ImportedValue, ImportPlan, plan_import, score_form_csv
from selection.permissions import can_import_scores
from selection.scoring_permissions import can_export_scores
from selection.views.control import RUNNERS, run_vacancy
from vacancies.models import Vacancy

SALT = "selection.import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A checked file may be confirmed for one hour; afterwards it is checked again.
MAX_AGE = 3600
SHOWN_ERRORS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def import_scores(request: HttpRequest, public_id) -> HttpResponse:
    """GET: the form. POST with a file: dry run. POST act=errors: the error list. POST act=confirm: import."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_import_scores(request.user, vacancy)
    if request.method != "POST" or refusal is not None:
        return _page(request, vacancy, ScoreFileForm(), refusal)
    act = request.POST.get("act")
    if act == "errors":
        return _error_file(request, vacancy)
    if act == "confirm":
        return _confirm(request, vacancy)
    form = ScoreFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, vacancy, form, None)
    upload = form.cleaned_data["file"]
    name = PurePath(upload.name).name[:120]
    try:
        plan = plan_import(read_table(upload.read(), name, columns=HEADING_WORDS), vacancy)
    except FileRefused as error:
        form.add_error("file", error.reason)
        return _page(request, vacancy, form, None)
    return _dry_run(request, vacancy, plan, name)


@require_safe
@allow(*RUNNERS)
def download_score_form(request: HttpRequest, public_id) -> HttpResponse:
    """An empty score form with the participants, as CSV; the download is recorded."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_import_scores(request.user, vacancy)
    if refusal is not None:
        raise Refused(refusal.reason)
    _record_form(request, vacancy)
    return _csv(score_form_csv(vacancy), f"nilai-{vacancy.reference}.csv")


@require_safe
@allow(*RUNNERS)
def download_score_workbook(request: HttpRequest, public_id) -> HttpResponse:
    """The same empty form as XLSX."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_import_scores(request.user, vacancy)
    if refusal is not None:
        raise Refused(refusal.reason)
    _record_form(request, vacancy)
    return _xlsx(score_form_xlsx(vacancy), f"nilai-{vacancy.reference}.xlsx")


@require_safe
@allow(*RUNNERS)
def export_scores(request: HttpRequest, public_id) -> HttpResponse:
    """Every locked score as XLSX; the download is recorded."""
    vacancy = run_vacancy(request, public_id)
    refusal = can_export_scores(request.user, vacancy)
    ranking = latest_ranking(vacancy)
    if refusal is not None or ranking is None:
        raise Refused(refusal.reason if refusal else "Belum ada peringkat.")
    count_export(request)
    content = scores_xlsx(vacancy, ranking)
    record_score_export(vacancy_id=vacancy.pk, actor=request.user, ranking=ranking)
    return _xlsx(content, f"nilai-terkunci-{vacancy.reference}.xlsx")


def _record_form(request: HttpRequest, vacancy: Vacancy) -> None:
    count_export(request)
    record_score_form_export(vacancy_id=vacancy.pk, actor=request.user)


def _page(request: HttpRequest, vacancy: Vacancy, form: forms.Form, refusal) -> HttpResponse:
    components = [c for c in vacancy.components.order_by("position", "id") if c.is_imported]
    context = {"vacancy": vacancy, "form": form, "refusal": refusal, "components": components}
    return render(request, "selection/import_scores.html", context)


def _dry_run(request: HttpRequest, vacancy: Vacancy, plan: ImportPlan, name: str) -> HttpResponse:
    if plan.errors:
        packed = _sign("errors", vacancy, name, [[e.row, e.column, e.text[:200], e.reason] for e in plan.errors])
    else:
        packed = _sign("values", vacancy, name, [[v.number, v.component, str(v.value)] for v in plan.values])
    return _dry_run_page(request, vacancy, plan, name, packed)


def _dry_run_page(request, vacancy, plan: ImportPlan, name: str, packed: str) -> HttpResponse:
    context = {
        "vacancy": vacancy,
        "plan": plan,
        "name": name,
        "packed": packed,
        "errors": plan.errors[:SHOWN_ERRORS],
        "hidden_errors": max(len(plan.errors) - SHOWN_ERRORS, 0),
        "figures": [
            {"label": "Nilai baru", "value": plan.added},
            {"label": "Nilai berubah", "value": plan.changed, "tone": "wait" if plan.changed else "plain"},
            {"label": "Nilai tetap", "value": plan.same},
        ],
        "skipped": ", ".join(plan.skipped),
        "missing": ", ".join(plan.missing),
    }
    return render(request, "selection/import_dry_run.html", context)


def _confirm(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    name, rows = _unsign("values", vacancy, request.POST.get("packed", ""))
    values = [ImportedValue(int(number), str(code), Decimal(value)) for number, code, value in rows]
    count = import_scores_action(vacancy_id=vacancy.pk, actor=request.user, values=values, source=name)
    if count:
        messages.success(request, f"{count} nilai dari {name} tersimpan.")
    else:
        messages.success(request, f"Semua nilai dari {name} sudah tersimpan sebelumnya; tidak ada yang berubah.")
    return redirect("show_selection", public_id=vacancy.public_id)


def _error_file(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    _, rows = _unsign("errors", vacancy, request.POST.get("packed", ""))
    errors = [RowError(int(row), column, text, reason) for row, column, text, reason in rows]
    return _csv(errors_csv(errors), f"kesalahan-{vacancy.reference}.csv")


def _sign(kind: str, vacancy: Vacancy, name: str, rows: list[list[Any]]) -> str:
    return signing.dumps({"kind": kind, "vacancy": str(vacancy.public_id), "name": name, "rows": rows}, salt=SALT, compress=True)


def _unsign(kind: str, vacancy: Vacancy, packed: str) -> tuple[str, list[list[Any]]]:
    try:
        content = signing.loads(packed, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise Refused("Hasil pemeriksaan berkas sudah kedaluwarsa. Unggah berkas sekali lagi.") from error
    if (content["kind"], content["vacancy"]) != (kind, str(vacancy.public_id)):
        raise Refused("Berkas ini diperiksa untuk lowongan lain. Unggah berkas sekali lagi.")
    return content["name"], content["rows"]


def _xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(text: str, name: str) -> HttpResponse:
    # With a byte order mark, or spreadsheets read the accents wrongly.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
