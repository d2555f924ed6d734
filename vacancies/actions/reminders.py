"""Reminders, written by sweeps: one a key for ever, none for what was sent, discarded or answered meanwhile.

No lock is taken: whoever sends a draft while its reminder is being written gets no mail, because the worker asks again
(`notifications.reminders.is_draft_waiting`) when the mail is about to leave.
"""

from datetime import datetime

from django.db import transaction

from core.models import Notification
from vacancies.models import Application, DocumentRequest, Objection, Vacancy
from vacancies.notifications.objections import remind_answerers, reminder_key
from vacancies.notifications.reminders import draft_key, remind_drafts, remind_request, request_key
from vacancies.rules.objection import REMINDER
from vacancies.rules.objection import is_reminded as is_answer_reminded
from vacancies.rules.reminders import REQUEST_REMINDER, is_reminded, needs_request_reminder, passed_mark


@transaction.atomic
def remind_of_drafts(*, vacancy_id: int, now: datetime, actor: None = None) -> int:
    """Remind the owners of unsent drafts for one vacancy, when a mark of 7, 3 or 1 days has passed.

    Args:
        vacancy_id: an open vacancy; now: the portal's time (aware), from the sweep; actor: always the system.

    Returns:
        How many people were reminded; 0 when all were already.
    """
    vacancy = Vacancy.objects.select_related("agency").open_for_registration(now).filter(pk=vacancy_id).first()
    days = passed_mark(vacancy.closes_at, now) if vacancy is not None else None
    if vacancy is None or days is None:
        return 0
    drafts = Application.objects.drafts().filter(vacancy=vacancy, employee__user__is_active=True)
    waiting = {
        draft_key(application.pk, vacancy.closes_at, days): application
        for application in drafts.select_related("employee__user").order_by("pk")
        if is_reminded(application.state_since, vacancy.closes_at, days)
    }
    told = set(Notification.objects.filter(key__in=waiting).values_list("key", flat=True))
    fresh = [application for key, application in waiting.items() if key not in told]
    remind_drafts(vacancy, fresh, days)
    return len(fresh)


@transaction.atomic
def remind_of_requests(*, now: datetime, actor: None = None) -> int:
    """Remind everybody whose document was asked for and is due within a day. Returns how many were reminded."""
    near = (
        DocumentRequest.objects.open()
        .filter(due_at__gt=now, due_at__lte=now + REQUEST_REMINDER)
        .filter(application__employee__user__is_active=True)
    )
    waiting = {
        request_key(request.pk, request.due_at): request
        for request in near.select_related("application__vacancy__agency", "application__employee__user").order_by("pk")
        if needs_request_reminder(request.asked_at, request.due_at, now)
    }
    told = set(Notification.objects.filter(key__in=waiting).values_list("key", flat=True))
    fresh = [request for key, request in waiting.items() if key not in told]
    for request in fresh:
        remind_request(request)
    return len(fresh)


@transaction.atomic
def remind_of_objections(*, now: datetime, actor: None = None) -> int:
    """Tell those who may answer an objection that its time is almost over. Returns how many objections were reminded of."""
    near = Objection.objects.due_soon(now, REMINDER).select_related("application__vacancy__agency")
    waiting = [objection for objection in near if is_answer_reminded(objection.filed_at, objection.due_at, now)]
    told = 0
    for objection in waiting:
        if not Notification.objects.filter(key__startswith=f"{reminder_key(objection.pk)}:").exists():
            told += bool(remind_answerers(objection, now))
    return told
