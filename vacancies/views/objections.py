"""The applicant's objection to the administrative verdict, and the documents attached to one."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import moment_words, other_zones_words
from core.letters import letter_response
from core.refusals import Refused
from core.uploads.responses import private_file_response
from employees.actions.readings import record_reading
from vacancies.actions.objections import file_objection as file
from vacancies.forms.objections import FileObjectionForm, source_label
from vacancies.models import Application, Objection, ObjectionAttachment
from vacancies.objections import OwnObjection, attachable, failed_lines, own_objection
from vacancies.permissions.applications import can_read_files, is_own, reading_duty
from vacancies.progress import last_minute
from vacancies.rules.deadline import format_deadline, remaining_text
from vacancies.rules.objection import LONGEST_TEXT, OUTCOME_TEXTS, is_overdue
from vacancies.views.apply import way_to

READERS = (Role.APPLICANT, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_CHAIR, Role.WASDAL, Role.AUDITOR)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def file_objection(request: HttpRequest, public_id) -> HttpResponse:
    """What happens and until when, the form, and afterwards what was filed. Refused texts stay in their fields."""
    application = get_object_or_404(Application.objects.of(request.user).for_list(), public_id=public_id)
    now = clock.now()
    own = own_objection(application, now)
    if own is None:
        raise Http404
    failed = failed_lines(application) if own.objection is None else []
    posted = request.POST if request.method == "POST" else None
    form = FileObjectionForm(posted, failed=failed, sources=attachable(application, own.announced_at))
    if posted is not None and form.is_valid():
        try:
            file(
                application_id=application.pk,
                actor=request.user,
                subjects=form.cleaned_data["lines"],
                text=form.cleaned_data["text"],
                attachments=form.chosen_sources(),
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Sanggahan Anda diterima. Jawabannya disampaikan lewat surel dan halaman ini.")
            return redirect("file_objection", public_id)
    vacancy = application.vacancy
    pack = vacancy.pack
    context = {
        "application": application,
        "vacancy": vacancy,
        "way": way_to(application, "Sanggahan"),
        "form": form,
        "refusal": own.refusal if own.objection is None else "",
        "may_file": not own.refusal,
        "card": objection_card(application, own),
        "filed": filed_rows(own.objection, application.vacancy.zone_label) if own.objection else None,
        "now": now,
        "until": last_minute(own.until),
        "other_zones": other_zones_words(last_minute(own.until), vacancy.zone_label),
        "answer_days": pack.objection_answer_days,
        "longest": LONGEST_TEXT,
    }
    return render(request, "vacancies/apply/objection.html", context)


def objection_card(application: Application, own: OwnObjection | None) -> dict[str, Any] | None:
    """The card of the status page: the one next thing about an objection; None when there is nothing to say."""
    if own is None or (own.objection is None and (own.refusal or application.state != "FAILED")):
        return None
    zone, now = application.vacancy.zone, clock.now()
    url = reverse("file_objection", args=[application.public_id])
    objection = own.objection
    if objection is None:
        return {
            "url": url,
            "title": "Sanggahan",
            "tag": "",
            "tone": "",
            "sentence": "Bila hasil ini keliru, Anda dapat mengajukan satu sanggahan.",
            "until": f"Sampai {own.last_moment}, {remaining_text(own.until, now)}.",
            "act": "Ajukan sanggahan",
        }
    text = OUTCOME_TEXTS[objection.outcome]
    late = objection.is_open and is_overdue(objection.due_at, now)
    due = format_deadline(objection.due_at, zone)
    return {
        "url": url,
        "title": "Sanggahan",
        "tag": text.applicant,
        "tone": {"neutral": "plain"}.get(text.tone, text.tone),
        "sentence": objection.answer,
        "until": ""
        if not objection.is_open
        else f"Jawaban terlambat; seharusnya paling lambat {due}."
        if late
        else f"Dijawab paling lambat {due}.",
        "act": "Baca sanggahan Anda",
    }


def filed_rows(objection: Objection, zone_label: str) -> dict[str, Any]:
    """What was filed and what was answered, for the applicant and for whoever answers."""
    return {
        "objection": objection,
        "lines": objection.lines,
        "filed": moment_words(objection.filed_at, zone_label),
        "answered": moment_words(objection.answered_at, zone_label) if objection.answered_at else "",
        "attachments": [
            {
                "label": source_label(row.source),
                "url": reverse("download_objection_attachment", args=[objection.public_id, row.public_id]),
            }
            for row in objection.attachments.select_related("document", "evidence")
        ],
    }


@allow(*READERS)
@require_GET
def download_objection_attachment(request: HttpRequest, public_id, attachment_id) -> FileResponse:
    """An attached document, byte for byte, for whoever may read the objection. Others' views leave a trace."""
    objection = get_object_or_404(Objection.objects.visible_to(request.user).for_list(), public_id=public_id)
    row = get_object_or_404(
        ObjectionAttachment.objects.select_related("document", "evidence"), objection=objection, public_id=attachment_id
    )
    application = objection.application
    if can_read_files(request.user, application) is not None:
        raise Http404
    source = row.source
    if not is_own(request.user, application):
        record_reading(
            subject=application.employee,
            actor=request.user,
            duty=reading_duty(request.user, application.vacancy),
            act="view_proof" if row.evidence_id else "view_document",
            object_type="Objection",
            object_id=objection.public_id,
            about=application.vacancy.position_title,
            details={"document": str(source.public_id)},
        )
    return private_file_response(
        source.file, content_type=source.content_type, name=source.original_name, saves="unduh" in request.GET
    )


@allow(Role.APPLICANT)
@require_GET
def download_objection_letter(request: HttpRequest, public_id) -> FileResponse:
    """The numbered answer to the own objection."""
    found = Objection.objects.of(request.user).filter(application__public_id=public_id, letter__isnull=False)
    return letter_response(get_object_or_404(found.select_related("letter")).letter)
