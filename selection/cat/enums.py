"""Closed lists of the computer-assisted test."""

from django.db import models

from selection.cat.rules.lifecycle import EXAM_SESSION, QUESTION

QUESTION_STATES = list(QUESTION.states.items())
SESSION_STATES = list(EXAM_SESSION.states.items())


class QuestionKind(models.TextChoices):
    """How a question is answered and counted (rules/questions.py)."""

    SINGLE = "SINGLE", "Satu jawaban benar"
    WEIGHTED = "WEIGHTED", "Pilihan berbobot"
    CASE = "CASE", "Kasus dengan beberapa bagian"


class Difficulty(models.TextChoices):
    EASY = "EASY", "Mudah"
    MEDIUM = "MEDIUM", "Sedang"
    HARD = "HARD", "Sukar"


class EndedBy(models.TextChoices):
    """What ended a sitting."""

    SELF = "SELF", "Diselesaikan peserta"
    TIME = "TIME", "Waktu habis"


class IncidentKind(models.TextChoices):
    """What the proctor writes down during a session (docs/domain.md section 9)."""

    INCIDENT = "INCIDENT", "Kejadian"
    WARNING = "WARNING", "Teguran"
    REPLACEMENT = "REPLACEMENT", "PIN pengganti"
