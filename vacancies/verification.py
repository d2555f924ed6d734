"""The verification sheet of one application: every rule with the register's answer, every document with its file."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from employees.models import Employee
from vacancies.applicants import assess_employee
from vacancies.models import Application, ApplicationDocument
from vacancies.rules.eligibility import RuleResult
from vacancies.rules.verification import reasons_for


@dataclass(frozen=True)
class VerificationLine:
    """One line of the sheet.

    Args:
        subject: "DOC:<type>" or "RULE:<requirement id>"; code: the type or the kind.
        result: the register's answer of the day of sending (rules only).
        document: the uploaded file, None when it was not uploaded (documents only).
        suggestion: verdict offered before anybody looked: rules by the register, a missing document as FAIL.
        reason: reason code offered with a FAIL.
    """

    subject: str
    code: str
    label: str
    is_rule: bool
    is_required: bool
    reasons: dict[str, str]
    result: RuleResult | None = None
    document: ApplicationDocument | None = None
    suggestion: str = ""
    reason: str = ""
    note: str = ""


def verification_lines(application: Application) -> tuple[VerificationLine, ...]:
    """The sheet, rules first, then documents, both in the order of the plan.

    The register is asked as of the day of sending, so that the sheet does not change from day to day.
    """
    vacancy = application.vacancy
    employee = Employee.objects.with_records().get(pk=application.employee_id)
    sent_on = localdate(application.submitted_at)
    requirements = list(vacancy.requirements.all())
    lines = []
    for requirement, result in zip(requirements, assess_employee(vacancy, employee, sent_on), strict=True):
        reasons = reasons_for(requirement.kind, is_rule=True)
        met = result.outcome in ("MET", "MET_FROM")
        broken = result.outcome == "NOT_MET"
        lines.append(
            VerificationLine(
                subject=f"RULE:{requirement.pk}",
                code=requirement.kind,
                label=requirement.label,
                is_rule=True,
                is_required=True,
                reasons=reasons,
                result=result,
                suggestion="PASS" if met else "FAIL" if broken else "",
                reason=next(iter(reasons)) if broken else "",
            )
        )
    uploaded = {document.type: document for document in application.documents.all()}
    for need in vacancy.required_documents.all():
        document = uploaded.get(need.type)
        missing = document is None and need.is_required
        lines.append(
            VerificationLine(
                subject=f"DOC:{need.type}",
                code=need.type,
                label=need.get_type_display(),
                is_rule=False,
                is_required=need.is_required,
                reasons=reasons_for(need.type, is_rule=False),
                document=document,
                note=need.note,
                suggestion="FAIL" if missing else "",
                reason="DOC_MISSING" if missing else "",
            )
        )
    return tuple(lines)
