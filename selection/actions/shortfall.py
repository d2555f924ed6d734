"""Fewer people qualified than the shortlist holds: the answer, written down for approvers, public and minutes."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.gates import latest_ranking, shortfall_facts
from selection.models import ShortfallAnswer
from selection.permissions import can_go_on_short, duty_of
from selection.rules.shortfall import CANCEL, CONTINUE
from vacancies.actions.registration import cancel_vacancy
from vacancies.permissions.window import can_cancel


@transaction.atomic
def answer_shortfall(*, vacancy_id: int, actor: User, way: str, reason: str, version: int | None = None) -> ShortfallAnswer:
    """Go on with the people there are, or end the selection; extending has its own act in the registration.

    Args:
        way: CONTINUE or CANCEL. reason: read by every approver, in the minutes, and by the public with the result.

    Raises:
        Refused: no right, the list is long enough, already answered, or no reason. Stale: an older page.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    ranking = latest_ranking(vacancy)
    facts = shortfall_facts(vacancy, ranking)
    if way not in (CONTINUE, CANCEL):
        raise Refused("Pilih salah satu jalan keluar.", field="way")
    require(can_go_on_short(actor, vacancy, facts, way))
    if way == CANCEL:
        require(can_cancel(actor, vacancy))
    if not reason.strip():
        raise Refused("Tulis alasannya; alasan ini dibaca para pemutus dan publik.", field="reason")
    if ranking is None:
        raise Refused("Peringkat belum disusun.")
    answer = ShortfallAnswer.objects.create(
        ranking=ranking, way=way, reason=reason.strip(), qualified=facts.qualified, decided_by=actor, decided_at=now
    )
    if way == CANCEL:
        # Its own row in the trail comes first, so that this one is the last of the transaction.
        cancel_vacancy(vacancy_id=vacancy.pk, actor=actor, reason=reason)
    audit.record(
        chain=vacancy.trail_chain,
        act="answer_shortfall",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={
            "way": way,
            "reason": answer.reason,
            "qualified": facts.qualified,
            "cut": facts.cut,
            "version": ranking.version,
        },
    )
    return answer
