"""The ASN register, and beside it what a person keeps, adds and reports."""

from employees.models.employee import HISTORIES, SEX_FACTS, Employee, EmployeeQuerySet, StudyProgram
from employees.models.evidence import EvidenceDocument, OwnRecord
from employees.models.histories import (
    AssessmentRecord,
    CompetencyRecord,
    DisciplineRecord,
    EducationRecord,
    GradeRecord,
    LanguageRecord,
    PerformanceRecord,
    PositionRecord,
    TrainingRecord,
)
from employees.models.import_line import ImportLine
from employees.models.report import RecordReport

__all__ = [
    "HISTORIES",
    "SEX_FACTS",
    "AssessmentRecord",
    "CompetencyRecord",
    "DisciplineRecord",
    "EducationRecord",
    "Employee",
    "EmployeeQuerySet",
    "EvidenceDocument",
    "GradeRecord",
    "ImportLine",
    "LanguageRecord",
    "OwnRecord",
    "PerformanceRecord",
    "PositionRecord",
    "RecordReport",
    "StudyProgram",
    "TrainingRecord",
]
