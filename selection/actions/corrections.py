"""Correcting a locked score: one person proposes, another decides, and whatever rested on the old value is reopened."""

from decimal import Decimal

from django.db import transaction

from accounts.models import User
from approvals.actions import supersede_request
from core import audit, clock
from core.refusals import Refused, require
from selection import notifications
from selection.actions.moves import lock_vacancy, move_vacancy
from selection.gates import is_overtaken, latest_ranking
from selection.models import CorrectionVerdict, Score, ScoreCorrection
from selection.permissions import can_decide_correction, can_propose_correction, duty_of
from selection.rules.score_values import written
from selection.scoreboard import accepted_values
from vacancies.models import Vacancy


@transaction.atomic
@audit.written_last()
def propose_correction(*, score_id: int, actor: User, value: Decimal, reason: str) -> ScoreCorrection:
    """Propose another value for a locked score. Nothing changes until somebody else accepts it.

    Args:
        value: on the component's scale. reason: what was wrong and how it is known.

    Raises:
        Refused: no right, outside the scale, the value that counts already, no reason, or a proposal is waiting.
    """
    now = clock.transaction_now()
    score, vacancy = _locked_score(score_id)
    require(can_propose_correction(actor, score))
    component = score.component
    if not component.scale_min <= value <= component.scale_max:
        raise Refused(
            f"Nilai {component.label} harus antara {written(component.scale_min)} dan {written(component.scale_max)}.",
            field="value",
        )
    before = accepted_values(vacancy).get(score.pk, score.value)
    if value == before:
        raise Refused(f"Nilai yang berlaku sudah {written(before)}.", field="value")
    if not reason.strip():
        raise Refused("Tulis apa yang salah dan dari mana Anda tahu.", field="reason")
    correction = ScoreCorrection.objects.create(
        score=score, before=before, after=value, reason=reason.strip(), proposed_by=actor, proposed_at=now
    )
    _record(correction, "propose_correction", actor, {"reason": correction.reason})
    notifications.ask_for_second_person(correction)
    return correction


@transaction.atomic
@audit.written_last()
def decide_correction(*, correction_id: int, actor: User, accept: bool, note: str = "") -> CorrectionVerdict:
    """Accept or refuse a correction. An accepted one ends a running approval it touches and tells those who had signed.

    Args:
        note: obligatory when refusing.

    Raises:
        Refused: no right, the own proposal, already decided, or a refusal without a note.
    """
    now = clock.transaction_now()
    found = ScoreCorrection.objects.get(pk=correction_id)
    score, vacancy = _locked_score(found.score_id)
    correction = ScoreCorrection.objects.select_related("proposed_by").get(pk=correction_id)
    correction.score = score
    require(can_decide_correction(actor, correction))
    if not accept and not note.strip():
        raise Refused("Tulis alasan menolak koreksi ini.", field="note")
    verdict = CorrectionVerdict.objects.create(
        correction=correction, is_accepted=accept, note=note.strip(), decided_by=actor, decided_at=now
    )
    _record(correction, "accept_correction" if accept else "refuse_correction", actor, {"note": verdict.note})
    notifications.answer_correction(correction, verdict)
    ranking = latest_ranking(vacancy)
    under_review = ranking is not None and ranking.request is not None and vacancy.state == "RESULT_REVIEW"
    if accept and under_review and is_overtaken(vacancy, ranking):
        signers = supersede_request(
            request=ranking.request, actor=actor, now=now, reason=f"Nilai peserta {score.candidate.key} dikoreksi."
        )
        move_vacancy(vacancy, "return_result", now)
        notifications.tell_signers(correction, ranking.request, signers)
    return verdict


def _locked_score(score_id: int) -> tuple[Score, Vacancy]:
    """The score with its vacancy locked: both sides of a correction lock the row that the ranking locks."""
    score = Score.objects.select_related("candidate__application__employee", "component", "sheet__member__user").get(pk=score_id)
    vacancy = lock_vacancy(score.candidate.vacancy_id)
    score.candidate.vacancy = vacancy
    return score, vacancy


def _record(correction: ScoreCorrection, act: str, actor: User, details: dict[str, str]) -> None:
    score = correction.score
    vacancy = score.candidate.vacancy
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ScoreCorrection",
        object_id=correction.public_id,
        details={
            "candidate": score.candidate.key,
            "component": score.component.code,
            "scorer": score.sheet.member.user.full_name if score.sheet else "impor",
            "before": format(correction.before, "f"),
            "after": format(correction.after, "f"),
            **details,
        },
    )
