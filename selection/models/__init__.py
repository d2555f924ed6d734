"""The tables of a selection; import them from here, whatever file they stand in."""

from selection.cat.key_models import ExamItemText, ExamKey, ExamOpening
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
from selection.models.calibration import CalibrationAct, CalibrationAttendee, CalibrationStep, ScoreChange
from selection.models.candidate import PRESENT_STATES, Candidate, CandidateQuerySet, Recusal
from selection.models.closing import (
    MinutesSignature,
    OfficialMinutes,
    OfficialMinutesQuerySet,
    ShortfallAnswer,
    TieAnswer,
)
from selection.models.conflicts import ConflictDenial, ConflictProposal
from selection.models.determination import Determination, DeterminationSeat
from selection.models.entries import EntryDecision, EntryValue, EntryValueQuerySet
from selection.models.ranking import LockedScore, Ranking, RankingLine, ScoreLock
from selection.models.scores import (
    CorrectionVerdict,
    Score,
    ScoreCorrection,
    ScoreCorrectionQuerySet,
    ScoreSheet,
)
from selection.models.sessions import MEETING_STAGES, Attendance, SessionAssessor, SessionSeat, StageSession

__all__ = [
    "MEETING_STAGES",
    "PRESENT_STATES",
    "Attendance",
    "CalibrationAct",
    "CalibrationAttendee",
    "CalibrationStep",
    "Candidate",
    "CandidateQuerySet",
    "ConflictDenial",
    "ConflictProposal",
    "CorrectionVerdict",
    "Determination",
    "DeterminationSeat",
    "EntryDecision",
    "EntryValue",
    "EntryValueQuerySet",
    "Exam",
    "ExamAnnulment",
    "ExamAnnulmentVerdict",
    "ExamAnswer",
    "ExamIncident",
    "ExamItem",
    "ExamItemText",
    "ExamKey",
    "ExamOpening",
    "ExamPractice",
    "ExamQuestion",
    "ExamResult",
    "ExamSession",
    "ExamSitting",
    "LockedScore",
    "MinutesSignature",
    "OfficialMinutes",
    "OfficialMinutesQuerySet",
    "Ranking",
    "RankingLine",
    "Recusal",
    "Score",
    "ScoreChange",
    "ScoreCorrection",
    "ScoreCorrectionQuerySet",
    "ScoreLock",
    "ScoreSheet",
    "SessionAssessor",
    "SessionSeat",
    "ShortfallAnswer",
    "StageSession",
    "TieAnswer",
]
