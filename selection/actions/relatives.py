"""An applicant names an official of the selection a relative, and takes it back: who is named decides nothing in it."""

import uuid

from django.db import transaction

from accounts.models import User
from approvals.actions import end_stake, write_stake
from approvals.models import Stake
from core import audit
from core.refusals import Refused, require
from selection import meeting_notifications as notifications
from selection.actions.moves import lock_vacancy
from selection.relatives import can_declare_relative, deciding_officials
from vacancies.models import Application


@transaction.atomic
@audit.written_last()
def declare_relative(*, application_id: int, official_id: uuid.UUID, tie: str, actor: User) -> Stake:
    """Declare a tie. It holds at once, also for a decision page that is open at this moment.

    Args:
        official_id: public id of one of `deciding_officials`. tie: the relation in words, at most 300 characters.

    Raises:
        Refused: not the own application, the seats are determined, somebody who decides nothing, or declared before.
    """
    lock_vacancy(Application.objects.values_list("vacancy_id", flat=True).get(pk=application_id))
    application = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application_id)
    require(can_declare_relative(actor, application))
    officials = (person for person, _ in deciding_officials(application.vacancy) if person.public_id == official_id)
    official = next(officials, None)
    if official is None or official.pk == actor.pk:
        raise Refused("Pilih pejabat dari daftar.", field="official")
    stake = write_stake(subject=application.vacancy.trail_chain, official=official, actor=actor, tie=tie)
    notifications.tell_office_of_relative(stake, application.vacancy)
    return stake


@transaction.atomic
@audit.written_last()
def take_back_relative(*, application_id: int, stake_id: uuid.UUID, actor: User) -> None:
    """Take an own declaration back while the seats are not determined.

    Raises:
        Refused: the seats are determined, or no such declaration of one's own.
    """
    lock_vacancy(Application.objects.values_list("vacancy_id", flat=True).get(pk=application_id))
    application = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application_id)
    require(can_declare_relative(actor, application))
    own = Stake.objects.in_force().filter(subject=application.vacancy.trail_chain, declared_by=actor).select_related("official")
    stake = own.filter(public_id=stake_id).first()
    if stake is None:
        raise Refused("Pernyataan ini sudah ditarik atau bukan milik Anda.")
    end_stake(stake_id=stake.pk, actor=actor)
    notifications.tell_office_of_relative(stake, application.vacancy, is_ended=True)
