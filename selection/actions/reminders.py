"""Reminding those whose scores are missing: at most once a day and person, whoever presses."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection import notifications
from selection.actions.moves import lock_vacancy
from selection.permissions import can_remind, duty_of
from selection.scoreboard import read_scoreboard
from selection.waiting import late_people


@transaction.atomic
def remind_scorers(*, vacancy_id: int, actor: User, person_id: int | None = None) -> int:
    """Send bell and mail to one person or to everybody whose scores are missing.

    Args:
        person_id: primary key of the one to remind; None for all.

    Returns:
        How many people were reminded; those reminded today already are left out.

    Raises:
        Refused: no right, scoring has ended, nothing is missing there, or everybody was reminded today.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_remind(actor, vacancy))
    day = vacancy.agency.day(now)
    people = late_people(read_scoreboard(vacancy), day)
    if person_id is not None:
        people = [person for person in people if person.user.pk == person_id]
    if not people:
        raise Refused("Tidak ada nilai yang kurang, jadi tidak ada yang perlu diingatkan.")
    fresh = [person for person in people if not person.is_reminded]
    if not fresh:
        raise Refused("Sudah diingatkan hari ini; pengingat berikutnya dapat dikirim besok.")
    notifications.remind_of_scores(vacancy, fresh, day)
    audit.record(
        chain=vacancy.trail_chain,
        act="remind_scorers",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"people": [[person.user.full_name, person.count] for person in fresh]},
    )
    return len(fresh)
