"""Messages about a plan on its way through approval."""

from datetime import datetime

from accounts.models import User
from vacancies.models import Vacancy
from vacancies.notifications.registration import office, office_url, tell


def announce_plan_outcome(vacancy: Vacancy, *, title: str, note: str, event: str, sender: User, now: datetime) -> int:
    """Tell the office how the plan ended. The sender already has the engine's own message with the note.

    Args:
        title: for example "Rencana lowongan disetujui"; event: key of the outcome, unique for ever.
    """
    people = [person for person in office(vacancy, now) if person.pk != sender.pk]
    return tell(
        people,
        kind="plan_decided",
        vacancy=vacancy,
        event=event,
        title=title,
        template="email/vacancies/plan_outcome.txt",
        url=office_url(vacancy),
        note=note,
    )
