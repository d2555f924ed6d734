"""Eligibility, checking, sending and discarding a draft. What is typed lives in views/sections.py."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused, Stale
from vacancies.actions import applications as acts
from vacancies.actions import sending
from vacancies.applicants import assess_employee, content_digest, counting_day, problems_of
from vacancies.frozen_profile import ADDITIONS, present_parts
from vacancies.models import Application
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.permissions import applications as permissions
from vacancies.reviews import read_review, review_mark
from vacancies.rules.eligibility import is_eligible, tally
from vacancies.rules.submission import DETAILS, DOCUMENTS, ELIGIBILITY, NEEDS, SECTIONS, STATEMENT, section_problems
from vacancies.sending_function import SENT
from vacancies.sending_preparation import prepare
from vacancies.sending_read import read_own
from vacancies.views.apply import own_application, refused_page, rule_rows, way_to
from vacancies.views.sections import register_rows, section_context

SECTION_PAGES = {
    DETAILS: "edit_applicant_details",
    ELIGIBILITY: "show_eligibility",
    DOCUMENTS: "edit_documents",
    STATEMENT: "edit_statement",
    NEEDS: "edit_special_needs",
}


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
        **section_context(request, application, SECTIONS[ELIGIBILITY]),
    }
    return render(request, "vacancies/apply/eligibility.html", context)


@allow(Role.APPLICANT)
@require_GET
def check_application(request: HttpRequest, public_id) -> HttpResponse:
    """Everything on one page, with what is missing on top; the only page with the send button."""
    known = read_own(request.user, public_id)
    if known is None:
        raise Http404
    if known.application.state in COUNTED_APPLICATION_STATES:
        return redirect("show_receipt", public_id)
    # The button then only has to prove that nothing has changed. A cache: without it the sending just takes longer.
    prepare(known, request.user)
    return render(request, "vacancies/apply/check.html", _check_context(request, known.application))


def _check_context(request: HttpRequest, application: Application) -> dict[str, Any]:
    today = localdate(clock.now())
    documents = list(application.documents.all())
    uploaded = {document.type: document for document in documents}
    results = assess_employee(application.vacancy, application.employee, today)
    problems = problems_of(application, today, results)
    prefetch_related_objects([application.employee], *ADDITIONS)
    return {
        "parts": present_parts(application.employee),
        "register": register_rows(application),
        "contact": [("Surel", application.email or "Belum diisi"), ("Telepon", application.phone or "Belum diisi")],
        "rules": rule_rows(results),
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
        **section_context(request, application, "Periksa dan kirim"),
    }


@allow(Role.APPLICANT)
@require_POST
def submit_application(request: HttpRequest, public_id) -> HttpResponse:
    """Send. A second press of the button leads to the same receipt."""
    review = read_review(request.POST.get("reviewed", ""), public_id)
    answer = sending.send_prepared(public_id=public_id, actor=request.user, review=review)
    if answer.outcome == SENT:
        return redirect("show_receipt", public_id)
    known = read_own(request.user, public_id)
    if known is None:
        raise Http404
    try:
        sending.submit_application(
            application_id=known.application.pk, actor=request.user, review=review, known=known, arrived_at=answer.at
        )
    except sending.TooLate as late:
        context = {**_check_context(request, own_application(request, public_id)), "late": late.reason}
        return render(request, "vacancies/apply/check.html", context, status=409)
    except Stale as stale:
        fresh = own_application(request, public_id)
        context = {**_check_context(request, fresh), "stale": stale.reason}
        return render(request, "vacancies/apply/check.html", context, status=409)
    except Refused as error:
        return refused_page(request, own_application(request, public_id), error)
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
