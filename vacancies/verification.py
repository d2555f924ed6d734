"""The verification sheet of one application: every rule with the register's answer, every document with its file."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from employees.enums import DocumentType
from employees.models import Employee
from vacancies.applicants import assess_employee
from vacancies.models import Application, ApplicationDocument
from vacancies.rules.eligibility import RuleResult, obstacles
from vacancies.rules.verification import reasons_for


@dataclass(frozen=True)
class VerificationLine:
    """One line of the sheet.

    Args:
        subject: "DOC:<type>" or "RULE:<requirement id>"; code: the type or the kind.
        result: the register's answer of the day of sending (rules only).
        document: the uploaded file, None when it was not uploaded (documents only).
        later: files that were asked for and handed in afterwards, oldest first (documents only).
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
    later: tuple[ApplicationDocument, ...] = ()
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
        # What the register cannot know is no reason against anybody: the document beside it decides.
        met = not obstacles((result,))
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
    documents = list(application.documents.all())
    uploaded = {document.type: document for document in documents if document.request_id is None}
    later: dict[str, list[ApplicationDocument]] = {}
    for document in sorted((row for row in documents if row.request_id is not None), key=lambda row: row.uploaded_at):
        later.setdefault(document.type, []).append(document)
    for need in vacancy.required_documents.all():
        came = tuple(later.pop(need.type, ()))
        lines.append(_document_line(need.type, need.note, need.is_required, uploaded.get(need.type), came))
    lines += [_document_line(code, "Diminta sekretariat.", False, None, tuple(came)) for code, came in later.items()]
    return tuple(lines)


def _document_line(
    code: str, note: str, is_required: bool, document: ApplicationDocument | None, later: tuple[ApplicationDocument, ...]
) -> VerificationLine:
    missing = document is None and not later and is_required
    return VerificationLine(
        subject=f"DOC:{code}",
        code=code,
        label=DocumentType(code).label,
        is_rule=False,
        is_required=is_required,
        reasons=reasons_for(code, is_rule=False),
        document=document,
        later=later,
        note=note,
        suggestion="FAIL" if missing else "",
        reason="DOC_MISSING" if missing else "",
    )
