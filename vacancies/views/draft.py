"""Filling in, checking, sending and discarding a draft."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import nip_groups
from core.refusals import Refused, Stale
from vacancies.actions import applications as acts
from vacancies.actions import sending
from vacancies.applicants import assess_employee, content_digest, counting_day, problems_of
from vacancies.forms.apply import ContactForm, StatementForm
from vacancies.models import Application
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.permissions import applications as permissions
from vacancies.progress import last_minute
from vacancies.reviews import read_review, review_mark
from vacancies.rules.eligibility import is_eligible, tally
from vacancies.rules.submission import DETAILS, DOCUMENTS, ELIGIBILITY, SECTIONS, STATEMENT, section_problems
from vacancies.views.apply import own_application, refused_page, rule_rows, way_to, window_refusal

SECTION_PAGES = {
    DETAILS: "edit_applicant_details",
    ELIGIBILITY: "show_eligibility",
    DOCUMENTS: "edit_documents",
    STATEMENT: "edit_statement",
}


def edit_refusal(request: HttpRequest, application: Application) -> str:
    """Why the draft cannot be changed now, "" when it can."""
    right = permissions.can_edit_draft(request.user, application)
    return right.reason if right else window_refusal(application.vacancy) or ""


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def edit_applicant_details(request: HttpRequest, public_id) -> HttpResponse:
    """Own records from the register (locked) and the contact data."""
    application = own_application(request, public_id)
    form = ContactForm(request.POST or None, instance=application)
    answer, saved = _save(request, form, application, acts.save_applicant_details, "Data kontak tersimpan.")
    if answer is not None:
        return answer
    context = {"form": form, "saved": saved, "register": _register_rows(application)}
    context |= _section_context(request, application, SECTIONS[DETAILS])
    return render(request, "vacancies/apply/details.html", context, status=_status(request, form))


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def edit_statement(request: HttpRequest, public_id) -> HttpResponse:
    """Motivation, special needs, statement of truth."""
    application = own_application(request, public_id)
    form = StatementForm(request.POST or None, instance=application)
    answer, saved = _save(request, form, application, acts.save_statement, "Pernyataan tersimpan.")
    if answer is not None:
        return answer
    context = {"form": form, "saved": saved, **_section_context(request, application, SECTIONS[STATEMENT])}
    return render(request, "vacancies/apply/statement.html", context, status=_status(request, form))


def _save(
    request: HttpRequest, form: ContactForm | StatementForm, application: Application, act: Callable[..., Application], done: str
) -> tuple[HttpResponse | None, list[tuple[str, Any]]]:
    """Save one section of the draft. The fields of the form are the arguments of the act.

    Returns:
        The answer and nothing, or, when the page is shown again, None and the version that overtook it ([] when none did).
    """
    if request.method != "POST" or not form.is_valid():
        return None, []
    try:
        current = act(application_id=application.pk, actor=request.user, **form.cleaned_data)
    except Stale as stale:
        return None, _overtaken(form, stale, application.pk)
    except Refused as error:
        form.add_error(error.field, error.reason)
        return None, []
    if request.htmx:
        return _autosaved(request, current), []
    messages.success(request, done)
    return redirect("show_application", application.public_id), []


def _autosaved(request: HttpRequest, application: Application) -> HttpResponse:
    """Answer to an autosave: only the new version, for the form that stays on the screen."""
    return render(request, "vacancies/apply/_version.html", {"version": application.version})


def _status(request: HttpRequest, form: forms.Form) -> int:
    """An autosave that was not kept must not look kept; a pressed button shows the page with its sentences."""
    return 422 if request.htmx and form.errors else 200


def _overtaken(form: forms.ModelForm, stale: Stale, application_id: int) -> list[tuple[str, Any]]:
    """Show what was saved elsewhere beside what was typed; the next press of the button is then a choice made knowingly."""
    current = Application.objects.get(pk=application_id)
    form.add_error(None, f"{stale.reason} Bandingkan keduanya di bawah, lalu simpan yang Anda pilih.")
    form.data = form.data.copy()
    form.data["version"] = current.version
    rows = []
    for name in form.Meta.fields:
        value = getattr(current, name)
        words = ("Disetujui" if value else "Belum disetujui") if isinstance(value, bool) else value or "Kosong"
        rows.append((form.fields[name].label if name != "agrees" else "Pernyataan kebenaran", words))
    return rows


@allow(Role.APPLICANT)
@require_GET
def show_eligibility(request: HttpRequest, public_id) -> HttpResponse:
    """Rule by rule, with the record used and the day of counting."""
    application = own_application(request, public_id)
    today = localdate(clock.now())
    results = assess_employee(application.vacancy, application.employee, today)
    context = {
        "rules": rule_rows(results),
        "met": tally(results)[0],
        "total": tally(results)[1],
        "is_eligible": is_eligible(results),
        "counting_day": counting_day(application.vacancy, today),
        **_section_context(request, application, SECTIONS[ELIGIBILITY]),
    }
    return render(request, "vacancies/apply/eligibility.html", context)


@allow(Role.APPLICANT)
@require_GET
def check_application(request: HttpRequest, public_id) -> HttpResponse:
    """Everything on one page, with what is missing on top; the only page with the send button."""
    application = own_application(request, public_id)
    if application.state in COUNTED_APPLICATION_STATES:
        return redirect("show_receipt", public_id)
    return render(request, "vacancies/apply/check.html", _check_context(request, application))


def _check_context(request: HttpRequest, application: Application) -> dict[str, Any]:
    today = localdate(clock.now())
    documents = list(application.documents.all())
    uploaded = {document.type: document for document in documents}
    problems = problems_of(application, today)
    return {
        "register": _register_rows(application),
        "contact": [("Surel", application.email or "Belum diisi"), ("Telepon", application.phone or "Belum diisi")],
        "rules": rule_rows(assess_employee(application.vacancy, application.employee, today)),
        "documents": [
            {"label": need.get_type_display(), "is_required": need.is_required, "document": uploaded.get(need.type)}
            for need in application.vacancy.required_documents.all()
        ],
        "gaps": [
            {
                "section": label,
                "url": reverse(SECTION_PAGES[section], args=[application.public_id]),
                "sentences": [problem.sentence for problem in section_problems(problems, section)],
            }
            for section, label in SECTIONS.items()
            if section_problems(problems, section)
        ],
        "gap_count": len(problems),
        "reviewed": review_mark(application, content_digest(application, documents), clock.database_now()),
        "stale": "",
        "late": "",
        **_section_context(request, application, "Periksa dan kirim"),
    }


@allow(Role.APPLICANT)
@require_POST
def submit_application(request: HttpRequest, public_id) -> HttpResponse:
    """Send. A second press of the button leads to the same receipt."""
    application = own_application(request, public_id)
    try:
        review = read_review(request.POST.get("reviewed", ""), application)
        sending.submit_application(application_id=application.pk, actor=request.user, review=review)
    except sending.TooLate as late:
        context = {**_check_context(request, own_application(request, public_id)), "late": late.reason}
        return render(request, "vacancies/apply/check.html", context, status=409)
    except Stale as stale:
        fresh = own_application(request, public_id)
        context = {**_check_context(request, fresh), "stale": stale.reason}
        return render(request, "vacancies/apply/check.html", context, status=409)
    except Refused as error:
        return refused_page(request, application, error)
    return redirect("show_receipt", public_id)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def discard_application(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page, then the draft and its files are gone."""
    application = own_application(request, public_id)
    if request.method == "POST":
        try:
            acts.discard_application(application_id=application.pk, actor=request.user)
        except Refused as error:
            return refused_page(request, application, error)
        messages.success(request, "Draf dan berkasnya sudah dihapus.")
        return redirect("list_applications")
    right = permissions.can_discard(request.user, application)
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "way": way_to(application, "Hapus draf"),
        "refusal": right.reason if right else "",
        "documents": len(application.documents.all()),
    }
    return render(request, "vacancies/apply/discard.html", context)


def _section_context(request: HttpRequest, application: Application, label: str) -> dict[str, Any]:
    vacancy = application.vacancy
    return {
        "way": way_to(application, label),
        "application": application,
        "vacancy": vacancy,
        "refusal": edit_refusal(request, application),
        "last_minute": last_minute(vacancy.closes_at),
    }


def _register_rows(application: Application) -> list[tuple[str, str]]:
    employee = application.employee
    return [
        ("Nama", employee.name),
        ("NIP", nip_groups(employee.nip)),
        ("Instansi", employee.agency.name),
        ("Unit kerja", employee.unit or "–"),
        ("Jabatan", employee.position_title),
        ("Golongan ruang", employee.rank_label),
        ("Pendidikan", f"{employee.get_education_level_display()} {employee.education_program}".strip()),
    ]
