"""Reading an application against its vacancy: eligibility, missing parts, the text that is frozen at sending."""

from dataclasses import asdict
from datetime import date, datetime

from core.canonical import canonical_json, sha256_hex
from employees.models import Employee
from vacancies.models import Application, ApplicationDocument, Vacancy
from vacancies.rules.deadline import last_day
from vacancies.rules.eligibility import RuleResult, assess
from vacancies.rules.submission import DocumentNeed, DraftFacts, DraftProblem, draft_problems


def counting_day(vacancy: Vacancy, today: date) -> date:
    """The day age and years of service are counted on: the announced one, else the last day of registration."""
    if vacancy.reference_on is not None:
        return vacancy.reference_on
    return last_day(vacancy.closes_at, vacancy.zone) if vacancy.closes_at is not None else today


def assess_employee(vacancy: Vacancy, employee: Employee, today: date) -> tuple[RuleResult, ...]:
    """Every requirement of a vacancy against the register. Uses prefetched requirements and histories when present."""
    requirements = [requirement.facts() for requirement in vacancy.requirements.all()]
    return assess(requirements, employee.facts(), counting_day(vacancy, today), today)


def document_needs(application: Application) -> tuple[DocumentNeed, ...]:
    """What the vacancy asks for and what the application already has, in the order of the plan."""
    uploaded = {document.type for document in application.documents.all()}
    return tuple(
        DocumentNeed(need.type, need.get_type_display(), need.is_required, need.type in uploaded)
        for need in application.vacancy.required_documents.all()
    )


def draft_facts(application: Application, today: date) -> DraftFacts:
    return DraftFacts(
        email=application.email,
        phone=application.phone,
        agrees=application.agrees,
        documents=document_needs(application),
        results=assess_employee(application.vacancy, application.employee, today),
    )


def problems_of(application: Application, today: date) -> tuple[DraftProblem, ...]:
    """What still stands in the way of sending."""
    return draft_problems(draft_facts(application, today))


def content_digest(application: Application, documents: list[ApplicationDocument]) -> str:
    """Fingerprint of what the applicant reviewed: a page that shows anything else may not be sent.

    Made of the contents alone, so that a change of state in between (closing, extension) does not look like an edit.
    """
    return sha256_hex(
        canonical_json(
            {
                "email": application.email,
                "phone": application.phone,
                "motivation": application.motivation,
                "special_needs": application.special_needs,
                "agrees": application.agrees,
                "documents": sorted([document.type, document.sha256] for document in documents),
            }
        )
    )


def snapshot_text(
    application: Application, documents: list[ApplicationDocument], results: tuple[RuleResult, ...], now: datetime
) -> str:
    """Canonical JSON of everything that is sent: who, for what, the register's records, the rules, the files by hash."""
    vacancy, employee = application.vacancy, application.employee
    return canonical_json(
        {
            "application": application.public_id,
            "submitted_at": now,
            "receipt_number": application.receipt_number,
            "vacancy": {
                "id": vacancy.public_id,
                "reference": vacancy.reference,
                "position": vacancy.position_title,
                "unit": vacancy.unit,
                "agency": vacancy.agency.name,
                "level": vacancy.level,
                "closes_at": vacancy.closes_at,
                "counting_day": counting_day(vacancy, now.date()),
            },
            "applicant": {
                "name": employee.name,
                "agency": employee.agency.name,
                "unit": employee.unit,
                "position": employee.position_title,
                "email": application.email,
                "phone": application.phone,
                "register": asdict(employee.facts()),
            },
            "motivation": application.motivation,
            "special_needs": application.special_needs,
            "agrees": application.agrees,
            "was_invited": application.was_invited,
            "eligibility": [asdict(result) for result in results],
            "documents": [
                {
                    "type": document.type,
                    "name": document.original_name,
                    "content_type": document.content_type,
                    "size": document.size,
                    "pages": document.pages,
                    "sha256": document.sha256,
                }
                for document in documents
            ],
        }
    )
