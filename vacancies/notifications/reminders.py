"""Reminders: a draft that is still unsent, a document that is still missing. Words name dates, never "days left", because a
mail may be read later than it was written."""

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from core.outbox import gathered, queue_bell, queue_mail
from vacancies.calendar_entries import vacancy_calendar
from vacancies.models import Application, DocumentRequest, Vacancy
from vacancies.rules.deadline import format_deadline, in_three_zones


def draft_key(application_id: int, closes_at: datetime, days: int) -> str:
    """Carries the closing instant, so that an extension arms the reminders again."""
    return f"draft-reminder:{application_id}:{int(closes_at.timestamp())}:{days}"


def request_key(request_id: int, due_at: datetime) -> str:
    """Carries the due instant, so that a later one is reminded of again."""
    return f"document-reminder:{request_id}:{int(due_at.timestamp())}"


@gathered()
def remind_drafts(vacancy: Vacancy, drafts: list[Application], days: int) -> None:
    """Tell the owners of these drafts that theirs is not sent, with the deadline for their calendar."""
    deadline = format_deadline(vacancy.closes_at, vacancy.zone)
    subject = f"Draf Anda belum terkirim, pendaftaran ditutup {deadline}: {vacancy.position_title}, {vacancy.agency.name}"
    calendar = vacancy_calendar(vacancy) if drafts else ""
    words = {"vacancy": vacancy, "deadline": deadline, "zones": in_three_zones(vacancy.closes_at)}
    for application in drafts:
        owner, path = application.employee.user, reverse("show_application", args=[application.public_id])
        key = draft_key(application.pk, vacancy.closes_at, days)
        text = render_to_string(
            "email/vacancies/draft_reminder.txt",
            {**words, "name": application.employee.name, "link": settings.PORTAL_URL + path},
        )
        queue_bell(kind="draft_reminder", key=key, recipient=owner, title=subject, url=path)
        queue_mail(
            kind="draft_reminder",
            key=key,
            to_address=application.email or owner.email,
            recipient=owner,
            subject=subject,
            text=text,
            calendar=calendar,
            # One day before closing the next morning's digest may be too late.
            urgent=days == 1,
        )


def remind_request(request: DocumentRequest) -> None:
    """Tell the applicant that the document asked for is still missing."""
    application = request.application
    vacancy, owner = application.vacancy, application.employee.user
    path = reverse("show_application", args=[application.public_id])
    deadline = format_deadline(request.due_at, vacancy.zone)
    key = request_key(request.pk, request.due_at)
    subject = f"Dokumen belum kami terima, batas waktu {deadline}: {vacancy.position_title}, {vacancy.agency.name}"
    text = render_to_string(
        "email/vacancies/document_request_reminder.txt",
        {
            "vacancy": vacancy,
            "name": application.employee.name,
            "document": request.get_type_display(),
            "reason": request.reason,
            "deadline": deadline,
            "link": settings.PORTAL_URL + path,
        },
    )
    queue_bell(kind="document_request_reminder", key=key, recipient=owner, title=subject, url=path)
    queue_mail(
        kind="document_request_reminder",
        key=key,
        to_address=application.email or owner.email,
        recipient=owner,
        subject=subject,
        text=text,
        urgent=True,
    )


def is_draft_waiting(key: str) -> bool:
    """Whether the draft of a reminder is still unsent and its window still closes at that instant."""
    _, application_id, closes, _ = key.split(":")
    closes_at = datetime.fromtimestamp(int(closes), UTC)
    rows = Application.objects.drafts().filter(pk=application_id, vacancy__state="OPEN", vacancy__closes_at=closes_at)
    return rows.exists()


def is_request_waiting(key: str) -> bool:
    """Whether the document of a reminder is still missing."""
    _, request_id, _ = key.split(":")
    return DocumentRequest.objects.open().filter(pk=request_id).exists()
