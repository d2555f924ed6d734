"""What pages and acts about sessions read."""

from selection.models import PRESENT_STATES, Candidate, SessionSeat, StageSession
from vacancies.models import Vacancy


def participants(vacancy: Vacancy):
    """Those who take part and may be given a seat, by number, with the person and the account."""
    return (
        Candidate.objects.filter(vacancy=vacancy)
        .present()
        .select_related("application__employee__agency", "application__employee__user")
        .order_by("number")
    )


def unseated(vacancy: Vacancy, stage: str):
    """Participants without a seat at a stage, by number."""
    seated = SessionSeat.objects.live().filter(stage=stage).values("candidate")
    return participants(vacancy).exclude(pk__in=seated)


def seats_taken(session: StageSession) -> int:
    """Seats that nobody else can have: given, and their owner has not withdrawn."""
    owners = (*PRESENT_STATES, "ABSENT")
    return SessionSeat.objects.live().filter(session=session, candidate__application__state__in=owners).count()
