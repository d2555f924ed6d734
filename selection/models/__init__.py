"""The tables of a selection; import them from here, whatever file they stand in."""

from selection.cat.models import (
    Exam,
    ExamAnnulment,
    ExamAnnulmentVerdict,
    ExamAnswer,
    ExamIncident,
    ExamItem,
    ExamPractice,
    ExamQuestion,
    ExamResult,
    ExamSession,
    ExamSitting,
)
from selection.models.candidate import PRESENT_STATES, Candidate, CandidateQuerySet, Recusal
from selection.models.determination import Determination, DeterminationSeat
from selection.models.ranking import LockedScore, Ranking, RankingLine, ScoreLock
from selection.models.scores import (
    CorrectionVerdict,
    Score,
    ScoreCorrection,
    ScoreCorrectionQuerySet,
    ScoreSheet,
)

__all__ = [
    "PRESENT_STATES",
    "Candidate",
    "CandidateQuerySet",
    "CorrectionVerdict",
    "Determination",
    "DeterminationSeat",
    "Exam",
    "ExamAnnulment",
    "ExamAnnulmentVerdict",
    "ExamAnswer",
    "ExamIncident",
    "ExamItem",
    "ExamPractice",
    "ExamQuestion",
    "ExamResult",
    "ExamSession",
    "ExamSitting",
    "LockedScore",
    "Ranking",
    "RankingLine",
    "Recusal",
    "Score",
    "ScoreCorrection",
    "ScoreCorrectionQuerySet",
    "ScoreLock",
    "ScoreSheet",
]
