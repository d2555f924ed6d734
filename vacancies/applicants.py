"""Reading an application against its vacancy: eligibility, missing parts, the text that is frozen at sending."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from core.canonical import canonical_json, sha256_hex
from employees.enums import DocumentType
from employees.models import Employee
from vacancies.frozen_profile import FORMAT, VERSION, frozen_additions, frozen_records
from vacancies.models import Application, ApplicationDocument, Vacancy
from vacancies.rules.deadline import last_day
from vacancies.rules.eligibility import MET_FROM, RuleResult, assess, tally
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


@dataclass(frozen=True)
class Fit:
    """How a person stands to the requirements of a vacancy, ready for a page.

    Args:
        rows: for the component `rule_list`, in the order of the vacancy.
        met, total: how many rules are met on the day of counting, of those the register can answer; later: how many only
            the selection can prove.
        counting_day: the day age and service are counted on.
        met_from: first day on which every rule is met, when that lies ahead; None otherwise.
    """

    rows: tuple[dict[str, Any], ...]
    met: int
    total: int
    later: int
    counting_day: date
    met_from: date | None

    @property
    def is_eligible(self) -> bool:
        return self.met == self.total


def fit_of_employee(vacancy: Vacancy, employee: Employee, now: datetime) -> Fit:
    """The answer of the rules for one person on the portal's day. Uses prefetched requirements and histories when present."""
    today = localdate(now)
    results = assess_employee(vacancy, employee, today)
    met, total = tally(results)
    ahead = [result.from_date for result in results if result.outcome == MET_FROM and result.from_date is not None]
    return Fit(
        rows=tuple(result_row(result) for result in results),
        met=met,
        total=total,
        later=len(results) - total,
        counting_day=counting_day(vacancy, today),
        met_from=max(ahead) if ahead and met == total else None,
    )


def eligibility_rows(vacancy: Vacancy, employee: Employee, now: datetime) -> tuple[dict[str, Any], ...]:
    """Each requirement with its answer, the record that decided and the day it is met from; for `rule_list`."""
    return fit_of_employee(vacancy, employee, now).rows


def result_row(result: RuleResult) -> dict[str, Any]:
    """One answer in the words of the rule list component."""
    return {
        "label": result.label,
        "outcome": result.outcome,
        "record": result.record,
        "explanation": result.explanation,
        "met_on": result.from_date if result.outcome == MET_FROM else None,
        "is_proven_later": result.is_proven_later,
        "kind": result.kind,
    }


def document_needs(application: Application) -> tuple[DocumentNeed, ...]:
    """What the vacancy asks for and what the application already has, in the order of the plan."""
    uploaded = {document.type for document in application.documents.all()}
    return tuple(
        DocumentNeed(need.type, DocumentType(need.type).label, need.is_required, need.type in uploaded)
        for need in application.vacancy.required_documents.all()
    )


def draft_facts(application: Application, today: date, results: tuple[RuleResult, ...] | None = None) -> DraftFacts:
    """What the check before sending reads; `results` when eligibility was assessed already."""
    if results is None:
        results = assess_employee(application.vacancy, application.employee, today)
    return DraftFacts(
        email=application.email,
        phone=application.phone,
        agrees=application.agrees,
        documents=document_needs(application),
        results=results,
        motivation=application.motivation,
        special_needs=application.special_needs,
    )


def problems_of(application: Application, today: date, results: tuple[RuleResult, ...] | None = None) -> tuple[DraftProblem, ...]:
    """What still stands in the way of sending."""
    return draft_problems(draft_facts(application, today, results))


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
                "additions": sorted([str(record.public_id), record.version] for record in application.employee.own_records.all()),
            }
        )
    )


def snapshot_text(
    application: Application, documents: list[ApplicationDocument], results: tuple[RuleResult, ...], now: datetime
) -> str:
    """Canonical JSON of everything that is sent: who, for what, the register, own additions, the rules, the files by hash.

    `register` is what the rules read, `records` the same histories whole, as people read them. Uses prefetched histories and
    additions (`with_records`, `ADDITIONS`).
    """
    vacancy, employee = application.vacancy, application.employee
    return canonical_json(
        {
            "format": {"name": FORMAT, "version": VERSION},
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
                "register": employee.facts(),
                "records": frozen_records(employee),
                "additions": frozen_additions(employee),
            },
            "motivation": application.motivation,
            "special_needs": application.special_needs,
            "agrees": application.agrees,
            "was_invited": application.was_invited,
            "eligibility": results,
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
