"""Messages to an applicant about the own application, written in the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core.outbox import queue_bell, queue_mail
from vacancies.models import Application
from vacancies.rules.deadline import format_deadline


@dataclass(frozen=True)
class Receipt:
    """What an applicant is told about a sent application: key and kind of the notice, subject, body, page, address."""

    key: str
    kind: str
    subject: str
    text: str
    path: str
    address: str


def received(application: Application, applicant: User) -> Receipt:
    """The words of `tell_received`."""
    vacancy = application.vacancy
    path = reverse("show_application", args=[application.public_id])
    key = f"application-sent:{application.receipt_number}:{applicant.pk}"
    subject = f"Lamaran diterima: {vacancy.position_title}, {vacancy.agency.name}"
    text = render_to_string(
        "email/vacancies/received.txt",
        {
            "application": application,
            "vacancy": vacancy,
            "name": application.employee.name,
            "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
            "link": settings.PORTAL_URL + path,
        },
    )
    return Receipt(key, "application_sent", subject, text, path, application.email or applicant.email)


def tell_received(application: Application, applicant: User) -> None:
    """The receipt, with its PDF. Leaves at once, whatever else waits in the outbox."""
    notice = received(application, applicant)
    queue_bell(kind=notice.kind, key=notice.key, recipient=applicant, title=notice.subject, url=notice.path)
    queue_mail(
        kind=notice.kind,
        key=notice.key,
        to_address=notice.address,
        recipient=applicant,
        subject=notice.subject,
        text=notice.text,
        letter=application.receipt,
    )


def tell_withdrawn(application: Application, applicant: User, now: datetime) -> None:
    """Confirms a withdrawal, so that one made by somebody else's hand is noticed."""
    vacancy = application.vacancy
    path = reverse("show_application", args=[application.public_id])
    key = f"application-withdrawn:{application.pk}:{int(now.timestamp() * 1_000_000)}:{applicant.pk}"
    subject = f"Lamaran ditarik: {vacancy.position_title}, {vacancy.agency.name}"
    text = render_to_string(
        "email/vacancies/withdrawn.txt",
        {
            "vacancy": vacancy,
            "name": application.employee.name,
            "receipt_number": application.receipt_number,
            "is_open": vacancy.state == "OPEN" and vacancy.closes_at > now,
            "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
            "link": settings.PORTAL_URL + path,
        },
    )
    queue_bell(kind="application_withdrawn", key=key, recipient=applicant, title=subject, url=path)
    queue_mail(
        kind="application_withdrawn",
        key=key,
        to_address=application.email or applicant.email,
        recipient=applicant,
        subject=subject,
        text=text,
    )
