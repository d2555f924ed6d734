"""Vacancies, their plans and panels, and applications."""

from vacancies.models.application import Application, ApplicationDocument, ApplicationEvent, DocumentCheck
from vacancies.models.plan import (
    CompetencyRequirement,
    PanelMember,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
)
from vacancies.models.vacancy import Announcement, RegistrationExtension, Vacancy

__all__ = [
    "Announcement",
    "Application",
    "ApplicationDocument",
    "ApplicationEvent",
    "CompetencyRequirement",
    "DocumentCheck",
    "PanelMember",
    "RegistrationExtension",
    "RequiredDocument",
    "Requirement",
    "ScoreComponent",
    "SelectionPanel",
    "Stage",
    "Vacancy",
]
