"""Setting up talent mapping: opening a period, thresholds, and results of assessment centres."""

from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import Agency
from core import clock
from core.access import allow
from core.indonesian import date_words, number_words
from core.refusals import Refused
from core.spreadsheets import FileRefused, RowError, errors_csv, read_table
from employees.models import Employee
from talent.actions.assessments import import_assessments as import_action
from talent.actions.placements import open_period, set_thresholds
from talent.enums import AssessmentSource
from talent.forms.boxes import AssessmentFileForm, PeriodForm, ThresholdForm
from talent.importing import HEADING_WORDS, AssessmentPlan, AssessmentValue, assessment_form_csv, plan_assessments
from talent.models import BoxThreshold
from talent.rules.nine_box import NineBoxPack

SALT = "talent.assessments"
# A checked file may be confirmed for one hour; afterwards it is checked again.
MAX_AGE = 3600
SHOWN_ERRORS = 50
FORM_ROWS = 5000


def office_agency(request: HttpRequest) -> Agency:
    """The agency the person prepares mapping for: asked for by its code, else the first; 404 for a foreign one."""
    own = Agency.objects.filter(pk__in=request.user.agency_ids(Role.AGENCY_ADMIN)).order_by("name")
    asked = request.GET.get("instansi", "")
    found = own.filter(code=asked).first() if asked else own.first()
    if found is None:
        raise Http404
    return found


