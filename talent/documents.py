"""Words of the invitation letter: plain values, frozen when the letter is written."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.indonesian import date_words, local_date
from employees.models import Employee
from vacancies.models import Vacancy
from vacancies.rules.deadline import format_deadline

TEMPLATE = "pdf/talent/invitation.html"
NUMBER_FORM = "{number:03d}/UND/{register}/{year}"
KIND = "UNDANGAN"


def vacancy_words(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    """What the letters of one mailing have in common."""
    agency = vacancy.agency
    return {
        "agency": agency.name,
        "agency_address": agency.address,
        "place": agency.city,
        "date": date_words(local_date(now, vacancy.zone)),
        "vacancy": vacancy.position_title,
        "unit": vacancy.unit,
        "level": vacancy.get_level_display(),
        "quota": vacancy.quota,
        "location": vacancy.region.name,
        "reference": vacancy.reference,
        "deadline": format_deadline(vacancy.closes_at, vacancy.zone),
        "vacancy_link": settings.PORTAL_URL + reverse("show_vacancy", args=[vacancy.public_id]),
    }


def invitation_words(
    of_vacancy: dict[str, Any], employee: Employee, *, message: str, sender_name: str, link: str
) -> dict[str, Any]:
    """Everything the letter says, for the preview and for the PDF. No NIP: whoever sends it may not know it (decision 0018).

    Args:
        of_vacancy: made once a mailing by `vacancy_words`; message: the sender's own words, "" for none; link: address of the
            page where the person answers.
    """
    return {
        **of_vacancy,
        "name": employee.name,
        "post": employee.position_title,
        "employer": employee.agency.name,
        "message": message,
        "sender": sender_name,
        "link": link,
    }
