"""Extensions because of an outage: asked by the agency, decided by BKN's admin, one transaction a vacancy."""

from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from vacancies.actions.states import lock_vacancy, refuse_stale
from vacancies.actions.window import Grounds, move_deadline
from vacancies.enums import ExtensionKind, ExtensionReason
from vacancies.models import IncidentRequest, RegistrationExtension, Vacancy
from vacancies.notifications.incident import announce_incident_answer, announce_incident_request
from vacancies.permissions.window import can_ask_incident, can_decline_incident, can_extend_for_incident
from vacancies.rules.incident import Incident, incident_deadline, incident_problems, span_problem


@transaction.atomic
@audit.written_last()
def extend_for_incident(
    *, vacancy_id: int, actor: User, incident: Incident, version: int | None = None, second_factor: str = "totp"
) -> RegistrationExtension:
    """Give one vacancy back the time an outage took. Uses up no ordinary extension and asks for no count.

    A request of the agency about the same time is answered by it.

    Raises:
        Refused: no right, a stake, or the rule says no. Stale: the page was drawn from an older version.
    """
    now = clock.transaction_now()
    for problem in incident_problems(incident, now):
        raise Refused(problem.sentence, field=problem.field)
    vacancy = lock_vacancy(vacancy_id)
    require(can_extend_for_incident(actor, vacancy, incident, now))
    refuse_stale(vacancy, version)
    sentence = incident.sentence.strip()
    grounds = Grounds(
        kind=ExtensionKind.INCIDENT,
        code=ExtensionReason.INCIDENT,
        reason=sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.",
        act="extend_for_incident",
        duty=actor.duty_label(Role.BKN_ADMIN),
        incident_reference=incident.reference.strip(),
        details={
            "incident_reference": incident.reference.strip(),
            "incident_started_at": incident.started_at,
            "incident_ended_at": incident.ended_at,
            "second_factor": second_factor,
        },
    )
    extension = move_deadline(
        vacancy,
        closes_at=incident_deadline(vacancy.closes_at, now, incident.length),
        grounds=grounds,
        submitted=vacancy.applications.submitted().count(),
        actor=actor,
        now=now,
    )
    _answer_requests(vacancy, incident, extension, actor=actor, now=now)
    return extension


@transaction.atomic
def ask_incident_extension(
    *, vacancy_id: int, actor: User, started_at: datetime, ended_at: datetime, description: str
) -> IncidentRequest:
    """Ask BKN to extend a registration because of an outage.

    Raises:
        Refused: no right, a request waits already, impossible times, a window the outage did not meet, or no words.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_ask_incident(actor, vacancy, now))
    problem = span_problem(started_at, ended_at, now)
    if problem is not None:
        raise Refused(problem.sentence, field=problem.field)
    if max(started_at, vacancy.opens_at) >= min(ended_at, vacancy.closes_at):
        raise Refused("Waktu gangguan ini tidak bertemu dengan masa pendaftaran lowongan ini.", field="started_at")
    if not description.strip():
        raise Refused("Tuliskan yang terjadi agar BKN dapat memeriksanya.", field="description")
    request = IncidentRequest.objects.create(
        vacancy=vacancy,
        started_at=started_at,
        ended_at=ended_at,
        description=description.strip(),
        asked_by=actor,
        asked_at=now,
    )
    announce_incident_request(request, now=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="ask_incident_extension",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="IncidentRequest",
        object_id=request.public_id,
        details={"started_at": started_at, "ended_at": ended_at, "reason": request.description},
    )
    return request


@transaction.atomic
def decline_incident_request(*, request_id: int, actor: User, answer: str) -> IncidentRequest:
    """Answer a request without extending. Raises Refused without a right, a waiting request or a reason."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(IncidentRequest.objects.values_list("vacancy_id", flat=True).get(pk=request_id))
    request = IncidentRequest.objects.select_for_update(of=("self",), no_key=True).select_related("asked_by").get(pk=request_id)
    request.vacancy = vacancy
    require(can_decline_incident(actor, request))
    if not answer.strip():
        raise Refused("Tuliskan alasannya; instansi membacanya.", field="answer")
    request.answer, request.answered_by, request.answered_at = answer.strip(), actor, now
    request.save(update_fields=["answer", "answered_by", "answered_at"])
    announce_incident_answer(request)
    audit.record(
        chain=vacancy.trail_chain,
        act="decline_incident_request",
        actor=actor,
        duty=actor.duty_label(Role.BKN_ADMIN),
        object_type="IncidentRequest",
        object_id=request.public_id,
        details={"reason": request.answer},
    )
    return request


def _answer_requests(
    vacancy: Vacancy, incident: Incident, extension: RegistrationExtension, *, actor: User, now: datetime
) -> None:
    """At most one waits; one about another time stays where it is."""
    waiting = vacancy.incident_requests.waiting().select_for_update(of=("self",), no_key=True).select_related("asked_by")
    for request in waiting.filter(started_at__lt=incident.ended_at, ended_at__gt=incident.started_at).order_by("pk"):
        request.answer = f"Diperpanjang untuk gangguan nomor {extension.incident_reference}."
        request.answered_by, request.answered_at, request.extension = actor, now, extension
        request.save(update_fields=["answer", "answered_by", "answered_at", "extension"])
        request.vacancy = vacancy
        announce_incident_answer(request)
