"""Messages about an objection: to those who may answer, never to whoever judged the file; to the applicant the answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from core.indonesian import date_words
from core.models import Letter
from core.outbox import gathered, queue_bell, queue_mail
from vacancies.models import Objection, PanelMember
from vacancies.notifications.registration import office, tell
from vacancies.objections import answerers
from vacancies.rules.deadline import format_deadline
from vacancies.rules.objection import APPLICANT_LABELS, RUNNING


def tell_filed(objection: Objection, now: datetime) -> int:
    """An objection waits, and until when. No name: the page gives it to whoever may answer. Returns how many were told."""
    return _tell_waiting(objection, now, event=f"objection:{objection.pk}:filed", title="Sanggahan menunggu jawaban")


def remind_answerers(objection: Objection, now: datetime) -> int:
    """The same once more, while there is still time. Returns how many were told."""
    day = date_words(objection.due_at - timedelta(seconds=1), objection.application.vacancy.zone_label)
    return _tell_waiting(objection, now, event=reminder_key(objection.pk), title=f"Sanggahan belum dijawab, batas {day}")


def _tell_waiting(objection: Objection, now: datetime, *, event: str, title: str) -> int:
    vacancy = objection.application.vacancy
    people = answerers(office(vacancy, now), objection)
    if not people:
        # A small office whose every member judged the file.
        chairs = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=True).select_related("user").order_by("id")
        people = answerers([member.user for member in chairs], objection)
    return tell(
        people,
        kind="objection_filed",
        vacancy=vacancy,
        event=event,
        title=title,
        template="email/vacancies/objection_filed.txt",
        url=reverse("answer_objection", args=[objection.public_id]),
        due=format_deadline(objection.due_at, vacancy.zone),
    )


def reminder_key(objection_id: int) -> str:
    """Carries the objection alone: the moment until which it must be answered never moves."""
    return f"objection-reminder:{objection_id}"


def is_objection_open(key: str) -> bool:
    """Whether the objection of a message to those who may answer still waits for its answer."""
    return Objection.objects.open().filter(pk=int(key.split(":")[1]), application__vacancy__state=RUNNING).exists()


@gathered()
def tell_answered(objection: Objection, letter: Letter, candidate_number: str) -> None:
    """The answer with its reason, and the letter.

    Args:
        candidate_number: of a person who now takes part, "" otherwise.
    """
    application = objection.application
    vacancy, user = application.vacancy, application.employee.user
    url = reverse("show_application", args=[application.public_id])
    key = f"objection:{objection.pk}:answered"
    title = f"{APPLICANT_LABELS[objection.outcome]}: {vacancy.position_title}, {vacancy.agency.name}"
    if user is not None:
        queue_bell(kind="objection_answered", key=key, recipient=user, title=title, url=url)
    address = application.email or (user.email if user else application.employee.email)
    if address:
        words = {
            "vacancy": vacancy,
            "name": application.employee.name,
            "is_granted": objection.outcome == "GRANTED",
            "answer": objection.answer,
            "number": candidate_number,
            "link": settings.PORTAL_URL + url,
        }
        queue_mail(
            kind="objection_answered",
            key=key,
            to_address=address,
            recipient=user,
            subject=title,
            text=render_to_string("email/vacancies/objection_answered.txt", words),
            letter=letter,
            decision=f"objection_answered:{application.pk}",
        )
