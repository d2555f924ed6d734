"""Vacancies, their plans and panels, and applications."""

from vacancies.models.application import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    DocumentCheck,
    DocumentRequest,
    WithdrawnSubmission,
)
from vacancies.models.incident import IncidentRequest
from vacancies.models.objections import Objection, ObjectionAttachment
from vacancies.models.plan import (
    AssessmentPlan,
    CompetencyRequirement,
    PanelMember,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
)
from vacancies.models.sending import PreparedSending
from vacancies.models.subscription import SavedVacancy, VacancyAlert
from vacancies.models.vacancy import Announcement, RegistrationExtension, Vacancy

__all__ = [
    "Announcement",
    "Application",
    "ApplicationDocument",
    "ApplicationEvent",
    "AssessmentPlan",
    "CompetencyRequirement",
    "DocumentCheck",
    "DocumentRequest",
    "IncidentRequest",
    "Objection",
    "ObjectionAttachment",
    "PanelMember",
    "PreparedSending",
    "RegistrationExtension",
    "RequiredDocument",
    "Requirement",
    "SavedVacancy",
    "ScoreComponent",
    "SelectionPanel",
    "Stage",
    "Vacancy",
    "VacancyAlert",
    "WithdrawnSubmission",
]
