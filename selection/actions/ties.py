"""A tie on the last place: the chair's way out of it."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection import notifications
from selection.actions.moves import lock_vacancy
from selection.gates import latest_ranking, tie_facts, tied_lines
from selection.models import TieAnswer
from selection.permissions import can_settle_tie, duty_of
from selection.rules.ties import KEEP_ALL, TIE_WAYS


@transaction.atomic
def settle_tie(
    *, vacancy_id: int, actor: User, way: str, reason: str, without_traits: bool, version: int | None = None
) -> TieAnswer:
    """Take one of the three ways out of a tie on the last place.

    Args:
        way: KEEP_ALL settles the tie at once; INTERVIEW and RECHECK begin work that ends with a new version.
        without_traits: the chair's word that no personal trait played a part (docs/product.md decision 3).

    Raises:
        Refused: no right, no tie, already settled, no reason, or the word is not given. Stale: an older page.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    ranking = latest_ranking(vacancy)
    facts = tie_facts(vacancy, ranking)
    require(can_settle_tie(actor, vacancy, facts))
    if way not in TIE_WAYS:
        raise Refused("Pilih salah satu jalan keluar.", field="way")
    if not reason.strip():
        raise Refused("Tulis alasannya; alasan ini dibaca para pemutus dan masuk berita acara.", field="reason")
    if not without_traits:
        raise Refused("Nyatakan bahwa sifat pribadi peserta tidak menjadi alasan.", field="without_traits")
    if ranking is None:
        raise Refused("Peringkat belum disusun.")
    answer = TieAnswer.objects.create(
        ranking=ranking, way=way, reason=reason.strip(), numbers=list(facts.tied), decided_by=actor, decided_at=now
    )
    if way != KEEP_ALL:
        notifications.ask_for_second_look(vacancy, answer, list(tied_lines(ranking)))
    audit.record(
        chain=vacancy.trail_chain,
        act="settle_tie",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={"way": way, "reason": answer.reason, "numbers": answer.numbers, "version": ranking.version},
    )
    return answer
