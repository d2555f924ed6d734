"""Reading the wishes not to be invited, for many people in one query."""

from collections.abc import Iterable
from datetime import date

from talent.models import InvitationPause
from talent.rules.pause import Pause, Post, is_paused
from vacancies.models import Vacancy


def paused_people(vacancy: Vacancy, employee_ids: Iterable[int], today: date) -> set[int]:
    """Which of these employees take no invitation to this vacancy today."""
    wishes: dict[int, list[Pause]] = {}
    for pause in InvitationPause.objects.running(today).filter(employee_id__in=list(employee_ids)).order_by("pk"):
        wishes.setdefault(pause.employee_id, []).append(pause.facts())
    post = Post(str(vacancy.agency_id), vacancy.field, vacancy.level)
    return {employee for employee, pauses in wishes.items() if is_paused(pauses, post, today)}
