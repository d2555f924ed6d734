"""Doors for Celery: due vacancies open and close. Idempotent, one transaction a vacancy, woken by beat."""

import logging

from celery import shared_task
from django.utils.timezone import localdate

from core import clock
from vacancies.actions.document_requests import lapse_document_request
from vacancies.actions.registration import close_vacancy, open_vacancy
from vacancies.actions.reminders import remind_of_drafts, remind_of_objections, remind_of_requests
from vacancies.actions.subscriptions import forget_alerts, send_alerts
from vacancies.models import DocumentRequest, Vacancy, VacancyAlert
from vacancies.rules.reminders import FURTHEST
from vacancies.sending_preparation import forget_before

logger = logging.getLogger(__name__)
ALERTS_AT_ONCE = 200


@shared_task
def open_due_vacancies() -> int:
    """Open what is due; returns how many were opened."""
    due = list(Vacancy.objects.due_to_open(clock.now()).order_by("opens_at", "pk").values_list("pk", flat=True))
    return sum(_alone(open_vacancy, pk) for pk in due)


@shared_task
def close_due_vacancies() -> int:
    """Close or extend what is due; returns how many changed."""
    due = list(Vacancy.objects.due_to_close(clock.now()).order_by("closes_at", "pk").values_list("pk", flat=True))
    return sum(_alone(close_vacancy, pk) for pk in due)


@shared_task
def send_due_alerts() -> int:
    """Tell alerts what was published since their last mail; returns how many mails were written.

    Woken every few minutes, not at 06.00 alone: a beat that slept through the hour sends late instead of never.
    """
    forget_alerts(actor=None)
    due = list(VacancyAlert.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True))
    mails = 0
    for start in range(0, len(due), ALERTS_AT_ONCE):
        try:
            mails += send_alerts(alert_ids=due[start : start + ALERTS_AT_ONCE])
        except Exception:
            logger.exception("alerts from %s on were not written", due[start])
    return mails


@shared_task
def lapse_due_document_requests() -> int:
    """Give files back to the verifier whose asked document did not come; returns how many."""
    due = DocumentRequest.objects.due(clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(_alone_request(pk) for pk in list(due))


def _alone_request(request_id: int) -> bool:
    try:
        return lapse_document_request(request_id=request_id)
    except Exception:
        logger.exception("lapse_document_request failed for request %s", request_id)
        return False


@shared_task
def send_reminders() -> int:
    """Remind owners of unsent drafts and of missing documents, and offices of objections; how many acts told somebody."""
    now = clock.now()
    closing = Vacancy.objects.open_for_registration(now).closing_before(now + FURTHEST).order_by("closes_at", "pk")
    reminded = sum(_alone(remind_of_drafts, pk, now=now) for pk in closing.values_list("pk", flat=True))
    return reminded + bool(remind_of_requests(now=now)) + bool(remind_of_objections(now=now))


@shared_task
def forget_prepared_sendings() -> int:
    """Drop what check pages of earlier days prepared; it cannot be sent any more. Returns how many."""
    return forget_before(localdate(clock.now()))


def _alone(act, vacancy_id: int, **words) -> bool:
    """Run one act so that a broken vacancy never keeps the others from closing on time."""
    try:
        return bool(act(vacancy_id=vacancy_id, **words))
    except Exception:
        logger.exception("%s failed for vacancy %s", act.__name__, vacancy_id)
        return False
