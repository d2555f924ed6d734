"""Rehearsal: the same pages over one row a person, kept apart from every result and swept away at night."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import Refused
from selection.cat.models import Exam, ExamPractice
from selection.cat.rules.grading import Answer
from vacancies.models import Application

KEPT = timedelta(hours=12)
# States in which an application may lead to a test, and its owner may rehearse one.
REHEARSING = ("SUBMITTED", "NEEDS_DOCUMENT", "PASSED", "CANDIDATE")


@transaction.atomic
def start_practice(*, exam_id: int, actor: User) -> ExamPractice:
    """Begin a rehearsal from the start; an earlier one of the same person is forgotten.

    Raises:
        Refused: no practice paper, or nothing the person takes part in.
    """
    now = clock.transaction_now()
    exam = Exam.objects.select_related("vacancy").get(pk=exam_id)
    if not exam.is_practice or not Application.objects.of(actor).filter(vacancy=exam.vacancy, state__in=REHEARSING).exists():
        raise Refused("Latihan ini hanya untuk peserta lowongannya.")
    practice, _ = ExamPractice.objects.update_or_create(
        exam=exam,
        user=actor,
        defaults={
            "seed": secrets.token_hex(16),
            "answers": {},
            "started_at": now,
            "ends_at": now + timedelta(minutes=exam.minutes),
            "finished_at": None,
        },
    )
    return practice


@transaction.atomic
def save_practice(*, practice_id: int, actor: User, answers: Sequence[Answer]) -> ExamPractice:
    """Keep answers of a rehearsal; the same rule as in earnest, the highest sequence of a number counts.

    Raises:
        Refused: over, finished, or not one's own.
    """
    now = clock.transaction_now()
    practice = _locked(practice_id, actor)
    if practice.finished_at is not None or now >= practice.ends_at:
        raise Refused("Waktu latihan ini sudah habis. Anda dapat memulai latihan baru.")
    for answer in answers:
        kept = practice.answers.get(str(answer.number))
        if kept is None or kept[2] <= answer.sequence:
            practice.answers[str(answer.number)] = [answer.choice, answer.is_doubtful, answer.sequence]
    practice.save(update_fields=["answers"])
    return practice


@transaction.atomic
def finish_practice(*, practice_id: int, actor: User) -> ExamPractice:
    """End the own rehearsal."""
    now = clock.transaction_now()
    practice = _locked(practice_id, actor)
    practice.finished_at = practice.finished_at or now
    practice.save(update_fields=["finished_at"])
    return practice


@transaction.atomic
def sweep_practices() -> int:
    """Forget rehearsals of yesterday; returns how many."""
    count, _ = ExamPractice.objects.filter(started_at__lt=clock.transaction_now() - KEPT).delete()
    return count


def _locked(practice_id: int, actor: User) -> ExamPractice:
    rows = ExamPractice.objects.select_for_update(of=("self",), no_key=True).filter(pk=practice_id, user=actor)
    practice = rows.first()
    if practice is None:
        raise Refused("Latihan ini sudah dihapus. Anda dapat memulai latihan baru.")
    return practice
