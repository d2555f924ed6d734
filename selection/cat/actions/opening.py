"""Opening a paper: two people, each with the own code, not before the check-in of its first session."""

import json

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.cat.actions.keys import private_of
from selection.cat.key_models import ExamKey, ExamOpening
from selection.cat.models import Exam, ExamItem
from selection.cat.permissions import can_open_paper
from selection.cat.sealing import SLOTS, SealBroken, half_of, seal_here
from selection.permissions import duty_of


@transaction.atomic
def open_paper(*, exam_id: int, actor: User, code: str) -> ExamOpening:
    """Release the actor's half of every question's key. The paper is readable once both have done so, and shown from the start.

    Raises:
        Refused: no key, too early, a wrong code, done already, or the paper lies under a key that was cleared.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(Exam.objects.values_list("vacancy_id", flat=True).get(pk=exam_id))
    exam = Exam.objects.get(pk=exam_id)
    exam.vacancy = vacancy
    require(can_open_paper(actor, exam, now))
    key = ExamKey.objects.in_force().get(agency_id=vacancy.agency_id, holder=actor)
    private = private_of(key, code)
    name = "first_key_id" if key.slot == SLOTS[0] else "second_key_id"
    items = list(ExamItem.objects.filter(exam=exam).select_related("question").order_by("position"))
    if any(getattr(item.question, name) != key.pk for item in items):
        raise Refused("Naskah ini disegel dengan kunci lain yang sudah dikosongkan. Susun ujian baru dari bank soal.")
    try:
        halves = [half_of(item.sealed_text, private, str(item.question.public_id), key.slot) for item in items]
    except SealBroken as error:
        raise Refused("Segel naskah ini rusak, jadi tidak dapat dibuka. Laporkan kepada pengelola portal.") from error
    opening = ExamOpening.objects.create(
        exam=exam, slot=key.slot, key=key, opened_by=actor, opened_at=now, sealed_halves=seal_here(json.dumps(halves))
    )
    audit.record(
        chain=vacancy.trail_chain,
        act="open_exam_paper",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Exam",
        object_id=exam.public_id,
        details={"title": exam.title, "slot": key.slot, "key": key.public_id, "paper_sha256": exam.paper_sha256},
    )
    return opening
