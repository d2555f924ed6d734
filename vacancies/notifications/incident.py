"""Messages between an agency and BKN's admin about an outage."""

from datetime import datetime

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.outbox import gathered
from vacancies.models import IncidentRequest
from vacancies.notifications.registration import office_url, tell
from vacancies.rules.incident import span_words


@gathered()
def announce_incident_request(request: IncidentRequest, *, now: datetime) -> int:
    """Tell every admin of BKN; returns how many."""
    vacancy = request.vacancy
    duties = Membership.objects.holders(Role.BKN_ADMIN, None, vacancy.agency.day(now)).order_by("id")
    people = {duty.user_id: duty.user for duty in duties}
    return tell(
        people.values(),
        kind="incident_asked",
        vacancy=vacancy,
        event=f"incident-request:{request.public_id}",
        title="Instansi meminta perpanjangan karena gangguan",
        template="email/vacancies/incident_asked.txt",
        url=reverse("answer_incident_request", args=[request.public_id]),
        span=span_words(request.started_at, request.ended_at, vacancy.zone),
        description=request.description,
    )


@gathered()
def announce_incident_answer(request: IncidentRequest) -> int:
    """Tell who asked: extended, or declined with the reason."""
    vacancy = request.vacancy
    granted = request.extension_id is not None
    verdict = "dikabulkan" if granted else "tidak dikabulkan"
    return tell(
        [request.asked_by],
        kind="incident_answered",
        vacancy=vacancy,
        event=f"incident-answer:{request.public_id}",
        title=f"Permintaan perpanjangan karena gangguan {verdict}",
        template="email/vacancies/incident_answered.txt",
        url=office_url(vacancy),
        verdict=verdict,
        answer=request.answer,
        span=span_words(request.started_at, request.ended_at, vacancy.zone),
    )