def _crumbs(agency: Agency, label: str) -> list[dict[str, str]]:
    return [{"label": "Kotak talenta", "url": f"{reverse('show_boxes')}?instansi={agency.code}"}, {"label": label, "url": ""}]


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_mapping_period(request: HttpRequest) -> HttpResponse:
    agency = office_agency(request)
    year = agency.day(clock.now()).year
    start = {"name": f"Tahun {year}", "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    form = PeriodForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            period = open_period(agency_id=agency.pk, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"Periode {period.name} dibuka. Hitung usulannya bila hasil asesmen sudah lengkap.")
            return redirect(f"{reverse('show_boxes')}?instansi={agency.code}&periode={period.public_id}")
    return render(
        request, "talent/boxes/period.html", {"agency": agency, "form": form, "crumbs": _crumbs(agency, "Buka periode")}
    )


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def set_box_thresholds(request: HttpRequest) -> HttpResponse:
    agency = office_agency(request)
    today = agency.day(clock.now())
    present = BoxThreshold.objects.in_force(agency.pk, today)
    pack = present.pack if present else NineBoxPack()
    form = ThresholdForm(request.POST or None, initial={**pack.as_json(), "valid_from": today})
    if request.method == "POST" and form.is_valid():
        row = set_thresholds(
            agency_id=agency.pk,
            actor=request.user,
            pack=form.pack(),
            valid_from=form.cleaned_data["valid_from"],
            basis=form.cleaned_data["basis"],
        )
        messages.success(request, f"Ambang tersimpan dan dipakai periode yang dibuka mulai {date_words(row.valid_from)}.")
        return redirect(f"{reverse('set_box_thresholds')}?instansi={agency.code}")
    context = {
        "agency": agency,
        "form": form,
        "present": present,
        "history": BoxThreshold.objects.filter(agency=agency).select_related("set_by").order_by("-valid_from", "-id")[:10],
        "crumbs": _crumbs(agency, "Ambang"),
    }
    return render(request, "talent/boxes/thresholds.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_assessments(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST with a file: dry run. POST act=errors: the error list. POST act=confirm: import."""
    agency = office_agency(request)
    if request.POST.get("act") == "errors":
        _, rows = _unsign("errors", agency, request.POST.get("packed", ""))
        return _csv(errors_csv([RowError(int(row), *rest) for row, *rest in rows]), "kesalahan-asesmen.csv")
    if request.POST.get("act") == "confirm":
        return _confirm(request, agency)
    form = AssessmentFileForm(request.POST or None, request.FILES or None, initial={"source": AssessmentSource.CACT})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        name = PurePath(clean["file"].name).name[:120]
        if clean["assessed_on"] > agency.day(clock.now()):
            form.add_error("assessed_on", "Tanggal asesmen belum tiba.")
            return _page(request, agency, form)
        try:
            table = read_table(clean["file"].read(), name, columns=HEADING_WORDS)
        except FileRefused as error:
            form.add_error("file", error.reason)
            return _page(request, agency, form)
        plan = plan_assessments(table, agency_id=agency.pk, provider=clean["provider"], assessed_on=clean["assessed_on"])
        return _dry_run(request, agency, plan, name, clean)
    return _page(request, agency, form)


def _page(request: HttpRequest, agency: Agency, form: AssessmentFileForm) -> HttpResponse:
    context = {"agency": agency, "form": form, "crumbs": _crumbs(agency, "Impor hasil asesmen")}
    return render(request, "talent/boxes/import.html", context)


def _dry_run(request: HttpRequest, agency: Agency, plan: AssessmentPlan, name: str, clean: dict[str, Any]) -> HttpResponse:
    about = {
        "name": name,
        "source": clean["source"],
        "provider": clean["provider"],
        "assessed_on": clean["assessed_on"].isoformat(),
    }
    if plan.errors:
        packed = _sign("errors", agency, about, [[e.row, e.column, e.text[:200], e.reason] for e in plan.errors])
    else:
        packed = _sign("values", agency, about, [[v.nip, str(v.potential), str(v.match)] for v in plan.values])
    context = {
        "agency": agency,
        "plan": plan,
        "name": name,
        "count": len(plan.values),
        "packed": packed,
        "errors": plan.errors[:SHOWN_ERRORS],
        "hidden_errors": max(len(plan.errors) - SHOWN_ERRORS, 0),
        "figures": [
            {"label": "Hasil baru", "value": number_words(plan.added)},
            {"label": "Hasil berubah", "value": number_words(plan.changed), "tone": "wait" if plan.changed else "plain"},
            {"label": "Hasil tetap", "value": number_words(plan.same)},
        ],
        "crumbs": _crumbs(agency, "Pemeriksaan berkas"),
    }
    return render(request, "talent/boxes/import_dry_run.html", context)


def _confirm(request: HttpRequest, agency: Agency) -> HttpResponse:
    about, rows = _unsign("values", agency, request.POST.get("packed", ""))
    values = [AssessmentValue(nip, Decimal(potential), Decimal(match)) for nip, potential, match in rows]
    count = import_action(
        agency_id=agency.pk,
        actor=request.user,
        values=values,
        source=about["source"],
        provider=about["provider"],
        assessed_on=date.fromisoformat(about["assessed_on"]),
        file_name=about["name"],
    )
    if count:
        messages.success(
            request, f"{number_words(count)} hasil asesmen dari {about['name']} tersimpan. Hitung ulang usulan kotak."
        )
    else:
        messages.success(request, f"Semua hasil dari {about['name']} sudah tersimpan sebelumnya; tidak ada yang berubah.")
    return redirect(f"{reverse('show_boxes')}?instansi={agency.code}")


@allow(Role.AGENCY_ADMIN)
@require_safe
def download_assessment_form(request: HttpRequest) -> HttpResponse:
    """An empty form with the agency's structural people and experts, as CSV."""
    agency = office_agency(request)
    people = Employee.objects.filter(agency=agency).exclude(position_level="PELAKSANA").order_by("name_key", "pk")
    return _csv(assessment_form_csv(list(people.values_list("nip", "name")[:FORM_ROWS])), f"asesmen-{agency.code.lower()}.csv")


def _sign(kind: str, agency: Agency, about: dict[str, str], rows: list[list[Any]]) -> str:
    return signing.dumps({"kind": kind, "agency": str(agency.public_id), "about": about, "rows": rows}, salt=SALT, compress=True)


def _unsign(kind: str, agency: Agency, packed: str) -> tuple[dict[str, str], list[list[Any]]]:
    try:
        content = signing.loads(packed, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise Refused("Hasil pemeriksaan berkas sudah kedaluwarsa. Unggah berkas sekali lagi.") from error
    if (content["kind"], content["agency"]) != (kind, str(agency.public_id)):
        raise Refused("Berkas ini diperiksa untuk instansi lain. Unggah berkas sekali lagi.")
    return content["about"], content["rows"]


def _csv(text: str, name: str) -> HttpResponse:
    # With a byte order mark, or spreadsheets read the accents wrongly.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
