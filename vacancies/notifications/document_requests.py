"""Messages about one more document: to the applicant that it is wanted, to whoever asked that it came or did not come."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from vacancies.models import DocumentRequest
from vacancies.notifications.registration import office, tell
from vacancies.rules.deadline import format_deadline


def tell_asked(request: DocumentRequest, now: datetime) -> None:
    """The task, its reason and its clock."""
    _tell_applicant(request, "asked", f"Dokumen diminta sampai {_due(request)}", "email/vacancies/document_asked.txt")


def tell_taken_back(request: DocumentRequest) -> None:
    """There is nothing to do any more."""
    _tell_applicant(request, "taken-back", "Permintaan dokumen dicabut", "email/vacancies/document_taken_back.txt")


def tell_received(request: DocumentRequest, now: datetime) -> None:
    _tell_asker(request, "received", "Dokumen yang diminta sudah diterima", "email/vacancies/document_received.txt", now)


def tell_late(request: DocumentRequest, now: datetime) -> None:
    """The file came after the due time and is not in the application; the office decides whether to ask again."""
    _tell_asker(request, "late", "Dokumen datang sesudah batas waktu", "email/vacancies/document_late.txt", now)


def tell_lapsed(request: DocumentRequest, now: datetime) -> None:
    """The time is over: the file is the verifier's again, and the applicant knows."""
    _tell_asker(request, "lapsed", "Dokumen yang diminta tidak datang", "email/vacancies/document_lapsed_office.txt", now)
    _tell_applicant(request, "lapsed", "Batas waktu dokumen sudah lewat", "email/vacancies/document_lapsed.txt")


def _tell_applicant(request: DocumentRequest, event: str, title: str, template: str) -> None:
    application = request.application
    if application.employee.user is None:
        return
    tell(
        [application.employee.user],
        kind="document_requested",
        vacancy=application.vacancy,
        event=f"document-request:{request.pk}:{event}",
        title=title,
        template=template,
        url=reverse("show_application" if event != "asked" else "answer_document_request", args=[_target(request, event)]),
        name=application.employee.name,
        document=request.get_type_display(),
        reason=request.reason,
        due=_due(request),
    )


def _tell_asker(request: DocumentRequest, event: str, title: str, template: str, now: datetime) -> None:
    """Whoever asked; the whole office when that person holds no duty there any more."""
    application = request.application
    on_duty = office(application.vacancy, now)
    asker: list[User] = [person for person in on_duty if person.pk == request.asked_by_id]
    tell(
        asker or on_duty,
        kind="document_received",
        vacancy=application.vacancy,
        event=f"document-request:{request.pk}:{event}",
        title=title,
        template=template,
        url=reverse("verify_application", args=[application.public_id]),
        name=application.employee.name,
        document=request.get_type_display(),
        due=_due(request),
    )


def _target(request: DocumentRequest, event: str):
    return request.public_id if event == "asked" else request.application.public_id


def _due(request: DocumentRequest) -> str:
    return format_deadline(request.due_at, request.application.vacancy.zone)
