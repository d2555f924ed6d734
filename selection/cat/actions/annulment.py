"""Nobody edits a result; it can only be put out of force, by two people and with minutes."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.letters import write_letter
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.cat.documents import annulment_words
from selection.cat.models import ExamAnnulment, ExamAnnulmentVerdict, ExamResult
from selection.cat.permissions import can_decide_annulment, can_propose_annulment
from selection.models import Score
from selection.permissions import duty_of


@transaction.atomic
def propose_annulment(*, result_id: int, actor: User, reason: str) -> ExamAnnulment:
    """Put a result in question, with a reason. Nothing changes until a second person has decided.

    Raises:
        Refused: no right, no reason, scores locked, or a proposal that waits already.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(ExamResult.objects.values_list("sitting__session__exam__vacancy_id", flat=True).get(pk=result_id))
    result = ExamResult.objects.select_related("sitting__session__exam").get(pk=result_id)
    result.sitting.session.exam.vacancy = vacancy
    require(can_propose_annulment(actor, result))
    if not reason.strip():
        raise Refused("Tulis alasan pembatalan.", field="reason")
    annulment = ExamAnnulment.objects.create(result=result, reason=reason.strip(), proposed_by=actor, proposed_at=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="propose_exam_annulment",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ExamAnnulment",
        object_id=annulment.public_id,
        details={"number": result.sitting.number, "value": result.value, "reason": annulment.reason},
    )
    return annulment


@transaction.atomic
def decide_annulment(*, annulment_id: int, actor: User, is_accepted: bool, note: str) -> ExamAnnulmentVerdict:
    """The second person's word. Accepted: minutes are written, the score leaves the component, the result stays on record.

    Raises:
        Refused: the proposer, no right, decided already, scores locked, or refused without a note.
    """
    now = clock.transaction_now()
    rows = ExamAnnulment.objects.filter(pk=annulment_id)
    vacancy = lock_vacancy(rows.values_list("result__sitting__session__exam__vacancy_id", flat=True).get())
    annulment = rows.select_related("result__sitting__session__exam__component", "proposed_by").get()
    result = annulment.result
    result.sitting.session.exam.vacancy = vacancy
    require(can_decide_annulment(actor, annulment))
    if not is_accepted and not note.strip():
        raise Refused("Tulis mengapa usul ini ditolak.", field="note")
    letter = None
    if is_accepted:
        letter = write_letter(
            kind="BERITA_ACARA_PEMBATALAN",
            register=vacancy.agency.code,
            form="{number:03d}/BA-BATAL/{register}/{year}",
            title=f"Berita acara pembatalan hasil ujian peserta {result.sitting.number}",
            template="pdf/selection/exam_annulment.html",
            words=annulment_words(annulment, actor, duty_of(actor, vacancy), note.strip(), now),
        )
    verdict = ExamAnnulmentVerdict.objects.create(
        annulment=annulment, is_accepted=is_accepted, note=note.strip(), decided_by=actor, decided_at=now, letter=letter
    )
    if is_accepted:
        component = result.sitting.session.exam.component
        Score.objects.filter(candidate=result.sitting.candidate, component=component, sheet=None).delete()
    audit.record(
        chain=vacancy.trail_chain,
        act="decide_exam_annulment",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ExamAnnulment",
        object_id=annulment.public_id,
        details={
            "number": result.sitting.number,
            "accepted": is_accepted,
            "note": verdict.note,
            "letter": letter.number if letter else "",
        },
    )
    return verdict
